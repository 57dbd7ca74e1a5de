internal import Expressions
internal import YAMLSyntax

extension Rule.Parameter.Value {
  /// - Returns: nil for a value that no parameter can have: null, a list, a mapping.
  init?(_ node: YAMLNode) {
    guard node.isScalar, !node.isNull else { return nil }
    if let bool = node.bool {
      self = .bool(bool)
    } else if let int = node.int {
      self = .int(int)
    } else if case .float(let value) = node.scalar {
      self = .double(value)
    } else if let text = node.text {
      self = .string(text)
    } else {
      return nil
    }
  }

  var type: DeclaredType {
    switch self {
    case .bool: .bool
    case .int: .int
    case .double: .double
    case .string: .string
    }
  }

  var outcome: Value {
    switch self {
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    }
  }

  /// As a configuration writes it.
  package var text: String {
    switch self {
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .double(let value): String(value)
    case .string(let value): value
    }
  }

  /// The value in the type of another one; nil when it has another type. A whole number is a number.
  func converted(to other: Self) -> Self? {
    switch (self, other) {
    case (.bool, .bool), (.int, .int), (.double, .double), (.string, .string): self
    case (.int(let value), .double): .double(Double(value))
    default: nil
    }
  }
}

extension Rule {
  /// The rule with the values that a configuration gives its parameters.
  ///
  /// - Throws: what is wrong with them, for people.
  package func setting(_ values: [String: Parameter.Value]) throws(ParameterError) -> Rule {
    var rule = self
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let index = rule.parameters.firstIndex(where: { $0.name == name }) else {
        let names = parameters.map(\.name)
        let known = names.isEmpty ? "; it has none" : Suggestion.text(for: name, among: names)
        throw ParameterError(message: "the rule '\(id)' has no parameter '\(name)'\(known)")
      }
      guard let converted = value.converted(to: rule.parameters[index].value) else {
        throw ParameterError(
          message: "the parameter '\(name)' of '\(id)' is like \(rule.parameters[index].value.text), not '\(value.text)'")
      }
      rule.parameters[index].value = converted
    }
    return rule
  }

  package struct ParameterError: Error, Hashable, Sendable {
    package let message: String
  }
}
