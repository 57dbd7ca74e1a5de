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

extension Severity: ExpressibleByArgument {}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lint files and folders (the default).",
    discussion: """
      Folders are walked for Dockerfiles, Kubernetes manifests and compose files, .gitignore honoured; files are taken whatever git says of them.

        readylint check --output concise --fail-on error
        readylint check --select grace-period-covers-shutdown,pre-stop-hook deploy/
        readylint check --rules policies/ --show-undecided
      """)

  enum Output: String, ExpressibleByArgument, CaseIterable {
    case text, concise, json
  }

  enum Color: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Argument(
    help: "Files and folders; `-` reads one file from standard input. Nothing means the current folder.", completion: .file())
  var paths: [String] = []

  @Option(help: "How findings are printed: text, concise or json.")
  var output: Output = .text

  @Option(help: "The least severity that makes the exit status 1: info, warning or error. (default: warning)")
  var failOn: Severity?

  @Option(help: "Print findings of this severity and above: info, warning or error.")
  var minSeverity: Severity = .info

  @Option(help: "Only these rules; separate ids by commas or repeat the option.", completion: .custom { _, _, _ in Check.ruleIDs })
  var select: [String] = []

  @Option(help: "All but these rules; separate ids by commas or repeat the option.", completion: .custom { _, _, _ in Check.ruleIDs })
  var ignore: [String] = []

  @Flag(help: "Print what could not be decided as well, and why.")
  var showUndecided = false

  @OptionGroup var ruleOptions: RuleOptions

  @Option(help: "Colour: auto, always or never. auto colours on a terminal, unless NO_COLOR is set.")
  var color: Color = .auto

  @Option(
    help: "The name of the file that is read from standard input. (default: Dockerfile for what begins like one, else stdin.yaml)")
  var stdinFilename: String?

  private static var ruleIDs: [String] { (RuleSet.builtIn() + FileProblems.rules).map(\.id) }

  func validate() throws {
    if paths.contains("-"), paths.count > 1 {
      throw ValidationError("'-' reads standard input and cannot be combined with paths.")
    }
  }

  func run() throws {
    // A closed reader must not end the process by a signal: the exit status still says what was found.
    signal(SIGPIPE, SIG_IGN)
    let start = ContinuousClock.now
    let source = RepositorySource(paths: paths, stdinFilename: stdinFilename)
    let settings = try ruleOptions.load(near: source.configurationFolder)
    let filter = try settings.filter(select: select, ignore: ignore)
    let repository = try source.read(settings)
    let result = Linter(
      rules: settings.builtIn.filter { filter.allows($0.id) }, compiled: settings.own.filter { filter.allows($0.rule.id) }
    ).run(on: repository)
    let problems = FileProblems.findings(in: repository.workspace).filter { filter.allows($0.rule) }
    let report = Report(
      findings: (problems + result.findings).filter { $0.severity >= minSeverity }, undecided: showUndecided ? result.undecided : [],
      files: repository.workspace.artifacts.map(\.file) + repository.graph.referencedFiles, rules: settings.all)
    switch output {
    case .text: StandardStream.output.write(TextFormat(color: usesColor).render(report))
    case .concise: StandardStream.output.write(ConciseFormat.render(report))
    case .json: StandardStream.output.write(JSONFormat.render(report))
    }
    let failures = result.failures.map {
      "readylint: rule \($0.rule) failed\($0.logicalPath.isEmpty ? "" : " on \($0.logicalPath)"): \($0.message)"
    }
    StandardStream.error.write(
      Footer.text(repository, report.findings, failures: failures.sorted(), elapsed: ContinuousClock.now - start))
    guard repository.workspace.failures.isEmpty, failures.isEmpty else { throw ExitCode(2) }
    let threshold = failOn ?? settings.configuration.failOn ?? .warning
    if report.findings.contains(where: { $0.severity >= threshold }) { throw ExitCode(1) }
  }

  private var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: StandardStream.output.isTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    }
  }
}
