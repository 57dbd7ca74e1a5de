package import Linting
internal import SourceText
internal import Workspace

/// Configurations as YAML: the one that counts, and a first one for a repository that has none.
package enum ConfigurationFormat {
  /// Each setting with where it comes from.
  package static func effective(_ configuration: Configuration) -> String {
    let rows = Configuration.Key.allCases.filter { $0 != .extends }.map { key in
      (key, value(of: key, in: configuration), origin(of: key, in: configuration))
    }
    let width = rows.map { $0.0.rawValue.count + 2 + $0.1.count }.filter { $0 <= 60 }.max() ?? 0
    return rows.map { key, value, origin in
      let line = "\(key.rawValue): \(value)"
      return line + String(repeating: " ", count: max(1, width + 2 - line.count)) + "# \(origin)\n"
    }.joined()
  }

  private static func origin(of key: Configuration.Key, in configuration: Configuration) -> String {
    guard let origin = configuration.origins[key] else { return "default" }
    return "\(printable(origin.file.path)):\(LineIndex(origin.file.bytes).position(at: origin.range.start).line)"
  }

  private static func value(of key: Configuration.Key, in configuration: Configuration) -> String {
    switch key {
    case .extends: ""
    case .failOn: (configuration.failOn ?? .warning).rawValue
    case .select: list(configuration.select)
    case .ignore: list(configuration.ignore)
    case .severity: mapping(configuration.severities.mapValues(\.rawValue))
    case .parameters: mapping(configuration.parameters.mapValues { mapping($0.mapValues(\.text)) }, quoted: false)
    case .overrides: count(configuration.overrides.count)
    case .exclude: configuration.exclude == nil ? "[]" : list(configuration.excludedPatterns)
    case .images: mapping(configuration.images)
    case .rules: list(configuration.rules)
    case .database: configuration.databaseConnections.map { "{connections: \($0)}" } ?? "{}"
    case .attestations: count(configuration.attestations.count)
    case .attestationMaximumAge: String(configuration.attestationMaximumAge)
    case .baseline: configuration.baseline.map(scalar) ?? "null"
    case .inlineIgnores: configuration.allowsInlineIgnores ? "allowed" : "forbidden"
    case .kubernetesVersion: configuration.kubernetesVersion.map { "\"1.\($0)\"" } ?? "null"
    }
  }

  private static func count(_ number: Int) -> String { number == 0 ? "[]" : "[…]  # \(number) \(number == 1 ? "entry" : "entries")," }

  private static func list(_ texts: [String]) -> String { "[" + texts.map(scalar).joined(separator: ", ") + "]" }

  private static func mapping(_ pairs: [String: String], quoted: Bool = true) -> String {
    "{" + pairs.sorted { $0.key < $1.key }.map { "\(scalar($0.key)): \(quoted ? scalar($0.value) : $0.value)" }.joined(separator: ", ")
      + "}"
  }

  /// A text that needs no quotes, or one in quotes.
  private static func scalar(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x2D && $0 <= 0x39 || $0 == 0x5F }
      && text.first?.isLetter ?? false
    return isPlain || Int(text) != nil ? text : JSONFormat.quote(text)
  }

  /// What a repository shows of itself that a first configuration should speak of.
  package struct Findings: Sendable {
    /// Images of containers for which no Dockerfile was found, although the repository holds some.
    package var unlinkedImages: [String] = []
    package var dockerfiles: [String] = []
    /// Items of the checklist that nothing in the repository shows.
    package var openItems: [(id: String, title: String)] = []
    /// Folders whose names say that what is in them does not go into production.
    package var developmentFolders: [String] = []
    package var findingCount = 0

    package init() {}
  }

  /// A commented configuration for a repository that has none.
  package static func initial(_ found: Findings) -> String {
    var text = """
      # What readylint cannot find out by itself. Every key may be left out; `readylint config show` prints what holds.
      # Schema: Docs/readylint-config.schema.json of readylint's repository.

      # The least severity that makes the exit status 1: info, warning or error.
      fail-on: warning

      """
    text += "\n# Files that are neither linted nor read, in .gitignore's syntax.\n"
    text +=
      found.developmentFolders.isEmpty
      ? "# exclude:\n#   - testdata/\n" : "# exclude:\n" + found.developmentFolders.map { "#   - \(scalar($0))\n" }.joined()
    text += "\n# Which Dockerfile an image is built from, where the repository does not say it.\n"
    if found.unlinkedImages.isEmpty || found.dockerfiles.isEmpty {
      text += "# images:\n#   registry.example.com/shop/api: api/Dockerfile\n"
    } else {
      text += "# One of: \(found.dockerfiles.prefix(8).map(printable).joined(separator: ", "))\n# images:\n"
      text += found.unlinkedImages.prefix(20).map { "#   \(scalar($0)): …\n" }.joined()
    }
    text += """

      # How many connections the database takes: workers × pods × pool must not exceed them.
      # database: {connections: 100}

      # Other severities, and values that rules leave open; `readylint explain RULE` names them.
      # severity: {cpu-limit: warning}
      # parameters: {grace-period-covers-shutdown: {margin: 5}}

      # What is different for some files, objects or containers.
      # overrides:
      #   - resources: [Deployment/*/worker]
      #     ignore: [pre-stop-hook]
      #     reason: it takes its work from a queue

      """
    if found.findingCount > 0 {
      text += """

        # \(found.findingCount) findings today. To begin with them as they are: `readylint baseline create`, and then
        # baseline: \(Baseline.fileName)

        """
    }
    if !found.openItems.isEmpty {
      text +=
        "\n# What no file shows is attested, with a document and the day on which somebody looked at it (see `readylint checklist`).\n"
      text += "# attestations:\n"
      for item in found.openItems { text += "#   - {item: \(item.id), document: docs/…, reviewed: …}  # \(item.title)\n" }
    }
    return text
  }
}
