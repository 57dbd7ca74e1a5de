/// The compact text in which rules are embedded in the program: no YAML is parsed at start-up.
///
/// Control characters, which YAML allows in no rule file, separate records, fields, items and parts of items.
package enum RuleEncoding {
  private static let record: Character = "\u{1C}"
  private static let field: Character = "\u{1F}"
  private static let item: Character = "\u{1E}"
  private static let part: Character = "\u{1D}"

  package static func encode(_ rules: [Rule]) -> String {
    rules.map(encode).joined(separator: String(record))
  }

  private static func encode(_ rule: Rule) -> String {
    let fields = [
      rule.id, rule.title, rule.severity.rawValue, rule.severityExpression ?? "", list(rule.tags), rule.subject,
      list(rule.variables.map { parts($0.name, $0.expression) }), list(rule.matchConditions), rule.expression, rule.at,
      list(rule.related.map { parts($0.at, encode($0.label)) }), encode(rule.message), rule.why, rule.fix, list(rule.sources),
      list(rule.examples.map { example in parts([example.verdict.rawValue] + example.files.flatMap { [$0.path, $0.text] }) }),
    ]
    return fields.joined(separator: String(field))
  }

  private static func list(_ items: [String]) -> String { items.joined(separator: String(item)) }
  private static func parts(_ parts: String...) -> String { self.parts(parts) }
  private static func parts(_ parts: [String]) -> String { parts.joined(separator: String(part)) }

  /// `=` stands before an expression, which a message never begins with by itself here.
  private static func encode(_ message: Rule.Message) -> String {
    switch message {
    case .text(let text): "\"" + text
    case .expression(let text): "=" + text
    }
  }

  // MARK: Decoding

  package static func decode(_ text: String) -> [Rule] {
    split(text[...], record).compactMap(decodeRule)
  }

  private static func decodeRule(_ text: Substring) -> Rule? {
    let fields = split(text, field)
    guard fields.count == 16, let severity = Severity(rawValue: String(fields[2])) else { return nil }
    return Rule(
      id: String(fields[0]), title: String(fields[1]), severity: severity,
      severityExpression: fields[3].isEmpty ? nil : String(fields[3]), tags: items(fields[4]), subject: String(fields[5]),
      variables: pairs(fields[6]).map { Rule.Variable(name: $0, expression: $1) }, matchConditions: items(fields[7]),
      expression: String(fields[8]), at: String(fields[9]),
      related: pairs(fields[10]).map { Rule.Related(at: $0, label: message($1[...])) }, message: message(fields[11]),
      why: String(fields[12]), fix: String(fields[13]), sources: items(fields[14]), examples: examples(fields[15]))
  }

  /// `Character` is a grapheme, which a separator may join with what follows; bytes are what is meant, and faster.
  private static func split(_ text: Substring, _ separator: Character) -> [Substring] {
    guard let byte = separator.utf8.first, !text.isEmpty else { return [] }
    return text.utf8.split(separator: byte, omittingEmptySubsequences: false).map { Substring($0) }
  }

  private static func items(_ text: Substring) -> [String] { split(text, item).map(String.init) }

  private static func pairs(_ text: Substring) -> [(String, String)] {
    split(text, item).compactMap { item in
      let parts = split(item, part)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
  }

  private static func message(_ text: Substring) -> Rule.Message {
    text.first == "=" ? .expression(String(text.dropFirst())) : .text(String(text.dropFirst()))
  }

  private static func examples(_ text: Substring) -> [Rule.Example] {
    split(text, item).compactMap { item in
      let parts = split(item, part).map(String.init)
      guard let first = parts.first, let verdict = Rule.Example.Verdict(rawValue: first) else { return nil }
      let files = stride(from: 1, to: parts.count - 1, by: 2).map { Rule.Example.File(path: parts[$0], text: parts[$0 + 1]) }
      return Rule.Example(verdict: verdict, files: files)
    }
  }
}
