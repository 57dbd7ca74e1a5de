import Expressions
import Testing

struct TimestampTests {
  @Test(
    "True of timestamps and durations",
    arguments: [
      "string(timestamp('2024-02-29T12:00:00.120+02:00')) == '2024-02-29T10:00:00.12Z'",
      "timestamp('1969-12-31T23:59:59Z') == timestamp(-1)",
      "timestamp('2000-03-01T00:00:00Z') - duration('24h') == timestamp('2000-02-29T00:00:00Z')",
      "timestamp('1900-03-01T00:00:00Z').getDayOfYear() == 59 && timestamp('2000-12-31T00:00:00Z').getDayOfYear() == 365",
      "timestamp('1600-01-01T00:00:00Z').getFullYear() == 1600 && timestamp('0001-01-01T00:00:00Z').getDayOfWeek() == 1",
      "duration('1h2m3s4ms5us6ns') == duration('3723004005006ns')", "string(duration('-1.5s')) == '-1.5s'", "string(duration('0')) == '0s'",
      "duration('.5m') == duration('30s') && duration('1.s') == duration('1s')",
      "string(duration('-9223372036854775808ns')) == '-9223372036.854775808s'",
      "duration('1.0000000000000000000000009s') == duration('1s')", "int(duration('1us')) == 1000", "duration('1s') < duration('2s')",
      // Northern and southern summer, from the rules behind a zone's last transition too.
      "timestamp('2024-01-15T12:00:00Z').getHours('Europe/Berlin') == 13 && timestamp('2024-07-15T12:00:00Z').getHours('Europe/Berlin') == 14",
      "timestamp('2124-01-15T12:00:00Z').getHours('Europe/Berlin') == 13 && timestamp('2124-07-15T12:00:00Z').getHours('Europe/Berlin') == 14",
      "timestamp('2124-01-15T00:00:00Z').getHours('Australia/Sydney') == 11 && timestamp('2124-07-15T00:00:00Z').getHours('Australia/Sydney') == 10",
      "timestamp('1800-01-01T00:00:00Z').getMinutes('Asia/Kathmandu') == 41", "type(timestamp(0)) == google.protobuf.Timestamp",
      "timestamp(0) + duration('-9223372036854775808ns') - duration('-9223372036854775808ns') == timestamp(0)",
    ])
  func truths(source: String) throws { try expectTrue(source) }

  @Test(
    "Errors of timestamps and durations",
    arguments: [
      "timestamp('2023-02-29T00:00:00Z')", "timestamp('2023-01-01')", "timestamp('2023-01-01T24:00:00Z')",
      "timestamp('2023-13-01T00:00:00Z')",
      "timestamp('0001-01-01T00:00:00+01:00')", "timestamp('2023-01-01T00:00:00.Z')", "timestamp('2023-01-01T00:00:00Zz')", "duration('')",
      "duration('1')", "duration('s')", "duration('.s')", "duration('1x')", "duration('99999999999999999999s')",
      "duration('9223372036854775808ns')",
      "timestamp(0).getHours('Nowhere/Land')", "timestamp(0).getHours('../../../etc/passwd')", "timestamp(0).getHours('25:00')",
      "timestamp(0).getHours('+1:99')", "timestamp(9223372036854775807)",
    ])
  func errors(source: String) throws { try expectError(source) }

  @Test func wrongTypesAreFoundEarly() {
    #expect(compileError("timestamp(0) + 1")?.message == "'+' does not take (google.protobuf.Timestamp, int)")
    #expect(compileError("duration('1s') < 2")?.text == "<")
  }
}

struct StringFormatTests {
  @Test(
    "Doubles with a fixed number of digits",
    arguments: [
      ("'%.0f'.format([0.5])", "0"), ("'%.0f'.format([1.5])", "2"), ("'%.2f'.format([-0.0])", "-0.00"), ("'%.1f'.format([0.95])", "0.9"),
      ("'%.1f'.format([9.96])", "10.0"), ("'%.3f'.format([1e-5])", "0.000"), ("'%.20f'.format([0.1])", "0.10000000000000000555"),
      ("'%f'.format([1e21])", "1000000000000000000000.000000"), ("'%.0e'.format([9.6])", "1e+01"), ("'%e'.format([0.0])", "0.000000e+00"),
      ("'%.3e'.format([5e-324])", "4.941e-324"), ("'%.2e'.format([1.7976931348623157e308])", "1.80e+308"), ("'%x'.format([-255])", "-ff"),
      ("'%.1f'.format([0.04])", "0.0"), ("'%.1f'.format([0.06])", "0.1"),
    ])
  func doubles(source: String, text: String) throws {
    guard case .value(.string(text)) = try evaluate(source) else {
      Issue.record("\(source) is \(try evaluate(source))")
      return
    }
  }

  @Test(
    "True of strings",
    arguments: [
      "'a-b-c'.split('-', 2) == ['a', 'b-c']", "'abc'.split('') == ['a', 'b', 'c']", "'abc'.split('', 2) == ['a', 'bc']",
      "''.split('') == []", "''.split(',') == ['']", "'ab'.replace('', '-') == '-a-b-'", "'ab'.replace('', '-', 2) == '-a-b'",
      "'aaa'.replace('aa', 'b') == 'ba'", "strings.quote('a\\'b\\n') == '\"a\\'b\\\\n\"'", "'é'.split('') == ['é']",
    ])
  func truths(source: String) throws { try expectTrue(source) }

  @Test(
    "Errors of formats",
    arguments: ["'%'.format([1])", "'%.'.format([1])", "'%.99999999999999999999f'.format([1.0])", "'%s'.format([optional.of(1)])"])
  func errors(source: String) throws { try expectError(source) }

  @Test func whatGrowsCosts() throws {
    let source = "[1, 2, 3, 4, 5, 6, 7, 8, 9].map(x, 'aaaaaaaaaaaaaaaa').join().replace('a', '\(String(repeating: "b", count: 4_000))')"
    guard case .error(.budgetExceeded) = try evaluate(source, budget: 1_000) else { return #expect(Bool(false)) }
  }
}

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
