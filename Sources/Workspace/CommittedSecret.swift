internal import Kubernetes
internal import SourceText
package import YAMLSyntax

/// The first key of a core/v1 Secret under which a secret itself is written, rather than a reference, a placeholder or nothing.
package struct CommittedSecret: Sendable {
  package let key: String
  package let node: YAMLNode
  /// What it is, never the value itself: `a private key`.
  package let text: String

  package enum Search: Sendable {
    case found(CommittedSecret)
    case none
    case undecidable(reason: String)
  }

  /// Types whose data nobody writes by hand (core/v1 types.go, SecretType; Helm's releases).
  private static let generatedTypes: Set<String> = ["kubernetes.io/service-account-token", "helm.sh/release.v1"]

  /// - Parameter patch: why the value of a key is not what the Secret says; nil when it is.
  package static func search(_ secret: YAMLNode, patch: ([String]) -> String?) -> Search {
    // SOPS keeps what it needs to decrypt under this key, and every value is encrypted then.
    guard secret["sops"] == nil, !generatedTypes.contains(secret["type"]?.text ?? "") else { return .none }
    var reason: String?
    for field in ["data", "stringData"] {
      let entries = secret[field]?.entries ?? []
      // A comment at the top speaks of all keys.
      if let first = entries.first, SecretDetection.isMarkedAsPlaceholder(first.key.range, in: secret.stream.file) { continue }
      for entry in entries {
        guard let key = entry.key.text, let written = entry.value.text, !written.isEmpty, !entry.value.isNull else { continue }
        // A file in stringData may hold braces of its own; as a whole it is no placeholder.
        if !written.contains("\n"), let substitution = Substitution.reason(in: written) {
          // The place of a secret, and no more.
          if SecretDetection.isPlaceholder(written) { continue }
          reason = substitution
          continue
        }
        var bytes = Array(entry.value.bytes)
        if field == "data" {
          if SecretDetection.isPlaceholder(written) || written.hasPrefix("ENC[") { continue }
          guard let decoded = Base64.decode(bytes) else {
            reason = "the value of \(key) is no base64"
            continue
          }
          bytes = decoded
        }
        guard let text = text(of: bytes, key: key), !SecretDetection.isMarkedAsPlaceholder(entry.range, in: secret.stream.file) else {
          continue
        }
        if let patch = patch([field, key]) {
          reason = patch
          continue
        }
        return .found(CommittedSecret(key: key, node: entry.key, text: text))
      }
    }
    return reason.map { .undecidable(reason: $0) } ?? .none
  }

  /// What a key's value is: by its form; by its key when that says secret; and a file within by its own names.
  private static func text(of bytes: [UInt8], key: String) -> String? {
    if let token = SecretDetection.token(in: bytes) { return token.name }
    guard let value = String(validating: bytes, as: UTF8.self) else {
      let lower = key.lowercased()
      let isKey = [".jks", ".p12", ".pfx", ".keytab", ".key", "keystore"].contains(where: lower.hasSuffix)
      return isKey || SecretDetection.saysSecret(key) ? "\(bytes.count) bytes" : nil
    }
    let trimmed = trimmed(value)
    guard !trimmed.isEmpty else { return nil }
    if let password = SecretDetection.password(inURL: trimmed), !password.isEmpty { return "a URL with a password" }
    if trimmed.contains("\n") || trimmed.hasPrefix("{") { return file(trimmed) }
    return isSecret(trimmed, of: key) ? "a literal value of \(trimmed.count) characters" : nil
  }

  private static func trimmed(_ text: String) -> String {
    String(decoding: Array(text.utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()), as: UTF8.self)
  }

  /// Short words that are in use as passwords, not in the place of one.
  private static let defaultPasswords: Set<String> = [
    "postgres", "root", "admin", "guest", "mysql", "redis", "minio", "minioadmin", "rabbitmq", "admin123",
  ]

  private static func isSecret(_ value: String, of name: String) -> Bool {
    guard SecretDetection.saysSecret(name) else {
      return !SecretDetection.saysPublic(name) && SecretDetection.isLiteralSecret(value)
    }
    if defaultPasswords.contains(value) { return true }
    return value.count >= 4 && !["true", "false", "none", "null"].contains(value.lowercased()) && !SecretDetection.isPlaceholder(value)
      && !SecretDetection.isReference(value) && !value.utf8.contains { $0 <= 0x20 } && Set(value).count > 2
  }

  /// What the names in a configuration file say: JSON and YAML by their keys, anything else by its lines.
  private static func file(_ text: String) -> String? {
    let stream = YAMLStream.parse(SourceFile(path: "", text: text))
    if !stream.diagnostics.contains(where: { $0.kind == .syntax }), let root = stream.roots.first, root.isMapping || root.isSequence {
      return stream.roots.contains(where: { holdsSecret($0, depth: 0) }) ? "a file with a password" : nil
    }
    let holds = text.split(whereSeparator: \.isNewline).contains { line in
      guard let separator = line.firstIndex(where: { $0 == "=" || $0 == ":" }), !line.hasPrefix("#") else { return false }
      let name = trimmed(String(line[..<separator]))
      let value = trimmed(line[line.index(after: separator)...].filter { $0 != "\"" && $0 != "'" })
      return SecretDetection.isSecret(value, of: name)
    }
    return holds ? "a file with a password" : nil
  }

  private static func holdsSecret(_ node: YAMLNode, depth: Int) -> Bool {
    guard depth < 16 else { return false }
    if node.isSequence { return node.elements.contains { holdsSecret($0, depth: depth + 1) } }
    return node.ownEntries.contains { entry in
      guard entry.value.isScalar else { return holdsSecret(entry.value, depth: depth + 1) }
      guard let name = entry.key.text, let value = entry.value.text else { return false }
      // `user:password` of a registry (kubernetes.io/dockerconfigjson).
      if name == "auth", let decoded = Base64.decode(entry.value.bytes) {
        let pair = String(decoding: decoded, as: UTF8.self).split(separator: ":", maxSplits: 1)
        return pair.count == 2 && isSecret(String(pair[1]), of: "password")
      }
      return SecretDetection.isSecret(value, of: name)
    }
  }
}
