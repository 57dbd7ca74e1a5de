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

  /// Whether a text stands somewhere in the bytes.
  package func containsText(_ needle: StaticString) -> Bool {
    withUnsafeBytes { holds($0, UnsafeRawBufferPointer(start: needle.utf8Start, count: needle.utf8CodeUnitCount)) }
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

extension StringProtocol {
  /// Whether a text stands somewhere in this one, compared byte by byte. Swift's own search sees to canonical equivalence, and takes a
  /// hundred times as long on texts as short as names and words.
  package func containsText(_ needle: String) -> Bool {
    var needle = needle
    return needle.withUTF8 { needle in
      let needle = UnsafeRawBufferPointer(needle)
      if let isFound = utf8.withContiguousStorageIfAvailable({ holds(UnsafeRawBufferPointer($0), needle) }) { return isFound }
      return Array(utf8).withUnsafeBytes { holds($0, needle) }
    }
  }
}

/// memchr and memcmp: `memmem` is no part of POSIX.
private func holds(_ haystack: UnsafeRawBufferPointer, _ needle: UnsafeRawBufferPointer) -> Bool {
  guard let first = needle.first, let wanted = needle.baseAddress, var base = haystack.baseAddress else { return needle.isEmpty }
  let end = base + haystack.count
  while end - base >= needle.count, let hit = memchr(base, Int32(first), end - base - needle.count + 1) {
    if memcmp(hit, wanted, needle.count) == 0 { return true }
    base = UnsafeRawPointer(hit) + 1
  }
  return false
}
