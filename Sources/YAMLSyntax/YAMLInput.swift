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

  /// A parser of a part of the text, before whose start nothing is left out.
  func parser(of part: Range<Int>) -> EventParser {
    guard offsets.areAllowed else { return EventParser(UnsafeBufferPointer(rebasing: read[part])) }
    let piece = UnsafeMutableBufferPointer(rebasing: text[part])
    return EventParser(decoded: piece, characters: offsets.character(atByte: count, in: read) - character(at: part.lowerBound))
  }

  /// Where the part ends that is parsed at once.
  ///
  /// libyaml reads ahead, and says that it cannot decode a byte before it comes to it. So that this spoils no other document, each is parsed
  /// by itself; but for those with directives, which stand before the marker.
  func endOfPart(from start: Int) -> Int {
    guard !offsets.areAllowed else { return count }
    var offset = start
    while let marker = read.firstOffset(of: "\n---", from: offset) {
      offset = marker + 1
      guard offset + 3 == count || " \t\r\n".utf8.contains(read[offset + 3]) else { continue }
      let part = UnsafeBufferPointer(rebasing: read[start..<offset])
      return part.first == UInt8(ascii: "%") || part.firstOffset(of: "\n%") != nil ? count : offset
    }
    return count
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
