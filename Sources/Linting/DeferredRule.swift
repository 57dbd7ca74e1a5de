/// A rule before anybody looks into it: most runs meet few kinds of subjects, and explain few of the rules that are part of the program.
package struct DeferredRule: Sendable {
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

  /// A rule that was read already: a user's own, or one that is as a configuration wants it.
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
