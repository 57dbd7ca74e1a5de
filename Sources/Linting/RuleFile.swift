internal import Expressions
package import SourceText
internal import YAMLSyntax

/// What is wrong with a rule file, at a place.
package struct RuleFileError: Error, Hashable, Sendable {
  package let message: String
  package let range: ByteRange
}

/// Reads a rule from its YAML file: built-in rules and users' own alike.
package enum RuleFile {
  /// - Throws: the first thing that is wrong: a key that nobody reads, a missing one, an expression that does not compile.
  package static func load(_ file: SourceFile) throws(RuleFileError) -> Rule {
    let reader = try RuleReader(file)
    let rule = try reader.rule()
    do throws(CompiledRule.Failure) {
      try CompiledRule.check(rule)
      return rule
    } catch {
      throw reader.error(error)
    }
  }

  /// The rule as the file says it, its expressions unchecked.
  package static func read(_ file: SourceFile) throws(RuleFileError) -> Rule { try RuleReader(file).rule() }
}

private struct RuleReader {
  let root: YAMLNode

  private static let keys = [
    "id", "title", "severity", "severityExpression", "tags", "subject", "parameters", "variables", "matchConditions", "expression", "at",
    "atExpression", "related",
    "message", "messageExpression", "why", "fix", "sources", "examples", "edits",
  ]

  init(_ file: SourceFile) throws(RuleFileError) {
    let stream = YAMLStream.parse(file)
    if let diagnostic = stream.diagnostics.first {
      throw RuleFileError(message: diagnostic.message, range: diagnostic.range)
    }
    guard let root = stream.roots.first, stream.roots.count == 1, root.isMapping else {
      throw RuleFileError(message: "a rule file holds one mapping", range: .startOfFile)
    }
    self.root = root
  }

  func rule() throws(RuleFileError) -> Rule {
    try check(root, hasOnly: Self.keys)
    return Rule(
      id: try identifier(), title: try text(of: "title"), severity: try severity(),
      severityExpression: try root["severityExpression"].map { node throws(RuleFileError) in try text(node, "severityExpression") },
      tags: try texts("tags"), subject: try text(of: "subject"), parameters: try parameters(), variables: try variables(),
      matchConditions: try texts("matchConditions"),
      expression: try text(of: "expression"), at: try at(), related: try related(),
      message: try message(of: root, text: "message", expression: "messageExpression"), why: try text(of: "why").trimmed,
      fix: try text(of: "fix").trimmed, sources: try texts("sources"), examples: try examples(),
      edits: try list("edits").map { node throws(RuleFileError) in try RuleEditReader(node).edit() })
  }

  /// The error at the part's place in the file.
  func error(_ failure: CompiledRule.Failure) -> RuleFileError {
    guard let node = node(of: failure.part) else { return RuleFileError(message: failure.message, range: root.range) }
    return RuleFileError(message: failure.message, range: failure.range.map(node.sourceRange) ?? node.range)
  }

  private func node(of part: CompiledRule.Part) -> YAMLNode? {
    switch part {
    case .subject: root["subject"]
    case .severity: root["severityExpression"]
    case .variable(let index): element(of: "variables", index)?["expression"]
    case .matchCondition(let index): element(of: "matchConditions", index)
    case .expression: root["expression"]
    case .at: root["atExpression"]
    case .message: root["messageExpression"]
    case .relatedLabel(let index): element(of: "related", index)?["labelExpression"]
    case .editCondition(let index): element(of: "edits", index)?["when"]
    case .editPlace(let index): element(of: "edits", index).flatMap(RuleEditReader.place)
    case .editValue(let index): element(of: "edits", index).flatMap(RuleEditReader.value)
    }
  }

  private func element(of key: String, _ index: Int) -> YAMLNode? { root[key]?.elements.dropFirst(index).first { _ in true } }

  // MARK: Fields

  private func check(_ mapping: YAMLNode, hasOnly keys: [String]) throws(RuleFileError) { try mapping.check(hasOnly: keys) }

  private func text(of key: String) throws(RuleFileError) -> String {
    guard let node = root[key] else { throw RuleFileError(message: "'\(key)' is missing", range: .startOfFile) }
    return try text(node, key)
  }

  private func text(_ node: YAMLNode, _ key: String) throws(RuleFileError) -> String {
    guard let text = node.text, !text.isEmpty else { throw RuleFileError(message: "'\(key)' is a text", range: node.range) }
    return text
  }

  private func list(_ key: String) throws(RuleFileError) -> [YAMLNode] {
    guard let node = root[key] else { return [] }
    guard node.isSequence else { throw RuleFileError(message: "'\(key)' is a list", range: node.range) }
    return Array(node.elements)
  }

  private func texts(_ key: String) throws(RuleFileError) -> [String] {
    try list(key).map { node throws(RuleFileError) in try text(node, key) }
  }

  /// Lower-case words with hyphens: ids stand in suppressions, SARIF and file names.
  private func identifier() throws(RuleFileError) -> String {
    let id = try text(of: "id")
    let isValid = id.utf8.allSatisfy {
      $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") || $0 == UInt8(ascii: "-")
    }
    guard isValid, !id.hasPrefix("-"), !id.hasSuffix("-") else {
      throw RuleFileError(message: "an id is lower-case words joined by hyphens", range: root["id"]?.range ?? .startOfFile)
    }
    return id
  }

  private func at() throws(RuleFileError) -> Rule.Message {
    if root["at"] == nil, root["atExpression"] == nil { return .text("") }
    return try message(of: root, text: "at", expression: "atExpression")
  }

  private func severity() throws(RuleFileError) -> Severity {
    let text = try text(of: "severity")
    guard let severity = Severity(rawValue: text) else {
      throw RuleFileError(message: "a severity is error, warning or info, not '\(text)'", range: root["severity"]?.range ?? .startOfFile)
    }
    return severity
  }

  private func parameters() throws(RuleFileError) -> [Rule.Parameter] {
    try list("parameters").map { node throws(RuleFileError) in
      try check(node, hasOnly: ["name", "default", "description"])
      guard let name = node["name"]?.text, let value = node["default"].flatMap(Rule.Parameter.Value.init),
        let description = node["description"]?.text
      else {
        throw RuleFileError(message: "a parameter has a 'name', a 'default' and a 'description'", range: node.range)
      }
      return Rule.Parameter(name: name, value: value, description: description)
    }
  }

  private func variables() throws(RuleFileError) -> [Rule.Variable] {
    try list("variables").map { node throws(RuleFileError) in
      try check(node, hasOnly: ["name", "expression"])
      guard let name = node["name"]?.text, let expression = node["expression"]?.text else {
        throw RuleFileError(message: "a variable has a 'name' and an 'expression'", range: node.range)
      }
      return Rule.Variable(name: name, expression: expression)
    }
  }

  private func message(of node: YAMLNode, text: String, expression: String) throws(RuleFileError) -> Rule.Message {
    if let source = node[expression] { return .expression(try self.text(source, expression)) }
    guard let plain = node[text] else {
      throw RuleFileError(message: "'\(text)' or '\(expression)' is missing", range: node.id == root.id ? .startOfFile : node.range)
    }
    return .text(try self.text(plain, text))
  }

  private func related() throws(RuleFileError) -> [Rule.Related] {
    try list("related").map { node throws(RuleFileError) in
      try check(node, hasOnly: ["at", "label", "labelExpression"])
      guard let place = node["at"]?.text else {
        throw RuleFileError(message: "a related place has 'at', and 'label' or 'labelExpression'", range: node.range)
      }
      return Rule.Related(at: place, label: try message(of: node, text: "label", expression: "labelExpression"))
    }
  }

  // MARK: Examples

  private func examples() throws(RuleFileError) -> [Rule.Example] {
    try list("examples").map { node throws(RuleFileError) in
      let entries = Array(node.ownEntries)
      guard let entry = entries.first, let verdict = Rule.Example.Verdict(rawValue: entry.key.text ?? ""),
        entries.count == 1 || entries.count == 2 && verdict == .fail && entries[1].key.hasText("fixed")
      else {
        throw RuleFileError(message: "an example is 'pass: …' or 'fail: …', with 'fixed: …' where edits mend it", range: node.range)
      }
      let fixed = entries.count == 2 ? try files(entries[1].value) : []
      return Rule.Example(verdict: verdict, files: try files(entry.value), fixed: fixed)
    }
  }

  private func files(_ node: YAMLNode) throws(RuleFileError) -> [Rule.Example.File] {
    if let text = node.text { return [Rule.Example.File(path: Self.path(of: text), text: text)] }
    let files = node.ownEntries.compactMap { file -> Rule.Example.File? in
      guard let path = file.key.text, let text = file.value.text, !path.isEmpty else { return nil }
      return Rule.Example.File(path: path, text: text)
    }
    guard node.isMapping, !files.isEmpty, files.count == node.count else {
      throw RuleFileError(message: "an example is a text, or texts by file name", range: node.range)
    }
    return files
  }

  /// What the one file of an example is called: a manifest names its `apiVersion`.
  private static func path(of text: String) -> String {
    text.containsText("apiVersion") ? "manifest.yaml" : "Dockerfile"
  }
}

extension String {
  /// Without the line end of a block scalar.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last?.isNewline == true { text.removeLast() }
    return String(text)
  }
}

extension YAMLNode {
  /// - Throws: the first key that nobody reads.
  func check(hasOnly keys: [String]) throws(RuleFileError) {
    for entry in ownEntries {
      let key = entry.key.text ?? ""
      guard keys.contains(key) else {
        throw RuleFileError(message: "unknown key '\(key)'\(Suggestion.text(for: key, among: keys))", range: entry.key.range)
      }
    }
  }
}
