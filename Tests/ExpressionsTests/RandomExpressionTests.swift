import Testing

@testable import Expressions

/// Expressions that nobody would write: none may end the process, and what the checker says of a result must hold.
struct RandomExpressionTests {
  /// Always the same sequence, so that a failure can be seen again.
  private struct Generator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func number(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }

    mutating func pick(_ choices: [String]) -> String { choices[number(below: choices.count)] }

    private static let atoms = [
      "0", "1", "-9223372036854775808", "9223372036854775807", "18446744073709551615u", "1.5", "-0.0", "1e308", "'abc'", "''", "'a,b'",
      "','",
      "'1h'", "'2009-02-13T23:31:30Z'", "'%s%d%.3f'", "'(a*)*'", "b'ab'", "[]", "[1, 2.0, 'a']", "[[1], [2]]", "['a', 'b']", "{}",
      "{'a': 1, 1: 'b'}", "null", "true", "false", "u", "x", "int", "timestamp(0)", "duration('-9223372036854775808ns')",
      "quantity('1.5Gi')", "semver('1.2.3')", "ip('::1')", "cidr('10.0.0.0/8')", "url('https://a:1/b?c')", "format.uuid()",
      "optional.of(1)", "optional.none()",
    ]
    private static let functions = StandardLibrary.names(areMembers: false)
    private static let members = StandardLibrary.names(areMembers: true)
    private static let operators = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"]
    private static let macros = ["all", "exists", "exists_one", "map", "filter", "sortBy", "optMap"]

    mutating func expression(depth: Int) -> String {
      if depth == 0 || number(below: 4) == 0 { return pick(Self.atoms) }
      func arguments(_ most: Int, _ generator: inout Generator) -> String {
        (0..<generator.number(below: most)).map { _ in generator.expression(depth: depth - 1) }.joined(separator: ", ")
      }
      let first = "(" + expression(depth: depth - 1) + ")"
      switch number(below: 8) {
      case 0, 1, 2: return "\(first).\(pick(Self.members))(\(arguments(4, &self)))"
      case 3: return "\(pick(Self.functions))(\(arguments(3, &self)))"
      case 4: return "(\(first) \(pick(Self.operators)) \(expression(depth: depth - 1)))"
      case 5: return "(\(first) ? \(expression(depth: depth - 1)) : \(expression(depth: depth - 1)))"
      case 6: return "\(first).\(pick(Self.macros))(x, \(expression(depth: depth - 1)))"
      default:
        let second = expression(depth: depth - 1)
        return pick([
          "\(first)[\(second)]", "\(first)[?\(second)]", "\(first).a", "\(first).?a", "has(\(first).a)", "-\(first)", "!\(first)",
          "[\(first), ?\(second)]", "{\(first): \(second)}", "\(first).transformMap(k, x, \(second))",
        ])
      }
    }
  }

  @Test("Random expressions", arguments: 0..<20)
  func random(seed: Int) {
    var generator = Generator(seed: seed)
    let environment = Environment(variables: [("u", .dyn), ("x", .dyn)])
    for _ in 0..<150 {
      let source = generator.expression(depth: 4)
      for isChecked in [true, false] {
        guard let expression = try? Expression(compiling: source, in: environment, isChecked: isChecked) else { continue }
        let outcome = expression.evaluate([.unknown(Unknown("u")), .value(.string("xyz"))])
        guard isChecked, case .value(let value) = outcome else { continue }
        #expect(StandardLibrary.accepts([expression.resultType], [value.declaredType]), "\(source) is \(value)")
      }
    }
  }
}
