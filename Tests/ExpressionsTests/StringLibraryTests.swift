import Expressions
import Testing

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

  @Test(
    "Formats that are literals are checked when they are compiled",
    arguments: [
      ("'%d %s'.format([1])", "format() wants a list of 2, not of 1", "'%d %s'"),
      ("'%'.format([u])", "format(): a clause has no end", "'%'"),
      ("'%q'.format([u])", "format(): there is no clause '%q'", "'%q'"), ("'a'.format([u])", "format() wants a list of 0, not of 1", "'a'"),
    ])
  func literals(source: String, message: String, text: String) {
    #expect(compileError(source)?.message == message)
    #expect(compileError(source)?.text == text)
  }

  @Test func whatGrowsCosts() throws {
    let source = "[1, 2, 3, 4, 5, 6, 7, 8, 9].map(x, 'aaaaaaaaaaaaaaaa').join().replace('a', '\(String(repeating: "b", count: 4_000))')"
    guard case .error(.budgetExceeded) = try evaluate(source, budget: 1_000) else { return #expect(Bool(false)) }
  }
}
