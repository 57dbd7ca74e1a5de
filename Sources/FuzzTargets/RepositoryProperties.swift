internal import Linting
internal import SourceText
internal import Workspace

/// A repository that is written into one text: each file stands below a line `==> path <==`.
enum RepositoryText {
  /// Without such a line it is one file of the kind that it looks like.
  static func files(of bytes: [UInt8]) -> [SourceFile] {
    var files: [(path: String, lines: [ArraySlice<UInt8>])] = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if let path = path(in: line) {
        files.append((path, []))
      } else if !files.isEmpty {
        files[files.count - 1].lines.append(line)
      }
    }
    var seen: Set<String> = []
    let named = files.filter { seen.insert($0.path).inserted }
      .map { SourceFile(path: $0.path, bytes: Array($0.lines.joined(separator: [0x0A]))) }
    guard named.isEmpty else { return named.sorted { $0.path.bytesPrecede($1.path) } }
    let file = SourceFile(path: "", bytes: bytes)
    let path =
      file.offset(of: "apiVersion") != nil ? "manifest.yaml" : file.offset(of: "services:") != nil ? "compose.prod.yaml" : "Dockerfile"
    return [SourceFile(path: path, bytes: file.bytes)]
  }

  static func bytes(of files: [SourceFile]) -> [UInt8] {
    Array(files.map { Array("==> \($0.path) <==\n".utf8) + $0.bytes }.joined(separator: [0x0A]))
  }

  /// Paths are those that a walk over folders gives.
  private static func path(in line: ArraySlice<UInt8>) -> String? {
    guard line.starts(with: "==> ".utf8), line.count > 8, line.suffix(4).elementsEqual(" <==".utf8) else { return nil }
    let path = String(decoding: line.dropFirst(4).dropLast(4), as: UTF8.self)
    let isValid = path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !["", ".", ".."].contains($0) }
    return isValid && !path.unicodeScalars.contains { $0.value < 0x20 } ? path : nil
  }
}

/// The whole way from files to findings, and back into the files.
enum RepositoryProperties {
  private static let rules = RuleSet.builtIn()
  private static let knownRules = Set(rules.map(\.id) + FileProblems.rules.map(\.id))

  /// Files with other texts, and with those that there were none of.
  private static func files(_ files: [SourceFile], _ texts: [String: [UInt8]]) -> [SourceFile] {
    let known = Set(files.map(\.path))
    let made = texts.keys.filter { !known.contains($0) }.map { SourceFile(path: $0, bytes: texts[$0] ?? []) }
    let all = files.map { file in texts[file.path].map { SourceFile(path: file.path, bytes: $0) } ?? file } + made
    return all.sorted { $0.path.bytesPrecede($1.path) }
  }

  /// - Returns: what a run finds, each place of it within its file.
  private static func run(_ repository: Repository) throws(Violation) -> (state: Fixer.State, undecided: [Linter.Undecided]) {
    let result = Linter(rules: rules).run(on: repository)
    if let failure = result.failures.first { throw Violation(message: "\(failure.rule) failed: \(failure.message)") }
    let state = Fixer.State(FileProblems.findings(in: repository.workspace) + result.findings, in: repository)
    let places = Places(in: state.files)
    for finding in state.findings {
      try places.require(finding.location, finding.rule)
      try places.requireAll(of: finding.related.map(\.location), finding.rule)
      for edit in finding.fixes.flatMap(\.edits) {
        guard let file = state.files.first(where: { $0.path == edit.path }) else { continue }
        try Places(in: file).require(edit.edit.range, "a fix of \(finding.rule)")
      }
    }
    return (state, result.undecided)
  }

  // MARK: Fixes

  static func checkFixer(_ bytes: [UInt8]) throws(Violation) {
    let files = RepositoryText.files(of: bytes)
    for safety in [Fix.Safety.safe, .unsafe] {
      let before = try run(Repository(files)).state
      let outcome = try fix(files, safety, from: before)
      for (path, text) in outcome.texts {
        try require(
          outcome.state.problems[path, default: 0] <= before.problems[path, default: 0],
          "\(path) cannot be read after it was mended\(shown(text))")
      }
      guard !outcome.texts.isEmpty else { continue }
      let mended = Self.files(files, outcome.texts)
      let second = try fix(mended, safety, from: try run(Repository(mended)).state)
      for (path, text) in second.texts {
        throw Violation(message: "\(path) is mended a second time\(shown(outcome.texts[path] ?? []))\nand then\(shown(text))")
      }
    }
  }

  private static func fix(_ files: [SourceFile], _ safety: Fix.Safety, from state: Fixer.State) throws(Violation) -> Fixer.Outcome {
    let fixer = Fixer(allowing: safety, mayWrite: { _ in true }) { texts in try run(Repository(Self.files(files, texts))).state }
    do {
      return try fixer.run(from: state)
    } catch let violation as Violation {
      throw violation
    } catch {
      throw Violation(message: "\(error)")
    }
  }

  // MARK: Suppressions

  static func checkSuppressions(_ bytes: [UInt8]) throws(Violation) {
    let files = RepositoryText.files(of: bytes)
    let repository = Repository(files)
    let before = try judge(repository)
    var comments = IgnoreComments(repository, files: before.files, reason: "it was there before", until: nil)
    let outcome: IgnoreComments.Outcome
    do {
      outcome = try comments.write(for: before.findings, from: before) { texts in try judge(Repository(Self.files(files, texts))) }
    } catch let violation as Violation {
      throw violation
    } catch {
      throw Violation(message: "\(error)")
    }
    guard !outcome.texts.isEmpty else { return }
    let after = try judge(Repository(Self.files(files, outcome.texts)))
    for (path, text) in outcome.texts {
      try require(
        after.problems[path, default: 0] <= before.problems[path, default: 0], "\(path) cannot be read with the comments\(shown(text))")
      let old = before.files.first { $0.path == path }?.bytes ?? []
      try require(isKept(old[...], in: text), "\(path) lost something\(shown(text))")
    }
    let loud = after.findings.count { $0.rule != "unused-suppression" }
    let texts = outcome.texts.keys.sorted().map { shown(outcome.texts[$0] ?? []) }.joined()
    try require(
      loud <= before.findings.count - outcome.silencedCount,
      "of \(before.findings.count) findings \(outcome.silencedCount) are said to be silenced, but \(loud) are left\(texts)")
  }

  /// A run with its suppressions.
  private static func judge(_ repository: Repository) throws(Violation) -> Fixer.State {
    let (state, undecided) = try run(repository)
    guard let today = Day("2026-01-01") else { throw Violation(message: "2026-01-01 is no day") }
    let policy = Suppressions.Policy(today: today, knownRules: { knownRules }, isActive: { _ in true }, coversWholeRepository: true)
    let suppressions = Suppressions(of: repository, configuration: Configuration(), configurationFile: nil, folder: "", policy: policy)
    let result = suppressions.apply(to: state.findings, undecided: undecided)
    let places = Places(in: state.files)
    let findings = result.findings + result.problems
    for finding in findings { try places.require(finding.location, finding.rule) }
    return Fixer.State(findings, in: repository)
  }

  private static func shown(_ text: [UInt8]) -> String { ":\n" + String(decoding: text, as: UTF8.self) }

  /// Whether all of a text is there, in order.
  private static func isKept(_ text: ArraySlice<UInt8>, in longer: [UInt8]) -> Bool {
    var rest = text
    for byte in longer where byte == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}
