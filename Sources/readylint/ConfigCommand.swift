import ArgumentParser
import Linting
import Reports
import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Look at .readylint.yaml: whether it is right, and what holds.",
    subcommands: [Verify.self, Show.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say whether configurations can be used; unknown keys and rules are mistakes.",
      discussion: "Without a path, the configuration of the current folder.")

    @Argument(help: "Configuration files.", completion: .file(extensions: ["yaml"]))
    var paths: [String] = []

    func run() throws {
      var problems: [String] = []
      for path in paths.isEmpty ? [nil] : paths.map(Optional.some) {
        do {
          let settings = try RuleSources(config: path).load(near: ".")
          try StandardStream.output.write("\(printable(settings.configurationFile?.path ?? "no configuration, so the defaults")): ok\n")
        } catch let failure as CommandFailure {
          problems += failure.lines
        }
      }
      guard problems.isEmpty else { throw CommandFailure(problems) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print every setting with where it comes from.")

    @Argument(help: "The folder whose configuration is meant.", completion: .directory)
    var folder = "."

    @OptionGroup var ruleOptions: RuleOptions

    func run() throws {
      try StandardStream.output.write(ConfigurationFormat.effective(try ruleOptions.asked.load(near: folder).configuration))
    }
  }
}

struct Initialize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented .readylint.yaml that fits the repository it finds.")

  @Argument(help: "The folder that gets it.", completion: .directory)
  var folder = "."

  @Flag(help: "Overwrite an existing one.")
  var force = false

  func run() throws {
    let path = RepositoryPath.prefix(ofFolder: folder) + Configuration.fileName
    guard force || access(path, F_OK) != 0 else { throw CommandFailure(["\(path) is there already; --force writes it anew"]) }
    // What the file to be written says does not count yet.
    let settings = RunSettings(folder: RepositoryPath.folder(of: path), builtIn: RuleSet.builtIn())
    let reading = try RepositorySource(paths: [folder]).read(settings)
    let run = LintRun(LintRequest(paths: [folder]), settings, reading, try settings.filter(select: [], ignore: []))
    let repository = reading.repository
    let shown = { (path: String) in LintRun.path(path, seenFrom: settings.folder) }
    var found = ConfigurationFormat.Findings()
    found.findingCount = run.findings.count { $0.severity >= .warning }
    found.dockerfiles = repository.graph.images.map { shown(repository.path(of: $0.file)) }
    found.unlinkedImages = GraphOutline(repository.graph, paths: repository.path).unlinkedNames
    let folders = Set(repository.workspace.artifacts.flatMap { Self.folders(of: shown($0.file.path)) })
    found.developmentFolders = folders.filter { Self.others.contains(Discovery.name(of: $0)) }.sorted().prefix(20).map { $0 + "/" }
    let scorecard = Scorecard(
      repository, findings: run.findings, configuration: settings.configuration, today: Day.today, documentExists: { _ in false })
    for entry in scorecard.entries {
      if case .noEvidence = entry.status { found.openItems.append((entry.id, entry.title)) }
    }
    try AtomicFile.write(Array(ConfigurationFormat.initial(found).utf8), to: path)
    StandardStream.tell(["\(path): written"])
  }

  /// Folders of these names hold what is for tests and developers.
  private static let others: Set<String> = ["testdata", "test", "tests", "fixtures", "examples", "example", "_archived", "docs"]

  private static func folders(of path: String) -> [String] {
    let parts = path.pathComponents.dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }
}
