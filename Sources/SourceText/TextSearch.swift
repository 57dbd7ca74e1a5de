#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension [UInt8] {
  /// The bytes of a text with its ASCII letters in lower case, to look for words in.
  package init(lowercasing text: String) {
    self = Array(text.utf8)
    for index in indices where self[index] >= UInt8(ascii: "A") && self[index] <= UInt8(ascii: "Z") { self[index] |= 0x20 }
  }

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

  package func containsText(oneOf needles: [StaticString]) -> Bool { needles.contains(where: containsText) }

  package func hasPrefix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount
      && withUnsafeBytes { $0.baseAddress.map { memcmp($0, text.utf8Start, text.utf8CodeUnitCount) == 0 } ?? true }
  }

  package func hasSuffix(_ text: StaticString) -> Bool {
    let start = count - text.utf8CodeUnitCount
    return start >= 0
      && withUnsafeBytes { $0.baseAddress.map { memcmp($0 + start, text.utf8Start, text.utf8CodeUnitCount) == 0 } ?? true }
  }
}
