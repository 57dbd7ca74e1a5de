internal import Expressions

/// What the names in expressions stand for, of one rule about a subject after the other.
struct RuleBindings {
  /// Bound are `self`, the rule's parameters, and its variables as far as they are known.
  private var evaluator: Evaluator

  init(_ subject: CheckedSubject) {
    evaluator = Evaluator(bindings: [.value(.object(subject.subject))], first: subject.attributes)
  }

  /// Forgets what was bound for the rule before.
  mutating func begin(parameters: [Outcome]) {
    if evaluator.bindings.count > 1 { evaluator.bindings.removeLast(evaluator.bindings.count - 1) }
    // Appending nothing would ask for room all the same.
    if !parameters.isEmpty { evaluator.bindings += parameters }
  }

  mutating func bind(_ variable: Outcome) { evaluator.bindings.append(variable) }

  fileprivate mutating func evaluate(_ expression: Expression) -> Outcome { evaluator.evaluate(expression) }
}

/// One expression of a rule, made ready when it is first wanted. A class, so that this is done once.
final class RuleExpression {
  /// What the expression is made of.
  enum Form {
    /// Its source is compiled against these declarations.
    case source(Environment)
    /// It was compiled when the program was built.
    case program(EmbeddedText)
  }

  private let source: String
  /// nil for any.
  private let type: DeclaredType?
  private let part: CompiledRule.Part
  private let form: Form
  /// What came of it, once it was wanted: one of both.
  private var expression: Expression?
  private var failure: CompiledRule.Failure?

  /// The number of the edit that it is part of.
  var editIndex: Int? { if case .editValue(let index) = part { index } else { nil } }

  init(_ source: String, _ type: DeclaredType?, _ part: CompiledRule.Part, _ form: Form) {
    self.source = source
    self.type = type
    self.part = part
    self.form = form
  }

  func compiled() throws(CompiledRule.Failure) -> Expression {
    if let expression { return expression }
    if let failure { throw failure }
    do throws(CompiledRule.Failure) {
      let made = try make()
      expression = made
      return made
    } catch {
      failure = error
      throw error
    }
  }

  func evaluate(_ bindings: inout RuleBindings) -> Outcome {
    do throws(CompiledRule.Failure) {
      return bindings.evaluate(try compiled())
    } catch {
      return .error(EvaluationError(error.message))
    }
  }

  private func make() throws(CompiledRule.Failure) -> Expression {
    switch form {
    case .source(let environment): return try compile(in: environment)
    case .program(let text):
      let decoded = Expression(decoding: text.bytes, objectType: SubjectCatalog.environment.objectType)
      guard let decoded else { throw failure("its compiled form is for another version") }
      return decoded
    }
  }

  private func compile(in environment: Environment) throws(CompiledRule.Failure) -> Expression {
    let compiled: Expression
    do throws(CompileError) {
      compiled = try Expression(compiling: source, in: environment)
    } catch {
      throw failure(error.message, at: error.range)
    }
    guard let type, compiled.resultType != type, compiled.resultType != .dyn else { return compiled }
    throw failure("the expression gives \(compiled.resultType.description), not \(type.description)")
  }

  private func failure(_ message: String, at range: Range<Int>? = nil) -> CompiledRule.Failure {
    CompiledRule.Failure(part: part, message: message, range: range)
  }
}
