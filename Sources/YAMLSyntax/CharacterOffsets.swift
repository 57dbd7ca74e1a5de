internal import SourceText

/// Turns libyaml's character counts into byte offsets.
///
/// For ASCII text, the common case, they are the same. Otherwise every 128th character's offset is remembered and the rest is walked.
struct CharacterOffsets {
  private static let stride = 128
  /// Byte offset of every `stride`th character; empty for ASCII.
  private var checkpoints: [UInt32] = []

  /// - Parameter bytes: valid UTF-8 up to the point where libyaml gives up.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.contains(where: { $0 >= 0x80 }) else { return }
    checkpoints.reserveCapacity(bytes.count / Self.stride + 1)
    var characters = 0
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if characters % Self.stride == 0 { checkpoints.append(UInt32(offset)) }
      characters += 1
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
    for _ in 0..<(index % Self.stride) {
      guard offset < bytes.count else { break }
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }
}
