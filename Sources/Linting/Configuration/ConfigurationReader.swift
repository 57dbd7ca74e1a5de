internal import Expressions
package import SourceText
internal import Workspace
internal import YAMLSyntax

extension Configuration {
  /// Reads a configuration with those that it extends.
  ///
  /// - Parameter read: gives the text of an extended file, by its path.
  /// - Throws: the first thing that is wrong. A key that nobody reads is an error: a setting that is misspelt must not be lost in silence.
  package init(_ file: SourceFile, read: (String) -> SourceFile? = { _ in nil }) throws(ParseError) {
    self.init()
    var chain: [String] = []
    try take(file, &chain, read)
  }

  private mutating func take(_ file: SourceFile, _ chain: inout [String], _ read: (String) -> SourceFile?) throws(ParseError) {
    let reader = ConfigurationReader(file: file)
    guard let root = try reader.root() else { return }
    chain.append(file.path)
    defer { chain.removeLast() }
    // What is extended comes first, wherever the key stands.
    if let node = root["extends"] {
      for (path, range) in try reader.paths(node, "extends") {
        let place = RepositoryPath.folder(of: file.path) + path
        guard !chain.contains(place), chain.count < 8 else { throw reader.error("'\(path)' extends this file in turn", range) }
        guard let base = read(place) else { throw reader.error("there is no file '\(path)' to extend", range) }
        try take(base, &chain, read)
      }
      origins[.extends] = Origin(file: file, range: node.range)
    }
    for entry in root.ownEntries {
      let name = entry.key.text ?? ""
      guard let key = Key(rawValue: name) else {
        throw reader.error("unknown key '\(name)'\(Suggestion.text(for: name, among: Key.allCases.map(\.rawValue)))", entry.key.range)
      }
      if key == .extends { continue }
      try set(key, entry.value, reader)
      origins[key] = Origin(file: file, range: entry.key.range)
    }
  }

  private mutating func set(_ key: Key, _ value: YAMLNode, _ reader: ConfigurationReader) throws(ParseError) {
    switch key {
    case .extends: break
    case .images: images = try reader.images(value)
    case .rules: rules = try reader.texts(value, key.rawValue)
    case .select: select = try reader.texts(value, key.rawValue)
    case .ignore: ignore = try reader.texts(value, key.rawValue)
    case .severity: severities = try reader.severities(value)
    case .parameters: parameters = try reader.parameters(value)
    case .overrides: overrides = try reader.overrides(value)
    case .exclude:
      exclude = try reader.patterns(value, key.rawValue)
      excludedPatterns = try reader.texts(value, key.rawValue)
    case .inlineIgnores:
      guard let text = value.text, ["allowed", "forbidden"].contains(text) else {
        throw reader.error("'inline-ignores' is allowed or forbidden", value.range)
      }
      allowsInlineIgnores = text == "allowed"
    case .baseline:
      guard let path = value.text, !path.isEmpty else { throw reader.error("'baseline' is the path of a file", value.range) }
      baseline = path
    case .failOn: failOn = try reader.severity(value, key.rawValue)
    case .attestations: attestations = try reader.attestations(value)
    case .attestationMaximumAge:
      guard let days = value.int, days > 0, days < 100_000 else {
        throw reader.error("'attestation-max-age' is a number of days", value.range)
      }
      attestationMaximumAge = Int(days)
    case .kubernetesVersion:
      let parts = (value.text ?? "").split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count >= 2, parts[0] == "1" || parts[0] == "v1", let minor = Int(parts[1]) else {
        throw reader.error("'kubernetes-version' is like \"1.33\"", value.range)
      }
      kubernetesVersion = minor
    case .database: databaseConnections = try reader.connections(value)
    }
  }
}

/// The values of a configuration's keys, each checked.
struct ConfigurationReader {
  typealias ParseError = Configuration.ParseError

  let file: SourceFile

  func error(_ message: String, _ range: ByteRange) -> ParseError { ParseError(message: message, file: file, range: range) }

  /// The mapping that the file holds; nil for an empty file.
  func root() throws(ParseError) -> YAMLNode? {
    let stream = YAMLStream.parse(file)
    if let diagnostic = stream.diagnostics.first { throw error(diagnostic.message, diagnostic.range) }
    guard stream.roots.count <= 1 else { throw error("a configuration is one document", stream.roots[1].range) }
    guard let root = stream.roots.first, !root.isNull else { return nil }
    guard root.isMapping else { throw error("a configuration is a mapping", root.range) }
    return root
  }

  private func check(_ mapping: YAMLNode, hasOnly keys: [String], _ what: String) throws(ParseError) {
    guard mapping.isMapping else { throw error("\(what) is a mapping", mapping.range) }
    for entry in mapping.ownEntries {
      let key = entry.key.text ?? ""
      guard keys.contains(key) else {
        throw error("unknown key '\(key)'\(Suggestion.text(for: key, among: keys))", entry.key.range)
      }
    }
  }

  func severity(_ node: YAMLNode, _ key: String) throws(ParseError) -> Severity {
    guard let severity = node.text.flatMap(Severity.init(rawValue:)) else {
      throw error("'\(key)' is error, warning or info", node.range)
    }
    return severity
  }

  func severities(_ node: YAMLNode) throws(ParseError) -> [String: Severity] {
    guard node.isMapping else { throw error("'severity' maps rules to error, warning or info", node.range) }
    var severities: [String: Severity] = [:]
    for entry in node.entries { severities[entry.key.text ?? ""] = try severity(entry.value, entry.key.text ?? "") }
    return severities
  }

  func parameters(_ node: YAMLNode) throws(ParseError) -> [String: [String: Rule.Parameter.Value]] {
    guard node.isMapping else { throw error("'parameters' maps rules to their parameters", node.range) }
    var parameters: [String: [String: Rule.Parameter.Value]] = [:]
    for rule in node.entries {
      guard rule.value.isMapping else { throw error("the parameters of a rule are a mapping", rule.value.range) }
      for entry in rule.value.entries {
        guard let value = Rule.Parameter.Value(entry.value) else {
          throw error("a parameter is a number, a text, true or false", entry.value.range)
        }
        parameters[rule.key.text ?? "", default: [:]][entry.key.text ?? ""] = value
      }
    }
    return parameters
  }

  func images(_ node: YAMLNode) throws(ParseError) -> [String: String] {
    guard node.isMapping else { throw error("'images' maps image names to Dockerfiles", node.range) }
    var images: [String: String] = [:]
    for entry in node.entries {
      guard let name = entry.key.text, let path = entry.value.text, !path.isEmpty else {
        throw error("an image is given the path of its Dockerfile", entry.value.range)
      }
      images[name] = path
    }
    return images
  }

  func attestations(_ node: YAMLNode) throws(ParseError) -> [Configuration.Attestation] {
    guard node.isSequence else { throw error("'attestations' is a list", node.range) }
    var attestations: [Configuration.Attestation] = []
    for element in node.elements {
      try check(element, hasOnly: ["item", "document", "reviewed"], "an attestation")
      guard let item = element["item"]?.text, let document = element["document"]?.text, let reviewed = element["reviewed"] else {
        throw error("an attestation has 'item', 'document' and 'reviewed'", element.range)
      }
      guard Scorecard.itemIDs.contains(item) else {
        let suggestion = Suggestion.text(for: item, among: Scorecard.itemIDs)
        throw error("the checklist has no item '\(item)'\(suggestion)", element["item"]?.range ?? element.range)
      }
      attestations.append(
        Configuration.Attestation(item: item, document: document, reviewed: try day(reviewed, "reviewed"), range: element.range))
    }
    return attestations
  }

  private func day(_ node: YAMLNode, _ key: String) throws(ParseError) -> Day {
    guard let day = Day(node.text ?? "") else { throw error("'\(key)' is a day like 2026-05-01", node.range) }
    return day
  }

  func connections(_ node: YAMLNode) throws(ParseError) -> Int64? {
    try check(node, hasOnly: ["connections"], "'database'")
    guard let value = node["connections"] else { return nil }
    guard let number = value.int, number > 0 else { throw error("'connections' is a whole number above 0", value.range) }
    return number
  }

  func overrides(_ node: YAMLNode) throws(ParseError) -> [Override] {
    guard node.isSequence else { throw error("'overrides' is a list", node.range) }
    var overrides: [Override] = []
    for element in node.elements {
      try check(
        element, hasOnly: ["paths", "resources", "containers", "ignore", "severity", "reason", "until"], "an override")
      guard ["paths", "resources", "containers"].contains(where: { element[$0] != nil }) else {
        throw error("an override says what it is for: 'paths', 'resources' or 'containers'", element.range)
      }
      guard element["ignore"] != nil || element["severity"] != nil else {
        throw error("an override has 'ignore' or 'severity'", element.range)
      }
      let reason = element["reason"]?.text ?? ""
      guard reason.contains(where: \.isLetter) else {
        throw error("an override needs a 'reason'", element["reason"]?.range ?? element.range)
      }
      let until: Day? = if let node = element["until"] { try day(node, "until") } else { nil }
      let first = element.ownEntries.first { _ in true }
      overrides.append(
        Override(
          range: first?.key.range ?? element.range,
          paths: try element["paths"].map { node throws(ParseError) in try patterns(node, "paths") },
          resources: try element["resources"].map { node throws(ParseError) in try texts(node, "resources") } ?? [],
          containers: try element["containers"].map { node throws(ParseError) in try texts(node, "containers") } ?? [],
          ignore: Set(try element["ignore"].map { node throws(ParseError) in try texts(node, "ignore") } ?? []),
          severities: try element["severity"].map { node throws(ParseError) in try severities(node) } ?? [:], reason: reason, until: until))
    }
    return overrides
  }

  func patterns(_ node: YAMLNode, _ key: String) throws(ParseError) -> IgnoreRules {
    IgnoreRules(Array(try texts(node, key).joined(separator: "\n").utf8))
  }

  func texts(_ node: YAMLNode, _ key: String) throws(ParseError) -> [String] {
    guard node.isSequence else { throw error("'\(key)' is a list", node.range) }
    var texts: [String] = []
    for element in node.elements {
      guard let text = element.text else { throw error("a text is expected", element.range) }
      texts.append(text)
    }
    return texts
  }

  /// One path or a list of them.
  func paths(_ node: YAMLNode, _ key: String) throws(ParseError) -> [(path: String, range: ByteRange)] {
    let nodes = node.isSequence ? Array(node.elements) : [node]
    var paths: [(path: String, range: ByteRange)] = []
    for node in nodes {
      guard let path = node.text, !path.isEmpty else { throw error("'\(key)' is the path of a file, or a list of them", node.range) }
      paths.append((path, node.range))
    }
    return paths
  }
}
