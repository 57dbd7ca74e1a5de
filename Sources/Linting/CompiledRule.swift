internal import Expressions
internal import SourceText
internal import Synchronization

/// A rule whose expressions are checked against the attributes of its subject.
package struct CompiledRule: Sendable {
  package let rule: Rule
  private let parameters: [Outcome]
  private let severityExpression: RuleExpression?
  private let variables: [RuleExpression]
  private let matchConditions: [RuleExpression]
  private let expression: RuleExpression
  private let at: Message
  private let related: [(route: Route, label: Message)]
  private let message: Message
  private let edits: [CompiledEdit]

  private enum Message: Sendable {
    case text(String)
    case expression(RuleExpression)
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
    case editCondition(Int)
    case editPlace(Int)
    case editValue(Int)
  }

  package struct Failure: Error, Sendable {
    package let part: Part
    package let message: String
    /// Where in the part's text, in UTF-8 bytes; nil for all of it.
    package let range: Range<Int>?
  }

  /// - Parameter isChecked: whether all expressions are compiled at once, so that every mistake in them is found; otherwise each is
  ///   compiled when it is first evaluated. Most rules find nothing in most repositories, and never need their messages.
  package init(_ rule: Rule, isChecked: Bool = true) throws(Failure) {
    guard let subject = SubjectCatalog.objectType(named: rule.subject) else {
      let known = SubjectCatalog.subjectNames
      throw Failure(
        part: .subject,
        message: "unknown subject '\(rule.subject)'\(Suggestion.text(for: rule.subject, among: known)); there are: "
          + known.joined(separator: ", "), range: nil)
    }
    var environment = SubjectCatalog.environment.declaring("self", .object(subject.name))
    for parameter in rule.parameters { environment = environment.declaring("params.\(parameter.name)", parameter.value.type) }
    var variables: [RuleExpression] = []
    for (index, variable) in rule.variables.enumerated() {
      let expression = RuleExpression(variable.expression, nil, .variable(index), environment)
      variables.append(expression)
      // Those behind it are checked against its type.
      environment = environment.declaring("variables.\(variable.name)", try expression.compiled().resultType)
    }
    let scope = environment
    func message(_ message: Rule.Message, _ part: Part) -> Message {
      switch message {
      case .text(let text): .text(text)
      case .expression(let source): .expression(RuleExpression(source, .string, part, scope))
      }
    }
    self.rule = rule
    parameters = rule.parameters.map { .value($0.value.outcome) }
    self.variables = variables
    matchConditions = rule.matchConditions.enumerated().map { RuleExpression($1, .bool, .matchCondition($0), scope) }
    related = rule.related.enumerated().map { (Route($1.at), message($1.label, .relatedLabel($0))) }
    severityExpression = rule.severityExpression.map { RuleExpression($0, .string, .severity, scope) }
    expression = RuleExpression(rule.expression, .bool, .expression, scope)
    self.message = message(rule.message, .message)
    at = message(rule.at, .at)
    edits = rule.edits.enumerated().map { CompiledEdit($1, index: $0, scope) }
    if isChecked { try check() }
  }

  private func check() throws(Failure) {
    for condition in matchConditions { _ = try condition.compiled() }
    _ = try severityExpression?.compiled()
    _ = try expression.compiled()
    for message in [message, at] + related.map(\.label) {
      if case .expression(let expression) = message { _ = try expression.compiled() }
    }
    for edit in edits { try edit.check() }
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

  /// - Parameter repository: where fixes are looked for; nil when nobody wants any.
  package func evaluate(_ subject: any Subject, fixesIn repository: Repository? = nil) -> Verdict {
    var bindings: [Outcome] = [.value(.object(subject))] + parameters
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
    case .value(.bool(false)): return fail(subject, bindings, repository)
    case let other: return verdict(other)
    }
  }

  /// Whether the rule speaks of a subject, can be decided for it, and holds.
  func isKept(by subject: any Subject) -> Bool {
    var bindings: [Outcome] = [.value(.object(subject))]
    for variable in variables { bindings.append(variable.evaluate(bindings)) }
    return (matchConditions + [expression]).allSatisfy { if case .value(.bool(true)) = $0.evaluate(bindings) { true } else { false } }
  }

  private func verdict(_ outcome: Outcome) -> Verdict {
    switch outcome {
    case .unknown(let unknown): .undecided(unknown.reasons)
    case .error(let error): .failure(error.message)
    case .value: .failure("the expression gives neither true nor false")
    }
  }

  private func fail(_ subject: any Subject, _ bindings: [Outcome], _ repository: Repository?) -> Verdict {
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
    var finding = Finding(
      rule: rule.id, severity: severity, message: text, location: place, related: related, logicalPath: subject.logicalPath)
    if let repository {
      finding.fixes = edits.compactMap { $0.fix(for: subject, at: place, bindings, in: repository) }
    }
    return .fail(finding)
  }

  private func render(_ message: Message, _ bindings: [Outcome]) -> Outcome {
    switch message {
    case .text(let text): .value(.string(text))
    case .expression(let expression): expression.evaluate(bindings)
    }
  }
}

/// One expression of a rule, compiled when it is first wanted. A class, so that it is compiled once for all threads.
final class RuleExpression: Sendable {
  private let source: String
  /// nil for any.
  private let type: DeclaredType?
  private let part: CompiledRule.Part

  /// The number of the edit that it is part of.
  var editIndex: Int? { if case .editValue(let index) = part { index } else { nil } }

  private let environment: Environment
  private let result = Mutex<Result<Expression, CompiledRule.Failure>?>(nil)

  init(_ source: String, _ type: DeclaredType?, _ part: CompiledRule.Part, _ environment: Environment) {
    self.source = source
    self.type = type
    self.part = part
    self.environment = environment
  }

  func compiled() throws(CompiledRule.Failure) -> Expression {
    try result.withLock { result in
      if let result { return result }
      let made = compile()
      result = made
      return made
    }.get()
  }

  func evaluate(_ bindings: [Outcome]) -> Outcome {
    do throws(CompiledRule.Failure) {
      return try compiled().evaluate(bindings)
    } catch {
      return .error(EvaluationError(error.message))
    }
  }

  private func compile() -> Result<Expression, CompiledRule.Failure> {
    do throws(CompileError) {
      let expression = try Expression(compiling: source, in: environment)
      guard let type, expression.resultType != type, expression.resultType != .dyn else { return .success(expression) }
      let message = "the expression gives \(expression.resultType.description), not \(type.description)"
      return .failure(CompiledRule.Failure(part: part, message: message, range: nil))
    } catch {
      return .failure(CompiledRule.Failure(part: part, message: error.message, range: error.range))
    }
  }
}
