/// A CEL expression, checked and ready to be evaluated any number of times.
///
///     let environment = Environment(variables: [("replicas", .int)])
///     let expression = try Expression(compiling: "replicas >= 2", in: environment)
///     expression.evaluate([.value(.int(1))])   // false
package final class Expression: Sendable {
  /// What the checker knows of the result.
  package let resultType: DeclaredType
  let program: Program

  /// Longer texts are refused: no rule needs one, and it bounds the work of compiling.
  package static let maximumLength = 16_384

  /// Steps that one evaluation may take unless told otherwise: Kubernetes' limit per call (apiserver, pkg/apis/cel/config.go).
  package static let defaultBudget = 1_000_000

  /// - Parameter isChecked: whether wrong names and types are errors here; else they are errors of the evaluations that come to them.
  package init(compiling source: String, in environment: Environment, isChecked: Bool = true) throws(CompileError) {
    guard source.utf8.count <= Self.maximumLength else {
      throw CompileError(message: "the expression is longer than \(Self.maximumLength) bytes", range: 0..<source.utf8.count)
    }
    var compiler = Compiler(environment, isChecked: isChecked)
    resultType = try compiler.compile(try Parser.parse(source))
    program = compiler.program
  }

  /// - Parameters:
  ///   - bytes: what `encoded` gave for the same source and the same declarations.
  ///   - objectType: the declared type of an object by its name.
  /// - Returns: nil for a text that is none of these.
  package init?(decoding bytes: UnsafeBufferPointer<UInt8>, objectType: @escaping (String) -> ObjectType?) {
    guard let program = ProgramEncoding.decode(bytes, objectType: objectType) else { return nil }
    // What it gives was checked when it was compiled.
    resultType = .dyn
    self.program = program
  }

  /// The compiled form as a text, for a program that embeds it; nil when it holds a value that only a library can make.
  package var encoded: String? { ProgramEncoding.encode(program) }

  /// - Parameters:
  ///   - bindings: a value for each of the environment's variables, in their order.
  ///   - first: where the attributes of the first of them are kept, when it is an object.
  ///   - budget: how many steps may be taken before the evaluation ends with an error.
  package func evaluate(_ bindings: [Outcome], first: AttributeCache? = nil, budget: Int = defaultBudget) -> Outcome {
    var evaluator = Evaluator(bindings: bindings, first: first)
    return evaluator.evaluate(self, budget: budget)
  }
}
