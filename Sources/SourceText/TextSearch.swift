#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension [UInt8] {
  /// Whether a text stands somewhere in the bytes. memchr and memcmp: `memmem` is no part of POSIX, and Swift's own search is far slower.
  package func containsText(_ needle: StaticString) -> Bool {
    let length = needle.utf8CodeUnitCount
    return withUnsafeBytes { haystack in
      var rest = haystack[...]
      while rest.count >= length, let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress,
        let hit = memchr(base, Int32(needle.utf8Start[0]), rest.count - length + 1)
      {
        if memcmp(hit, needle.utf8Start, length) == 0 { return true }
        rest = rest.dropFirst(base.distance(to: UnsafeRawPointer(hit)) + 1)
      }
      return false
    }
  }
}
