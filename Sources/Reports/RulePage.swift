package import Linting

/// The page of a rule in Docs/rules, and their index: made from the rule files, so that neither says what the other does not.
package enum RulePage {
  package static func markdown(_ rule: Rule) -> String {
    var text = "<!-- Made by `make rules` from the rule's file. -->\n\n# \(rule.id)\n\n\(escaped(rule.title)).\n\n"
    let severity = rule.severityExpression == nil ? "" : ", depending on the case"
    text += "| severity | speaks of | tags |\n|---|---|---|\n"
    let subject = rule.subject == "file" ? "files" : "[\(rule.subject)](../attributes.md#\(rule.subject.lowercased()))"
    text += "| \(rule.severity.rawValue)\(severity) | \(subject) | \(rule.tags.joined(separator: ", ")) |\n\n"
    text += "## Why\n\n\(escaped(rule.why))\n\n## Fix\n\n\(escaped(rule.fix))\n"
    if !rule.edits.isEmpty {
      text += "\nreadylint mends it:\n\n"
      for edit in rule.edits {
        text += "- \(escaped(edit.title)): `--fix\(edit.safety == .unsafe ? " --unsafe-fixes" : "")`\n"
      }
    }
    if !rule.parameters.isEmpty {
      text += "\n## Parameters\n\n| name | without it | meaning |\n|---|---|---|\n"
      for parameter in rule.parameters { text += "| `\(parameter.name)` | \(parameter.value.text) | \(escaped(parameter.description)) |\n" }
      text += "\n```yaml\nparameters:\n  \(rule.id):\n"
      for parameter in rule.parameters { text += "    \(parameter.name): \(parameter.value.text)\n" }
      text += "```\n"
    }
    for (verdict, title) in [(Rule.Example.Verdict.fail, "Found, at ↓"), (.pass, "Not found")] {
      let examples = rule.examples.filter { $0.verdict == verdict }.prefix(2)
      if !examples.isEmpty { text += "\n## \(title)\n" }
      for (position, example) in examples.enumerated() {
        if position > 0 { text += "\nOr:\n" }
        for file in example.files { text += block(file, named: example.files.count > 1) }
      }
    }
    text += "\n## Silence it\n\n```yaml\n# readylint: ignore[\(rule.id)] the reason\n```\n\n"
    text += "More ways, all with a reason: [configuration](../configuration.md#silencing-findings).\n"
    text += "\n## Sources\n\n" + rule.sources.map { "- \(source($0))\n" }.joined()
    return text
  }

  private static func block(_ file: Rule.Example.File, named: Bool) -> String {
    let language =
      file.path.hasSuffix("ockerfile") ? "dockerfile" : file.path.hasSuffix(".py") ? "python" : file.path.hasSuffix("aml") ? "yaml" : ""
    let body = file.text.hasSuffix("\n") ? file.text : file.text + "\n"
    return "\n" + (named ? "`\(file.path)`\n\n" : "") + "```\(language)\n\(body)```\n"
  }

  private static func source(_ text: String) -> String { text.hasPrefix("http") ? "<\(text)>" : escaped(text) }

  /// Text between angle brackets would be taken for HTML.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
  }

  /// - Parameter rules: in the order of their ids.
  package static func index(_ rules: [Rule]) -> String {
    func mark(_ rule: Rule) -> String {
      rule.edits.isEmpty ? "" : rule.edits.contains { $0.safety == .safe } ? "`--fix`" : "`--unsafe-fixes`"
    }
    var text =
      "<!-- Made by `make rules` from the rule files. -->\n\n# Rules\n\n\(rules.count) rules; `readylint rules` prints the same list. Sources called documents 0 to 4 are the five\n"
    text += "guides to running Python services in production that the checklist was drawn from.\n\n"
    text += "| rule | severity | asks that | mended by |\n|---|---|---|---|\n"
    for rule in rules {
      let depends = rule.severityExpression == nil ? "" : " (depends)"
      text += "| [\(rule.id)](\(rule.id).md) | \(rule.severity.rawValue)\(depends) | \(escaped(rule.title)) | \(mark(rule)) |\n"
    }
    return text
  }
}
