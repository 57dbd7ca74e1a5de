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

  /// Not `Result`, for which the runtime would look for `Failure`'s conformance to `Error` through the whole program.
  private enum Compiled {
    case expression(Expression)
    case failure(CompiledRule.Failure)
  }

  private let source: String
  /// nil for any.
  private let type: DeclaredType?
  private let part: CompiledRule.Part
  private let form: Form
  private lazy var made = make()

  /// The number of the edit that it is part of.
  var editIndex: Int? { if case .editValue(let index) = part { index } else { nil } }

  init(_ source: String, _ type: DeclaredType?, _ part: CompiledRule.Part, _ form: Form) {
    self.source = source
    self.type = type
    self.part = part
    self.form = form
  }

  func compiled() throws(CompiledRule.Failure) -> Expression {
    switch made {
    case .expression(let expression): return expression
    case .failure(let failure): throw failure
    }
  }

  func evaluate(_ bindings: RuleBindings) -> Outcome {
    switch made {
    case .expression(let expression): expression.evaluate(bindings.values, first: bindings.subject)
    case .failure(let failure): .error(EvaluationError(failure.message))
    }
  }

  private func make() -> Compiled {
    switch form {
    case .source(let environment): compile(in: environment)
    case .program(let text):
      Expression(decoding: text.bytes, objectType: SubjectCatalog.environment.objectType).map { .expression($0) }
        ?? .failure(failure("its compiled form is for another version"))
    }
  }

  private func compile(in environment: Environment) -> Compiled {
    do throws(CompileError) {
      let expression = try Expression(compiling: source, in: environment)
      guard let type, expression.resultType != type, expression.resultType != .dyn else { return .expression(expression) }
      return .failure(failure("the expression gives \(expression.resultType.description), not \(type.description)"))
    } catch {
      return .failure(failure(error.message, at: error.range))
    }
  }

  private func failure(_ message: String, at range: Range<Int>? = nil) -> CompiledRule.Failure {
    CompiledRule.Failure(part: part, message: message, range: range)
  }
}
