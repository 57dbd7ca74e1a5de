internal import SourceText

/// What libyaml reads of a file, and where in the file its characters are.
struct YAMLInput: ~Copyable {
  /// What it reads, with `EventParser.padding` behind it.
  private let text: UnsafeMutableBufferPointer<UInt8>
  let count: Int
  private let offsets: CharacterOffsets
  private let omitted: [YAMLStream.OmittedValue]
  /// How many of them stand before the place that was asked for last. libyaml goes forward, mostly.
  private var passed = 0
  /// How many bytes those take.
  private var passedBytes = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, without omitted: [YAMLStream.OmittedValue]) {
    self.omitted = omitted
    count = bytes.count - omitted.reduce(0) { $0 + $1.lines.count }
    text = .allocate(capacity: count + EventParser.padding)
    var start = 0
    var end = 0
    for next in omitted.lazy.map(\.lines.indices) + CollectionOfOne(bytes.count..<bytes.count) {
      let piece = UnsafeBufferPointer(rebasing: bytes[start..<next.lowerBound])
      _ = text[end...].initialize(from: piece)
      end += piece.count
      start = next.upperBound
    }
    text[end...].initialize(repeating: 0)
    offsets = CharacterOffsets(UnsafeBufferPointer(rebasing: text[..<count]))
  }

  /// Whether nothing is left out, so that offsets are the file's.
  var isWhole: Bool { omitted.isEmpty }

  deinit { text.deallocate() }

  private var read: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[..<count]) }

  /// A parser of the text from an offset on, before which nothing is left out.
  ///
  /// - Parameter isLikelyWrong: whether it will not come far.
  func parser(from start: Int, isLikelyWrong: Bool) -> EventParser {
    guard offsets.areAllowed else {
      let rest = UnsafeBufferPointer(rebasing: read[start...])
      return isLikelyWrong ? EventParser(rest, firstPiece: 512) : EventParser(rest)
    }
    let rest = UnsafeMutableBufferPointer(rebasing: text[start..<count])
    return EventParser(decoded: rest, characters: offsets.character(atByte: count, in: read) - character(at: start))
  }

  /// How many characters stand before an offset, before which nothing is left out.
  func character(at offset: Int) -> Int { offsets.character(atByte: offset, in: read) }

  /// Where in the file the character stands that has a number in the text.
  mutating func offset(ofCharacter index: Int) -> Int {
    let offset = offsets.byteOffset(ofCharacter: index, in: read)
    guard !omitted.isEmpty else { return offset }
    while passed < omitted.count, Int(omitted[passed].lines.start) - passedBytes <= offset {
      passedBytes += omitted[passed].lines.count
      passed += 1
    }
    while passed > 0, Int(omitted[passed - 1].lines.end) - passedBytes > offset {
      passed -= 1
      passedBytes -= omitted[passed].lines.count
    }
    return offset + passedBytes
  }

  /// The place of what was left out behind a key's colon.
  func placeOfValue(behind keyEnd: UInt32) -> ByteRange? {
    let index = omitted.partitioningIndex { $0.keyEnd >= keyEnd }
    return index < omitted.count && omitted[index].keyEnd == keyEnd ? omitted[index].range : nil
  }
}
