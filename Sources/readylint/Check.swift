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

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Lint files and folders (the default).",
    discussion: """
      Folders are walked for Dockerfiles, Kubernetes manifests and compose files, .gitignore honoured; files are taken whatever git says of them.

        readylint check --output concise --fail-on error
        readylint check --select grace-period-covers-shutdown,pre-stop-hook deploy/
        readylint check --rules policies/ --show-undecided
        readylint check --group-by workload --output html=audit.html

      What is named together is one system, with the configuration of the first. Folders that are the tops of different repositories of
      Git are systems of their own, each with its own configuration; their findings are in one report.
      """)

  @Argument(
    help: "Files and folders; `-` reads one file from standard input. Nothing means the current folder.", completion: .file())
  var paths: [String] = []

  @OptionGroup var outputOptions: OutputOptions

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

  @Option(
    help: ArgumentHelp(
      "Lint a part of the folders: those on top are dealt out to N parts, and readylint merge makes one report of their JSON reports.",
      valueName: "I/N"))
  var shard: Shard?

  @OptionGroup(title: "Changing files") var changes: ChangeOptions

  @OptionGroup var ruleOptions: RuleOptions

  @Option(
    help: "The name of the file that is read from standard input. (default: Dockerfile for what begins like one, else stdin.yaml)")
  var stdinFilename: String?

  private static var ruleIDs: [String] { (RuleSet.builtIn() + FileProblems.rules).map(\.id) }

  func validate() throws {
    if paths.contains("-"), changes.isWanted, !changes.diff {
      throw ValidationError("What is read from standard input cannot be changed; --diff shows what would be.")
    }
    if paths.contains("-"), paths.count > 1 {
      throw ValidationError("'-' reads standard input and cannot be combined with paths.")
    }
    if shard != nil, !paths.allSatisfy(RepositorySource.isFolder) {
      throw ValidationError("--shard deals out what is in folders; name no files with it.")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    let progress = Progress()
    defer { progress.stop() }
    let systems = RepositorySource.systems(paths)
    if systems.count > 1, diffBase != nil { throw CommandFailure(["--diff-base is about one repository at a time"]) }
    var runs: [LintRun] = []
    var reports: [Report] = []
    var done: [Change] = []
    var gone = 0
    for paths in systems where systems.count == 1 || shard?.holds(paths.joined()) ?? true {
      let name = systems.count == 1 ? "" : paths.joined() + ": "
      let request = LintRequest(
        paths: paths, stdinFilename: stdinFilename, readsContext: context, honoursIgnores: ignores, select: select, ignore: ignore,
        since: diffBase, shard: systems.count == 1 ? shard : nil, onPhase: { progress.phase = name + $0 })
      var run = try LintRun(request, ruleOptions)
      if changes.isWanted { done.append(try change(&run, request)) }
      let baseline = try known(to: run)
      reports.append(report(of: run, baseline))
      if run.reading.isWhole { gone += baseline?.gone.count ?? 0 }
      runs.append(run)
    }
    progress.stop()
    if changes.diff { return try show(done) }
    let report = reports.count == 1 ? reports[0] : Report(merging: reports)
    // What came from standard input, and files that were named, are no audit.
    let isAudit = paths != ["-"] && runs.allSatisfy { $0.reading.reported == nil }
    try outputOptions.write(report, isAudit: isAudit)
    StandardStream.tell(Footer.lines(runs, report, gone: gone, done, elapsed: ContinuousClock.now - start))
    let isDone = report.problems.isEmpty && done.allSatisfy(\.failures.isEmpty)
    let passes = zip(runs, reports).allSatisfy { outputOptions.passes($1, otherwise: $0.settings.configuration.failOn) }
    // At once: to take the model of a repository apart, piece by piece, takes longer than the kernel does with the whole process.
    endProcess(isDone ? passes ? 0 : 1 : 2)
  }

  /// Mends or silences what is new, and lints again what was written.
  private func change(_ run: inout LintRun, _ request: LintRequest) throws -> Change {
    func fresh(_ run: LintRun) throws -> LintRun {
      var run = run
      if let baseline = try known(to: run) { run.findings = baseline.fresh }
      return run
    }
    let threshold = outputOptions.threshold(run.settings.configuration.failOn)
    let first = run
    var change = try changes.change(try fresh(run), from: outputOptions.minSeverity, threshold: threshold) { texts in
      try fresh(LintRun(again: first, request, replacing: texts))
    }
    guard !changes.diff, !change.texts.isEmpty else { return change }
    change.write()
    run = try LintRun(again: first, request, replacing: [:])
    return change
  }

  /// Prints what would be changed.
  private func show(_ changes: [Change]) throws {
    let diff = changes.map(\.diff).joined()
    // A patch is exact; what a person looks at must not drive the terminal.
    let lines = { diff.split(separator: "\n", omittingEmptySubsequences: false).map { printable(String($0)) }.joined(separator: "\n") }
    try StandardStream.output.write(StandardStream.output.isTerminal ? lines() : diff)
    StandardStream.tell(changes.flatMap(\.notes))
    if changes.contains(where: { !$0.texts.isEmpty }) { throw ExitCode(1) }
  }

  private func report(of run: LintRun, _ baseline: BaselineComparison?) -> Report {
    func isWanted(_ finding: Finding) -> Bool { finding.severity >= outputOptions.minSeverity }
    let suppressed = run.suppressed.filter { isWanted($0.finding) }.map {
      Report.Suppressed($0.finding, origin: $0.suppression.origin, reason: $0.suppression.reason)
    }
    return Report(
      findings: (baseline?.fresh ?? run.findings).filter(isWanted), undecided: showUndecided ? run.undecided : [], suppressed: suppressed,
      baseline: baseline.map { Report.Known(findings: $0.known.filter(isWanted), gone: run.reading.isWhole ? $0.gone : []) },
      problems: run.problems, checked: run.checked, files: run.files, rules: run.settings.all,
      folder: paths.contains { $0.hasPrefix("/") } ? OutputOptions.currentFolder : "")
  }

  private struct BaselineComparison {
    var fresh: [Finding]
    var known: [Finding]
    var gone: [Baseline.Entry]
  }

  /// What the baseline says of the findings; nil without one.
  private func known(to run: LintRun) throws -> BaselineComparison? {
    guard baseline ?? "" != "none", BaselineFile.isWanted(named: baseline, run.settings) else { return nil }
    let file = BaselineFile(named: baseline, run.settings)
    let comparison = file.compare(run, with: try file.read())
    let judged = zip(run.findings, comparison.isKnown)
    return BaselineComparison(
      fresh: judged.filter { !$0.1 }.map(\.0), known: judged.filter { $0.1 }.map(\.0), gone: comparison.gone)
  }
}
