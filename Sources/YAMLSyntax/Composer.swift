internal import CLibYAML
package import SourceText

extension YAMLStream {
  /// Bounds within which a file is read. Beyond them lies no manifest that Kubernetes would take.
  package struct Limits: Sendable {
    /// Nesting of collections.
    package var depth = 500

    package init() {}

    /// Whether aliases stand for so much of what a document comes to that Kubernetes' own reader refuses it (goyaml.v2, decode.go,
    /// `allowedAliasRatio`): 99 % of small ones, falling to 10 % of those with four million nodes.
    ///
    /// - Parameters:
    ///   - aliased: the nodes that aliases stand for.
    ///   - total: all nodes, aliases written out.
    static func isExcessive(aliased: Int, of total: Int) -> Bool {
      guard aliased > 100, total > 1000 else { return false }
      let (low, high) = (400_000.0, 4_000_000.0)
      let allowed = 0.99 - 0.89 * (min(max(Double(total), low), high) - low) / (high - low)
      return Double(aliased) / Double(total) > allowed
    }
  }

  /// Parses a file. Never fails: what is wrong is in the stream's `diagnostics`.
  ///
  /// - Parameter omission: what need not be read; it is read all the same where there is any doubt about it, or anything wrong with the file.
  package static func parse(_ file: SourceFile, omitting omission: Omission? = nil, limits: Limits = Limits()) -> YAMLStream {
    file.bytes.withUnsafeBufferPointer { bytes in
      var omitted = omission.map { BlockScanner.values(of: $0, in: bytes) } ?? []
      var composer = Composer(bytes, without: omitted, limits)
      composer.composeFile()
      if !omitted.isEmpty, !composer.diagnostics.isEmpty {
        // What is wrong may be what was left out, and how much of the rest can be read is to be seen.
        omitted = []
        composer = Composer(bytes, without: omitted, limits)
        composer.composeFile()
      }
      return YAMLStream(
        file: file, documents: composer.documents, diagnostics: composer.diagnostics, omittedRanges: omitted.map(\.range),
        nodes: composer.nodes.exact, unescaped: composer.unescaped, tags: composer.tags, aliasTargets: composer.aliasTargets)
    }
  }
}

/// Builds the arena from libyaml's events.
private struct Composer: ~Copyable {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: YAMLStream.Limits
  private var input: YAMLInput
  var nodes: [YAMLStream.Node] = []
  var documents: [YAMLDocument] = []
  var diagnostics: [YAMLDiagnostic] = []
  var unescaped: [UInt8] = []
  var tags: [String] = []
  var aliasTargets: Set<UInt32> = []

  private var anchors: [String: Anchor] = [:]
  private var tagNumbers: [String: UInt16] = [:]
  private var open: [OpenCollection] = []
  private var root: UInt32?
  /// Where the document's nodes begin in the arena, and how many nodes its aliases stand for.
  private var firstNode = 0
  private var aliasedNodes = 0

  /// A node with an anchor, and how many nodes it comes to when written out.
  private struct Anchor {
    var node: UInt32
    /// nil while the node is still open: an alias to it would contain itself.
    var expandedNodes: Int?
  }

  private struct OpenCollection {
    var node: UInt32
    var lastChild = YAMLStream.Node.none
    var expandedNodes = 1
    var anchor: String?
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>, without omitted: [YAMLStream.OmittedValue], _ limits: YAMLStream.Limits) {
    self.bytes = bytes
    self.limits = limits
    input = YAMLInput(bytes, without: omitted)
    // Real manifests have a node per 12 bytes, short ones up to one per 8.
    nodes.reserveCapacity(input.count / 8 + 8)
  }

  /// Reads the input; after a syntax error, goes on behind the next document marker, since no YAML scalar can hold one, unless something was
  /// left out.
  mutating func composeFile() {
    var start = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    repeat {
      let end = input.endOfPart(from: start)
      if let failure = composeDocuments(in: start..<end) {
        diagnostics.append(YAMLDiagnostic(kind: .syntax, message: failure.message, range: failure.range))
        guard input.isWhole, let next = nextDocumentMarker(from: max(start + 1, Int(failure.range.start))) else { return }
        start = next
      } else {
        start = end
      }
    } while start < input.count
  }

  private struct Failure {
    var message: String
    var range: ByteRange
  }

  /// Reads documents to the end of a part of the input, or to the first error.
  private mutating func composeDocuments(in part: Range<Int>) -> Failure? {
    // libyaml counts from where it begins.
    let firstCharacter = input.character(at: part.lowerBound)
    let parser = input.parser(of: part)
    var event = yaml_event_t()
    abandonDocument()
    while true {
      if let failure = parser.next(&event) {
        let offset = failure.isByteOffset ? part.lowerBound + failure.offset : input.offset(ofCharacter: firstCharacter + failure.offset)
        abandonDocument()
        return Failure(message: failure.message, range: pointRange(at: offset))
      }
      defer { yaml_event_delete(&event) }
      let rangeStart = input.offset(ofCharacter: firstCharacter + event.start_mark.index)
      let range = ByteRange(rangeStart..<input.offset(ofCharacter: firstCharacter + event.end_mark.index))
      switch event.type {
      case YAML_STREAM_END_EVENT:
        return nil
      case YAML_DOCUMENT_START_EVENT:
        abandonDocument()
      case YAML_DOCUMENT_END_EVENT:
        let content = root.map { nodes[Int($0)].range } ?? range
        let isEmpty = root.map { nodes[Int($0)].kind == .scalar && nodes[Int($0)].count == 0 && nodes[Int($0)].style == .plain }
        documents.append(YAMLDocument(root: isEmpty ?? true ? nil : root, range: content))
        root = nil
      default:
        if let message = compose(event, range: range) {
          abandonDocument()
          return Failure(message: message, range: range)
        }
      }
    }
  }

  private mutating func abandonDocument() {
    open.removeAll(keepingCapacity: true)
    anchors.removeAll(keepingCapacity: true)
    root = nil
    firstNode = nodes.count
    aliasedNodes = 0
  }

  /// Adds one node event to the arena; returns what is wrong with it.
  private mutating func compose(_ event: yaml_event_t, range: ByteRange) -> String? {
    switch event.type {
    case YAML_SCALAR_EVENT:
      let data = event.data.scalar
      let range = range.isEmpty ? input.placeOfValue(behind: range.start) ?? placeOfNothing(range) : range
      var node = YAMLStream.Node(
        kind: .scalar, style: Self.style(data.style), tag: tag(data.tag), range: range, link: range.start)
      store(UnsafeBufferPointer(start: data.value, count: data.length), in: &node)
      add(node, anchor: data.anchor)
      return nil
    case YAML_ALIAS_EVENT:
      guard let anchor = event.data.alias.anchor.map({ Self.string($0) }) else { return nil }
      guard let target = anchors[anchor] else { return "unknown anchor '\(anchor)'" }
      guard let expandedNodes = target.expandedNodes else { return "anchor '\(anchor)' contains itself" }
      aliasTargets.insert(target.node)
      aliasedNodes += expandedNodes
      if YAMLStream.Limits.isExcessive(aliased: aliasedNodes, of: nodes.count - firstNode + aliasedNodes) {
        return "aliases stand for \(aliasedNodes) nodes, which Kubernetes refuses as excessive aliasing"
      }
      add(
        YAMLStream.Node(kind: .alias, style: .plain, range: range, link: target.node), anchor: nil,
        expandedNodes: expandedNodes)
      return nil
    case YAML_SEQUENCE_START_EVENT:
      let data = event.data.sequence_start
      return begin(
        .sequence, isFlow: data.style == YAML_FLOW_SEQUENCE_STYLE, tag: data.tag, anchor: data.anchor, range: range)
    case YAML_MAPPING_START_EVENT:
      let data = event.data.mapping_start
      return begin(.mapping, isFlow: data.style == YAML_FLOW_MAPPING_STYLE, tag: data.tag, anchor: data.anchor, range: range)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      end(range: range)
      return nil
    default:
      return nil
    }
  }

  private mutating func begin(
    _ kind: YAMLNode.Kind, isFlow: Bool, tag: UnsafeMutablePointer<yaml_char_t>?, anchor: UnsafeMutablePointer<yaml_char_t>?,
    range: ByteRange
  ) -> String? {
    guard open.count < limits.depth else { return "nested more than \(limits.depth) levels deep" }
    let index = UInt32(nodes.count)
    let node = YAMLStream.Node(
      kind: kind, style: isFlow ? .flow : .block, tag: self.tag(tag), range: range, link: YAMLStream.Node.none)
    add(node, anchor: nil)
    let name = anchor.map { Self.string($0) }
    if let name { anchors[name] = Anchor(node: index, expandedNodes: nil) }
    open.append(OpenCollection(node: index, anchor: name))
    return nil
  }

  private mutating func end(range: ByteRange) {
    guard let collection = open.popLast() else { return }
    let index = Int(collection.node)
    nodes[index].link = UInt32(nodes.count)
    if nodes[index].style == .flow {
      nodes[index].range.end = range.end
    } else if collection.lastChild != YAMLStream.Node.none {
      // libyaml ends a block collection where the next token starts, comments and blank lines included.
      nodes[index].range.end = max(nodes[index].range.start, nodes[Int(collection.lastChild)].range.end)
    }
    if nodes[index].kind == .mapping { reportDuplicateKeys(of: collection.node) }
    if let anchor = collection.anchor { anchors[anchor]?.expandedNodes = collection.expandedNodes }
    if !open.isEmpty { open[open.count - 1].expandedNodes += collection.expandedNodes - 1 }
  }

  /// Appends a node and links it to its parent.
  private mutating func add(
    _ node: YAMLStream.Node, anchor: UnsafeMutablePointer<yaml_char_t>?, expandedNodes: Int = 1
  ) {
    let index = UInt32(nodes.count)
    nodes.append(node)
    if let anchor { anchors[Self.string(anchor)] = Anchor(node: index, expandedNodes: expandedNodes) }
    guard let last = open.indices.last else {
      root = index
      return
    }
    nodes[Int(index)].parent = open[last].node
    nodes[Int(open[last].node)].count += 1
    open[last].lastChild = index
    open[last].expandedNodes += expandedNodes
  }

  // MARK: Scalars

  /// Records where the value of a scalar is: in the file, when it stands there as it is, else in the side buffer.
  private mutating func store(_ value: UnsafeBufferPointer<UInt8>, in node: inout YAMLStream.Node) {
    let isQuoted = node.style == .singleQuoted || node.style == .doubleQuoted
    if node.style == .literal || node.style == .folded { trimTrailingBlanks(of: &node) }
    let start = Int(node.range.start) + (isQuoted ? 1 : 0)
    let length = node.range.count - (isQuoted ? 2 : 0)
    node.count = UInt32(value.count)
    if length == value.count, start + length <= bytes.count, bytes.holds(value, at: start) {
      node.link = UInt32(start)
    } else {
      node.link = UInt32(bytes.count + unescaped.count)
      unescaped.append(contentsOf: value)
    }
  }

  /// libyaml ends a block scalar at the start of the next line that is not part of it; a finding's underline ends with the text.
  private func trimTrailingBlanks(of node: inout YAMLStream.Node) {
    while node.range.end > node.range.start + 1, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[Int(node.range.end) - 1]) {
      node.range.end -= 1
    }
  }

  /// libyaml puts the missing value of `? key` where the next token starts, on another line; here it stands behind what comes before.
  private func placeOfNothing(_ range: ByteRange) -> ByteRange {
    var place = range.start
    while place > 0, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[Int(place) - 1]) { place -= 1 }
    return ByteRange(start: place, end: place)
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private mutating func tag(_ tag: UnsafeMutablePointer<yaml_char_t>?) -> UInt16 {
    guard let tag else { return 0 }
    let name = Self.string(tag)
    if let known = tagNumbers[name] { return known }
    // Beyond 65,534 different tags they all count as one: no reader of ours looks at more than the core schema's.
    guard tags.count < Int(UInt16.max) - 1 else { return UInt16(tags.count) }
    tags.append(name)
    tagNumbers[name] = UInt16(tags.count)
    return UInt16(tags.count)
  }

  private static func string(_ characters: UnsafeMutablePointer<yaml_char_t>) -> String {
    String(cString: UnsafePointer(characters))
  }

  // MARK: Duplicate keys

  private mutating func reportDuplicateKeys(of mapping: UInt32) {
    // A key alone is no duplicate.
    guard nodes[Int(mapping)].count > 2 else { return }
    var keys: [UInt32] = []
    keys.reserveCapacity(Int(nodes[Int(mapping)].count) / 2)
    var key = mapping + 1
    while key < nodes[Int(mapping)].link {
      if nodes[Int(key)].kind == .scalar { keys.append(key) }
      let value = nodes[Int(key)].end(at: key)
      key = nodes[Int(value)].end(at: value)
    }
    if keys.count <= 12 {
      for position in keys.indices.dropFirst() {
        let first = (0..<position).first { hasSameValue(keys[$0], keys[position]) }
        if let first { reportDuplicate(keys[position], of: keys[first]) }
      }
    } else {
      var firsts: [[UInt8]: UInt32] = [:]
      firsts.reserveCapacity(keys.count)
      for key in keys {
        if let first = firsts[value(of: key)] {
          reportDuplicate(key, of: first)
        } else {
          firsts[value(of: key)] = key
        }
      }
    }
  }

  private func value(of index: UInt32) -> [UInt8] {
    let node = nodes[Int(index)]
    let start = Int(node.link)
    guard start < bytes.count else { return Array(unescaped[(start - bytes.count)...].prefix(Int(node.count))) }
    return Array(bytes[start..<(start + Int(node.count))])
  }

  private func hasSameValue(_ left: UInt32, _ right: UInt32) -> Bool {
    let (one, other) = (nodes[Int(left)], nodes[Int(right)])
    guard one.count == other.count else { return false }
    guard one.link < bytes.count, other.link < bytes.count else { return value(of: left) == value(of: right) }
    return bytes.holds(UnsafeBufferPointer(rebasing: bytes[Int(one.link)..<Int(one.link + one.count)]), at: Int(other.link))
  }

  private mutating func reportDuplicate(_ key: UInt32, of first: UInt32) {
    let name = String(decoding: value(of: key), as: UTF8.self)
    // Several merge keys in one mapping are not YAML either, yet everybody's reader takes them.
    guard name != "<<" else { return }
    diagnostics.append(
      YAMLDiagnostic(
        kind: .duplicateKey(first: nodes[Int(first)].range), message: "key '\(name)' is given twice; the last value wins",
        range: nodes[Int(key)].range))
  }

  // MARK: Places

  /// A range of one character at an offset, so that an error has something to underline.
  private func pointRange(at offset: Int) -> ByteRange {
    let start = min(max(0, offset), bytes.count)
    var end = min(start + 1, bytes.count)
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return ByteRange(start..<end)
  }

  /// Start of the first line at or behind `offset` that begins with `---`: an unclosed bracket is noticed only there.
  private func nextDocumentMarker(from offset: Int) -> Int? { bytes.firstOffset(of: "\n---", from: offset - 1).map { $0 + 1 } }
}
