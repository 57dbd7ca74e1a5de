import Expressions
import Testing

struct ExpressionTests {
  @Test(
    "Expressions that are true",
    arguments: [
      "1 + 2 * 3 == 7", "-(2) == -2", "7 / -2 == -3", "7 % -2 == 1", "1u + 2u == 3u", "1 == 1.0 && 1u == 1", "2 > 1.5",
      "9223372036854775807 > 9.0e18", "-9223372036854775808 < 0", "'a' < 'b'", "'é'.size() == 1 && 'e\\u0301' != 'é'",
      "size('a\\r\\nb') == 4", "'abc'.contains('b') && 'abc'.startsWith('a') && 'abc'.endsWith('bc')", "!('x' in ['y'])",
      "[1, 2, 3].exists(x, x == 2)", "[1, 2].all(x, x > 0)", "[1, 2, 2].exists_one(x, x == 1)", "[1, 2].map(x, x * 2) == [2, 4]",
      "[1, 2, 3].filter(x, x % 2 == 1) == [1, 3]", "[1, 2, 3].map(x, x > 1, x) == [2, 3]", "{'a': 1, 'b': 2}['b'] == 2",
      "{1: 'x'}[1u] == 'x'", "'a' in {'a': 1}", "true ? true : 1 / 0 > 0", "false && 1 / 0 > 0 || true", "1 / 0 > 0 || true",
      "string(1.0) == '1' && string(1e21) == '1000000000000000000000'", "int('12') == 12", "double(1) == 1.0", "b'a' + b'b' == b'ab'",
      "type(1) == int", "r'\\d' == '\\\\d'", "'''a'b''' == \"a'b\"", "optional.of(1).orValue(2) == 1", "{}.?a.orValue(3) == 3",
      "[1][?5].hasValue() == false", "{?'a': optional.none()} == {}", "optional.of(2).optMap(x, x + 1).value() == 3",
      "'héllo'.charAt(1) == 'é' && 'héllo'.substring(1, 3) == 'él'", "'abab'.indexOf('b', 2) == 3 && 'abab'.lastIndexOf('a') == 2",
      "'abc'.indexOf('') == 0 && 'a'.indexOf('abc') == -1 && 'né'.reverse() == 'én'",
      "'a,b'.split(',') == ['a', 'b']", "['a', 'b'].join('-') == 'a-b'", "self.name == 'b'", "self.replicas + 1 == 3",
      "!has(self.owner)", "has(self.name)", "self.?owner.hasValue() == false", "self.parts.all(p, p.replicas > 0)",
      "self.parts.map(p, p.name) == ['left', 'right']", "raw.a == 1", "has(raw.a) && !has(raw.b)", "has(raw.n)", "raw.?b.orValue(1) == 1",
      "self.parts[0] != self.parts[1]", "{'x': 1}.map(k, k) == ['x']", "[4, 5].transformList(i, v, i + v) == [4, 6]",
      "[4, 5].transformList(i, v, v > 4, v) == [5]", "[1].all(i, v, i < v)",
      "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}", "{'a': 1}.transformMapEntry(k, v, {v: k}) == {1: 'a'}", "0x1F == 31",
      "1.5e2 == 150.0", "[[1]] == [[1.0]]",
    ])
  func truths(source: String) throws { try expectTrue(source) }

  @Test(
    "Evaluation errors",
    arguments: [
      "1 / 0", "9223372036854775807 + 1", "-9223372036854775807 - 2", "[1][1]", "{'a': 1}['b']", "raw.b", "self.owner.name",
      "int(1e19)", "uint(-1)", "{'a': 1, 'a': 2}", "raw.a && true", "optional.none().value()", "raw.n.x",
    ])
  func errors(source: String) throws { try expectError(source) }
}

/// The conformance suite has no case for these.
struct UnknownTests {
  @Test(
    "What stays unknown",
    arguments: [
      "self.mystery", "self.mystery + 1", "-self.mystery", "self.mystery == 1", "self.mystery in [1]", "[self.mystery]",
      "{'a': self.mystery}",
      "self.secret ? 1 : 2", "self.secret && true", "true && self.secret", "self.secret || false", "self.secret && 1 / 0 > 0",
      "1 / 0 > 0 && self.secret", "1 / 0 > 0 || self.secret", "has(self.mystery)", "self.?mystery", "raw.u", "raw.u.x", "raw['u']",
      "self.parts[self.mystery]", "[1, 2].all(x, self.secret)", "[1, 2].exists(x, self.secret)", "[1].map(x, self.mystery)",
      "[1].filter(x, self.secret)", "[1].exists_one(x, self.secret)", "string(self.mystery)", "!self.secret", "has(raw.u)",
      "size(string(self.mystery))", "{'a': 1}[string(self.mystery)]",
    ])
  func unknowns(source: String) throws { try expectUnknown(source) }

  @Test(
    "What an unknown does not touch",
    arguments: [
      "false && self.secret || true", "!(self.secret && false)", "self.secret || true", "true || self.secret",
      "[1, 2].exists(x, x == 2 || self.secret)", "![1, 2].all(x, x == 1 && self.secret)", "raw.a == 1",
      "raw.size() == 3", "'u' in raw", "(true ? 1 : self.mystery) == 1", "[2, 1].exists(x, x == 1 ? true : self.secret)",
    ])
  func decided(source: String) throws { try expectTrue(source) }

  @Test func reasonsAreKeptOnceEach() throws {
    guard case .unknown(let unknown) = try evaluate("self.mystery + self.mystery > 0 && self.secret") else {
      return #expect(Bool(false))
    }
    #expect(unknown.reasons == ["mystery holds a variable", "secret holds a variable"])
  }
}

struct CompileErrorTests {
  @Test(
    "Messages and the text they point at",
    arguments: [
      ("self.nmae == 'x'", "box has no attribute 'nmae'; did you mean 'name'?", "nmae"),
      ("slef.name == 'x'", "undeclared name 'slef'; did you mean 'self'?", "slef"),
      ("self.parts.all(p, p.replica > 1)", "box has no attribute 'replica'; did you mean 'replicas'?", "replica"),
      ("self.name.startWith('x')", "there is no function 'startWith'; did you mean 'startsWith'?", "startWith"),
      ("self.replicas + 'x'", "'+' does not take (int, string)", "+"), ("self.name == 1", "'==' does not take (string, int)", "=="),
      ("self.name && true", "'&&' wants a bool, not string", "self.name"), ("self.name.foo", "string has no fields", "foo"),
      ("has(self)", "has() wants a field, as in has(self.name)", "self"), ("1 +", "unexpected the end of the expression", ""),
      ("self.replicas.all(x, true)", "all() wants a list or a map, not int", "self.replicas"), ("a b", "unexpected 'b'", "b"),
      ("'abc", "a string has no end", "'abc"), ("1 # 2", "unexpected character '#'", "#"), ("while", "'while' is a reserved word", "while"),
      ("99999999999999999999", "'99999999999999999999' is no 64-bit integer", "99999999999999999999"),
      ("'\\q'", "unknown escape '\\q'", "\\q"), ("has(self.nmae)", "box has no attribute 'nmae'; did you mean 'name'?", "nmae"),
    ])
  func messages(source: String, message: String, text: String) {
    do throws(CompileError) {
      _ = try Expression(compiling: source, in: environment)
      Issue.record("\(source) was accepted")
    } catch {
      #expect(error.message == message)
      #expect(String(decoding: Array(source.utf8)[error.range], as: UTF8.self) == text)
    }
  }

  @Test("Nesting has a bound", arguments: ["(", "[", "!(", "{1:", "-("])
  func nesting(opening: String) {
    let source = String(repeating: opening, count: 16_000 / opening.utf8.count)
    #expect(throws: CompileError.self) { try Expression(compiling: source, in: environment) }
  }

  @Test("Nesting as deep as the specification asks", arguments: ["(", "["])
  func allowedNesting(opening: String) throws {
    let closing = opening == "(" ? ")" : "]"
    _ = try Expression(
      compiling: String(repeating: opening, count: 32) + "1" + String(repeating: closing, count: 32), in: environment)
  }
}

struct BudgetTests {
  @Test(
    "Work has a bound",
    arguments: [
      "[1,2,3,4,5,6,7,8].all(a, [1,2,3,4,5,6,7,8].all(b, [1,2,3,4,5,6,7,8].all(c, a + b + c > 0)))",
      "['x'].map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a + a + a + a + a + a + a + a + a)",
    ])
  func bounded(source: String) throws {
    guard case .error(.budgetExceeded) = try evaluate(source, budget: 20) else { return #expect(Bool(false)) }
    guard case .value = try evaluate(source) else { return #expect(Bool(false)) }
  }
}
