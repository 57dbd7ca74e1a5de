import Expressions
import Testing

struct NameTests {
  @Test func containers() throws {
    let environment = Environment(variables: [("a.b.x", .int), ("x", .int), ("a.y", .int)], container: "a.b")
    let expression = try Expression(compiling: "x == 1 && .x == 2 && y == 3 && [4].all(x, x == 4 && .x == 2)", in: environment)
    guard case .value(.bool(true)) = expression.evaluate([.value(.int(1)), .value(.int(2)), .value(.int(3))]) else {
      return #expect(Bool(false))
    }
  }

  @Test func uncheckedExpressionsFailOnlyWhereTheyAreWrong() throws {
    let expression = try Expression(
      compiling: "nobody || 1.nothing() || 'a' + 1 > 2 || 'a'.size(1, 2) > 0 || true", in: Environment(variables: []), isChecked: false)
    guard case .value(.bool(true)) = expression.evaluate([]) else { return #expect(Bool(false)) }
  }

  @Test("Chains have a bound", arguments: ["a.b", "a || b", "1 + 1", "f()[0]", "a ? 1 : 2"])
  func chains(link: String) {
    let rest = link.drop { $0 == "a" || $0 == "1" || $0 == "f" }
    let source = String(link.prefix(1)) + String(repeating: String(rest), count: 16_000 / rest.utf8.count)
    #expect(throws: CompileError.self) { try Expression(compiling: source, in: Environment(variables: [("a", .dyn), ("b", .dyn)])) }
  }
}
