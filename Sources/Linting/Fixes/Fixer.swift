package import SourceText
internal import Workspace

/// Applies fixes until there are none left to apply.
///
/// Each round takes what does not conflict, lints the result in memory, and takes back what did not help: a fix whose finding stands as
/// before, and those of a file that is no longer what its reader takes.
package struct Fixer {
  /// What a run found.
  package struct State {
    package var findings: [Finding]
    /// By the numbers of locations.
    package var files: [SourceFile]
    /// Files that their readers find fault with, and how often.
    package var problems: [String: Int]

    package init(findings: [Finding], files: [SourceFile], problems: [String: Int]) {
      self.findings = findings
      self.files = files
      self.problems = problems
    }
  }

  package struct Outcome {
    /// The new texts of the files that change.
    package var texts: [String: [UInt8]] = [:]
    package var appliedCount = 0
    /// Lines about what was dropped, and why.
    package var dropped: [String] = []
    /// The rest.
    package var state: State
  }

  /// Conflicting fixes take a round each: a container lacks seven settings at most. A bound for rules that undo each other.
  private static let maximumRounds = 12
  /// Each time a round is done again, fewer fixes take part.
  private static let maximumAttempts = 60

  private let safety: Fix.Safety
  private let mayWrite: (String) -> Bool
  private let lint: ([String: [UInt8]]) throws -> State

  /// - Parameters:
  ///   - mayWrite: whether a file may be changed.
  ///   - lint: a run with some files' texts in the place of those on disk.
  package init(
    allowing safety: Fix.Safety, mayWrite: @escaping (String) -> Bool, lint: @escaping ([String: [UInt8]]) throws -> State
  ) {
    self.safety = safety
    self.mayWrite = mayWrite
    self.lint = lint
  }

  private struct Applied {
    var finding: Finding
    var fix: Fix
    var path: String
    var key: String
  }

  package func run(from start: State) throws -> Outcome {
    var outcome = Outcome(state: start)
    var rejected: Set<String> = []
    var rounds = 0
    var attempts = 0
    while rounds < Self.maximumRounds, attempts < Self.maximumAttempts {
      attempts += 1
      let (plan, applied) = plan(for: outcome.state, without: rejected)
      guard !applied.isEmpty else { break }
      let current = Dictionary(outcome.state.files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
      var texts = outcome.texts
      for (path, edits) in plan.edits { texts[path] = TextEdit.apply(edits, to: texts[path] ?? current[path] ?? []) }
      let next = try lint(texts)
      let bad = failures(of: applied, plan, before: outcome.state, after: next)
      guard bad.isEmpty else {
        for (fix, reason) in bad where rejected.insert(fix.key).inserted {
          outcome.dropped.append("\(fix.path): \(fix.finding.rule): '\(fix.fix.title)' is left out: \(reason)")
        }
        continue
      }
      outcome.texts = texts
      outcome.appliedCount += applied.count
      outcome.state = next
      rounds += 1
    }
    return outcome
  }

  private func plan(for state: State, without rejected: Set<String>) -> (EditPlan, [Applied]) {
    var plan = EditPlan()
    var applied: [Applied] = []
    for finding in state.findings.sorted(by: Finding.precedes) {
      let file = state.files[Int(finding.location.file.index)]
      for fix in finding.fixes where fix.safety <= safety && fix.edits.allSatisfy({ mayWrite($0.path) }) {
        let key = [Fingerprint.of(finding, in: file, path: file.path), finding.message, fix.title].joined(separator: "\u{1F}")
        guard !rejected.contains(key) else { continue }
        if plan.take(fix.edits.map { ($0.path, $0.edit) }) {
          applied.append(Applied(finding: finding, fix: fix, path: file.path, key: key))
        }
        break
      }
    }
    return (plan, applied)
  }

  private func failures(of applied: [Applied], _ plan: EditPlan, before: State, after: State) -> [(Applied, String)] {
    let broken = Set(plan.edits.keys.filter { after.problems[$0, default: 0] > before.problems[$0, default: 0] })
    if !broken.isEmpty {
      return applied.filter { $0.fix.edits.contains { broken.contains($0.path) } }.map { ($0, "the result could not be read") }
    }
    // By rule and file, where findings of the next run begin.
    var starts: [String: [ByteRange]] = [:]
    for finding in after.findings {
      starts[finding.rule + "\u{1F}" + after.files[Int(finding.location.file.index)].path, default: []].append(finding.location.range)
    }
    return applied.compactMap { fix in
      let bytes = before.files[Int(fix.finding.location.file.index)].bytes
      let place = TextEdit.map(fix.finding.location.range, through: TextEdit.withLineBreaks(of: bytes, plan.edits[fix.path] ?? []))
      let remaining = starts[fix.finding.rule + "\u{1F}" + fix.path] ?? []
      guard remaining.contains(where: { place.start <= $0.start && $0.start <= max(place.start, place.end) }) else { return nil }
      return (fix, "the finding is still there")
    }
  }
}

extension Fixer.State {
  /// - Parameter files: by the numbers of locations; those of the repository unless there are others behind them.
  package init(_ findings: [Finding], files: [SourceFile]? = nil, in repository: Repository) {
    let files = files ?? repository.workspace.artifacts.map(\.file) + repository.graph.referencedFiles
    let problems = Dictionary(grouping: FileProblems.findings(in: repository.workspace)) { files[Int($0.location.file.index)].path }
    self.init(findings: findings, files: files, problems: problems.mapValues(\.count))
  }
}
