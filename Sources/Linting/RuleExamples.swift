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

  package static func mismatches(of rule: CompiledRule) -> [Mismatch] {
    rule.rule.examples.enumerated().compactMap { index, example in
      mismatch(rule, example).map { Mismatch(example: index, message: $0) }
    }
  }

  private static func mismatch(_ rule: CompiledRule, _ example: Rule.Example) -> String? {
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
    let result = Linter(compiled: [rule]).run(on: repository)
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
    default: return nil
    }
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
