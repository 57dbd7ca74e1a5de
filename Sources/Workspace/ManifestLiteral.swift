package import Kubernetes
package import SourceText
package import YAMLSyntax

/// A text that a manifest gives a container as it stands: a value of `env`, a word of `command` or `args`, an entry of a ConfigMap.
package struct ManifestLiteral: Sendable {
  package enum Kind: String, Sendable {
    case environment = "env"
    case argument
    case configMap = "ConfigMap"
  }

  package let kind: Kind
  /// Of the variable, the flag or the key; nil for a word.
  package let name: String?
  package let node: YAMLNode
  /// What secret it holds and where in the file: `a GitHub token`; nil for none.
  package let secret: (text: String, range: ByteRange)?

  package static func all(in container: Container) -> [ManifestLiteral] {
    let variables = container.environment.compactMap { variable -> ManifestLiteral? in
      guard case .known(let value, let node) = variable.value else { return nil }
      return ManifestLiteral(
        kind: .environment, name: variable.name, node: node, secret: secret(value, of: variable.name, at: node, within: variable.node))
    }
    return variables + words(container.command) + words(container.args)
  }

  package static func all(in map: ConfigMap) -> [ManifestLiteral] {
    map.manifest.node["data"]?.entries.compactMap { entry in
      guard let key = entry.key.text, let value = entry.value.text else { return nil }
      // A key of a ConfigMap is often a file's name, and its value anything: only the value's form says that it is a secret.
      return ManifestLiteral(kind: .configMap, name: key, node: entry.value, secret: secret(value, of: nil, at: entry.value))
    } ?? []
  }

  private static func words(_ list: YAMLNode?) -> [ManifestLiteral] {
    var literals: [ManifestLiteral] = []
    var flag: String?
    for node in list?.elements.map({ $0 }) ?? [] {
      guard let word = node.text else { continue }
      var name = flag
      var secret = self.secret(word, of: flag, at: node)
      if secret == nil, let found = assignment(in: word) {
        name = found.name
        secret = ("a literal value of \(found.value.count) characters", node.sourceRange(of: found.value))
      }
      literals.append(ManifestLiteral(kind: .argument, name: name, node: node, secret: secret))
      flag = word.hasPrefix("-") && !word.contains("=") && !word.contains(" ") ? word : nil
    }
    return literals
  }

  /// `--db-password=…` and the assignments of a script, whose words blanks part.
  private static func assignment(in text: String) -> (name: String, value: Range<Int>)? {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ";") } ?? bytes.count
      defer { start = end + 1 }
      guard let equals = bytes[start..<end].firstIndex(of: UInt8(ascii: "=")) else { continue }
      let quotes: (UInt8) -> Bool = { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
      let first = bytes[(equals + 1)..<end].firstIndex { !quotes($0) } ?? end
      let last = bytes[first..<end].lastIndex { !quotes($0) }.map { $0 + 1 } ?? first
      let name = String(decoding: bytes[start..<equals].filter { !quotes($0) }, as: UTF8.self)
      // A name, and not a comparison or a query of a URL.
      guard name.utf8.allSatisfy({ $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || (0x30...0x39).contains($0) || "-_.".utf8.contains($0) }),
        SecretDetection.isSecret(String(decoding: bytes[first..<last], as: UTF8.self), of: name)
      else { continue }
      return (name, first..<last)
    }
    return nil
  }

  private static func secret(
    _ value: String, of name: String?, at node: YAMLNode, within entry: YAMLNode? = nil
  ) -> (text: String, range: ByteRange)? {
    guard let found = SecretDetection.find(in: value, of: name),
      !SecretDetection.isMarkedAsPlaceholder((entry ?? node).range, in: node.stream.file)
    else { return nil }
    return (found.text, found.range.map(node.sourceRange) ?? node.range)
  }
}
