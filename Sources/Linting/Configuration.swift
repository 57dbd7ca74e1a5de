internal import Expressions
package import SourceText
internal import YAMLSyntax

/// What a repository says of itself in `.readylint.yaml`.
package struct Configuration: Sendable {
  package static let fileName = ".readylint.yaml"

  /// Image names, without tag, to the paths of their Dockerfiles as written: relative to the configuration's folder.
  package private(set) var images: [String: String] = [:]
  /// Folders or files with rules of the users' own, relative to the configuration's folder.
  package private(set) var rules: [String] = []
  package private(set) var select: [String] = []
  package private(set) var ignore: [String] = []
  package private(set) var failOn: Severity?
  /// The minor version of Kubernetes 1 that the manifests are for; nil for the newest known.
  package private(set) var kubernetesVersion: Int?
  package private(set) var attestations: [Attestation] = []
  /// Days after which an attestation has to be renewed.
  package private(set) var attestationMaximumAge = 365

  /// Somebody's word that an item of the checklist is met, with the document that shows it and the day on which that was looked at.
  package struct Attestation: Hashable, Sendable {
    package let item: String
    /// As written: relative to the configuration's folder, or an address.
    package let document: String
    package let reviewed: Day
    package let range: ByteRange
  }
  /// How many connections the database takes: `database: {connections: 100}`.
  package private(set) var databaseConnections: Int64?

  /// What is wrong with the file, at a place.
  package struct ParseError: Error, Hashable, Sendable {
    package let message: String
    package let range: ByteRange
  }

  package init() {}

  private static let keys = [
    "images", "rules", "select", "ignore", "fail-on", "kubernetes-version", "attestations", "attestation-max-age", "database",
  ]

  /// - Throws: the first thing that is wrong. A key that nobody reads is an error: a setting that is misspelt must not be lost in silence.
  package init(_ file: SourceFile) throws(ParseError) {
    let stream = YAMLStream.parse(file)
    if let diagnostic = stream.diagnostics.first { throw ParseError(message: diagnostic.message, range: diagnostic.range) }
    guard stream.roots.count <= 1 else { throw ParseError(message: "a configuration is one document", range: stream.roots[1].range) }
    guard let root = stream.roots.first, !root.isNull else { return }
    guard root.isMapping else { throw ParseError(message: "a configuration is a mapping", range: root.range) }
    for entry in root.ownEntries {
      switch entry.key.text {
      case "images": images = try Self.images(entry.value)
      case "rules": rules = try Self.texts(entry)
      case "select": select = try Self.texts(entry)
      case "ignore": ignore = try Self.texts(entry)
      case "fail-on":
        guard let severity = entry.value.text.flatMap(Severity.init(rawValue:)) else {
          throw ParseError(message: "'fail-on' is error, warning or info", range: entry.value.range)
        }
        failOn = severity
      case "attestations": attestations = try Self.attestations(entry.value)
      case "attestation-max-age":
        guard let days = entry.value.int, days > 0 else {
          throw ParseError(message: "'attestation-max-age' is a number of days", range: entry.value.range)
        }
        attestationMaximumAge = Int(days)
      case "kubernetes-version":
        let parts = (entry.value.text ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "1" || parts[0] == "v1", let minor = Int(parts[1]) else {
          throw ParseError(message: "'kubernetes-version' is like \"1.33\"", range: entry.value.range)
        }
        kubernetesVersion = minor
      case "database": databaseConnections = try Self.connections(entry.value)
      default:
        let key = entry.key.text ?? ""
        throw ParseError(message: "unknown key '\(key)'\(Suggestion.text(for: key, among: Self.keys))", range: entry.key.range)
      }
    }
  }

  private static func images(_ node: YAMLNode) throws(ParseError) -> [String: String] {
    guard node.isMapping else { throw ParseError(message: "'images' maps image names to Dockerfiles", range: node.range) }
    var images: [String: String] = [:]
    for entry in node.entries {
      guard let name = entry.key.text, let path = entry.value.text, !path.isEmpty else {
        throw ParseError(message: "an image is given the path of its Dockerfile", range: entry.value.range)
      }
      images[name] = path
    }
    return images
  }

  private static func attestations(_ node: YAMLNode) throws(ParseError) -> [Attestation] {
    guard node.isSequence else { throw ParseError(message: "'attestations' is a list", range: node.range) }
    var attestations: [Attestation] = []
    for element in node.elements {
      for entry in element.ownEntries where !["item", "document", "reviewed"].contains(entry.key.text) {
        let key = entry.key.text ?? ""
        let suggestion = Suggestion.text(for: key, among: ["item", "document", "reviewed"])
        throw ParseError(message: "unknown key '\(key)'\(suggestion)", range: entry.key.range)
      }
      guard let item = element["item"]?.text, let document = element["document"]?.text, let reviewed = element["reviewed"] else {
        throw ParseError(message: "an attestation has 'item', 'document' and 'reviewed'", range: element.range)
      }
      guard Scorecard.itemIDs.contains(item) else {
        let suggestion = Suggestion.text(for: item, among: Scorecard.itemIDs)
        throw ParseError(message: "the checklist has no item '\(item)'\(suggestion)", range: element["item"]?.range ?? element.range)
      }
      guard let day = Day(reviewed.text ?? "") else {
        throw ParseError(message: "'reviewed' is a day like 2026-05-01", range: reviewed.range)
      }
      attestations.append(Attestation(item: item, document: document, reviewed: day, range: element.range))
    }
    return attestations
  }

  private static func connections(_ node: YAMLNode) throws(ParseError) -> Int64? {
    guard node.isMapping else { throw ParseError(message: "'database' is a mapping with 'connections'", range: node.range) }
    for entry in node.ownEntries where entry.key.text != "connections" {
      let key = entry.key.text ?? ""
      throw ParseError(message: "unknown key '\(key)'\(Suggestion.text(for: key, among: ["connections"]))", range: entry.key.range)
    }
    guard let value = node["connections"] else { return nil }
    guard let number = value.int, number > 0 else {
      throw ParseError(message: "'connections' is a whole number above 0", range: value.range)
    }
    return number
  }

  private static func texts(_ entry: YAMLNode.Entry) throws(ParseError) -> [String] {
    guard entry.value.isSequence else {
      throw ParseError(message: "'\(entry.key.text ?? "")' is a list", range: entry.value.range)
    }
    var texts: [String] = []
    for element in entry.value.elements {
      guard let text = element.text else { throw ParseError(message: "a text is expected", range: element.range) }
      texts.append(text)
    }
    return texts
  }
}
