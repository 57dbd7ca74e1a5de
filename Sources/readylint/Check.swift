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

  enum Color: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Argument(
    help: "Files and folders; `-` reads one file from standard input. Nothing means the current folder.", completion: .file())
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "How findings are printed: \(OutputRequest.formats). Repeat it for several, all but one with a file: --output sarif=findings.sarif",
      valueName: "format[=file]"),
    completion: .list(OutputRequest.Format.allCases.map(\.rawValue)))
  var output: [OutputRequest] = []

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

  @Flag(inversion: .prefixedNo, help: "Honour ignores in comments, annotations and the configuration; --no-ignores shows auditors all.")
  var ignores = true

  @Flag(
    inversion: .prefixedNo,
    help: "When single files are named, read the rest of the repository as well, so that what they refer to is known.")
  var context = true

  @Option(help: ArgumentHelp("Report only what changes since this revision of Git introduce.", valueName: "revision"))
  var diffBase: String?

  @Option(
    help: "Report only what is not in this baseline; none leaves out that of the configuration. See readylint baseline.",
    completion: .file())
  var baseline: String?

  @OptionGroup(title: "Changing files") var changes: ChangeOptions

  @OptionGroup var ruleOptions: RuleOptions

  @Option(help: "Colour: auto, always or never. auto colours on a terminal, unless NO_COLOR is set.")
  var color: Color = .auto

  @Option(
    help: "The name of the file that is read from standard input. (default: Dockerfile for what begins like one, else stdin.yaml)")
  var stdinFilename: String?

  private static var ruleIDs: [String] { (RuleSet.builtIn() + FileProblems.rules).map(\.id) }

  func validate() throws {
    guard output.count(where: { $0.path == nil }) <= 1 else {
      throw ValidationError("Only one --output can go to standard output; give the others files: --output sarif=findings.sarif.")
    }
    if paths.contains("-"), changes.isWanted, !changes.diff {
      throw ValidationError("What is read from standard input cannot be changed; --diff shows what would be.")
    }
    if paths.contains("-"), paths.count > 1 {
      throw ValidationError("'-' reads standard input and cannot be combined with paths.")
    }
  }

  func run() throws {
    // A closed reader must not end the process by a signal: the exit status still says what was found.
    signal(SIGPIPE, SIG_IGN)
    let start = ContinuousClock.now
    let request = LintRequest(
      paths: paths, stdinFilename: stdinFilename, readsContext: context, honoursIgnores: ignores, select: select, ignore: ignore,
      since: diffBase)
    var run = try LintRun(request, ruleOptions)
    var gone = try dropKnown(from: &run)
    let threshold = failOn ?? run.settings.configuration.failOn ?? .warning
    var change = Change()
    if changes.isWanted {
      change = try changes.change(run, from: minSeverity, threshold: threshold) { texts in
        var next = try LintRun(again: run, request, replacing: texts)
        let nextGone = try dropKnown(from: &next)
        return (next, nextGone)
      }
      if changes.diff {
        StandardStream.output.write(change.diff)
        StandardStream.error.write(change.notes.map { $0 + "\n" }.joined())
        if !change.texts.isEmpty { throw ExitCode(1) }
        return
      }
      change.write()
      if let result = change.result { (run, gone) = result }
    }
    let report = Report(
      findings: run.findings.filter { $0.severity >= minSeverity }, undecided: showUndecided ? run.undecided : [], files: run.files,
      rules: run.settings.all)
    for request in output.isEmpty ? [OutputRequest(format: .text)] : output { try request.write(report, color: usesColor) }
    StandardStream.error.write(Footer.text(run, report.findings, gone: gone, change, elapsed: ContinuousClock.now - start))
    guard run.isComplete, change.failures.isEmpty else { throw ExitCode(2) }
    if report.findings.contains(where: { $0.severity >= threshold }) { throw ExitCode(1) }
  }

  /// Takes out what the baseline holds.
  ///
  /// - Returns: how many of the baseline's findings are gone, when all could be seen.
  private func dropKnown(from run: inout LintRun) throws -> Int {
    guard baseline ?? "" != "none", BaselineFile.isWanted(named: baseline, run.settings) else { return 0 }
    let file = BaselineFile(named: baseline, run.settings)
    let comparison = file.compare(run, with: try file.read())
    run.findings = zip(run.findings, comparison.isKnown).filter { !$0.1 }.map(\.0)
    return run.reading.isWhole ? comparison.gone.count : 0
  }

  private var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: StandardStream.output.isTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    }
  }
}
