/// A rule that is part of the program, before anybody looks into it: most runs meet few kinds of subjects, and explain few rules.
package struct BuiltInRule: Sendable {
  package let id: String
  package let subject: String
  private let content: Content

  private enum Content: Sendable {
    case embedded(EmbeddedText, examples: EmbeddedText?)
    case rule(Rule)
  }

  init(id: String, subject: String, _ text: EmbeddedText, examples: EmbeddedText?) {
    self.id = id
    self.subject = subject
    content = .embedded(text, examples: examples)
  }

  /// The rule as it is already, perhaps as a configuration wants it.
  package init(_ rule: Rule) {
    id = rule.id
    subject = rule.subject
    content = .rule(rule)
  }

  /// The whole rule, read from the embedded text each time.
  package var rule: Rule {
    switch content {
    case .embedded(let text, let examples): RuleEncoding.decode(text, examples: examples)
    case .rule(let rule): rule
    }
  }
}
