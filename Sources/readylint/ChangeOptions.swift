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
    var wanted = run.findings.filter { $0.severity >= severity && files.mayWrite(run.path(of: $0)) }
    let count = wanted.count
    // The second time, without those that a comment does not silence.
    for attempt in 0..<2 {
      let (edits, refused) = comments.edits(for: wanted)
      if attempt == 0 { change.notes += refused.map { note(on: $0, in: run, $1) } }
      change.texts = Dictionary(uniqueKeysWithValues: edits.map { ($0, TextEdit.apply($1, to: files.texts[$0] ?? [])) })
      guard !edits.isEmpty else { break }
      let result = try lint(change.texts)
      let left = Set(result.findings.map { identity(of: $0, in: result) })
      let loud = Set(refused.map { identity(of: $0.0, in: run) })
      let failing = wanted.filter { left.contains(identity(of: $0, in: run)) && !loud.contains(identity(of: $0, in: run)) }
      change.summary = "\(count - refused.count - failing.count) ignored by new comments"
      guard !failing.isEmpty, attempt == 0 else { break }
      change.notes += failing.map { note(on: $0, in: run, "a comment there does not silence it") }
      let dropped = Set(failing.map { identity(of: $0, in: run) })
      wanted.removeAll { dropped.contains(identity(of: $0, in: run)) || loud.contains(identity(of: $0, in: run)) }
    }
    change.notes += files.notes
    change.failures = files.failures
    change.before = files.texts.filter { change.texts[$0.key] != nil }
    return change
  }

  private func identity(of finding: Finding, in run: LintRun) -> [String] {
    [run.fingerprint(of: finding, seenFrom: ""), finding.message]
  }

  private func note(on finding: Finding, in run: LintRun, _ reason: String) -> String {
    let file = run.files[Int(finding.location.file.index)]
    let line = LineIndex(file.bytes).line(at: finding.location.range.start)
    return "readylint: \(file.path):\(line): \(finding.rule) is not ignored: \(reason)"
  }
}
