package import SourceText

/// Edits that leave every comment and every other line as they are.
///
/// All give nil where the text cannot be changed for this node alone: behind an alias, in a mapping that an alias stands for, in what
/// is merged, with an explicit tag; or where the layout is one that nobody writes.
extension YAMLNode {
  /// Gives the field at a path below this mapping a value; mappings on the way that are missing are made, in the style of their siblings.
  package func setting(_ path: [String], to value: YAMLLiteral) -> TextEdit? {
    guard !isAlias, !isShared, isMapping, tag == nil, let key = path.first else { return nil }
    let (own, hasMergeKey, isRepeated) = stream.ownEntry(key, of: index)
    guard !isRepeated else { return nil }
    guard let own else { return hasMergeKey && entry(key) != nil ? nil : inserting(path, value) }
    let entry = Entry(key: YAMLNode(stream: stream, index: own.key), value: YAMLNode(stream: stream, index: own.value))
    let current = entry.value
    guard !current.isAlias, !current.isShared, current.tag == nil else { return nil }
    if path.count == 1 { return current.replacing(with: value, under: entry.key) }
    if current.isMapping { return current.setting(Array(path.dropFirst()), to: value) }
    guard current.isNull else { return nil }
    return filling(entry, Array(path.dropFirst()), value)
  }

  /// Takes the field at a path below this mapping out, with its lines in block style.
  package func removing(_ path: [String]) -> TextEdit? {
    guard !isAlias, !isShared, isMapping, let key = path.first else { return nil }
    let own = Array(ownEntries)
    guard let position = own.firstIndex(where: { $0.key.hasText(key) }), own.count > 1, own.count(where: { $0.key.hasText(key) }) == 1
    else {
      return nil
    }
    let entry = own[position]
    guard path.count == 1 else { return entry.value.removing(Array(path.dropFirst())) }
    guard !entry.value.isShared, !stream.holdsAliasTarget(entry.range) else { return nil }
    if style == .flow {
      if position + 1 < own.count { return TextEdit(ByteRange(start: entry.key.range.start, end: own[position + 1].key.range.start), "") }
      return TextEdit(ByteRange(start: own[position - 1].end, end: entry.end), "")
    }
    let layout = layout
    guard layout.lead(of: Int(entry.key.range.start))?.allSatisfy({ $0 == 0x20 }) == true, lineEnd(behind: entry.end) != nil else {
      return nil
    }
    let start = layout.lineStart(Int(entry.key.range.start))
    let end = layout.nextLine(Int(entry.end))
    // Without a line break at its end, the break before the line goes.
    if end == layout.bytes.count, layout.bytes.last != UInt8(ascii: "\n") {
      return TextEdit(ByteRange(layout.lineEnd(max(0, start - 1))..<end), "")
    }
    return TextEdit(ByteRange(start..<end), "")
  }

  /// Another value in the place of a scalar, or of a list.
  package func replacing(with value: YAMLLiteral, under key: YAMLNode? = nil) -> TextEdit? {
    guard !isAlias, !isShared, tag == nil, !stream.holdsAliasTarget(range) else { return nil }
    let text = value.text(isJSON: isInJSON)
    let bytes = stream.file.bytes
    switch (kind, style) {
    case (.scalar, .plain) where range.isEmpty:
      let start = Int(range.start)
      guard start > 0, let key, bytes[Int(key.range.end)..<start].contains(UInt8(ascii: ":")) else { return nil }
      return .insertion((bytes[start - 1] == UInt8(ascii: ":") ? " " : "") + text, at: start)
    case (.scalar, .literal), (.scalar, .folded): return nil
    case (.scalar, .singleQuoted):
      guard case .string(let string) = value else { return TextEdit(range, text) }
      return TextEdit(range, "'" + string.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'")
    case (.scalar, .doubleQuoted):
      guard case .string(let string) = value else { return TextEdit(range, text) }
      return TextEdit(range, YAMLLiteral.quoted(string))
    case (.scalar, _), (.sequence, .flow): return TextEdit(range, text)
    case (.sequence, _):
      guard case .list(let values) = value, !values.isEmpty, !bytes[range.indices].contains(UInt8(ascii: "#")) else { return nil }
      guard let prefix = layout.lead(of: Int(range.start)), prefix.allSatisfy({ $0 == 0x20 }),
        bytes[Int(range.start)] == UInt8(ascii: "-")
      else { return nil }
      let separator = "\n" + String(decoding: prefix, as: UTF8.self)
      return TextEdit(range, values.map { "- " + $0.text(isJSON: false) }.joined(separator: separator))
    default: return nil
    }
  }

  /// New elements behind this element of a sequence.
  package func appendingSiblings(_ values: [YAMLLiteral]) -> TextEdit? {
    guard let parent, parent.isSequence, !isAlias, !isShared, isScalar, style != .literal, style != .folded else { return nil }
    if parent.style == .flow {
      let text = values.map { ", " + $0.text(isJSON: style == .doubleQuoted) }.joined()
      return .insertion(text, at: Int(range.end))
    }
    guard let dash = layout.lead(of: Int(range.start)), let position = dash.firstIndex(of: UInt8(ascii: "-")),
      dash.allSatisfy({ $0 == 0x20 || $0 == UInt8(ascii: "-") }),
      dash.count(where: { $0 == UInt8(ascii: "-") }) == 1, let end = lineEnd(behind: range.end)
    else { return nil }
    let lead = "\n" + String(repeating: " ", count: position - dash.startIndex) + "- "
    let text = values.map { lead + $0.text(isJSON: style == .doubleQuoted) }.joined()
    return .insertion(text, at: end)
  }

  // MARK: What is missing

  /// An entry for the whole path at the end of this mapping.
  private func inserting(_ path: [String], _ value: YAMLLiteral) -> TextEdit? {
    if style == .flow {
      let bytes = stream.file.bytes
      // `[a: b]` has a mapping without braces, which ends at the comma.
      guard bytes[Int(range.start)] == UInt8(ascii: "{") else { return nil }
      let text = flowEntry(path, value)
      guard let last = lastEntry else { return .insertion(text, at: Int(range.start) + 1) }
      var separator = ", "
      if let lead = layout.lead(of: Int(last.key.range.start)), !lead.contains(UInt8(ascii: "-")) {
        separator = ",\n" + String(decoding: lead, as: UTF8.self)
      }
      // `{a:, b: c}` has the key `a:,`: to be a missing value's, the colon needs a blank behind it.
      if bytes[Int(last.end) - 1] == UInt8(ascii: ":") { separator = " " + separator }
      return .insertion(separator + text, at: Int(last.end))
    }
    guard let last = lastEntry, let indentation, last.value.keepsNoTrailingLines, let end = lineEnd(behind: lastContent(of: last)) else {
      return nil
    }
    return .insertion(blockLines(path, value, indentation, step: step), at: end)
  }

  /// The rest of a path below a key without a value.
  private func filling(_ entry: Entry, _ path: [String], _ value: YAMLLiteral) -> TextEdit? {
    let flow = "{" + flowEntry(path, value) + "}"
    if !entry.value.range.isEmpty { return TextEdit(entry.value.range, flow) }
    if style == .flow { return entry.value.replacingNothing(with: flow, under: entry.key) }
    guard let indentation, let end = lineEnd(behind: entry.value.range.start),
      stream.file.bytes[Int(entry.key.range.end)..<Int(entry.value.range.start)].contains(UInt8(ascii: ":"))
    else { return nil }
    return .insertion(blockLines(path, value, indentation + step, step: step), at: end)
  }

  private func replacingNothing(with text: String, under key: YAMLNode) -> TextEdit? {
    let start = Int(range.start)
    let bytes = stream.file.bytes
    guard start > 0, bytes[Int(key.range.end)..<start].contains(UInt8(ascii: ":")) else { return nil }
    return .insertion((bytes[start - 1] == UInt8(ascii: ":") ? " " : "") + text, at: start)
  }

  private func flowEntry(_ path: [String], _ value: YAMLLiteral) -> String {
    let isJSON = isInJSON
    func key(_ text: String) -> String { isJSON || !YAMLLiteral.isPlain(text) ? YAMLLiteral.quoted(text) : text }
    let inner = value.text(isJSON: isJSON)
    var text = inner
    for (position, name) in path.enumerated().reversed() {
      text = key(name) + ": " + text
      if position > 0 { text = "{" + text + "}" }
    }
    return text
  }

  /// - Parameter indentation: in blanks.
  private func blockLines(_ path: [String], _ value: YAMLLiteral, _ indentation: Int, step: Int) -> String {
    // As bytes: half of all findings have such a fix, and a text that grows piece by piece takes several times as long.
    var text: [UInt8] = []
    text.reserveCapacity(128)
    for (depth, name) in path.enumerated() {
      text.append(UInt8(ascii: "\n"))
      text += repeatElement(UInt8(ascii: " "), count: indentation + depth * step)
      text += (YAMLLiteral.isPlain(name) ? name : YAMLLiteral.quoted(name)).utf8
      text.append(UInt8(ascii: ":"))
    }
    text.append(UInt8(ascii: " "))
    text += value.text(isJSON: false).utf8
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: Layout

  private var layout: LineLayout { LineLayout(bytes: stream.file.bytes) }

  /// Where the line ends on which some content ends; nil when more than a comment follows it there, as YAML has line breaks that are
  /// none to others (NEL, LS, PS).
  private func lineEnd(behind offset: UInt32) -> Int? {
    let end = layout.lineEnd(Int(offset))
    let rest = stream.file.bytes[min(Int(offset), end)..<end].drop { $0 == 0x20 || $0 == 0x09 }
    guard let first = rest.first else { return end }
    let hasBreak = String(decoding: rest, as: UTF8.self).unicodeScalars.contains { ["\u{85}", "\u{2028}", "\u{2029}"].contains($0) }
    return first == UInt8(ascii: "#") && !hasBreak ? end : nil
  }

  /// How many blanks stand before the keys of a block mapping on their lines; nil where a line begins with something else.
  private var indentation: Int? {
    var first: YAMLNode?
    var end = range.start
    for entry in ownEntries {
      // A key may stand on another line than its `?`, in whatever column, with comments between them: it does not tell the mapping's.
      let gap = Int(min(end, entry.key.range.start))..<Int(entry.key.range.start)
      let mayBeExplicit = stream.file.bytes[gap].contains(UInt8(ascii: "?"))
      if end == range.start, !mayBeExplicit { first = entry.key }
      end = entry.end
      guard !mayBeExplicit, let prefix = layout.lead(of: Int(entry.key.range.start)), prefix.allSatisfy({ $0 == 0x20 }) else { continue }
      return prefix.count
    }
    guard let first, let prefix = layout.lead(of: Int(first.range.start)) else { return nil }
    guard prefix.allSatisfy({ $0 == 0x20 || $0 == UInt8(ascii: "-") }),
      prefix.first != UInt8(ascii: "-") || prefix.dropFirst().first == 0x20
    else { return nil }
    return prefix.count
  }

  /// How much deeper a mapping's mappings stand: as its first one does.
  private var step: Int {
    for entry in ownEntries where entry.value.isMapping && entry.value.style == .block && !entry.value.isAlias {
      guard let child = entry.value.ownEntries.first(where: { _ in true }) else { continue }
      guard let inner = layout.lead(of: Int(child.key.range.start)), let outer = layout.lead(of: Int(entry.key.range.start)) else {
        continue
      }
      if (1...8).contains(inner.count - outer.count) { return inner.count - outer.count }
    }
    return 2
  }

  private func lastContent(of entry: Entry) -> UInt32 { max(entry.end, range.end) }

  /// Whether the last scalar within keeps no empty lines behind it (`|+`), which an insertion would come before.
  private var keepsNoTrailingLines: Bool {
    var node = self
    while !node.isAlias, !node.isScalar {
      var last = node.lastEntry?.value
      for element in node.elements { last = element }
      guard let last else { return true }
      node = last
    }
    guard node.style == .literal || node.style == .folded else { return true }
    let bytes = stream.file.bytes
    let header = bytes[Int(node.range.start)..<layout.lineEnd(Int(node.range.start))].prefix { $0 != UInt8(ascii: "#") }
    return !header.contains(UInt8(ascii: "+"))
  }

  /// Whether the node is, or is within, one that aliases stand for as well.
  package var isShared: Bool {
    guard !stream.aliasTargets.isEmpty else { return false }
    var node = Optional(self)
    while let current = node {
      if stream.aliasTargets.contains(current.index) { return true }
      node = current.parent
    }
    return false
  }

  /// Whether it stands in a document of quoted keys in braces.
  private var isInJSON: Bool {
    var root = self
    while let parent = root.parent { root = parent }
    guard root.style == .flow else { return false }
    guard let key = root.ownEntries.first(where: { _ in true })?.key else { return root.isSequence }
    return key.style == .doubleQuoted
  }
}

extension YAMLNode.Entry {
  fileprivate var end: UInt32 { max(key.range.end, value.range.end) }
}

extension YAMLStream {
  /// The scalar in which a range lies.
  package func scalar(around range: ByteRange) -> YAMLNode? {
    // Nodes are in the order of the text, so it is the last one with any text that does not begin behind the range.
    let behind = nodes.partitioningIndex { $0.range.start > range.start }
    guard let index = nodes[..<behind].lastIndex(where: { $0.kind == .scalar && !$0.range.isEmpty }), nodes[index].range.contains(range)
    else {
      return nil
    }
    return YAMLNode(stream: self, index: UInt32(index))
  }

  /// Whether aliases stand for something within a range: they would stand for nothing without it.
  fileprivate func holdsAliasTarget(_ range: ByteRange) -> Bool {
    aliasTargets.contains { range.contains(nodes[Int($0)].range) }
  }

  /// The places of flow collections that are within no other.
  package var outermostFlowRanges: [ByteRange] {
    var ranges: [ByteRange] = []
    for node in nodes where node.style == .flow && (node.kind == .mapping || node.kind == .sequence) {
      if let last = ranges.last, last.contains(node.range) { continue }
      ranges.append(node.range)
    }
    return ranges
  }
}
