internal import Expressions
internal import SourceText

/// A rule with its expressions checked against the attributes of its subject.
package struct CompiledRule: Sendable {
  package let rule: Rule
  private let severityExpression: Expression?
  private let variables: [Expression]
  private let matchConditions: [Expression]
  private let expression: Expression
  private let at: Message
  private let related: [(route: Route, label: Message)]
  private let message: Message

  private enum Message: Sendable {
    case text(String)
    case expression(Expression)
  }

  /// The part of a rule that an error speaks of.
  package enum Part: Hashable, Sendable {
    case subject
    case severity
    case variable(Int)
    case matchCondition(Int)
    case expression
    case at
    case message
    case relatedLabel(Int)
  }

  package struct Failure: Error, Sendable {
    package let part: Part
    package let message: String
    /// Where in the part's text, in UTF-8 bytes; nil for all of it.
    package let range: Range<Int>?
  }

  package init(_ rule: Rule) throws(Failure) {
    guard let subject = SubjectCatalog.objectType(named: rule.subject) else {
      let known = SubjectCatalog.subjectNames
      throw Failure(
        part: .subject,
        message: "unknown subject '\(rule.subject)'\(Suggestion.text(for: rule.subject, among: known)); there are: "
          + known.joined(separator: ", "), range: nil)
    }
    var scope = Scope(subject: subject)
    var variables: [Expression] = []
    for (index, variable) in rule.variables.enumerated() {
      let expression = try scope.compile(variable.expression, as: nil, .variable(index))
      variables.append(expression)
      scope.declare(variable.name, expression.resultType)
    }
    var matchConditions: [Expression] = []
    for (index, condition) in rule.matchConditions.enumerated() {
      matchConditions.append(try scope.compile(condition, as: .bool, .matchCondition(index)))
    }
    var related: [(Route, Message)] = []
    for (index, place) in rule.related.enumerated() {
      related.append((Route(place.at), try scope.message(place.label, .relatedLabel(index))))
    }
    self.rule = rule
    self.variables = variables
    self.matchConditions = matchConditions
    self.related = related
    severityExpression =
      if let text = rule.severityExpression { try scope.compile(text, as: .string, .severity) } else { nil }
    expression = try scope.compile(rule.expression, as: .bool, .expression)
    message = try scope.message(rule.message, .message)
    at = try scope.message(rule.at, .at)
  }

  /// The names that a rule's expressions may use: `self`, and the `variables.…` declared so far.
  private struct Scope {
    private var environment: Environment

    init(subject: ObjectType) { environment = SubjectCatalog.environment.declaring("self", .object(subject.name)) }

    mutating func declare(_ variable: String, _ type: DeclaredType) {
      environment = environment.declaring("variables.\(variable)", type)
    }

    func compile(_ source: String, as type: DeclaredType?, _ part: Part) throws(Failure) -> Expression {
      let expression: Expression
      do throws(CompileError) {
        expression = try Expression(compiling: source, in: environment)
      } catch {
        throw Failure(part: part, message: error.message, range: error.range)
      }
      guard let type, expression.resultType != type, expression.resultType != .dyn else { return expression }
      throw Failure(
        part: part, message: "the expression gives \(expression.resultType.description), not \(type.description)", range: nil)
    }

    func message(_ message: Rule.Message, _ part: Part) throws(Failure) -> Message {
      switch message {
      case .text(let text): .text(text)
      case .expression(let source): .expression(try compile(source, as: .string, part))
      }
    }
  }

  // MARK: Evaluation

  /// What a rule says of one subject.
  package enum Verdict: Sendable {
    /// Nothing is wrong, or the rule does not speak of such a subject.
    case pass
    case fail(Finding)
    /// It cannot be decided; with the reasons.
    case undecided([String])
    /// The rule itself is wrong: its expression has no value for this subject.
    case failure(String)
  }

  package func evaluate(_ subject: any Subject) -> Verdict {
    var bindings: [Outcome] = [.value(.object(subject))]
    for variable in variables { bindings.append(variable.evaluate(bindings)) }
    for condition in matchConditions {
      switch condition.evaluate(bindings) {
      case .value(.bool(true)): continue
      case .value(.bool(false)): return .pass
      case let other: return verdict(other)
      }
    }
    switch expression.evaluate(bindings) {
    case .value(.bool(true)): return .pass
    case .value(.bool(false)): return fail(subject, bindings)
    case let other: return verdict(other)
    }
  }

  private func verdict(_ outcome: Outcome) -> Verdict {
    switch outcome {
    case .unknown(let unknown): .undecided(unknown.reasons)
    case .error(let error): .failure(error.message)
    case .value: .failure("the expression gives neither true nor false")
    }
  }

  private func fail(_ subject: any Subject, _ bindings: [Outcome]) -> Verdict {
    let text: String
    switch render(message, bindings) {
    case .value(.string(let value)): text = value
    case .unknown: text = "this does not hold: \(rule.title)"
    case let other: return verdict(other)
    }
    var severity = rule.severity
    if case .value(.string(let name))? = severityExpression?.evaluate(bindings), let computed = Severity(rawValue: name) {
      severity = computed
    }
    let route: Route
    if case .value(.string(let text)) = render(at, bindings) { route = Route(text) } else { route = Route("") }
    let place = route.place(from: subject) ?? subject.anchor
    var seen = [place]
    let related = related.compactMap { second -> Finding.Related? in
      guard let location = second.route.place(from: subject, isExact: true), !seen.contains(location),
        case .value(.string(let label)) = render(second.label, bindings), !label.isEmpty
      else { return nil }
      seen.append(location)
      return Finding.Related(location: location, label: label)
    }
    return .fail(
      Finding(
        rule: rule.id, severity: severity, message: text, location: place, related: related, logicalPath: subject.logicalPath))
  }

  private func render(_ message: Message, _ bindings: [Outcome]) -> Outcome {
    switch message {
    case .text(let text): .value(.string(text))
    case .expression(let expression): expression.evaluate(bindings)
    }
  }
}
