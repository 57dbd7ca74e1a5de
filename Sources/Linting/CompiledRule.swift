internal import Expressions
internal import SourceText

/// A rule that can be evaluated, for one thread: each of its expressions is compiled when it is first wanted.
///
/// Most rules find nothing in most repositories, and never need their messages. A class, as it is asked of thousands of subjects.
final class CompiledRule {
  let rule: Rule
  private let parameters: [Outcome]
  private let severityExpression: RuleExpression?
  private let variables: [RuleExpression]
  private let matchConditions: [RuleExpression]
  /// How many of them, from the first on, speak of no variable.
  private let conditionsWithoutVariables: Int
  private let expression: RuleExpression
  private let at: Message
  private lazy var writtenRoute = Route(rule.at.text, from: rule.subject)
  private let related: [(route: Route, label: Message)]
  private let message: Message
  private let edits: [CompiledEdit]

  private enum Message {
    case text(String)
    case expression(RuleExpression)
  }

  /// The part of a rule that an error speaks of.
  enum Part: Hashable, Sendable {
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

  struct Failure: Error, Sendable {
    let part: Part
    let message: String
    /// Where in the part's text, in UTF-8 bytes; nil for all of it.
    let range: Range<Int>?
  }

  init(_ rule: Rule) throws(Failure) {
    guard let subject = SubjectCatalog.objectType(named: rule.subject) else {
      let known = SubjectCatalog.subjectNames
      throw Failure(
        part: .subject,
        message: "unknown subject '\(rule.subject)'\(Suggestion.text(for: rule.subject, among: known)); there are: "
          + known.joined(separator: ", "), range: nil)
    }
    // What was compiled when the program was built needs no declarations.
    var programs = (rule.programs.map(RuleEncoding.programs) ?? []).makeIterator()
    var environment = SubjectCatalog.environment
    func expression(_ source: String, _ type: DeclaredType?, _ part: Part) -> RuleExpression {
      RuleExpression(source, type, part, programs.next().map { .program($0) } ?? .source(environment))
    }
    func message(_ message: Rule.Message, _ part: Part) -> Message {
      switch message {
      case .text(let text): .text(text)
      case .expression(let source): .expression(expression(source, .string, part))
      }
    }
    var variables: [RuleExpression] = []
    if rule.programs == nil {
      environment = environment.declaring("self", .object(subject.name))
      for parameter in rule.parameters { environment = environment.declaring("params.\(parameter.name)", parameter.value.type) }
    }
    for (index, variable) in rule.variables.enumerated() {
      let made = expression(variable.expression, nil, .variable(index))
      variables.append(made)
      // Those behind it are checked against its type.
      if rule.programs == nil { environment = environment.declaring("variables.\(variable.name)", try made.compiled().resultType) }
    }
    self.rule = rule
    parameters = rule.parameters.map { .value($0.value.outcome) }
    self.variables = variables
    // In the order of `expressions`.
    matchConditions = rule.matchConditions.enumerated().map { expression($1, .bool, .matchCondition($0)) }
    // By the word alone: there may be blanks before the dot.
    conditionsWithoutVariables = rule.matchConditions.prefix { !$0.containsText("variables") }.count
    self.expression = expression(rule.expression, .bool, .expression)
    at = message(rule.at, .at)
    related = rule.related.enumerated().map { (Route($1.at, from: rule.subject), message($1.label, .relatedLabel($0))) }
    self.message = message(rule.message, .message)
    edits = rule.edits.enumerated().map { CompiledEdit($1, of: rule.subject, index: $0, expression) }
    severityExpression = rule.severityExpression.map { expression($0, .string, .severity) }
  }

  /// Compiles all expressions of a rule.
  ///
  /// - Throws: the first mistake in them.
  static func check(_ rule: Rule) throws(Failure) {
    let compiled = try CompiledRule(rule)
    for expression in compiled.expressions { _ = try expression.compiled() }
    for edit in compiled.edits { try edit.check() }
  }

  /// All of them, in the order in which they are embedded in the program: the severity's last, as a configuration may do away with it.
  private var expressions: [RuleExpression] {
    let messages = ([at] + related.map(\.label) + [message]).compactMap { message -> RuleExpression? in
      if case .expression(let expression) = message { expression } else { nil }
    }
    return variables + matchConditions + [expression] + messages + edits.flatMap(\.expressions) + [severityExpression].compactMap(\.self)
  }

  /// The compiled forms of its expressions for `RuleEncoding`; nil when one has none.
  var programs: [String]? {
    let programs = expressions.map { (try? $0.compiled())?.encoded }
    return programs.contains(nil) ? nil : programs.compactMap(\.self)
  }

  // MARK: Evaluation

  /// What a rule says of one subject.
  enum Verdict {
    /// Nothing is wrong, or the rule does not speak of such a subject.
    case pass
    case fail(Finding)
    /// It cannot be decided; with the reasons.
    case undecided([String])
    /// The rule itself is wrong: its expression has no value for this subject.
    case failure(EvaluationError)
  }

  /// - Parameters:
  ///   - bindings: the subject's.
  ///   - repository: where fixes are looked for.
  func evaluate(_ subject: CheckedSubject, _ bindings: inout RuleBindings, fixesIn repository: Repository) -> Verdict {
    bindings.begin(parameters: parameters)
    // Most subjects are not what a rule speaks of: its variables may ask for whole source trees.
    if let verdict = refusal(by: 0..<conditionsWithoutVariables, &bindings) { return verdict }
    bindVariables(in: &bindings)
    if let verdict = refusal(by: conditionsWithoutVariables..<matchConditions.count, &bindings) { return verdict }
    switch expression.evaluate(&bindings) {
    case .value(.bool(true)): return .pass
    case .value(.bool(false)): return fail(subject, &bindings, repository)
    case let other: return verdict(other)
    }
  }

  /// Whether the rule speaks of a subject, can be decided for it, and holds.
  func isKept(by subject: any Subject) -> Bool {
    var bindings = RuleBindings(CheckedSubject(subject))
    bindings.begin(parameters: parameters)
    bindVariables(in: &bindings)
    return (matchConditions + [expression]).allSatisfy { if case .value(.bool(true)) = $0.evaluate(&bindings) { true } else { false } }
  }

  private func bindVariables(in bindings: inout RuleBindings) {
    for variable in variables { bindings.bind(variable.evaluate(&bindings)) }
  }

  /// What is said of a subject for which one of some conditions, by their numbers, does not hold; nil when all of them do.
  private func refusal(by conditions: Range<Int>, _ bindings: inout RuleBindings) -> Verdict? {
    for condition in conditions {
      switch matchConditions[condition].evaluate(&bindings) {
      case .value(.bool(true)): continue
      case .value(.bool(false)): return .pass
      case let other: return verdict(other)
      }
    }
    return nil
  }

  private func verdict(_ outcome: Outcome) -> Verdict {
    switch outcome {
    case .unknown(let unknown): .undecided(unknown.reasons)
    case .error(let error): .failure(error)
    case .value: .failure(EvaluationError("the expression gives neither true nor false"))
    }
  }

  private func fail(_ checked: CheckedSubject, _ bindings: inout RuleBindings, _ repository: Repository) -> Verdict {
    let subject = checked.subject
    let text: String
    switch render(message, &bindings) {
    case .value(.string(let value)): text = value
    case .unknown: text = "this does not hold: \(rule.title)"
    case let other: return verdict(other)
    }
    var severity = rule.severity
    if case .value(.string(let name))? = severityExpression?.evaluate(&bindings), let computed = Severity(rawValue: name) {
      severity = computed
    }
    var route = writtenRoute
    if case .expression(let expression) = at, case .value(.string(let text)) = expression.evaluate(&bindings) {
      route = Route(text, from: rule.subject)
    }
    let place = route.place(from: subject) ?? checked.anchor
    var seen = [place]
    let related = related.compactMap { second -> Finding.Related? in
      guard let location = second.route.place(from: subject, isExact: true), !seen.contains(location),
        case .value(.string(let label)) = render(second.label, &bindings), !label.isEmpty
      else { return nil }
      seen.append(location)
      return Finding.Related(location: location, label: label)
    }
    let fixes = edits.compactMap { $0.fix(for: subject, at: place, &bindings, in: repository) }
    return .fail(
      Finding(
        rule: rule.id, severity: severity, message: text, location: place, related: related, logicalPath: checked.logicalPath, fixes: fixes)
    )
  }

  private func render(_ message: Message, _ bindings: inout RuleBindings) -> Outcome {
    switch message {
    case .text(let text): .value(.string(text))
    case .expression(let expression): expression.evaluate(&bindings)
    }
  }
}
