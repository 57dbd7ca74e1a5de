package import SourceText
internal import Workspace
internal import YAMLSyntax

/// All suppressions of a repository, and what they do to its findings.
package struct Suppressions {
  /// What is taken into account.
  package struct Policy: Sendable {
    /// Whether comments and annotations count: an organisation may want all of them in its configuration.
    package var allowsInline = true
    /// The day from which it is counted whether one has expired.
    package var today: Day
    /// Ids of rules that findings may have; others in a suppression are mistakes. Asked for when there is a suppression.
    package var knownRules: @Sendable () -> Set<String>
    /// Whether a rule was evaluated: a suppression for one that was not cannot be called unused.
    package var isActive: @Sendable (String) -> Bool
    /// Whether all that overrides may speak of was linted: otherwise none can be called unused.
    package var coversWholeRepository: Bool

    package init(
      today: Day, knownRules: @escaping @Sendable () -> Set<String>, isActive: @escaping @Sendable (String) -> Bool,
      coversWholeRepository: Bool, allowsInline: Bool = true
    ) {
      self.today = today
      self.knownRules = knownRules
      self.isActive = isActive
      self.coversWholeRepository = coversWholeRepository
      self.allowsInline = allowsInline
    }
  }

  package struct Result: Sendable {
    /// What is to be reported.
    package fileprivate(set) var findings: [Finding] = []
    /// What is wrong with suppressions themselves.
    package fileprivate(set) var problems: [Finding] = []
    package fileprivate(set) var suppressed: [(finding: Finding, suppression: Suppression)] = []

    /// - Parameter findings: all of them, when nothing is to be suppressed.
    package init(findings: [Finding] = []) { self.findings = findings }
  }

  private let inline: [FileID: LineTable]
  /// Files that were read again because another refers to them, with the artifacts that they are.
  private let sameFiles: [FileID: FileID]
  private let annotations: AnnotationSuppressions.Table
  private let overrides: [Override]
  private let mistakes: [(message: String, location: Location)]
  private let policy: Policy
  private let configurationFile: FileID?
  private let repository: Repository
  /// The path of a file seen from the configuration's folder; nil outside of it.
  private let relativePath: (String) -> String?

  /// - Parameters:
  ///   - configurationFile: the number under which reports know the configuration's own file.
  ///   - folder: the configuration's folder with a slash at its end; empty for the current one.
  package init(
    of repository: Repository, configuration: Configuration, configurationFile: FileID?, folder: String, policy: Policy
  ) {
    var inline: [FileID: [InlineSuppressions.Entry]] = [:]
    var mistakes: [(message: String, location: Location)] = []
    let artifacts = repository.workspace.artifacts
    var sameFiles: [FileID: FileID] = [:]
    let fileCount = artifacts.count + repository.graph.referencedFiles.count
    // Most files hold none: then nothing is parsed anew, and no object is looked into.
    let mentions = mapInParallel(count: fileCount, isSmall: repository.workspace.isSmall, isEven: true) { index in
      // No comment and no annotation is in what was left out: see `BlockScanner`.
      guard index < artifacts.count, case .manifests(let stream, _) = artifacts[index].content, !stream.omittedRanges.isEmpty else {
        return repository.file(FileID(index)).bytes.containsText("readylint")
      }
      return stream.readRanges.contains { stream.file.bytes[$0.indices].containsText("readylint") }
    }
    for index in mentions.indices where mentions[index] {
      let file = repository.file(FileID(index))
      if index >= artifacts.count, let artifact = repository.workspace.file(at: file.path) {
        sameFiles[FileID(index)] = artifact
        continue
      }
      let found = InlineSuppressions(file, FileID(index), index < artifacts.count ? artifacts[index].content : nil)
      if !found.entries.isEmpty { inline[FileID(index)] = found.entries }
      mistakes += found.mistakes
    }
    let annotations = AnnotationSuppressions(repository, in: Set(mentions.indices.filter { mentions[$0] }))
    mistakes += annotations.mistakes
    if !policy.allowsInline {
      let places = inline.values.flatMap { $0.map(\.suppression.location) } + annotations.entries.map(\.suppression.location)
      mistakes += places.map { ("ignores in files are forbidden here: they belong into the configuration", $0) }
    }
    self.sameFiles = sameFiles
    self.inline = policy.allowsInline && !inline.isEmpty ? inline.mapValues(LineTable.init) : [:]
    self.annotations = AnnotationSuppressions.Table(policy.allowsInline ? annotations.entries : [])
    self.mistakes = mistakes
    self.policy = policy
    self.configurationFile = configurationFile
    self.repository = repository
    overrides = configuration.overrides
    relativePath = { path in folder.isEmpty ? path : path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : nil }
  }

  package func apply(to findings: [Finding], undecided: [Linter.Undecided]) -> Result {
    guard !inline.isEmpty || !annotations.entries.isEmpty || !self.overrides.isEmpty else {
      var result = Result(findings: findings)
      result.problems = problems(used: [], usedOverrides: [])
      return result
    }
    var result = Result()
    var used: Set<Suppression> = []
    var usedOverrides: Set<Int> = []
    var lines = LineCache(repository)
    // A file has many findings, and a configuration may have many overrides: which of them are about the file is worked out once.
    var ofFiles: [FileID: [Int]] = [:]
    func overrides(of file: FileID) -> [Int] {
      if self.overrides.isEmpty { return [] }
      if let known = ofFiles[file] { return known }
      let path = relativePath(repository.path(of: file))
      let found = self.overrides.indices.filter { self.overrides[$0].covers(path: path) }
      ofFiles[file] = found
      return found
    }
    for finding in findings {
      var finding = finding
      for index in overrides(of: finding.location.file) {
        let override = self.overrides[index]
        guard let severity = override.severities[finding.rule], override.covers(finding), !isExpired(override.until) else { continue }
        usedOverrides.insert(index)
        finding.severity = severity
      }
      if let suppression = inlineSuppression(of: finding.rule, at: finding.location, &lines) ?? annotation(for: finding) {
        used.insert(suppression)
        if !isExpired(suppression.until) {
          result.suppressed.append((finding, suppression))
          continue
        }
      }
      if let (index, suppression) = override(for: finding, among: overrides(of: finding.location.file)) {
        usedOverrides.insert(index)
        if !isExpired(suppression.until) {
          result.suppressed.append((finding, suppression))
          continue
        }
      }
      result.findings.append(finding)
    }
    // What cannot be decided might be a finding: a suppression for it is not idle.
    for other in undecided {
      let finding = Finding(rule: other.rule, severity: .info, message: "", location: other.location, logicalPath: other.logicalPath)
      if let suppression = inlineSuppression(of: other.rule, at: other.location, &lines) ?? annotation(for: finding) {
        used.insert(suppression)
      }
      if let (index, _) = override(for: finding, among: overrides(of: other.location.file)) {
        usedOverrides.insert(index)
      }
    }
    result.problems = problems(used: used, usedOverrides: usedOverrides)
    return result
  }

  private func isExpired(_ until: Day?) -> Bool { until.map { $0 < policy.today } ?? false }

  private func inlineSuppression(of rule: String, at location: Location, _ lines: inout LineCache) -> Suppression? {
    guard let table = inline[sameFiles[location.file] ?? location.file] else { return nil }
    return table.first(of: rule, overlapping: lines.span(of: location))?.suppression
  }

  private func annotation(for finding: Finding) -> Suppression? {
    annotations.first(covering: finding)?.suppression
  }

  private func override(for finding: Finding, among indices: [Int]) -> (index: Int, suppression: Suppression)? {
    for index in indices where overrides[index].silences(finding.rule) && overrides[index].covers(finding) {
      let override = overrides[index]
      let location = Location(file: configurationFile ?? finding.location.file, range: override.range)
      return (
        index,
        Suppression(
          origin: .configuration, rules: override.ignore, reason: override.reason, until: override.until, location: location)
      )
    }
    return nil
  }

  // MARK: What is wrong with suppressions themselves

  private func problems(used: Set<Suppression>, usedOverrides: Set<Int>) -> [Finding] {
    var problems = mistakes.map { problem(SuppressionRules.invalid, .error, $0.message, at: $0.location) }
    let all = inline.values.flatMap { $0.entries.map(\.suppression) } + annotations.entries.map(\.suppression)
    let known = all.isEmpty ? [] : policy.knownRules()
    for suppression in all {
      problems += suppression.rules.subtracting(known).sorted().map { id in
        problem(SuppressionRules.invalid, .error, RuleFilter.UnknownRule(id, among: known).message, at: suppression.location)
      }
      let names = suppression.rules.sorted().joined(separator: ", ")
      if used.contains(suppression) {
        if let until = suppression.until, isExpired(until) {
          problems.append(
            problem(SuppressionRules.expired, .warning, "the ignore of \(names) held until \(until.text)", at: suppression.location))
        }
      } else if suppression.rules.allSatisfy({ known.contains($0) && policy.isActive($0) }) {
        problems.append(
          problem(SuppressionRules.unused, .warning, "there is no finding of \(names) to ignore here", at: suppression.location))
      }
    }
    guard let configurationFile else { return problems }
    for (index, override) in overrides.enumerated() {
      let place = Location(file: configurationFile, range: override.range)
      if usedOverrides.contains(index) {
        if let until = override.until, isExpired(until) {
          problems.append(problem(SuppressionRules.expired, .warning, "the override held until \(until.text)", at: place))
        }
      } else if policy.coversWholeRepository, override.ignore.union(override.severities.keys).allSatisfy({ policy.isActive($0) }) {
        problems.append(problem(SuppressionRules.unused, .warning, "there is no finding that the override changes", at: place))
      }
    }
    return problems
  }

  private func problem(_ rule: String, _ severity: Severity, _ message: String, at location: Location) -> Finding {
    Finding(rule: rule, severity: severity, message: message, location: location)
  }
}

/// The suppressions of a file's comments, found by the lines that they speak of.
private struct LineTable {
  let entries: [InlineSuppressions.Entry]
  private var byRule: [String: [Item]] = [:]

  private struct Item {
    /// An index into `entries`.
    var entry: Int
    /// The last line that this one or one before it speaks of.
    var furthestLine: Int
  }

  /// - Parameter entries: in the order of the text, which is that of their first lines.
  init(_ entries: [InlineSuppressions.Entry]) {
    self.entries = entries
    for (index, entry) in entries.enumerated() {
      for rule in entry.suppression.rules {
        let furthest = max(entry.lines.upperBound, byRule[rule]?.last?.furthestLine ?? 0)
        byRule[rule, default: []].append(Item(entry: index, furthestLine: furthest))
      }
    }
  }

  func first(of rule: String, overlapping span: ClosedRange<Int>) -> InlineSuppressions.Entry? {
    guard let items = byRule[rule] else { return nil }
    // The first that reaches down to the span; those behind it begin later still.
    let index = items.partitioningIndex { $0.furthestLine >= span.lowerBound }
    guard index < items.count else { return nil }
    let entry = entries[items[index].entry]
    return entry.lines.lowerBound <= span.upperBound ? entry : nil
  }
}

/// The first and last lines of places; one line index per file.
private struct LineCache {
  private var indices: [FileID: LineIndex] = [:]
  private let repository: Repository

  init(_ repository: Repository) { self.repository = repository }

  mutating func span(of location: Location) -> ClosedRange<Int> {
    let index = indices[location.file] ?? LineIndex(repository.file(location.file).bytes)
    indices[location.file] = index
    let first = index.line(at: location.range.start)
    return first...max(first, index.line(at: location.range.isEmpty ? location.range.start : location.range.end - 1))
  }
}
