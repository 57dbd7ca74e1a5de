internal import DockerfileSyntax
package import SourceText
internal import Workspace
internal import YAMLSyntax

/// Writes `# readylint: ignore[…] reason` for findings: one comment per line, above the line where what it speaks of begins.
package struct IgnoreComments {
  private let repository: Repository
  private let files: [SourceFile]
  private let tail: String
  private var lines: [FileID: LineIndex] = [:]

  /// Whether a text can be the reason of an ignore.
  package static func isReason(_ text: String) -> Bool {
    guard !text.contains(where: \.isNewline), let parsed = try? SuppressionText.reasoned(text[...]) else { return false }
    return parsed.until == nil
  }

  /// - Parameters:
  ///   - files: by the numbers of locations.
  ///   - reason: why the findings are meant to be.
  ///   - until: the last day on which that counts.
  package init(_ repository: Repository, files: [SourceFile], reason: String, until: Day?) {
    self.repository = repository
    self.files = files
    tail = (until.map { " until=\($0.text)" } ?? "") + " " + reason
  }

  /// Each round has fewer comments than the one before; a third one is rare.
  private static let maximumRounds = 12

  /// What comments come to.
  package struct Outcome {
    /// The new texts of the files that change.
    package var texts: [String: [UInt8]] = [:]
    package var silencedCount = 0
    /// What no comment silences, and why.
    package var refused: [(finding: Finding, reason: String)] = []
  }

  /// Writes the comments and runs with them; those that do not silence what they are for, or that their file does not bear, are left out.
  ///
  /// - Parameters:
  ///   - start: the run that found the findings.
  ///   - lint: a run with some files' texts in the place of those on disk.
  package mutating func write(
    for findings: [Finding], from start: Fixer.State, lint: ([String: [UInt8]]) throws -> Fixer.State
  ) rethrows -> Outcome {
    var outcome = Outcome()
    var wanted = findings
    let bytes = Dictionary(files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    for _ in 0..<Self.maximumRounds {
      let (edits, refused) = edits(for: wanted)
      outcome.refused += refused.map { (finding: $0, reason: $1) }
      wanted = Self.without(refused.map { $0.0 }, wanted)
      guard !edits.isEmpty else { return outcome }
      let texts = Dictionary(uniqueKeysWithValues: edits.map { ($0, TextEdit.apply($1, to: bytes[$0] ?? [])) })
      let result = try lint(texts)
      let found = result.findings.map {
        (path: result.files[Int($0.location.file.index)].path, identity: Self.identity(of: $0, in: result.files))
      }
      // What is refused stays, and another finding may look the same.
      let left = Set(found.map(\.identity)).subtracting(outcome.refused.map { Self.identity(of: $0.finding, in: files) })
      // A comment within what cannot be read makes it unreadable in another way.
      let known = Set(start.findings.map { Self.identity(of: $0, in: start.files) })
      let broken = Set(edits.keys.filter { result.problems[$0, default: 0] > start.problems[$0, default: 0] })
        .union(found.lazy.filter { !known.contains($0.identity) }.map(\.path))
      func isBroken(_ finding: Finding) -> Bool { broken.contains(files[Int(finding.location.file.index)].path) }
      let failing = wanted.filter { isBroken($0) || left.contains(Self.identity(of: $0, in: files)) }
      guard !failing.isEmpty else {
        outcome.texts = texts
        outcome.silencedCount = wanted.count
        return outcome
      }
      outcome.refused += failing.map {
        ($0, isBroken($0) ? "with a comment there the file is read otherwise" : "a comment there does not silence it")
      }
      wanted = Self.without(failing, wanted)
    }
    outcome.refused += wanted.map { ($0, "too many comments silence nothing") }
    return outcome
  }

  private static func without(_ findings: [Finding], _ all: [Finding]) -> [Finding] {
    let dropped = Set(findings)
    return all.filter { !dropped.contains($0) }
  }

  private static func identity(of finding: Finding, in files: [SourceFile]) -> [String] {
    let file = files[Int(finding.location.file.index)]
    return [Fingerprint.of(finding, in: file, path: file.path), finding.message]
  }

  /// The comments by file, and what no comment can silence, with the reason.
  package mutating func edits(for findings: [Finding]) -> (edits: [String: [TextEdit]], refused: [(Finding, String)]) {
    struct Place: Hashable {
      var file: FileID
      var line: Int
    }
    var rules: [Place: Set<String>] = [:]
    var refused: [(Finding, String)] = []
    for finding in findings {
      if let reason = refusal(of: finding) {
        refused.append((finding, reason))
      } else {
        let line = firstLine(of: finding.location)
        if line == 1, files[Int(finding.location.file.index)].bytes.starts(with: "#!".utf8) {
          refused.append((finding, "nothing may stand above its first line"))
        } else {
          rules[Place(file: finding.location.file, line: line), default: []].insert(finding.rule)
        }
      }
    }
    var edits: [String: [TextEdit]] = [:]
    for (place, ids) in rules {
      let file = files[Int(place.file.index)]
      var start = Int(index(of: place.file).startOffset(ofLine: place.line))
      if start == 0, SourceFile.hasUTF8ByteOrderMark(file.bytes) { start = 3 }
      let indentation = file.bytes[start...].prefix { $0 == 0x20 || $0 == 0x09 }
      let comment = "# readylint: ignore[\(ids.sorted().joined(separator: ", "))]\(tail)\n"
      edits[file.path, default: []].append(.insertion(String(decoding: indentation, as: UTF8.self) + comment, at: start))
    }
    return (edits, refused)
  }

  private func refusal(of finding: Finding) -> String? {
    if SuppressionRules.all.contains(where: { $0.id == finding.rule }) { return "it speaks of an ignore" }
    let file = files[Int(finding.location.file.index)]
    let name = Discovery.name(of: file.path)
    switch repository.content(of: finding.location.file) {
    case .dockerfile, .nginx: return nil
    case .manifests, .unrelated: return name.hasSuffix(".json") ? "JSON has no comments" : nil
    case .unreadable, .template, .unrecognized: return "the file is not read"
    case nil:
      let endings = [".py", ".toml", ".ini", ".cfg", ".conf", ".sh", ".txt", ".rb", ".yaml", ".yml", "ignore", "Gemfile", "Procfile"]
      return endings.contains(where: name.hasSuffix) ? nil : "no comment can be written there"
    }
  }

  private mutating func index(of file: FileID) -> LineIndex {
    if let known = lines[file] { return known }
    let index = LineIndex(files[Int(file.index)].bytes)
    lines[file] = index
    return index
  }

  /// The line of the outermost instruction, scalar or flow collection over several lines that holds the place.
  private mutating func firstLine(of location: Location) -> Int {
    let index = index(of: location.file)
    let ranges: [ByteRange]
    switch repository.content(of: location.file) {
    case .dockerfile(let dockerfile): ranges = dockerfile.instructions.map(\.range)
    case .manifests(let stream, _): ranges = stream.scalarRanges + stream.outermostFlowRanges
    default: ranges = []
    }
    let start = location.range.start
    return ranges.reduce(index.line(at: start)) { line, range in
      range.start <= start && start < range.end ? min(line, index.line(at: range.start)) : line
    }
  }
}
