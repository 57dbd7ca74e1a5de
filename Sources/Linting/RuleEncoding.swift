/// The compact text in which rules are embedded in the program: no YAML is parsed at start-up.
///
/// Control characters, which YAML allows in no rule file, separate records, fields, items and parts of items.
package enum RuleEncoding {
  private enum Separator: UInt8 {
    case record = 0x1C
    case part = 0x1D
    case item = 0x1E
    case field = 0x1F

    var text: String { String(UnicodeScalar(rawValue)) }
  }

  /// All but the examples, which are most of the text: a run does not even pass over them.
  package static func encode(_ rules: [Rule]) -> String {
    rules.map(encode).joined(separator: Separator.record.text)
  }

  /// The examples of the same rules, in the same order.
  package static func encodeExamples(_ rules: [Rule]) -> String {
    rules.map { rule in
      list(
        rule.examples.map { example in
          parts(
            [example.verdict.rawValue] + example.files.flatMap { [$0.path, $0.text] } + [""] + example.fixed.flatMap { [$0.path, $0.text] })
        })
    }.joined(separator: Separator.record.text)
  }

  private static func encode(_ rule: Rule) -> String {
    let fields = [
      rule.id, rule.subject, rule.title, rule.severity.rawValue, rule.severityExpression ?? "", list(rule.tags),
      list(rule.parameters.map { parts($0.name, encode($0.value), $0.description) }),
      list(rule.variables.map { parts($0.name, $0.expression) }), list(rule.matchConditions), rule.expression, encode(rule.at),
      list(rule.related.map { parts($0.at, encode($0.label)) }), encode(rule.message), rule.why, rule.fix, list(rule.sources),
      list(rule.edits.map { parts($0.title, $0.safety.rawValue, $0.condition, $0.operation.rawValue, encode($0.place), $0.value) }),
      list(programs(of: rule)),
    ]
    return fields.joined(separator: Separator.field.text)
  }

  /// None for a rule with an expression that has no compiled form, or one that holds what separates them: it is compiled in each run.
  private static func programs(of rule: Rule) -> [String] {
    let programs = (try? CompiledRule(rule))?.programs ?? []
    return programs.contains { $0.utf8.contains { Separator(rawValue: $0) != nil } } ? [] : programs
  }

  /// A letter for the type stands before the value.
  private static func encode(_ value: Rule.Parameter.Value) -> String {
    switch value {
    case .bool: "b" + value.text
    case .int: "i" + value.text
    case .double: "d" + value.text
    case .string: "s" + value.text
    }
  }

  private static func list(_ items: [String]) -> String { items.joined(separator: Separator.item.text) }
  private static func parts(_ parts: String...) -> String { self.parts(parts) }
  private static func parts(_ parts: [String]) -> String { parts.joined(separator: Separator.part.text) }

  /// `=` stands before an expression, a quote before a text.
  private static func encode(_ message: Rule.Message) -> String {
    switch message {
    case .text(let text): "\"" + text
    case .expression(let text): "=" + text
    }
  }

  // MARK: Decoding

  /// - Parameter examples: the text of the examples; nil when nobody wants them.
  static func rules(_ text: EmbeddedText, examples: EmbeddedText?) -> [DeferredRule] {
    let examples = examples.map { split($0, .record) } ?? []
    return split(text, .record).enumerated().compactMap { index, record in
      let fields = record.split(Separator.field.rawValue, limit: 2)
      guard fields.count == 2 else { return nil }
      return DeferredRule(
        id: fields[0].string, subject: fields[1].string, record, examples: index < examples.count ? examples[index] : nil)
    }
  }

  /// One of them. What `encode` did not make becomes a rule that cannot be evaluated.
  static func decode(_ text: EmbeddedText, examples: EmbeddedText?) -> Rule {
    let fields = split(text, .field)
    guard fields.count == 18, let severity = Severity(rawValue: fields[3].string) else {
      return Rule(id: text.string, title: "", severity: .error, tags: [], why: "", fix: "", sources: [])
    }
    return Rule(
      id: fields[0].string, title: fields[2].string, severity: severity,
      severityExpression: fields[4].isEmpty ? nil : fields[4].string, tags: items(fields[5]), subject: fields[1].string,
      parameters: parameters(fields[6]),
      variables: pairs(fields[7]).map { Rule.Variable(name: $0.string, expression: $1.string) }, matchConditions: items(fields[8]),
      expression: fields[9].string, at: message(fields[10]),
      related: pairs(fields[11]).map { Rule.Related(at: $0.string, label: message($1)) }, message: message(fields[12]),
      why: fields[13].string, fix: fields[14].string, sources: items(fields[15]), examples: examples.map(Self.examples) ?? [],
      edits: edits(fields[16]), programs: fields[17].isEmpty ? nil : fields[17])
  }

  /// The compiled expressions of a rule, in the order of `CompiledRule.programs`.
  static func programs(_ text: EmbeddedText) -> [EmbeddedText] { split(text, .item) }

  private static func split(_ text: EmbeddedText, _ separator: Separator) -> [EmbeddedText] { text.split(separator.rawValue) }

  private static func items(_ text: EmbeddedText) -> [String] { split(text, .item).map(\.string) }

  private static func pairs(_ text: EmbeddedText) -> [(EmbeddedText, EmbeddedText)] {
    split(text, .item).compactMap { item in
      let parts = split(item, .part)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
  }

  private static func parameters(_ text: EmbeddedText) -> [Rule.Parameter] {
    split(text, .item).compactMap { item in
      let parts = split(item, .part)
      guard parts.count == 3 else { return nil }
      let text = parts[1].dropFirst().string
      let value: Rule.Parameter.Value? =
        switch parts[1].bytes.first {
        case UInt8(ascii: "b"): .bool(text == "true")
        case UInt8(ascii: "i"): Int64(text).map { .int($0) }
        case UInt8(ascii: "d"): Double(text).map { .double($0) }
        default: .string(text)
        }
      return value.map { Rule.Parameter(name: parts[0].string, value: $0, description: parts[2].string) }
    }
  }

  private static func message(_ text: EmbeddedText) -> Rule.Message {
    guard let first = text.bytes.first else { return .text("") }
    let content = text.dropFirst().string
    return first == UInt8(ascii: "=") ? .expression(content) : .text(content)
  }

  private static func examples(_ text: EmbeddedText) -> [Rule.Example] {
    split(text, .item).compactMap { item in
      let parts = split(item, .part).map(\.string)
      guard let first = parts.first, let verdict = Rule.Example.Verdict(rawValue: first) else { return nil }
      // No file has an empty name: one stands between both lists.
      let all = parts.dropFirst()
      let end = all.indices.first { ($0 - all.startIndex) % 2 == 0 && all[$0].isEmpty } ?? all.endIndex
      return Rule.Example(verdict: verdict, files: files(all[..<end]), fixed: files(all[end...].dropFirst()))
    }
  }

  private static func files(_ parts: ArraySlice<String>) -> [Rule.Example.File] {
    stride(from: parts.startIndex, to: parts.endIndex - 1, by: 2).map { Rule.Example.File(path: parts[$0], text: parts[$0 + 1]) }
  }

  private static func edits(_ text: EmbeddedText) -> [Rule.Edit] {
    split(text, .item).compactMap { item in
      let parts = split(item, .part)
      guard parts.count == 6, let safety = Fix.Safety(rawValue: parts[1].string),
        let operation = Rule.Operation(rawValue: parts[3].string)
      else { return nil }
      return Rule.Edit(
        title: parts[0].string, safety: safety, condition: parts[2].string, operation: operation, place: message(parts[4]),
        value: parts[5].string)
    }
  }
}
