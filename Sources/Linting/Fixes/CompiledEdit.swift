internal import Expressions
internal import SourceText
internal import YAMLSyntax

/// One edit of a rule with its expressions.
final class CompiledEdit {
  private let edit: Rule.Edit
  /// The kind of subject that its rule is about.
  private let kind: String
  private lazy var writtenRoute = Route(edit.place.text, from: kind)
  private let condition: RuleExpression?
  /// nil for a text.
  private let place: RuleExpression?
  private let value: RuleExpression?

  init(_ edit: Rule.Edit, of kind: String, index: Int, _ expression: (String, DeclaredType?, CompiledRule.Part) -> RuleExpression) {
    self.edit = edit
    self.kind = kind
    condition = edit.condition.isEmpty ? nil : expression(edit.condition, .bool, .editCondition(index))
    if case .expression(let source) = edit.place {
      place = expression(source, .string, .editPlace(index))
    } else {
      place = nil
    }
    value = edit.value.isEmpty ? nil : expression(edit.value, nil, .editValue(index))
  }

  /// In the order in which they were made.
  var expressions: [RuleExpression] { [condition, place, value].compactMap(\.self) }

  /// Whether the value is one that can be written there.
  func check() throws(CompiledRule.Failure) {
    guard let value, let index = value.editIndex else { return }
    let type = try value.compiled().resultType
    let isFitting =
      switch (edit.operation, type) {
      case (_, .dyn), (_, .string), (_, .list(.string)), (_, .list(.dyn)): true
      case (.set, .bool), (.set, .int), (.set, .double), (.set, .list), (.replace, .bool), (.replace, .int), (.replace, .double): true
      default: false
      }
    guard isFitting else {
      throw CompiledRule.Failure(
        part: .editValue(index), message: "'\(edit.operation.rawValue)' cannot write a value of the type \(type.description)", range: nil)
    }
  }

  /// - Returns: nil when it is not for this finding, or the text cannot be changed so.
  func fix(for subject: any Subject, at finding: Location, _ bindings: inout RuleBindings, in repository: Repository) -> Fix? {
    if let condition {
      guard case .value(.bool(true)) = condition.evaluate(&bindings) else { return nil }
    }
    var written: YAMLLiteral?
    if let value {
      guard case .value(let result) = value.evaluate(&bindings), let literal = YAMLLiteral(result) else { return nil }
      written = literal
    }
    var (place, route) = (edit.place.text, writtenRoute)
    if let expression = self.place {
      guard case .value(.string(let text)) = expression.evaluate(&bindings) else { return nil }
      (place, route) = (text, Route(text, from: kind))
    }
    let target = EditTarget(subject: subject, finding: finding, place: place, route: route, value: written, repository: repository)
    guard let edits = target.edits(for: edit.operation), !edits.isEmpty else { return nil }
    return Fix(title: edit.title, safety: edit.safety, edits: edits)
  }
}

extension YAMLLiteral {
  init?(_ value: Value) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .double(let value) where value.isFinite: self = .double(value)
    case .string(let value): self = .string(value)
    case .list(let list):
      var elements: [YAMLLiteral] = []
      for index in 0..<list.count {
        guard case .value(let element) = list.element(at: index), let literal = YAMLLiteral(element) else { return nil }
        elements.append(literal)
      }
      self = .list(elements)
    default: return nil
    }
  }

  /// Texts alone: words of a command, lines.
  var words: [String]? {
    switch self {
    case .string(let text): [text]
    case .list(let elements):
      elements.allSatisfy { if case .string = $0 { true } else { false } } ? elements.flatMap { $0.words ?? [] } : nil
    case .bool, .int, .double: nil
    }
  }
}
