import ArgumentParser
import Linting
import SourceText

/// What `check` may write into the files that it lints.
struct ChangeOptions: ParsableArguments {
  @Flag(help: "Mend what can be mended without changing anything else, and report the rest.")
  var fix = false

  @Flag(help: "With --fix or --diff: mend as well what somebody has to look at afterwards.")
  var unsafeFixes = false

  @Flag(help: "Print what --fix would change, and change nothing; the exit status is 1 when there is something.")
  var diff = false

  @Flag(help: "Write an ignore above each finding that fails the run; with --diff, print what would be written.")
  var addIgnores = false

  @Option(help: "With --add-ignores: why the findings are meant to be.")
  var reason: String?

  @Option(help: ArgumentHelp("With --add-ignores: the last day on which the ignores count, like 2026-12-31.", valueName: "day"))
  var until: String?

  var isWanted: Bool { fix || diff || addIgnores }

  func validate() throws {
    if addIgnores {
      if fix || unsafeFixes { throw ValidationError("--add-ignores and --fix are two runs: fix first, then ignore what is left.") }
      guard let reason, IgnoreComments.isReason(reason) else {
        throw ValidationError("--add-ignores needs --reason with a sentence: whoever reads it next has to know whether it still holds.")
      }
      if let until, Day(until) == nil { throw ValidationError("--until is a day like 2026-12-31, not '\(until)'.") }
    } else if reason != nil || until != nil {
      throw ValidationError("--reason and --until go with --add-ignores.")
    }
    if unsafeFixes, !fix, !diff { throw ValidationError("--unsafe-fixes goes with --fix or --diff.") }
  }

  /// - Parameters:
  ///   - severity: the least that is reported.
  ///   - threshold: the least that fails.
  ///   - lint: the run anew, with some files' texts replaced.
  func change(
    _ run: LintRun, from severity: Severity, threshold: Severity, lint: @escaping ([String: [UInt8]]) throws -> LintRun
  ) throws -> Change {
    if addIgnores { return try ignores(run, from: max(severity, threshold), lint: lint) }
    let files = WritableFiles(run, asksForPermission: !diff)
    var change = Change()
    func state(_ run: LintRun) -> Fixer.State {
      Fixer.State(run.findings.filter { $0.severity >= severity }, files: run.files, in: run.reading.repository)
    }
    let fixer = Fixer(allowing: unsafeFixes ? .unsafe : .safe, mayWrite: files.mayWrite) { texts in state(try lint(texts)) }
    let outcome = try fixer.run(from: state(run))
    change.texts = outcome.texts
    change.notes = outcome.dropped.map { "readylint: " + $0 } + files.notes
    change.failures = files.failures
    if outcome.appliedCount > 0 { change.summary = "\(outcome.appliedCount) fixed" }
    change.before = files.texts.filter { outcome.texts[$0.key] != nil }
    return change
  }

  private func ignores(
    _ run: LintRun, from severity: Severity, lint: ([String: [UInt8]]) throws -> LintRun
  ) throws -> Change {
    let files = WritableFiles(run, asksForPermission: !diff)
    var change = Change()
    var comments = IgnoreComments(run.reading.repository, files: run.files, reason: reason ?? "", until: until.flatMap(Day.init))
    let wanted = run.findings.filter { $0.severity >= severity && files.mayWrite(run.path(of: $0)) }
    func state(_ run: LintRun) -> Fixer.State { Fixer.State(run.findings, files: run.files, in: run.reading.repository) }
    let outcome = try comments.write(for: wanted, from: state(run)) { texts in state(try lint(texts)) }
    change.texts = outcome.texts
    if !outcome.texts.isEmpty { change.summary = "\(outcome.silencedCount) ignored by new comments" }
    change.notes = outcome.refused.map { note(on: $0.finding, in: run, $0.reason) } + files.notes
    change.failures = files.failures
    change.before = files.texts.filter { change.texts[$0.key] != nil }
    return change
  }

  private func note(on finding: Finding, in run: LintRun, _ reason: String) -> String {
    let file = run.files[Int(finding.location.file.index)]
    let line = LineIndex(file.bytes).line(at: finding.location.range.start)
    return "readylint: \(file.path):\(line): \(finding.rule) is not ignored: \(reason)"
  }
}
