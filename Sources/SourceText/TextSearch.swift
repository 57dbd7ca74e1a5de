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
  package func containsText(_ needle: StaticString) -> Bool { self[...].containsText(needle) }

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

extension ArraySlice<UInt8> {
  /// Whether a text stands somewhere in the bytes.
  package func containsText(_ needle: StaticString) -> Bool {
    withUnsafeBytes { holds($0, UnsafeRawBufferPointer(start: needle.utf8Start, count: needle.utf8CodeUnitCount)) }
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

  /// The parts between what is no letter and, if they count, no digit of ASCII. What is beyond ASCII counts as letters.
  package func asciiWords(withDigits: Bool = false) -> [Substring] {
    Substring(self).utf8.split { byte in
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte >= 0x80
      return !isLetter && !(withDigits && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte))
    }.map { Substring($0) }
  }
}

extension String {
  /// Whether the bytes come before another text's: the order of files in every list and report, on every system and in every language.
  package func bytesPrecede(_ other: String) -> Bool {
    // All texts of Swift's own are contiguous; the others are compared byte by byte.
    utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        guard let one = left.baseAddress, let two = right.baseAddress else { return left.count < right.count }
        let order = memcmp(one, two, min(left.count, right.count))
        return order == 0 ? left.count < right.count : order < 0
      }
    }.flatMap(\.self) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a text stands at an offset of the bytes, which reach at least to its end.
  package func holds(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    guard let base = baseAddress, let start = text.baseAddress else { return true }
    return memcmp(base + offset, start, text.count) == 0
  }

  /// Where a text stands first, at or behind an offset.
  package func firstOffset(of text: StaticString, from start: Int = 0) -> Int? {
    guard start <= count else { return nil }
    let wanted = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return SourceText.firstOffset(of: wanted, in: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(self)[start...])).map {
      start + $0
    }
  }
}

private func holds(_ haystack: UnsafeRawBufferPointer, _ needle: UnsafeRawBufferPointer) -> Bool {
  firstOffset(of: needle, in: haystack) != nil
}

/// memchr and memcmp: `memmem` is no part of POSIX.
private func firstOffset(of needle: UnsafeRawBufferPointer, in haystack: UnsafeRawBufferPointer) -> Int? {
  guard let wanted = needle.baseAddress, let start = haystack.baseAddress, !needle.isEmpty else { return needle.isEmpty ? 0 : nil }
  // In a whole file, what is looked for first is a byte that it does not hold everywhere.
  let pivot = haystack.count < 256 ? 0 : rarest(in: needle)
  let end = start + haystack.count - (needle.count - 1 - pivot)
  var base = start + pivot
  while base < end, let hit = memchr(base, Int32(needle[pivot]), end - base) {
    if memcmp(hit - pivot, wanted, needle.count) == 0 { return UnsafeRawPointer(hit) - pivot - start }
    base = UnsafeRawPointer(hit) + 1
  }
  return nil
}

/// The bytes of texts and code, the most frequent first.
private let frequent: StaticString = " etaoinsrlcdupmhgfbyvkw-/:."

private func rarest(in needle: UnsafeRawBufferPointer) -> Int {
  let ranks = UnsafeBufferPointer(start: frequent.utf8Start, count: frequent.utf8CodeUnitCount)
  func rank(_ index: Int) -> Int { ranks.firstIndex(of: needle[index]) ?? ranks.count }
  return needle.indices.max { rank($0) < rank($1) } ?? 0
}
