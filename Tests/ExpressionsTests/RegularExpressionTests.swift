import Expressions
import Testing

struct RegularExpressionTests {
  /// The pattern, the text, and what each group holds of the first match, `-` for one that took no part; nothing without a match.
  @Test(
    "Matches and their groups",
    arguments: [
      ("a", "ba", ["a"]), ("a|ab", "ab", ["a"]), ("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]), ("a*", "baa", [""]),
      ("a+?", "aaa", ["a"]), ("a*?b", "aab", ["aab"]), ("(a+)(a+)", "aaaa", ["aaaa", "aaa", "a"]),
      ("(a+?)(a+)", "aaaa", ["aaaa", "a", "aaa"]),
      ("(?U)a+", "aa", ["a"]), ("(?U)a+?", "aa", ["aa"]), ("x{2,3}", "xxxx", ["xxx"]), ("x{2,3}?", "xxxx", ["xx"]), ("x{2}", "x", []),
      ("x{,2}", "x{,2}", ["x{,2}"]), ("a{", "a{", ["a{"]), ("(a)|(b)", "b", ["b", "-", "b"]), ("(?:ab)+", "ababa", ["abab"]),
      ("(?P<n>\\d+)-(?<m>\\d+)", "x12-345", ["12-345", "12", "345"]), ("^b", "ab\nb", []), ("(?m)^b$", "ab\nb\n", ["b"]), ("b$", "b\n", []),
      ("a.c", "a\nc", []), ("(?s)a.c", "a\nc", ["a\nc"]), ("(?i)straße", "STRAßE", ["STRAßE"]), ("(?i)k", "\u{212A}", ["\u{212A}"]),
      ("(?i)[^a]", "A", []), ("(?i:a)b", "Ab", ["Ab"]), ("(?i:a)b", "AB", []), ("a(?i)b", "aB", ["aB"]), ("(?i)a(?-i)b", "AB", []),
      ("[[:alpha:]]+", "12ab3", ["ab"]), ("[^[:digit:]]", "1a", ["a"]), ("[[:^digit:]]", "1a", ["a"]), ("[a-c-]+", "x-a", ["-a"]),
      ("[]a]+", "]a", ["]a"]), ("[^]a]", "]b", ["b"]), ("[\\d\\-z]+", "a1-z", ["1-z"]), ("[[:alpha]+", "[a", ["[a"]),
      ("\\pL+", "1éß", ["éß"]), ("\\p{Greek}+", "abγδ", ["γδ"]), ("\\P{L}", "a1", ["1"]), ("\\p{^L}", "a1", ["1"]), ("\\PN", "1x", ["x"]),
      ("[\\p{Lu}\\d]+", "aB1c", ["B1"]), ("\\p{Han}", "x漢", ["漢"]), ("\\s", "\u{0B} ", [" "]), ("\\w+", "é_a9", ["_a9"]),
      ("\\W", "aé", ["é"]),
      ("\\bfoo\\b", "afoo foo", ["foo"]), ("\\Boo", "foo", ["oo"]), ("\\Aa\\z", "a", ["a"]), ("\\Qa.b*\\E+", "a.b**", ["a.b**"]),
      ("\\Q", "", [""]), ("\\x41\\x{1F600}\\101\\n\\t", "A😀A\n\t", ["A😀A\n\t"]), ("\\.\\_\\-", "._-", ["._-"]), ("", "a", [""]),
      ("a||b", "b", [""]),
      ("(|a)*", "aa", ["", ""]), ("(|a)+", "aa", ["", ""]), ("(a|b)*", "abb", ["abb", "b"]), ("(a*)*", "b", ["", ""]),
      ("(a*)+", "b", ["", ""]),
      ("(?:(a)|b)*", "ab", ["ab", "a"]), (".", "😀", ["😀"]), ("[😀-😂]", "😁", ["😁"]), ("^*a", "a", ["a"]), ("(?i)ſ", "S", ["S"]),
      ("(?i)i", "\u{131}", []), ("a$|b", "ab", ["b"]), ("(?m)$", "a\nb", [""]), ("é", "e\u{301}", []),
    ] as [(String, String, [String])])
  func groups(pattern: String, text: String, groups: [String]) throws {
    let bytes = Array(text.utf8)
    let match = try RegularExpression(pattern).firstMatch(in: bytes)
    let found = match?.groups.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "-" } ?? []
    #expect(found == groups, "/\(pattern)/")
    #expect(try RegularExpression(pattern).isMatch(text) == !groups.isEmpty)
  }

  @Test(
    "All matches",
    arguments: [
      ("[0-9]*", "123 ab 45", ["123", "", "", "", "45"]), ("a", "banana", ["a", "a", "a"]), ("", "é1", ["", "", ""]),
      ("a*", "baac", ["", "aa", ""]),
      ("x", "", []), ("^a", "aa", ["a"]), ("\\b", "ab c", ["", "", "", ""]),
    ] as [(String, String, [String])])
  func all(pattern: String, text: String, matches: [String]) throws {
    let bytes = Array(text.utf8)
    #expect(try RegularExpression(pattern).allMatches(in: bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) } == matches)
  }

  @Test(
    "Wrong patterns and where they are wrong",
    arguments: [
      ("a(?=b)", "'(?=': looking around is not possible", "(?="), ("(?<!a)b", "'(?<!': looking around is not possible", "(?<!"),
      ("(a)\\1", "'\\1': going back to a group is not possible", "\\1"), ("a**", "a repetition is repeated: '**'", "*"),
      ("*a", "nothing stands before '*' to be repeated", "*"), ("a|+", "nothing stands before '+' to be repeated", "+"),
      ("{2}", "nothing stands before '{2}' to be repeated", "{2}"), ("(a", "a '(' has no ')'", "("), ("a)", "a ')' has no '('", ")"),
      ("é[a", "a '[' has no ']'", "["), ("[b-a]", "'b-a' goes backwards", "b-a"),
      ("a{1001}", "repetitions go from a number to one as large, up to 1000", "{1001}"),
      ("a{2,1}", "repetitions go from a number to one as large, up to 1000", "{2,1}"),
      ("(a{100}){11}", "repetitions in each other multiply to more than 1000", "(a{100}){11}"),
      ("\\p{Nope}", "there is no category or script 'Nope'", "\\p{Nope}"),
      ("[[:nope:]]", "there is no class '[:nope:]'", "[:nope:]"), ("\\y", "there is no escape '\\y'", "\\y"),
      ("a\\", "a '\\' stands at the end", "\\"),
      ("(?P<1a>x)(?P<1a>y)", "two groups are called '1a'", "(?P<1a>"), ("(?P<a-b>x)", "a group's name is letters, digits and '_'", "(?P<a"),
      ("(?z)", "'(?z' begins no group", "(?z"),
      ("\\x{110000}", "'\\x{110000}' is no code point", "\\x{110000}"), ("\\C", "there is no escape '\\C'", "\\C"),
      ("\\Z", "there is no escape '\\Z'", "\\Z"),
    ])
  func errors(pattern: String, message: String, text: String) {
    do throws(RegularExpression.SyntaxError) {
      _ = try RegularExpression(pattern)
      Issue.record("/\(pattern)/ was accepted")
    } catch {
      #expect(error.message == message)
      #expect(String(decoding: Array(pattern.utf8)[error.range], as: UTF8.self) == text)
    }
  }

  @Test(
    "Patterns that take back-tracking engines for ever",
    .timeLimit(.minutes(1)),
    arguments: ["(a*)*b", "(a|aa)+b", "(a?){20}a{20}b", "(.*)(.*)(.*)(.*)b", "(?:(?:a*)*)*b", "([a-z]+)*=", "(a|a|a|a|a)*b", "^(a+)+b$"])
  func pathological(pattern: String) throws {
    #expect(try !RegularExpression(pattern).isMatch([UInt8](repeating: UInt8(ascii: "a"), count: 100_000)))
  }

  @Test("Patterns too large to be compiled", arguments: ["((((((a{10}){10}){10}", "(?:(?:(?:){1000}){1000}){1000}", "(\\pL{500}|){1000}"])
  func large(pattern: String) {
    #expect(throws: RegularExpression.SyntaxError.self) { try RegularExpression(pattern) }
    #expect(throws: RegularExpression.SyntaxError.self) { try RegularExpression(String(repeating: "(", count: 4_000)) }
    #expect(throws: RegularExpression.SyntaxError.self) { try RegularExpression(String(repeating: "[ab]{1000}", count: 21)) }
    #expect(throws: RegularExpression.SyntaxError.self) { try RegularExpression(String(repeating: "a", count: 10_000)) }
  }

  @Test(
    "In expressions",
    arguments: [
      "'abc'.matches('^a.c$') && matches('abc', 'b')", "'abc 123'.find('[0-9]+') == '123' && 'abc'.find('x') == ''",
      "'123 abc 456'.findAll('[0-9]+') == ['123', '456'] && '1 2 3'.findAll('[0-9]', 2) == ['1', '2']", "'1'.findAll('1', 0) == []",
      "'1 2'.findAll('[0-9]', -1) == ['1', '2']", "['a', 'b'].all(p, 'ab'.matches(p))", "'a.b'.matches(r'a\\.b')",
    ])
  func truths(source: String) throws { try expectTrue(source) }

  @Test(
    "Errors in expressions",
    arguments: ["['('].all(p, 'a'.matches(p))", "[1, 'a'].all(p, 'a'.matches(p))", "[1, 'a'].all(p, p.matches('a'))"])
  func evaluationErrors(source: String) throws { try expectError(source) }

  @Test func aLiteralPatternIsCheckedWhenItIsCompiled() {
    let error = compileError("'a'.matches('b' + 'c') && u.find('[')")
    #expect(error?.message == "the regular expression is wrong: a '[' has no ']'")
    #expect(error?.text == "'['")
    #expect(compileError("'a'.find(1)")?.message == "find() does not take (string, int)")
  }

  @Test func matchingCosts() throws {
    let text = "'" + String(repeating: "a", count: 8_000) + "'"
    guard case .error(.budgetExceeded) = try evaluate(text + ".matches('(a?){100}b')", budget: 10_000) else { return #expect(Bool(false)) }
    guard case .error(.budgetExceeded) = try evaluate(text + ".findAll('a.*b|a')") else { return #expect(Bool(false)) }
    guard case .value(.bool(true)) = try evaluate(text + ".matches('(a?){100}a')", budget: 10_000) else { return #expect(Bool(false)) }
  }
}
