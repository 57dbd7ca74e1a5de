/// The two notions of white space that BuildKit's parser uses side by side.
enum Whitespace {
  /// What separates words: `[\t\v\f\r ]+` in parser.go (`reWhitespace`, and `tokenWhitespace` of split_command.go).
  static func separatesWords(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || (0x0B...0x0D).contains(byte)
  }

  /// The length of the white space at `index` after Go's `unicode.IsSpace`, 0 when there is none. It has the blanks beyond ASCII
  /// (NEL, no-break space and so on) that separate no words but are trimmed from both ends of a line.
  static func length(in bytes: [UInt8], at index: Int, before end: Int) -> Int {
    let byte = bytes[index]
    if byte < 0x80 { return separatesWords(byte) || byte == UInt8(ascii: "\n") ? 1 : 0 }
    let (scalar, length) = UTF8Decoding.scalar(in: bytes, at: index, before: end)
    return isUnicodeSpace(scalar) ? length : 0
  }

  static func isUnicodeSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// The range without the white space at its start.
  static func trimmingStart(of range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound {
      let length = length(in: bytes, at: start, before: range.upperBound)
      if length == 0 { break }
      start += length
    }
    return start..<range.upperBound
  }

  /// The range without the white space at both ends (Go's `strings.TrimSpace`).
  static func trimming(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    let start = trimmingStart(of: range, in: bytes).lowerBound
    var end = range.upperBound
    scan: while end > start {
      // The blanks beyond ASCII are two or three bytes long.
      for length in 1...3 where end - length >= start {
        if self.length(in: bytes, at: end - length, before: end) == length {
          end -= length
          continue scan
        }
      }
      break
    }
    return start..<end
  }
}

/// Decoding of single code points, with Go's treatment of invalid bytes: each counts as one U+FFFD.
enum UTF8Decoding {
  static func scalar(in bytes: [UInt8], at index: Int, before end: Int) -> (value: UInt32, length: Int) {
    let first = bytes[index]
    let length: Int
    var value: UInt32
    switch first {
    case 0..<0x80: return (UInt32(first), 1)
    case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
    default: return (0xFFFD, 1)
    }
    guard index + length <= end else { return (0xFFFD, 1) }
    for byte in bytes[(index + 1)..<(index + length)] {
      guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let isOverlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x1_0000)
    let isScalar = value <= 0x10_FFFF && !(0xD800...0xDFFF).contains(value)
    return isOverlong || !isScalar ? (0xFFFD, 1) : (value, length)
  }
}
