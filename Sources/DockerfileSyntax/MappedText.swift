package import SourceText

/// Text put together from pieces of a file, which still knows where each of its bytes stands in the file.
///
/// The parts of a logical line lie apart in the file (continuations, comments between them), and the text of a JSON string differs
/// from what is written there (escapes). Both are a `MappedText`, so that a range found in the text, by this module or by
/// `ShellSyntax`, has its exact place in the file.
package struct MappedText: Sendable {
  /// What the text is a part of: the file where it stands there as it is, else what was put together. A part shares it with the whole.
  private var storage: [UInt8]
  private var placeInStorage = ByteRange.startOfFile
  /// Where the first byte stands.
  private var sourceStart: UInt32
  /// Where the last byte's piece ends.
  private var sourceEnd: UInt32
  /// The places where the file does not simply go on, in ascending order of `text`.
  private var jumps: [Jump] = []
  /// Whether the last piece has another length in the text than in the file: then nothing can be joined to it.
  private var endsWithReplacement = false

  private struct Jump: Hashable, Sendable {
    /// The offset in the text at which a new piece begins.
    var text: UInt32
    /// Where the piece before it ends in the file.
    var previousEnd: UInt32
    /// Where the new piece begins in the file.
    var source: UInt32
  }

  /// Empty text that stands at `offset`.
  package init(at offset: UInt32) {
    storage = []
    sourceStart = offset
    sourceEnd = offset
  }

  /// The bytes of a file as they are.
  package init(_ range: ByteRange, of file: [UInt8]) {
    storage = file
    placeInStorage = range
    sourceStart = range.start
    sourceEnd = range.end
  }

  /// Adds bytes of the file as they are.
  package mutating func append(_ range: Range<Int>, of file: [UInt8]) {
    append(MappedText(ByteRange(range), of: file))
  }

  /// Adds bytes that are written otherwise in the file, such as the value of an escape.
  package mutating func append(_ replacement: some Collection<UInt8>, for source: ByteRange) {
    guard !replacement.isEmpty else { return }
    begin(at: source.start)
    add(replacement)
    sourceEnd = source.end
    // What follows is a piece of its own even where it stands right behind: the lengths of text and source differ here.
    endsWithReplacement = replacement.count != source.count
  }

  /// Adds another text with its mapping.
  package mutating func append(_ other: MappedText) {
    guard !other.isEmpty else { return }
    guard !isEmpty else {
      self = other
      return
    }
    begin(at: other.sourceStart)
    let offset = UInt32(count)
    for var jump in other.jumps {
      jump.text += offset
      jumps.append(jump)
    }
    add(other.storage[other.placeInStorage.indices])
    sourceEnd = other.sourceEnd
    endsWithReplacement = other.endsWithReplacement
  }

  private mutating func begin(at source: UInt32) {
    if isEmpty {
      sourceStart = source
    } else if source != sourceEnd || endsWithReplacement {
      jumps.append(Jump(text: UInt32(count), previousEnd: sourceEnd, source: source))
    }
    endsWithReplacement = false
  }

  private mutating func add(_ bytes: some Collection<UInt8>) {
    if count < storage.count { storage = self.bytes }
    storage.append(contentsOf: bytes)
    placeInStorage = ByteRange(0..<storage.count)
  }

  package var isEmpty: Bool { placeInStorage.isEmpty }
  package var count: Int { placeInStorage.count }

  /// The text's bytes, counted from 0. They are copied: ask once for them where each is looked at.
  package var bytes: [UInt8] { count == storage.count ? storage : Array(storage[placeInStorage.indices]) }

  /// The text; invalid UTF-8 is repaired.
  package var string: String { String(decoding: storage[placeInStorage.indices], as: UTF8.self) }

  /// The text of a part; invalid UTF-8 is repaired.
  package func string(_ range: Range<Int>) -> String {
    String(decoding: storage[placeInStorage(of: range.clamped(to: 0..<count)).indices], as: UTF8.self)
  }

  /// The whole text's place in the file: from its first byte to its last, with whatever lies between.
  package var sourceRange: ByteRange { ByteRange(start: sourceStart, end: sourceEnd) }

  /// Where a part of the text stands in the file; it spans the continuation lines between its first and its last byte.
  package func sourceRange(of range: Range<Int>) -> ByteRange {
    let range = range.clamped(to: 0..<count)
    let start = sourceOffset(ofByteAt: range.lowerBound)
    guard !range.isEmpty else { return ByteRange(start: start, end: start) }
    return ByteRange(start: start, end: max(start, sourceOffset(afterByteBefore: range.upperBound)))
  }

  private func placeInStorage(of part: Range<Int>) -> ByteRange {
    ByteRange(start: placeInStorage.start + UInt32(part.lowerBound), end: placeInStorage.start + UInt32(part.upperBound))
  }

  /// A part of the text, with its own mapping.
  package func slice(_ range: Range<Int>) -> MappedText {
    let range = range.clamped(to: 0..<count)
    let place = sourceRange(of: range)
    var part = MappedText(at: place.start)
    part.storage = storage
    part.placeInStorage = placeInStorage(of: range)
    part.sourceEnd = place.end
    guard !jumps.isEmpty else { return part }
    var index = jumpsCount(upTo: range.lowerBound)
    while index < jumps.count, Int(jumps[index].text) < range.upperBound {
      var jump = jumps[index]
      jump.text -= UInt32(range.lowerBound)
      part.jumps.append(jump)
      index += 1
    }
    return part
  }

  private func sourceOffset(ofByteAt offset: Int) -> UInt32 {
    guard offset < count else { return sourceEnd }
    let index = jumpsCount(upTo: offset)
    let pieceEnd = index < jumps.count ? jumps[index].previousEnd : sourceEnd
    guard index > 0 else { return min(sourceStart + UInt32(offset), pieceEnd) }
    let jump = jumps[index - 1]
    return min(jump.source + UInt32(offset) - jump.text, pieceEnd)
  }

  /// The end of the byte before `offset`, which is greater than 0.
  private func sourceOffset(afterByteBefore offset: Int) -> UInt32 {
    guard offset < count else { return sourceEnd }
    let index = jumpsCount(upTo: offset)
    if index > 0, Int(jumps[index - 1].text) == offset { return jumps[index - 1].previousEnd }
    return sourceOffset(ofByteAt: offset - 1) + 1
  }

  /// How many jumps lie at or before `offset`.
  private func jumpsCount(upTo offset: Int) -> Int {
    jumps.partitioningIndex { Int($0.text) > offset }
  }
}

extension MappedText: Hashable {
  package static func == (left: MappedText, right: MappedText) -> Bool {
    left.sourceRange == right.sourceRange && left.jumps == right.jumps && left.endsWithReplacement == right.endsWithReplacement
      && left.storage[left.placeInStorage.indices] == right.storage[right.placeInStorage.indices]
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(sourceRange)
    hasher.combine(storage[placeInStorage.indices])
  }
}
