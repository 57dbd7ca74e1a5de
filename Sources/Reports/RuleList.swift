package import Linting

/// Rules for people and programs that want to know what is checked.
package enum RuleList {
  /// `error    memory-limit   Containers have a memory limit`
  package static func text(_ rules: [Rule]) -> String {
    let width = rules.map(\.id.count).max() ?? 0
    return rules.map { rule in
      pad(rule.severity.rawValue, 9) + pad(rule.id, width + 2) + rule.title + "\n"
    }.joined()
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// `latest-tag   pinned-image`
  package static func peers(_ matches: [PeerRules.Match]) -> String {
    let width = matches.map(\.check.count).max() ?? 0
    return matches.map { pad($0.check, width + 2) + $0.rule + "\n" }.joined()
  }

  package static func json(_ rules: [Rule]) -> String {
    let objects = rules.map { rule in
      let fields = [
        ("id", JSONFormat.quote(rule.id)), ("title", JSONFormat.quote(rule.title)), ("severity", JSONFormat.quote(rule.severity.rawValue)),
        ("tags", list(rule.tags)), ("subject", JSONFormat.quote(rule.subject)), ("sources", list(rule.sources)),
      ]
      return "  {" + fields.map { JSONFormat.quote($0) + ":" + $1 }.joined(separator: ",") + "}"
    }
    return "[\n" + objects.joined(separator: ",\n") + "\n]\n"
  }

  private static func list(_ texts: [String]) -> String {
    "[" + texts.map(JSONFormat.quote).joined(separator: ",") + "]"
  }

  /// A rule in full, with an example that it finds fault with and one that it passes.
  package static func explanation(of rule: Rule) -> String {
    var output = "\(rule.id)\n\(rule.title)\n\n"
    let severity = rule.severityExpression == nil ? "" : " (depends on the case)"
    output += "severity: \(rule.severity.rawValue)\(severity)\n"
    if !rule.tags.isEmpty { output += "tags:     \(rule.tags.joined(separator: ", "))\n" }
    output += "speaks of: \(rule.subject)\n\n"
    if !rule.parameters.isEmpty {
      output += "Parameters, for `parameters:` of .readylint.yaml\n"
      for parameter in rule.parameters { output += "  \(parameter.name): \(parameter.value.text)  # \(parameter.description)\n" }
      output += "\n"
    }
    output += "Why\n\(indented(rule.why))\n\nFix\n\(indented(rule.fix))\n"
    if !rule.edits.isEmpty {
      output += "\nreadylint check --fix can\n"
      var seen: Set<String> = []
      for edit in rule.edits {
        let line = "  \(edit.title)\(edit.safety == .unsafe ? ", with --unsafe-fixes" : "")\n"
        if seen.insert(line).inserted { output += line }
      }
    }
    if !rule.expression.isEmpty {
      output += "\nCondition\n"
      output += rule.matchConditions.map { indented("when \($0)") + "\n" }.joined()
      output += indented(rule.expression) + "\n"
    }
    for (verdict, title) in [(Rule.Example.Verdict.fail, "Found at ↓"), (.pass, "Passes")] {
      guard let example = rule.examples.first(where: { $0.verdict == verdict }) else { continue }
      for file in example.files {
        output += "\n\(title)\(example.files.count > 1 ? ", \(file.path)" : "")\n" + indented(file.text) + "\n"
      }
    }
    if !rule.sources.isEmpty { output += "\nSources\n" + rule.sources.map { indented($0) + "\n" }.joined() }
    return output
  }

  private static func indented(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { "  " + $0 }.joined(separator: "\n")
  }
}
