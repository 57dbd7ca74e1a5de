internal import SourceText

/// Turns libyaml's character counts into byte offsets.
///
/// For ASCII text, the common case, they are the same. Otherwise every 64th character's offset is remembered and the rest is walked.
struct CharacterOffsets {
  private static let stride = 64
  /// Byte offset of every `stride`th character; empty for ASCII.
  private var checkpoints: [UInt32] = []

  /// Whether YAML allows every character, a byte order mark at the start too.
  let areAllowed: Bool

  /// - Parameter bytes: valid UTF-8 up to the point where libyaml gives up.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let raw = UnsafeRawBufferPointer(bytes)
    var all: UInt64 = 0
    var forbidden: UInt64 = 0
    var offset = 0
    while offset + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      all |= word
      forbidden |= Self.forbidden(in: word)
      offset += 8
    }
    for byte in bytes[offset...] {
      let word = UInt64(repeating: byte)
      all |= word
      forbidden |= Self.forbidden(in: word)
    }
    guard all & UInt64(repeating: 0x80) != 0 else {
      areAllowed = forbidden == 0
      return
    }
    areAllowed = Self.mark(&checkpoints, in: raw) && forbidden == 0
  }

  // MARK: Eight bytes at a time

  /// The high bit of each byte that is 0.
  private static func zeros(in word: UInt64) -> UInt64 {
    let low = UInt64(repeating: 0x7F)
    return ~((word & low) &+ low | word | low)
  }

  /// The high bit of each byte that stands for a character of ASCII that YAML 1.1 does not allow: it has the printable ones, tabs and line
  /// breaks (section 5.1).
  private static func forbidden(in word: UInt64) -> UInt64 {
    // Most words hold none of either; these two say so too often, and never too seldom.
    guard
      ((word &- UInt64(repeating: 0x20)) | ((word ^ UInt64(repeating: 0x7F)) &- UInt64(repeating: 0x01))) & ~word & UInt64(repeating: 0x80)
        != 0
    else { return 0 }
    let controls = zeros(in: word & UInt64(repeating: 0xE0))
    let blanks =
      zeros(in: word ^ UInt64(repeating: 0x09)) | zeros(in: word ^ UInt64(repeating: 0x0A)) | zeros(in: word ^ UInt64(repeating: 0x0D))
    return controls & ~blanks | zeros(in: word ^ UInt64(repeating: 0x7F))
  }

  private static func isASCII(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    offset + 8 <= bytes.count && bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & UInt64(repeating: 0x80) == 0
  }

  // MARK: Beyond ASCII

  /// Remembers where each `stride`th character begins.
  ///
  /// - Returns: whether YAML allows all characters beyond ASCII.
  private static func mark(_ checkpoints: inout [UInt32], in bytes: UnsafeRawBufferPointer) -> Bool {
    checkpoints.reserveCapacity(bytes.count / stride + 1)
    var areAllowed = true
    var offset = 0
    var characters = 0
    var next = 0
    while offset < bytes.count {
      if isASCII(bytes, at: offset) {
        if characters + 8 > next {
          checkpoints.append(UInt32(offset + next - characters))
          next += stride
        }
        characters += 8
        offset += 8
        continue
      }
      // A continuation byte that continues nothing is no character of its own.
      if characters == next, bytes[offset] & 0xC0 != 0x80 {
        checkpoints.append(UInt32(offset))
        next += stride
      }
      if let length = lengthOfAllowed(at: offset, in: bytes) {
        characters += 1
        offset += length
      } else {
        areAllowed = false
        if bytes[offset] & 0xC0 != 0x80 { characters += 1 }
        offset += 1
      }
    }
    return areAllowed
  }

  /// The bytes of a character that is one of ASCII, or beyond it one that YAML 1.1 allows (section 5.1): no control characters of C1 but
  /// NEL, no byte order mark but a first one, and neither of the two that are no characters.
  static func lengthOfAllowed(at offset: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
    let lead = UInt32(bytes[offset])
    if lead < 0x80 { return 1 }
    let (length, least): (Int, UInt32) = lead >= 0xF0 ? (4, 0x1_0000) : lead >= 0xE0 ? (3, 0x800) : (2, 0x80)
    guard lead >= 0xC0, lead < 0xF8, offset + length <= bytes.count else { return nil }
    var value = lead & (0x7F >> UInt32(length))
    for byte in bytes[(offset + 1)..<(offset + length)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    switch value {
    case ..<least, 0x80...0x84, 0x86...0x9F, 0xD800...0xDFFF, 0xFFFE, 0xFFFF, 0x11_0000...: return nil
    case 0xFEFF: return offset == 0 ? length : nil
    default: return length
    }
  }

  /// How many characters stand before a byte.
  func character(atByte offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard !checkpoints.isEmpty else { return offset }
    let behind = checkpoints.partitioningIndex { Int($0) > offset }
    guard behind > 0 else { return 0 }
    return (behind - 1) * Self.stride + bytes[Int(checkpoints[behind - 1])..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
  }

  func byteOffset(ofCharacter index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard !checkpoints.isEmpty else { return min(index, bytes.count) }
    let checkpoint = index / Self.stride
    guard checkpoint < checkpoints.count else { return bytes.count }
    var offset = Int(checkpoints[checkpoint])
    var rest = index % Self.stride
    while rest > 0, offset < bytes.count {
      let step = rest >= 8 && Self.isASCII(UnsafeRawBufferPointer(bytes), at: offset) ? 8 : 1
      offset += step
      rest -= step
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }
}
