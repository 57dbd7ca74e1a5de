internal import SourceText
internal import Workspace

/// Runs a rule on its own examples.
package enum RuleExamples {
  /// What a rule said of one of its examples, when that is not what the example wants.
  package struct Mismatch: Hashable, Sendable {
    /// 0-based.
    package let example: Int
    package let message: String
  }

  static let marker = "↓"

  package static func mismatches(of rule: Rule) -> [Mismatch] {
    rule.examples.enumerated().compactMap { index, example in
      mismatch(rule, example).map { Mismatch(example: index, message: $0) }
    }
  }

  private static func mismatch(_ rule: Rule, _ example: Rule.Example) -> String? {
    var expected: Set<Location> = []
    var files: [SourceFile] = []
    var marks: [String: [Int]] = [:]
    for file in example.files {
      let pieces = split(file.text)
      var text = pieces.first ?? ""
      for piece in pieces.dropFirst() {
        marks[file.path, default: []].append(text.utf8.count)
        text += piece
      }
      files.append(SourceFile(path: file.path, text: text))
    }
    let repository = Repository(files)
    for (index, artifact) in (repository.workspace.artifacts.map(\.file) + repository.graph.referencedFiles).enumerated() {
      for mark in marks[artifact.path] ?? [] {
        expected.insert(Location(file: FileID(index), range: ByteRange(mark..<mark)))
      }
    }
    let result = Linter(rules: [DeferredRule(rule)]).run(on: repository)
    if let failure = result.failures.first { return "the rule fails: \(failure.message)" }
    let found = Set(
      result.findings.map {
        Location(file: $0.location.file, range: ByteRange(start: $0.location.range.start, end: $0.location.range.start))
      })
    switch example.verdict {
    case .pass where !result.findings.isEmpty:
      return "passes by its own word, but there is a finding: \(result.findings[0].message)"
    case .fail where result.findings.isEmpty:
      let reasons = result.undecided.flatMap(\.reasons).joined(separator: "; ")
      return "there is no finding" + (reasons.isEmpty ? "" : "; it was not decided: \(reasons)")
    case .fail where expected.isEmpty: return "no \(marker) says where the finding stands"
    case .fail where found != expected:
      return "the findings stand elsewhere: "
        + result.findings.map { finding in
          let position = LineIndex(repository.file(finding.location.file).bytes).position(at: finding.location.range.start)
          return "\(repository.file(finding.location.file).path):\(position.line):\(position.column)"
        }.joined(separator: ", ")
    default: return fixMismatch(rule, example, files)
    }
  }

  /// All of a rule's fixes lead from the fault to what the example says, and change nothing any more then.
  private static func fixMismatch(_ rule: Rule, _ example: Rule.Example, _ files: [SourceFile]) -> String? {
    guard !example.fixed.isEmpty else { return nil }
    let fixer = Fixer(allowing: .unsafe, mayWrite: { _ in true }) { texts in state(of: rule, files, texts) }
    guard let outcome = try? fixer.run(from: state(of: rule, files, [:])) else { return "it cannot be fixed" }
    if let line = outcome.dropped.first { return line }
    if let finding = outcome.state.findings.first { return "after the fix there is a finding: \(finding.message)" }
    for file in example.fixed {
      let text = outcome.texts[file.path].map { String(decoding: $0, as: UTF8.self) }
      if text != file.text { return "the fix of \(file.path) gives:\n\(text ?? "no change")" }
    }
    let wanted = Set(example.fixed.map(\.path))
    return outcome.texts.keys.sorted().first { !wanted.contains($0) }.map { "the fix changes \($0) as well" }
  }

  private static func state(of rule: Rule, _ files: [SourceFile], _ texts: [String: [UInt8]]) -> Fixer.State {
    let known = Set(files.map(\.path))
    let made = texts.keys.filter { !known.contains($0) }.sorted().map { SourceFile(path: $0, bytes: texts[$0] ?? []) }
    let repository = Repository(files.map { file in texts[file.path].map { SourceFile(path: file.path, bytes: $0) } ?? file } + made)
    let result = Linter(rules: [DeferredRule(rule)]).run(on: repository)
    return Fixer.State(result.findings, in: repository)
  }

  private static func split(_ text: String) -> [String] {
    let marker = Array(marker.utf8)
    var pieces: [[UInt8]] = [[]]
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      if rest.starts(with: marker) {
        pieces.append([])
        rest = rest.dropFirst(marker.count)
      } else {
        pieces[pieces.count - 1].append(byte)
        rest = rest.dropFirst()
      }
    }
    return pieces.map { String(decoding: $0, as: UTF8.self) }
  }
}
