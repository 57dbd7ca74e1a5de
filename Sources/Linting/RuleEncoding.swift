internal import Expressions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

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
      rule.id, rule.title, rule.severity.rawValue, rule.severityExpression ?? "", list(rule.tags), rule.subject,
      list(rule.parameters.map { parts($0.name, encode($0.value), $0.description) }),
      list(rule.variables.map { parts($0.name, $0.expression) }), list(rule.matchConditions), rule.expression, encode(rule.at),
      list(rule.related.map { parts($0.at, encode($0.label)) }), encode(rule.message), rule.why, rule.fix, list(rule.sources),
      list(rule.edits.map { parts($0.title, $0.safety.rawValue, $0.condition, $0.operation.rawValue, encode($0.place), $0.value) }),
      list((try? CompiledRule(rule))?.programs ?? []),
    ]
    return fields.joined(separator: Separator.field.text)
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
  package static func decode(_ text: StaticString, examples: StaticString?) -> [Rule] {
    let bytes = bytes(of: text)
    var rules = split(bytes, .record).compactMap { decodeRule($0, in: bytes) }
    guard let examples else { return rules }
    for (index, record) in split(self.bytes(of: examples), .record).enumerated() where index < rules.count {
      rules[index].examples = Self.examples(record)
    }
    return rules
  }

  private typealias Bytes = UnsafeBufferPointer<UInt8>

  private static func bytes(of text: StaticString) -> Bytes {
    UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// The compiled expressions of a rule.
  ///
  /// - Parameter range: `Rule.programs`.
  static func programs(_ range: Range<Int>, of text: StaticString) -> [Range<Int>] {
    let bytes = bytes(of: text)
    return split(Bytes(rebasing: bytes[range]), .item).map { self.range(of: $0, in: bytes) }
  }

  /// - Parameter range: one of `programs`.
  static func expression(_ range: Range<Int>, of text: StaticString) -> Expression? {
    Expression(decoding: Bytes(rebasing: bytes(of: text)[range]), objectType: SubjectCatalog.environment.objectType)
  }

  private static func range(of part: Bytes, in whole: Bytes) -> Range<Int> {
    guard let start = part.baseAddress, let base = whole.baseAddress else { return 0..<0 }
    return start - base..<start - base + part.count
  }

  private static func decodeRule(_ text: Bytes, in whole: Bytes) -> Rule? {
    let fields = split(text, .field)
    guard fields.count == 18, let severity = Severity(rawValue: string(fields[2])) else { return nil }
    return Rule(
      id: string(fields[0]), title: string(fields[1]), severity: severity,
      severityExpression: fields[3].isEmpty ? nil : string(fields[3]), tags: items(fields[4]), subject: string(fields[5]),
      parameters: parameters(fields[6]), variables: pairs(fields[7]).map { Rule.Variable(name: string($0), expression: string($1)) },
      matchConditions: items(fields[8]),
      expression: string(fields[9]), at: message(fields[10]),
      related: pairs(fields[11]).map { Rule.Related(at: string($0), label: message($1)) }, message: message(fields[12]),
      why: string(fields[13]), fix: string(fields[14]), sources: items(fields[15]),
      examples: [], edits: edits(fields[16]), programs: fields[17].isEmpty ? nil : range(of: fields[17], in: whole))
  }

  private static func split(_ bytes: Bytes, _ separator: Separator) -> [Bytes] {
    guard !bytes.isEmpty, var start = bytes.baseAddress else { return [] }
    let end = start + bytes.count
    var pieces: [Bytes] = []
    while let hit = memchr(start, Int32(separator.rawValue), end - start)?.assumingMemoryBound(to: UInt8.self) {
      pieces.append(Bytes(start: start, count: start.distance(to: hit)))
      start = UnsafePointer(hit) + 1
    }
    pieces.append(Bytes(start: start, count: end - start))
    return pieces
  }

  private static func string(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func rest(_ bytes: Bytes) -> Bytes { Bytes(rebasing: bytes.dropFirst()) }

  private static func items(_ bytes: Bytes) -> [String] { split(bytes, .item).map(string) }

  private static func pairs(_ bytes: Bytes) -> [(Bytes, Bytes)] {
    split(bytes, .item).compactMap { item in
      let parts = split(item, .part)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
  }

  private static func parameters(_ bytes: Bytes) -> [Rule.Parameter] {
    split(bytes, .item).compactMap { item in
      let parts = split(item, .part)
      guard parts.count == 3 else { return nil }
      let text = string(rest(parts[1]))
      let value: Rule.Parameter.Value? =
        switch parts[1].first {
        case UInt8(ascii: "b"): .bool(text == "true")
        case UInt8(ascii: "i"): Int64(text).map { .int($0) }
        case UInt8(ascii: "d"): Double(text).map { .double($0) }
        default: .string(text)
        }
      return value.map { Rule.Parameter(name: string(parts[0]), value: $0, description: string(parts[2])) }
    }
  }

  private static func message(_ bytes: Bytes) -> Rule.Message {
    let text = string(rest(bytes))
    return bytes.first == UInt8(ascii: "=") ? .expression(text) : .text(text)
  }

  private static func examples(_ bytes: Bytes) -> [Rule.Example] {
    split(bytes, .item).compactMap { item in
      let parts = split(item, .part).map(string)
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

  private static func edits(_ bytes: Bytes) -> [Rule.Edit] {
    split(bytes, .item).compactMap { item in
      let parts = split(item, .part)
      guard parts.count == 6, let safety = Fix.Safety(rawValue: string(parts[1])),
        let operation = Rule.Operation(rawValue: string(parts[3]))
      else { return nil }
      return Rule.Edit(
        title: string(parts[0]), safety: safety, condition: string(parts[2]), operation: operation, place: message(parts[4]),
        value: string(parts[5]))
    }
  }
}
