internal import SourceText
package import YAMLSyntax

/// A field of a manifest as far as it can be known without a cluster.
package enum Field<Value: Sendable>: Sendable {
  /// Not written, or `null`: the API server's default applies.
  case absent
  case known(Value, YAMLNode)
  /// Written, but not as something that can be read statically: a variable to be substituted, or a value of the wrong type.
  case undecidable(reason: String, YAMLNode)

  package var value: Value? {
    if case .known(let value, _) = self { value } else { nil }
  }

  /// Where the field's value is written; nil when it is absent.
  package var node: YAMLNode? {
    switch self {
    case .absent: nil
    case .known(_, let node), .undecidable(_, let node): node
    }
  }

  package var isAbsent: Bool {
    if case .absent = self { true } else { false }
  }

  package func map<Result: Sendable>(_ transform: (Value) -> Result?) -> Field<Result> {
    switch self {
    case .absent: return .absent
    case .undecidable(let reason, let node): return .undecidable(reason: reason, node)
    case .known(let value, let node):
      guard let result = transform(value) else {
        return .undecidable(reason: "'\(node.text ?? "")' cannot be read", node)
      }
      return .known(result, node)
    }
  }
}

extension YAMLNode {
  /// The value under a key, or nil when it is missing or null: Kubernetes makes no difference between the two.
  package func present(_ key: String) -> YAMLNode? {
    guard let value = self[key], !value.isNull else { return nil }
    return value
  }

  /// A field that must be a string. Numbers and booleans are not strings to the API server, but people do write
  /// `value: 8080`; their text is what a template would give.
  package func stringField(_ key: String) -> Field<String> {
    guard let node = present(key) else { return .absent }
    guard let text = node.text else { return .undecidable(reason: "\(key) is not a string", node) }
    if let reason = Substitution.reason(in: text) { return .undecidable(reason: reason, node) }
    return .known(text, node)
  }

  package func intField(_ key: String) -> Field<Int64> {
    guard let node = present(key) else { return .absent }
    if let value = node.int { return .known(value, node) }
    if let reason = node.text.flatMap(Substitution.reason) { return .undecidable(reason: reason, node) }
    return .undecidable(reason: "\(key) is not a whole number", node)
  }

  package func boolField(_ key: String) -> Field<Bool> {
    guard let node = present(key) else { return .absent }
    if let value = node.bool { return .known(value, node) }
    if let reason = node.text.flatMap(Substitution.reason) { return .undecidable(reason: reason, node) }
    return .undecidable(reason: "\(key) is neither true nor false", node)
  }
}

/// Placeholders that some tool fills in before the manifest reaches a cluster.
package enum Substitution {
  /// Why a text cannot be taken as it stands, or nil when it can: `${VAR}` (envsubst, Flux), `$VAR` as a whole, `{{ … }}` (Helm,
  /// Jinja), `<…>` and `@VAR@`, `%VAR%`.
  package static func reason(in text: String) -> String? {
    let bytes = text.utf8
    guard
      bytes.contains(where: {
        $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "%")
      })
    else { return nil }
    if text.containsText("{{") { return "'\(text)' is a template" }
    if text.containsText("${") || (text.hasPrefix("$") && !text.hasPrefix("$(")) { return "'\(text)' holds a variable" }
    if isDelimited(text, by: "<", ">") || isDelimited(text, by: "@", "@") || isDelimited(text, by: "%", "%") {
      return "'\(text)' is a placeholder"
    }
    return nil
  }

  private static func isDelimited(_ text: String, by first: Character, _ last: Character) -> Bool {
    text.count > 2 && text.first == first && text.last == last
  }
}
