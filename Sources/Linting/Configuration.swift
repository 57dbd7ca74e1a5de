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
  /// How many connections the database takes: `database: {connections: 100}`.
  package private(set) var databaseConnections: Int64?

  /// What is wrong with the file, at a place.
  package struct ParseError: Error, Hashable, Sendable {
    package let message: String
    package let range: ByteRange
  }

  package init() {}

  private static let keys = ["images", "rules", "select", "ignore", "fail-on", "database"]

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
