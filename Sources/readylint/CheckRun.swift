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

/// What `check` does, with the defaults of its options.
///
/// Apart from the command line: pre-commit calls `readylint check a b` with each commit, and ArgumentParser would take as long to find out
/// that no option is there as linting a file does.
struct CheckRun {
  /// Nothing means the current folder, and `-` standard input.
  var paths: [String] = []
  var output = Output()
  var select: [String] = []
  var ignore: [String] = []
  var showsUndecided = false
  var honoursIgnores = true
  /// Whether the rest of the repository is read when single files are named.
  var readsContext = true
  /// Only what changes since this revision introduce is reported.
  var diffBase: String?
  /// A baseline file, or `none`; nil for the configuration's.
  var baseline: String?
  var shard: Shard?
  var changes = ChangeRequest()
  var rules = RuleSources()
  var stdinFilename: String?

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
        paths: paths, stdinFilename: stdinFilename, readsContext: readsContext, honoursIgnores: honoursIgnores, select: select,
        ignore: ignore, since: diffBase, shard: systems.count == 1 ? shard : nil, onPhase: { progress.phase = name + $0 })
      var run = try LintRun(request, rules)
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
    try output.write(report, isAudit: isAudit)
    StandardStream.tell(Footer.lines(runs, report, gone: gone, done, elapsed: ContinuousClock.now - start))
    let isDone = report.problems.isEmpty && done.allSatisfy(\.failures.isEmpty)
    let passes = zip(runs, reports).allSatisfy { output.passes($1, otherwise: $0.settings.configuration.failOn) }
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
    let threshold = output.threshold(run.settings.configuration.failOn)
    let first = run
    var change = try changes.change(try fresh(run), from: output.minSeverity, threshold: threshold) { texts in
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
    func isWanted(_ finding: Finding) -> Bool { finding.severity >= output.minSeverity }
    let suppressed = run.suppressed.filter { isWanted($0.finding) }.map {
      Report.Suppressed($0.finding, origin: $0.suppression.origin, reason: $0.suppression.reason)
    }
    let fresh = baseline?.fresh ?? run.findings
    return Report(
      findings: output.minSeverity == .info ? fresh : fresh.filter(isWanted), undecided: showsUndecided ? run.undecided : [],
      suppressed: suppressed,
      baseline: baseline.map { Report.Known(findings: $0.known.filter(isWanted), gone: run.reading.isWhole ? $0.gone : []) },
      problems: run.problems, checked: run.checked, files: run.files,
      rules: run.rules(besides: baseline?.gone.map(\.rule) ?? []),
      folder: paths.contains { $0.hasPrefix("/") } ? Output.currentFolder : "")
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
