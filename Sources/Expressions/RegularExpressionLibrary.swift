/// `matches` (langdef.md) and Kubernetes' functions on regular expressions (apiserver, pkg/cel/library/regex.go).
enum RegularExpressionLibrary {
  static let functions: [StandardLibrary.Entry] = [matches]

  static let members: [StandardLibrary.Entry] = [
    matches,
    define("find", [[.string, .string]], .string) { (pattern, text, _, steps) throws(Interruption) in
      let match = pattern.firstMatch(in: text, steps: &steps)
      return .string(String(decoding: text[(match?.range ?? 0..<0)], as: UTF8.self))
    },
    define("findAll", [[.string, .string], [.string, .string, .int]], .list(.string)) {
      (pattern, text, arguments, steps) throws(Interruption) in
      let limit = arguments.count == 3 ? try arguments[2].int() : -1
      let matches = pattern.allMatches(in: text, limit: limit < 0 ? .max : Int(clamping: limit), steps: &steps)
      return .strings(matches.map { String(decoding: text[$0.range], as: UTF8.self) })
    },
  ]

  private static let matches = define("matches", [[.string, .string]], .bool) { pattern, text, _, steps in
    .bool(pattern.isMatch(text, steps: &steps))
  }

  /// The matcher's steps are smaller than those of the evaluator.
  private static let stepsPerBudget = 16

  /// A function on a text and a pattern. The compiler makes patterns that are literals ready.
  private static func define(
    _ name: String, _ parameters: [[DeclaredType]], _ result: DeclaredType,
    _ implementation: @escaping @Sendable (RegularExpression, [UInt8], Arguments, _ steps: inout Int) throws(Interruption) -> Outcome
  ) -> StandardLibrary.Entry {
    var entry = StandardLibrary.define(name, parameters, result) { (arguments, budget) throws(Interruption) in
      let text = Array(try arguments[0].string().utf8)
      let pattern = try pattern(arguments[1])
      if case .string = arguments[1] { budget -= pattern.size }
      let given = max(0, budget).multipliedReportingOverflow(by: stepsPerBudget)
      let allowed = given.overflow ? Int.max : given.partialValue
      var steps = allowed
      let outcome = try implementation(pattern, text, arguments, &steps)
      guard steps >= 0 else { throw .outcome(.error(.budgetExceeded)) }
      budget -= (allowed - steps) / stepsPerBudget
      return outcome
    }
    entry.overload.takesPattern = true
    return entry
  }

  private static func pattern(_ value: Value) throws(Interruption) -> RegularExpression {
    if case .opaque = value { return try value.opaque(RegularExpression.self) }
    let text = try value.string()
    do throws(RegularExpression.SyntaxError) {
      return try RegularExpression(text)
    } catch {
      throw .error("the regular expression is wrong: \(error.message)")
    }
  }
}
