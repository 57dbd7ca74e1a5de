internal import SourceText
internal import YAMLSyntax

/// Reads one element of a rule's `edits`.
///
///     - title: allow no privilege escalation
///       safety: safe
///       when: "!has(self.allowPrivilegeEscalation)"
///       set: {path: securityContext.allowPrivilegeEscalation, value: false}
struct RuleEditReader {
  private let node: YAMLNode

  init(_ node: YAMLNode) { self.node = node }

  func edit() throws(RuleFileError) -> Rule.Edit {
    guard node.isMapping else { throw RuleFileError(message: "an edit is a mapping", range: node.range) }
    try node.check(hasOnly: ["title", "safety", "when"] + Rule.Operation.allCases.map(\.rawValue))
    guard let title = node["title"]?.text, !title.isEmpty else {
      throw RuleFileError(message: "an edit has a 'title' that says what it does", range: node.range)
    }
    guard let safety = node["safety"]?.text.flatMap(Fix.Safety.init) else {
      throw RuleFileError(message: "an edit's 'safety' is safe or unsafe", range: node["safety"]?.range ?? node.range)
    }
    let operations = node.ownEntries.compactMap { entry in entry.key.text.flatMap(Rule.Operation.init).map { ($0, entry.value) } }
    guard let (operation, arguments) = operations.first, operations.count == 1 else {
      throw RuleFileError(
        message: "an edit has one operation: " + Rule.Operation.allCases.map(\.rawValue).joined(separator: ", "), range: node.range)
    }
    guard arguments.isMapping else { throw RuleFileError(message: "'\(operation.rawValue)' takes a mapping", range: arguments.range) }
    let place = operation.placeKey.map { [$0, $0 + "Expression"] } ?? []
    try arguments.check(hasOnly: place + (operation.takesValue ? ["value", "valueExpression"] : []))
    return Rule.Edit(
      title: title, safety: safety, condition: node["when"]?.text ?? "", operation: operation,
      place: try Self.place(arguments, operation), value: operation.takesValue ? try Self.value(arguments, operation) : "")
  }

  private static func place(_ arguments: YAMLNode, _ operation: Rule.Operation) throws(RuleFileError) -> Rule.Message {
    guard let key = operation.placeKey else { return .text("") }
    if let expression = arguments[key + "Expression"]?.text { return .expression(expression) }
    if let text = arguments[key]?.text, !text.isEmpty { return .text(text) }
    guard operation.hasDefaultPlace else {
      throw RuleFileError(message: "'\(operation.rawValue)' needs '\(key)' or '\(key)Expression'", range: arguments.range)
    }
    return .text("")
  }

  private static func value(_ arguments: YAMLNode, _ operation: Rule.Operation) throws(RuleFileError) -> String {
    if let expression = arguments["valueExpression"]?.text { return expression }
    guard let value = arguments["value"].flatMap(literal) else {
      throw RuleFileError(
        message: "'\(operation.rawValue)' needs a 'value' that is a scalar or a list of them, or a 'valueExpression'",
        range: arguments.range)
    }
    return value
  }

  /// A value as an expression that gives it.
  private static func literal(_ node: YAMLNode) -> String? {
    if node.isSequence {
      let elements = node.elements.map(literal)
      return elements.contains(nil) ? nil : "[" + elements.compactMap(\.self).joined(separator: ", ") + "]"
    }
    guard let value = Rule.Parameter.Value(node) else { return nil }
    if case .string(let text) = value { return YAMLLiteral.quoted(text) }
    return value.text
  }

  // Where a mistake in an expression stands.

  private static func arguments(_ node: YAMLNode) -> YAMLNode? {
    node.ownEntries.first { $0.key.text.flatMap(Rule.Operation.init) != nil }?.value
  }

  static func place(_ node: YAMLNode) -> YAMLNode? {
    arguments(node)?.ownEntries.first { $0.key.text?.hasSuffix("Expression") == true && !$0.key.hasText("valueExpression") }?.value
  }

  static func value(_ node: YAMLNode) -> YAMLNode? { arguments(node).flatMap { $0["valueExpression"] ?? $0["value"] } }
}
