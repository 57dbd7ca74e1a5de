package import SourceText

/// A node of a parsed file: a cursor into the arena, cheap to copy.
///
/// Aliases are followed everywhere but in `range`, which is where the alias itself stands. Merge keys (`<<`) are honoured by
/// look-ups: a mapping's own keys win over merged ones, and earlier merged mappings over later ones.
package struct YAMLNode: Sendable {
  package enum Kind: UInt8, Sendable {
    case scalar, sequence, mapping, alias
  }

  package enum Style: UInt8, Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
    case block, flow
  }

  package let stream: YAMLStream
  let index: UInt32

  init(stream: YAMLStream, index: UInt32) {
    self.stream = stream
    self.index = index
  }

  private var written: YAMLStream.Node { stream.nodes[Int(index)] }

  /// The node itself, or what the alias stands for. The parser refuses aliases to aliases and to enclosing nodes.
  private var node: YAMLStream.Node {
    let written = written
    return written.kind == .alias ? stream.nodes[Int(written.link)] : written
  }

  /// `.scalar`, `.sequence` or `.mapping`: an alias has the kind of its target.
  package var kind: Kind { node.kind }
  package var style: Style { node.style }
  package var isAlias: Bool { written.kind == .alias }
  /// What an alias stands for; nil for a node that is written out.
  package var aliasTarget: YAMLNode? { written.kind == .alias ? YAMLNode(stream: stream, index: written.link) : nil }
  package var isMapping: Bool { kind == .mapping }
  package var isSequence: Bool { kind == .sequence }
  package var isScalar: Bool { kind == .scalar }

  /// The explicit tag, written out (`tag:yaml.org,2002:str`), or nil.
  package var tag: String? { node.tag == 0 ? nil : stream.tags[Int(node.tag) - 1] }

  /// Where the node is written, without its anchor and tag.
  package var range: ByteRange { written.range }

  /// Identifies the node within its stream.
  package var id: Int { Int(index) }

  /// The collection that holds this node; for a value in a mapping, the mapping.
  package var parent: YAMLNode? {
    written.parent == YAMLStream.Node.none ? nil : YAMLNode(stream: stream, index: written.parent)
  }

  // MARK: Scalars

  /// The value of a scalar as bytes: quotes, escapes and folding undone. Empty for collections.
  package var bytes: ArraySlice<UInt8> {
    let node = node
    guard node.kind == .scalar else { return [] }
    return node.value(in: stream.file.bytes, stream.unescaped)
  }

  /// The text of a scalar, whatever type it resolves to; nil for collections.
  package var text: String? {
    isScalar ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Whether the scalar's text is `text`, byte by byte.
  package func hasText(_ text: String) -> Bool {
    let node = node
    guard node.kind == .scalar, Int(node.count) == text.utf8.count else { return false }
    return bytes.elementsEqual(text.utf8)
  }

  /// Where a part of a scalar's value, given in UTF-8 bytes, stands in the file.
  ///
  /// Quotes, indentation, folding and the header of a block scalar are in the file alone; every other byte of the value follows in its
  /// order, so both are walked side by side.
  package func sourceRange(of part: Range<Int>) -> ByteRange {
    let file = stream.file.bytes
    var place = range.indices.lowerBound
    let end = min(range.indices.upperBound, file.count)
    if style == .literal || style == .folded {
      while place < end, file[place] != UInt8(ascii: "\n") { place += 1 }
    }
    var start: Int?
    for (offset, byte) in bytes.enumerated() {
      guard offset < part.upperBound else { break }
      // White space may be folded or escaped: it is passed over in both.
      guard byte > UInt8(ascii: " ") else { continue }
      while place < end, file[place] != byte { place += 1 }
      if offset >= part.lowerBound, start == nil { start = place }
      place += 1
    }
    guard let start, start < end else { return range }
    return ByteRange(start..<min(max(place, start + 1), end))
  }

  // MARK: Sequences

  /// Number of elements of a sequence or of entries of a mapping, merged ones not counted.
  package var count: Int {
    let node = node
    return switch node.kind {
    case .sequence: Int(node.count)
    case .mapping: Int(node.count) / 2
    case .scalar, .alias: 0
    }
  }

  /// The elements of a sequence; empty for anything else.
  package var elements: Children { children(of: .sequence) }

  /// The number of the node, or of the one that the alias stands for.
  private var collection: UInt32 {
    let written = written
    return written.kind == .alias ? written.link : index
  }

  /// The children of a collection of a kind; none of anything else.
  private func children(of kind: Kind) -> Children {
    let collection = collection
    let node = stream.nodes[Int(collection)]
    return Children(stream: stream, index: collection + 1, end: node.kind == kind ? node.link : collection + 1)
  }

  /// Children of a collection in the order of the text.
  package struct Children: Sequence, IteratorProtocol, Sendable {
    fileprivate let stream: YAMLStream
    fileprivate var index: UInt32
    fileprivate let end: UInt32

    package mutating func next() -> YAMLNode? {
      guard index < end else { return nil }
      let child = YAMLNode(stream: stream, index: index)
      index = child.written.end(at: index)
      return child
    }

    fileprivate mutating func skip(_ count: Int) {
      for _ in 0..<count { index = stream.nodes[Int(index)].end(at: index) }
    }
  }

  // MARK: Mappings

  /// A key with its value.
  package struct Entry: Sendable {
    package let key: YAMLNode
    package let value: YAMLNode

    /// From the start of the key to the end of the value.
    package var range: ByteRange { key.range.union(value.range) }
  }

  /// The entries that a mapping itself holds, in the order of the text, `<<` among them; empty for anything else.
  package var ownEntries: Entries { Entries(children: children(of: .mapping)) }

  /// The last of them.
  var lastEntry: Entry? {
    var children = children(of: .mapping)
    var last: UInt32?
    while children.index < children.end {
      last = children.index
      children.skip(2)
    }
    return last.map { key in
      Entry(key: YAMLNode(stream: stream, index: key), value: YAMLNode(stream: stream, index: stream.nodes[Int(key)].end(at: key)))
    }
  }

  package struct Entries: Sequence, IteratorProtocol, Sendable {
    fileprivate var children: Children

    package mutating func next() -> Entry? {
      guard let key = children.next(), let value = children.next() else { return nil }
      return Entry(key: key, value: value)
    }
  }

  /// All entries of a mapping with merge keys resolved: of several with one key, the one that counts.
  package var entries: [Entry] {
    var found = EntryTable()
    var hasMergeKey = false
    for entry in ownEntries {
      if entry.key.isMergeKey { hasMergeKey = true } else { found.add(entry, replaces: true) }
    }
    guard hasMergeKey else { return found.entries }
    var seen: Set<UInt32> = []
    _ = firstMerged(&seen) { mapping -> Never? in
      var own = EntryTable()
      for entry in mapping.ownEntries where !entry.key.isMergeKey { own.add(entry, replaces: true) }
      for entry in own.entries { found.add(entry, replaces: false) }
      return nil
    }
    return found.entries
  }

  /// Entries with one place for each key, found by comparing while there are few, as in nearly every mapping, and by hash beyond.
  private struct EntryTable {
    private(set) var entries: [Entry] = []
    private var positions: [ArraySlice<UInt8>: Int]?

    mutating func add(_ entry: Entry, replaces: Bool) {
      if let position = position(of: entry.key) {
        if replaces { entries[position] = entry }
        return
      }
      if entries.count == 16 {
        let scalars = entries.enumerated().filter(\.element.key.isScalar).map { ($1.key.bytes, $0) }
        positions = Dictionary(scalars, uniquingKeysWith: { first, _ in first })
      }
      if entry.key.isScalar { positions?[entry.key.bytes] = entries.count }
      entries.append(entry)
    }

    private func position(of key: YAMLNode) -> Int? {
      guard key.isScalar else { return nil }
      let bytes = key.bytes
      if let positions { return positions[bytes] }
      return entries.firstIndex { $0.key.isScalar && $0.key.bytes.elementsEqual(bytes) }
    }
  }

  /// The value under a key, or nil. Of a duplicate key the last value counts.
  package subscript(key: String) -> YAMLNode? {
    let (found, hasMergeKey, _) = stream.ownEntry(key, of: collection)
    if let found { return YAMLNode(stream: stream, index: found.value) }
    return hasMergeKey ? entry(key)?.value : nil
  }

  /// The value at a path of keys, or nil.
  package subscript(path: String...) -> YAMLNode? {
    // By numbers: a node for each step counts a reference to the stream.
    var index = index
    for key in path {
      let written = stream.nodes[Int(index)]
      let (found, hasMergeKey, _) = stream.ownEntry(key, of: written.kind == .alias ? written.link : index)
      if let found {
        index = found.value
      } else {
        guard hasMergeKey, let merged = YAMLNode(stream: stream, index: index).entry(key) else { return nil }
        index = merged.value.index
      }
    }
    return YAMLNode(stream: stream, index: index)
  }

  /// The entry under a key, own or merged, or nil.
  package func entry(_ key: String) -> Entry? {
    let (found, hasMergeKey) = ownEntry(key)
    guard found == nil, hasMergeKey else { return found }
    var seen: Set<UInt32> = []
    return firstMerged(&seen) { $0.ownEntry(key).entry }
  }

  private func ownEntry(_ key: String) -> (entry: Entry?, hasMergeKey: Bool) {
    let (found, hasMergeKey, _) = stream.ownEntry(key, of: collection)
    let entry = found.map { Entry(key: YAMLNode(stream: stream, index: $0.key), value: YAMLNode(stream: stream, index: $0.value)) }
    return (entry, hasMergeKey)
  }

  /// Looks through the mappings that merge keys bring in, directly and through others, the one that counts first.
  ///
  /// - Parameter seen: the mappings that were looked at: one that is merged by many, and they by many more, is looked at once.
  private func firstMerged<Found>(_ seen: inout Set<UInt32>, _ look: (YAMLNode) -> Found?) -> Found? {
    for entry in ownEntries where entry.key.isMergeKey {
      for source in entry.value.mergeSources where seen.insert(source.collection).inserted {
        if let found = look(source) ?? source.firstMerged(&seen, look) { return found }
      }
    }
    return nil
  }

  private var isMergeKey: Bool { written.mayBeMergeKey && hasText("<<") }

  /// The mappings that the value of a merge key names: itself, or the elements of a sequence.
  private var mergeSources: [YAMLNode] {
    isMapping ? [self] : elements.filter(\.isMapping)
  }
}
