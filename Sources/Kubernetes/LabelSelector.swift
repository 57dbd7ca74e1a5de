package import YAMLSyntax

/// A label query (apimachinery meta/v1 LabelSelector): every label and every expression must match.
package struct LabelSelector: Hashable, Sendable {
  package struct Label: Hashable, Sendable {
    package let key: String
    package let value: String

    package init(_ key: String, _ value: String) { (self.key, self.value) = (key, value) }
  }

  private var matchLabels: [Label] = []
  private var expressions: [Requirement] = []

  private struct Requirement: Hashable {
    enum Operator { case `in`, notIn, exists, doesNotExist }
    var key: String
    var `operator`: Operator
    var values: [String]
  }

  /// A plain map of labels, as a Service's selector is. Nil when a value holds a variable: then it cannot be decided.
  package init?(labels node: YAMLNode) {
    guard node.isMapping, addLabels(node) else { return nil }
  }

  /// A selector with `matchLabels` and `matchExpressions`. Nil when it cannot be decided.
  package init?(selector node: YAMLNode) {
    guard node.isMapping else { return nil }
    if let labels = node.present("matchLabels") { guard addLabels(labels) else { return nil } }
    for expression in node["matchExpressions"]?.elements.map({ $0 }) ?? [] {
      guard let key = expression["key"]?.text else { return nil }
      let values = expression["values"]?.elements.compactMap(\.text) ?? []
      let operation: Requirement.Operator
      switch expression["operator"]?.text {
      case "In": operation = .in
      case "NotIn": operation = .notIn
      case "Exists": operation = .exists
      case "DoesNotExist": operation = .doesNotExist
      default: return nil
      }
      expressions.append(Requirement(key: key, operator: operation, values: values))
    }
  }

  package var isEmpty: Bool { matchLabels.isEmpty && expressions.isEmpty }

  /// What whatever matches has: one label of each of these lists.
  package var demandedLabels: [[Label]] {
    matchLabels.map { [$0] }
      + expressions.filter { $0.operator == .in }.map { requirement in Set(requirement.values).map { Label(requirement.key, $0) } }
  }

  package func matches(_ labels: [String: String]) -> Bool {
    matchLabels.allSatisfy { labels[$0.key] == $0.value }
      && expressions.allSatisfy { requirement in
        let value = labels[requirement.key]
        return switch requirement.operator {
        case .in: value.map { requirement.values.contains($0) } ?? false
        case .notIn: value.map { !requirement.values.contains($0) } ?? true
        case .exists: value != nil
        case .doesNotExist: value == nil
        }
      }
  }

  /// `app=web, tier=api`: for messages.
  package var text: String {
    let labels = matchLabels.map { "\($0.key)=\($0.value)" }
    let requirements = expressions.map { requirement in
      let values = requirement.values.joined(separator: ",")
      return switch requirement.operator {
      case .in: "\(requirement.key) in (\(values))"
      case .notIn: "\(requirement.key) notin (\(values))"
      case .exists: requirement.key
      case .doesNotExist: "!\(requirement.key)"
      }
    }
    return (labels + requirements).joined(separator: ", ")
  }

  private mutating func addLabels(_ node: YAMLNode) -> Bool {
    for entry in node.entries {
      guard let key = entry.key.text, let value = entry.value.text, Substitution.reason(in: value) == nil else { return false }
      matchLabels.append(Label(key, value))
    }
    return true
  }
}
