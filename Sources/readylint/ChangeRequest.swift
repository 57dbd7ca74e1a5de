import Linting
import SourceText

/// What `check` may write into the files that it lints.
struct ChangeRequest {
  var fix = false
  var unsafeFixes = false
  /// Whether changes are printed instead of being written.
  var diff = false
  var addIgnores = false
  /// Why findings are ignored, and the last day on which they are.
  var reason: String?
  var until: String?

  var isWanted: Bool { fix || diff || addIgnores }

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
