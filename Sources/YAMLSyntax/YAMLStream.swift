package import SourceText

/// A parsed YAML file: the nodes of all its documents in one arena.
///
/// Nodes are plain structs in the order in which they stand in the text; they refer to the file's bytes and to each other by index,
/// so that a file of 100,000 nodes costs two allocations and no `String` exists until somebody asks for one. Walk it with
/// `YAMLNode`. A class only so that a node is one reference and one index.
package final class YAMLStream: Sendable {
  package let file: SourceFile
  /// One per document that could be read, in order; empty documents included.
  package let documents: [YAMLDocument]
  /// What is wrong with the file, in order. A document with a syntax error is missing from `documents`; those after the next
  /// document marker are read all the same.
  package let diagnostics: [YAMLDiagnostic]
  /// The places of the values that were left out, in order.
  package let omittedRanges: [ByteRange]
  /// The stretches of the file that are not left out, in order.
  package var readRanges: [ByteRange] {
    let starts = [0] + omittedRanges.map(\.end)
    let ends = omittedRanges.map(\.start) + [UInt32(file.bytes.count)]
    return zip(starts, ends).map { ByteRange(start: $0, end: $1) }
  }
  let nodes: [Node]
  /// The values of scalars that are not a plain stretch of the file: with escapes, folded or over several lines.
  let unescaped: [UInt8]
  let tags: [String]
  /// The nodes that aliases stand for.
  let aliasTargets: Set<UInt32>

  init(
    file: SourceFile, documents: [YAMLDocument], diagnostics: [YAMLDiagnostic], omittedRanges: [ByteRange], nodes: [Node],
    unescaped: [UInt8], tags: [String], aliasTargets: Set<UInt32>
  ) {
    self.file = file
    self.documents = documents
    self.diagnostics = diagnostics
    self.omittedRanges = omittedRanges
    self.nodes = nodes
    self.unescaped = unescaped
    self.tags = tags
    self.aliasTargets = aliasTargets
  }

  /// The root of each document; nil for a document without content.
  package var roots: [YAMLNode] {
    documents.compactMap { document in document.root.map { YAMLNode(stream: self, index: $0) } }
  }

  typealias OwnEntry = (entry: (key: UInt32, value: UInt32)?, hasMergeKey: Bool, isRepeated: Bool)

  /// The entry under a key that a mapping itself holds, the last of several, and whether a merge key is among its keys.
  ///
  /// Rules ask for fields more often than for anything else. So this goes through the arena itself: a `YAMLNode` for each key and value
  /// would count a reference each.
  func ownEntry(_ key: String, of mapping: UInt32) -> OwnEntry {
    var key = key
    return key.withUTF8 { wanted in
      nodes.withUnsafeBufferPointer { nodes in
        file.bytes.withUnsafeBufferPointer { bytes in
          unescaped.withUnsafeBufferPointer { unescaped in Self.ownEntry(wanted, of: mapping, nodes, bytes, unescaped) }
        }
      }
    }
  }

  private static func ownEntry(
    _ wanted: UnsafeBufferPointer<UInt8>, of mapping: UInt32, _ nodes: UnsafeBufferPointer<Node>, _ bytes: UnsafeBufferPointer<UInt8>,
    _ unescaped: UnsafeBufferPointer<UInt8>
  ) -> OwnEntry {
    let collection = nodes[Int(mapping)]
    guard collection.kind == .mapping else { return (nil, false, false) }
    func holds(_ text: UnsafeBufferPointer<UInt8>, _ node: Node) -> Bool {
      guard node.kind == .scalar, Int(node.count) == text.count else { return false }
      let start = Int(node.link)
      return start < bytes.count ? bytes.holds(text, at: start) : unescaped.holds(text, at: start - bytes.count)
    }
    var found: (key: UInt32, value: UInt32)?
    var hasMergeKey = false
    var isRepeated = false
    var index = mapping + 1
    while index < collection.link {
      let written = nodes[Int(index)]
      let value = written.end(at: index)
      if holds(wanted, written.kind == .alias ? nodes[Int(written.link)] : written) {
        isRepeated = found != nil
        found = (index, value)
      } else if written.mayBeMergeKey, Self.mergeKey.withUTF8Buffer({ holds($0, written) }) {
        hasMergeKey = true
      }
      index = nodes[Int(value)].end(at: value)
    }
    return (found, hasMergeKey, isRepeated)
  }

  private static let mergeKey: StaticString = "<<"

  /// One node of the arena; 24 bytes, of which a repository has more than of anything else.
  ///
  /// A collection's children and theirs stand right behind it, so that no node has to say which one follows it.
  struct Node: Sendable {
    var kind: YAMLNode.Kind
    var style: YAMLNode.Style
    /// 1-based index into `tags`; 0 for none.
    var tag: UInt16 = 0
    var range: ByteRange
    /// Scalar: offset of the value, in the file or, from the file's end on, in `unescaped`. Collection: index behind its last descendant.
    /// Alias: index of the target.
    var link: UInt32
    /// Scalar: length of the value. Collection: number of children (keys and values count one each).
    var count: UInt32 = 0
    /// The collection that holds this node, or `none` for a root.
    var parent: UInt32 = none

    static let none = UInt32.max

    /// Whether it is a merge key if its text is `<<`.
    var mayBeMergeKey: Bool { kind == .scalar && style == .plain && count == 2 && tag == 0 }

    /// The value of a scalar, which stands in the file or in `unescaped`.
    func value(in bytes: [UInt8], _ unescaped: [UInt8]) -> ArraySlice<UInt8> {
      let start = Int(link)
      return start < bytes.count ? bytes[start..<(start + Int(count))] : unescaped[(start - bytes.count)...].prefix(Int(count))
    }

    /// The index of what stands behind a node and all that it holds.
    func end(at index: UInt32) -> UInt32 { kind == .sequence || kind == .mapping ? link : index + 1 }
  }
}

/// One document of a stream.
package struct YAMLDocument: Sendable {
  /// Index of the root node; nil for an empty document.
  let root: UInt32?
  /// From the document's first to its last content byte.
  package let range: ByteRange

  package var isEmpty: Bool { root == nil }
}

/// Something wrong with a file, at a place.
package struct YAMLDiagnostic: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The text is not YAML, or breaks one of our bounds: the rest of the document is not read.
    case syntax
    /// A mapping has one key twice; the later value wins, as in Kubernetes' reader.
    case duplicateKey(first: ByteRange)
  }

  package var kind: Kind
  package var message: String
  package var range: ByteRange
}
