internal import SourceText
internal import YAMLSyntax

/// What is left out of a tree is what libyaml would have read there: nothing else of the file changes by it, nor what is said to be wrong
/// with it.
enum OmissionProperties {
  private static let keys: [StaticString] = ["a", "spec", "schema", "openAPIV3Schema", "metadata", "properties", "data"]

  static func check(_ bytes: [UInt8]) throws(Violation) {
    let file = SourceFile(path: "input.yaml", bytes: bytes)
    let whole = YAMLStream.parse(file)
    for key in keys {
      let partial = YAMLStream.parse(file, omitting: YAMLStream.Omission(of: key))
      let what = "without the values of '\(key)'"
      try require(partial.diagnostics == whole.diagnostics, "\(what), there are other diagnostics: \(partial.diagnostics)")
      try require(
        partial.documents.map(\.range) == whole.documents.map(\.range) && partial.roots.count == whole.roots.count,
        "\(what), there are other documents")
      try require(partial.comments == whole.comments, "\(what), there are other comments")
      for (root, twin) in zip(whole.roots, partial.roots) { try requireSame(root, twin, partial.omittedRanges, what) }
    }
  }

  private static func requireSame(_ node: YAMLNode, _ twin: YAMLNode, _ omitted: [ByteRange], _ what: String) throws(Violation) {
    try require(node.range == twin.range, "\(what), the node at \(node.range) is at \(twin.range)")
    let isSame = node.kind == twin.kind && node.style == twin.style && node.isAlias == twin.isAlias && node.tag == twin.tag
    try require(isSame && node.count == twin.count, "\(what), the node at \(node.range) is another")
    guard !node.isAlias else { return }
    try require(node.text == twin.text, "\(what), the text at \(node.range) is another")
    for (child, other) in zip(node.elements, twin.elements) { try requireSame(child, other, omitted, what) }
    for (entry, other) in zip(node.ownEntries, twin.ownEntries) {
      try requireSame(entry.key, other.key, omitted, what)
      if omitted.contains(other.value.range), other.value.isNull {
        try require(entry.value.range == other.value.range, "\(what), the value at \(entry.value.range) is at \(other.value.range)")
      } else {
        try requireSame(entry.value, other.value, omitted, what)
      }
    }
  }
}
