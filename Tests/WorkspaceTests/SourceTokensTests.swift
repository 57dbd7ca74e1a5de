import Testing
import Workspace

@Suite struct SourceTokensTests {
  @Test(
    "Comments, texts and patterns",
    arguments: [
      (SourceTokens.Language.javaScript, "a(/* b */ 'c') // d", "a|(|c|)"), (.javaScript, "x = /[/'\"]/g; y('z')", "x|=|g|;|y|(|z|)"),
      (.javaScript, "a / b / 'c'", "a|/|b|/|c"), (.javaScript, "`a ${b} c`.d", "a ${b} c|.|d"),
      (.javaScript, "it's\nnext('x')", "it|s|next|(|x|)"),
      (.go, "a := `b\\` + \"c\\\"d\" // e", "a|:|=|b\\|+|c\\\"d"), (.ruby, "a 'b' # c\n=begin\nd\n=end\ne", "a|b|e"),
      (.ruby, "a / b", "a|/|b"),
      (.javaScript, "'", ""), (.javaScript, "/*", ""), (.go, "`", ""),
    ])
  func tokens(language: SourceTokens.Language, text: String, expected: String) {
    #expect(SourceTokens(Array(text.utf8), language).tokens.map(\.text).joined(separator: "|") == expected)
  }

  @Test(
    "Arguments of a call",
    arguments: [
      ("Sentry.init({ dsn: 'x', a: [1] }); b", "x"), ("Sentry.init({ 'dsn': f(a, b) })", "f(a,b)"), ("Sentry.init({ dsn })", "dsn"),
      ("Sentry.init(options)", nil), ("Other.init({ dsn: 'x' })", nil), ("Sentry.init", nil), ("Sentry.init(", nil),
    ])
  func calls(text: String, expected: String?) {
    let tokens = SourceTokens(Array(text.utf8), .javaScript)
    let value = tokens.occurrences(of: ["Sentry", "init"]).first.flatMap { tokens.arguments(behind: $0)?.value(of: "dsn") }
    #expect(value?.map(\.text).joined() == expected)
  }

  @Test("Hostile sources end", arguments: ["(", "'", "`", "/", "/*", "=begin\n", "a.", "${", "\\"])
  func hostile(text: String) {
    for language in [SourceTokens.Language.javaScript, .go, .ruby] {
      let tokens = SourceTokens(Array(String(repeating: text, count: 20_000).utf8), language)
      #expect(tokens.tokens.count <= 60_000)
      #expect(tokens.occurrences(of: ["a", "b"]).isEmpty)
    }
  }

  @Test("Calls in calls take no more than their length", arguments: ["a(", "a do ", "a(b, [", "a)"])
  func nestedCalls(text: String) {
    for end in ["", ")", " end"] {
      let all = String(repeating: text, count: 20_000) + String(repeating: end, count: 20_000)
      let tokens = SourceTokens(Array(all.utf8), .ruby)
      let longest = tokens.occurrences(of: ["a"]).compactMap { tokens.arguments(behind: $0)?.count }.max() ?? 0
      #expect(longest <= 1_000)
    }
  }
}
