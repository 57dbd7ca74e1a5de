internal import Expressions

/// What the names in a rule's expressions stand for.
struct RuleBindings {
  /// `self`, the rule's parameters, and its variables as far as they are known.
  fileprivate(set) var values: [Outcome]
  /// The attributes of `self`.
  let subject: AttributeCache

  init(_ subject: CheckedSubject, parameters: [Outcome]) {
    values = subject.values
    // Appending nothing would copy them all the same.
    if !parameters.isEmpty { values += parameters }
    self.subject = subject.attributes
  }

  mutating func bind(_ variable: Outcome) { values.append(variable) }
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

  func evaluate(_ bindings: RuleBindings) -> Outcome {
    do throws(CompiledRule.Failure) {
      return try compiled().evaluate(bindings.values, first: bindings.subject)
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
