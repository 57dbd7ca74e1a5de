/// One rule of the checklist as its file says it; `CompiledRule` is what can be evaluated.
package struct Rule: Hashable, Sendable {
  package var id: String
  package var title: String
  package var severity: Severity
  /// For a rule whose severity depends on the case: an expression that gives `error`, `warning` or `info`.
  package var severityExpression: String?
  package var tags: [String]
  /// The kind of subject that `self` is.
  package var subject: String
  /// What a configuration may set; expressions see each as `params.name`.
  package var parameters: [Parameter] = []
  /// Named expressions that the others see as `variables.name`; each sees those before it.
  package var variables: [Variable]
  /// All must be true for the rule to speak of a subject at all.
  package var matchConditions: [String]
  /// What must be true of the subject.
  package var expression: String
  /// A route from the subject to what a finding underlines, or an expression that gives one; empty for the subject's own anchor.
  package var at: Message
  package var related: [Related]
  package var message: Message
  package var why: String
  package var fix: String
  package var sources: [String]
  package var examples: [Example]
  /// How findings can be mended; the first that can be applied is.
  package var edits: [Edit] = []
  /// Its expressions as they were compiled when the program was built; nil for a rule that is read from a file.
  var programs: EmbeddedText?

  /// A number or a text that a rule leaves to its users, with its value when nobody says another.
  package struct Parameter: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
      case bool(Bool)
      case int(Int64)
      case double(Double)
      case string(String)
    }

    package var name: String
    package var value: Value
    package var description: String
  }

  package struct Variable: Hashable, Sendable {
    package var name: String
    package var expression: String
  }

  /// A text, or an expression that gives one for each case.
  package enum Message: Hashable, Sendable {
    case text(String)
    case expression(String)

    /// What is said whatever the case; empty for an expression.
    package var text: String {
      if case .text(let text) = self { text } else { "" }
    }
  }

  /// A second place, shown when it is there and its label is not empty.
  package struct Related: Hashable, Sendable {
    package var at: String
    package var label: Message
  }

  /// A text that the rule must pass or find fault with.
  package struct Example: Hashable, Sendable {
    package enum Verdict: String, Sendable { case pass, fail }

    package struct File: Hashable, Sendable {
      package var path: String
      package var text: String
    }

    package var verdict: Verdict
    /// `↓` stands before the character at which a finding must begin.
    package var files: [File]
    /// Of a fault that the rule can mend, the files that are others then.
    package var fixed: [File] = []
  }
}

extension Rule {
  /// What is known of a rule that is read about and not evaluated: a reader of files, or one in a report of another run.
  package init(
    id: String, title: String, severity: Severity, tags: [String], subject: String = "file", why: String, fix: String, sources: [String]
  ) {
    self.init(
      id: id, title: title, severity: severity, severityExpression: nil, tags: tags, subject: subject, variables: [],
      matchConditions: [], expression: "", at: .text(""), related: [], message: .text(""), why: why, fix: fix, sources: sources,
      examples: [])
  }
}
