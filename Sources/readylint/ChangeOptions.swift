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

  var isWanted: Bool { fix || diff }

  func validate() throws {
    if unsafeFixes, !fix, !diff { throw ValidationError("--unsafe-fixes goes with --fix or --diff.") }
  }

  /// - Parameters:
  ///   - severity: the least that is reported.
  ///   - threshold: the least that fails.
  ///   - lint: the run anew, with some files' texts replaced.
  func change(
    _ run: LintRun, from severity: Severity, threshold: Severity, lint: @escaping ([String: [UInt8]]) throws -> (LintRun, Int)
  ) throws -> Change {
    let files = WritableFiles(run, asksForPermission: !diff)
    var change = Change()
    func state(_ run: LintRun) -> Fixer.State {
      Fixer.State(run.findings.filter { $0.severity >= severity }, files: run.files, in: run.reading.repository)
    }
    let fixer = Fixer(allowing: unsafeFixes ? .unsafe : .safe, mayWrite: files.mayWrite) { texts in state(try lint(texts).0) }
    let outcome = try fixer.run(from: state(run))
    change.texts = outcome.texts
    change.notes = outcome.dropped.map { "readylint: " + $0 } + files.notes
    change.failures = files.failures
    if outcome.appliedCount > 0 { change.summary = "\(outcome.appliedCount) fixed" }
    change.before = files.texts.filter { outcome.texts[$0.key] != nil }
    if !outcome.texts.isEmpty, !diff { change.result = try lint(outcome.texts) }
    return change
  }
}
