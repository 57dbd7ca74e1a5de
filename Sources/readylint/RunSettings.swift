import Kubernetes
import Linting
import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The rules and settings of a run.
struct RunSettings {
  var configuration = Configuration()
  var configurationFile: SourceFile?
  /// The folder of the configuration, with a slash at its end; empty for the current one.
  var folder = ""
  var builtIn: [DeferredRule] = []
  var own: [Rule] = []

  var hasConfigurationFile: Bool { configurationFile != nil }

  /// All rules, in the order of their ids.
  var all: [Rule] { (builtIn.map(\.rule) + others).sorted { $0.id < $1.id } }

  /// Some of them.
  func rules(_ ids: Set<String>) -> [Rule] {
    builtIn.filter { ids.contains($0.id) }.map(\.rule) + others.filter { ids.contains($0.id) }
  }

  private var others: [Rule] { own + FileProblems.rules + SuppressionRules.all }

  var knownIDs: Set<String> {
    Set(builtIn.lazy.map(\.id)).union(others.lazy.map(\.id))
  }

  /// - Parameters: what the command line says; a selection there takes the place of the configuration's.
  func filter(select: [String], ignore: [String]) throws -> RuleFilter {
    do throws(RuleFilter.UnknownRule) {
      return try RuleFilter(
        select: select.isEmpty ? configuration.select : select, ignore: configuration.ignore + ignore, among: knownIDs)
    } catch {
      throw CommandFailure([error.message])
    }
  }

  /// Gives rules the severities and parameters of the configuration. A name that no rule has is an error.
  mutating func applyConfiguration() throws {
    let named: [(Configuration.Key, [String])] = [
      (.select, configuration.select), (.ignore, configuration.ignore), (.severity, configuration.severities.keys.sorted()),
      (.parameters, configuration.parameters.keys.sorted()),
      (.overrides, configuration.overrides.flatMap(\.ruleIDs).filter { $0 != "*" }.sorted()),
    ].filter { !$0.1.isEmpty }
    let known = named.isEmpty ? [] : knownIDs
    for (key, ids) in named {
      for id in ids where !known.contains(id) { throw failure(RuleFilter.UnknownRule(id, among: known).message, at: key) }
    }
    guard !configuration.severities.isEmpty || !configuration.parameters.isEmpty else { return }
    do throws(Rule.ParameterError) {
      for (index, rule) in builtIn.enumerated() where configuration.severities[rule.id] != nil || configuration.parameters[rule.id] != nil {
        builtIn[index] = DeferredRule(try changed(rule.rule))
      }
      own = try own.map(changed)
    } catch {
      throw failure(error.message, at: .parameters)
    }
  }

  private func changed(_ rule: Rule) throws(Rule.ParameterError) -> Rule {
    var rule = try rule.setting(configuration.parameters[rule.id] ?? [:])
    if let severity = configuration.severities[rule.id] {
      rule.severity = severity
      rule.severityExpression = nil
    }
    return rule
  }

  private func failure(_ message: String, at key: Configuration.Key) -> CommandFailure {
    guard let origin = configuration.origins[key] else { return CommandFailure([message]) }
    return CommandFailure([RuleSources.message(message, at: origin.range, in: origin.file)])
  }

  /// Which files and folders the configuration leaves out.
  var exclusion: (@Sendable (String, Bool) -> Bool)? {
    guard let patterns = configuration.exclude else { return nil }
    let folder = folder
    return { path, isFolder in
      guard folder.isEmpty || path.hasPrefix(folder) else { return false }
      return patterns.excludes(String(path.dropFirst(folder.count)), isFolder: isFolder)
    }
  }

  /// The files of a run as one system, as the configuration wants them to be seen.
  func repository(_ workspace: Workspace, files: RepositoryFiles) -> Repository {
    let images = images(among: workspace.artifacts.map(\.file.path))
    let graph = Graph(workspace, images: images, databaseConnections: configuration.databaseConnections, repository: files)
    let version = configuration.kubernetesVersion ?? RemovedAPI.newestKnownVersion
    return Repository(workspace, graph: graph, kubernetesVersion: version)
  }

  /// Image names to Dockerfiles as discovery names them.
  private func images(among paths: [String]) -> [String: String] {
    guard !configuration.images.isEmpty else { return [:] }
    let folder = configuration.folder(of: .images)
    let known = Dictionary(
      paths.compactMap { path in RepositoryPath.resolved(path).map { ($0, path) } }, uniquingKeysWith: { first, _ in first })
    return configuration.images.mapValues { written in
      RepositoryPath.resolved(folder + written).flatMap { known[$0] } ?? folder + written
    }
  }
}
