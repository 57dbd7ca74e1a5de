internal import SourceText
internal import YAMLSyntax

enum YAMLProperties {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    let file = SourceFile(path: "input.yaml", bytes: bytes)
    let stream = YAMLStream.parse(file)
    let places = Places(in: file)
    try places.requireAll(of: stream.diagnostics, "diagnostics")
    var end: UInt32 = 0
    for document in stream.documents {
      try places.require(document.range, "document")
      try require(document.range.start >= end, "the document at \(document.range) begins within the one before it")
      end = document.range.end
    }
    for root in stream.roots {
      try places.require(root.range, "root")
      try checkTree(root, places)
    }
    try checkComments(stream, places)
    try places.requireAll(of: stream.outermostFlowRanges, "flow")
    try checkLineBreaks(stream)
    if stream.diagnostics.isEmpty { try checkEdits(stream) }
  }

  /// Children lie in their parents, in order; look-ups answer with what is there.
  private static func checkTree(_ node: YAMLNode, _ places: Places) throws(Violation) {
    // What an alias stands for is checked where it is written.
    guard !node.isAlias else { return }
    _ = node.scalar
    switch node.kind {
    case .scalar:
      let count = node.bytes.count
      try require(node.range.contains(node.sourceRange(of: 0..<count)), "the text of the scalar at \(node.range) stands outside of it")
      if count > 1 {
        let part = node.sourceRange(of: count / 2..<count)
        try require(node.range.contains(part), "a part of the scalar at \(node.range) stands at \(part)")
      }
    case .sequence:
      try checkChildren(Array(node.elements), of: node, places)
    case .mapping:
      try checkChildren(node.ownEntries.flatMap { [$0.key, $0.value] }, of: node, places)
      let entries = node.entries
      for entry in entries.prefix(20) {
        guard let text = entry.key.text, entry.key.hasText(text) else { continue }
        try require(node.entry(text) != nil, "the key '\(text)' is not found")
      }
    case .alias:
      break
    }
  }

  private static func checkChildren(_ children: [YAMLNode], of node: YAMLNode, _ places: Places) throws(Violation) {
    var end = node.range.start
    for child in children {
      try places.require(child.range, "node")
      try require(node.range.contains(child.range), "the node at \(child.range) is not within its parent at \(node.range)")
      try require(child.range.start >= end, "the node at \(child.range) begins within the one before it")
      try require(child.parent?.id == node.id, "the node at \(child.range) has another parent")
      end = child.range.end
      try checkTree(child, places)
    }
  }

  private static func checkComments(_ stream: YAMLStream, _ places: Places) throws(Violation) {
    var end: UInt32 = 0
    for comment in stream.comments {
      try places.require(comment.range, "comment")
      try require(comment.range.start >= end, "comments overlap")
      try require(stream.file.bytes[Int(comment.range.start)] == UInt8(ascii: "#"), "the comment at \(comment.range) has no #")
      end = comment.range.end
    }
  }

  // MARK: Line breaks

  private static func checkLineBreaks(_ stream: YAMLStream) throws(Violation) {
    let bytes = stream.file.bytes
    // With NUL bytes, a byte more may make another encoding of the text.
    guard bytes.contains(UInt8(ascii: "\n")), !bytes.contains(UInt8(ascii: "\r")), !bytes.contains(0) else { return }
    let twin = YAMLStream.parse(SourceFile(path: stream.file.path, bytes: bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }))
    // Of several errors, which one libyaml comes to first depends on how far it has read ahead.
    try require(stream.isWellFormed == twin.isWellFormed, "with \\r\\n there is \(twin.isWellFormed ? "no error" : "an error")")
    guard stream.isWellFormed else { return }
    let (one, other) = (stream.diagnostics.map(\.message), twin.diagnostics.map(\.message))
    try require(one == other, "with \\r\\n there are other diagnostics: \(other) and not \(one)")
    try require(stream.roots.count == twin.roots.count, "with \\r\\n there are \(twin.roots.count) documents and not \(stream.roots.count)")
    for (root, other) in zip(stream.roots, twin.roots) { try requireSame(root, other) }
    try require(stream.comments.count == twin.comments.count, "with \\r\\n there are \(twin.comments.count) comments")
  }

  private static func requireSame(_ node: YAMLNode, _ other: YAMLNode) throws(Violation) {
    let isSame = node.kind == other.kind && node.style == other.style && node.isAlias == other.isAlias && node.tag == other.tag
    try require(isSame && node.count == other.count, "with \\r\\n the node at \(node.range) is another")
    guard !node.isAlias else { return }
    if let text = node.text { try require(other.hasText(text), "with \\r\\n '\(text)' is '\(other.text ?? "")'") }
    for (child, twin) in zip(node.elements, other.elements) { try requireSame(child, twin) }
    for (entry, twin) in zip(node.ownEntries, other.ownEntries) {
      try requireSame(entry.key, twin.key)
      try requireSame(entry.value, twin.value)
    }
  }

  // MARK: Edits

  /// What is set is there afterwards, what is removed is not, and the file is still YAML.
  private static func checkEdits(_ stream: YAMLStream) throws(Violation) {
    for mapping in mappings(in: stream).prefix(6) {
      let key = "readylintFuzz"
      guard mapping.entry(key) == nil else { continue }
      if let edit = mapping.setting([key], to: .string("a: b")) {
        try checkEdit(edit, of: stream, "setting a field of the mapping at \(mapping.range)") { mappings in
          mappings.count { $0[key]?.hasText("a: b") == true } == 1
        }
      }
      guard let first = mapping.ownEntries.first(where: { _ in true }), let name = first.key.text,
        let edit = mapping.removing([name])
      else { continue }
      let before = self.mappings(in: stream).count { $0.ownEntries.contains { $0.key.hasText(name) } }
      let within = self.mappings(in: first.value).count { $0.ownEntries.contains { $0.key.hasText(name) } }
      try checkEdit(edit, of: stream, "removing '\(name)' from the mapping at \(mapping.range)") { mappings in
        mappings.count { $0.ownEntries.contains { $0.key.hasText(name) } } == before - 1 - within
      }
    }
  }

  private static func checkEdit(
    _ edit: TextEdit, of stream: YAMLStream, _ what: String, holds: ([YAMLNode]) -> Bool
  ) throws(Violation) {
    try Places(in: stream.file).require(edit.range, what)
    let text = TextEdit.apply([edit], to: stream.file.bytes)
    let result = YAMLStream.parse(SourceFile(path: stream.file.path, bytes: text))
    func shown() -> String { "\n" + String(decoding: text, as: UTF8.self) }
    if let diagnostic = result.diagnostics.first { throw Violation(message: "\(what): \(diagnostic.message)\(shown())") }
    try require(result.roots.count == stream.roots.count, "\(what): there are \(result.roots.count) documents\(shown())")
    try require(holds(mappings(in: result)), "\(what) does something else\(shown())")
  }

  private static func mappings(in stream: YAMLStream) -> [YAMLNode] { stream.roots.flatMap { mappings(in: $0) } }

  private static func mappings(in node: YAMLNode) -> [YAMLNode] {
    guard !node.isAlias else { return [] }
    let below = node.elements.flatMap { mappings(in: $0) } + node.ownEntries.flatMap { mappings(in: $0.key) + mappings(in: $0.value) }
    return node.isMapping ? [node] + below : below
  }
}

extension YAMLStream {
  fileprivate var isWellFormed: Bool { diagnostics.allSatisfy { $0.kind != .syntax } }
}
