internal import Linting

/// The rules of a run as SARIF describes them.
enum SARIFRules {
  static func driver(_ rules: [Rule]) -> JSONValue {
    .fields(
      ("name", .string(Tool.name)), ("version", .string(Tool.version)), ("semanticVersion", .string(Tool.version)),
      ("rules", .array(rules.map(descriptor))))
  }

  static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  private static func descriptor(_ rule: Rule) -> JSONValue {
    .fields(
      ("id", .string(rule.id)), ("shortDescription", text(rule.title)), ("fullDescription", text(rule.why)),
      (
        "help",
        .fields(
          ("text", .string(help(rule, heading: { "\($0): " }))), ("markdown", .string(help(rule, heading: { "**\($0):** " }))))
      ), ("helpUri", rule.page.map(JSONValue.string)), ("defaultConfiguration", .fields(("level", .string(level(rule.severity))))),
      ("properties", properties(rule)))
  }

  private static func text(_ text: String) -> JSONValue { .fields(("text", .string(text.trimmingLineBreaks))) }

  private static func help(_ rule: Rule, heading: (String) -> String) -> String {
    var parts: [String] = []
    if !rule.why.isEmpty { parts.append(heading("Why") + rule.why.trimmingLineBreaks) }
    if !rule.fix.isEmpty { parts.append(heading("Fix") + rule.fix.trimmingLineBreaks) }
    let pages = rule.sources.filter { $0.hasPrefix("https://") }
    if !pages.isEmpty { parts.append(heading("Sources") + pages.joined(separator: " ")) }
    return parts.isEmpty ? rule.title : parts.joined(separator: "\n\n")
  }

  /// GitHub reads `precision` as how sure the tool is, and `security-severity` as a CVSS score; it takes a rule with a score for one
  /// about security, so no other has it.
  private static func properties(_ rule: Rule) -> JSONValue {
    let isSecurity = rule.tags.contains("security") || rule.tags.contains("secrets")
    let score =
      switch rule.severity {
      case .error: "8.0"
      case .warning: "5.0"
      case .info: "2.0"
      }
    // What the readers of files find is so; what rules conclude holds as far as the model of the system does.
    let isFact = rule.tags.contains("files") || rule.tags.contains("suppressions")
    let tags = rule.tags + (isSecurity && !rule.tags.contains("security") ? ["security"] : [])
    return .fields(
      ("tags", .strings(tags)), ("precision", isFact ? "very-high" : "high"), ("security-severity", isSecurity ? .string(score) : nil))
  }
}

extension String {
  /// Without line breaks at its end, which YAML's block scalars have.
  fileprivate var trimmingLineBreaks: String {
    var text = self[...]
    while let last = text.last, last.isNewline { text.removeLast() }
    return String(text)
  }
}
