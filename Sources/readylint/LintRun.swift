import Linting
import SourceText
import Workspace

/// What a run is asked to do, whatever becomes of its findings.
struct LintRequest {
  var paths: [String]
  var stdinFilename: String?
  var readsContext = true
  var honoursIgnores = true
  var select: [String] = []
  var ignore: [String] = []
  /// A revision of Git whose findings are known.
  var since: String?
  /// The part of the folders that is meant.
  var shard: Shard?
  /// Hears what the run has come to.
  var onPhase: @Sendable (String) -> Void = { _ in }
}

/// A run over a repository up to its findings: `check` prints them, `baseline` writes them down.
struct LintRun {
  let settings: RunSettings
  let reading: RepositorySource.Reading
  /// By the numbers that locations have.
  let files: [SourceFile]
  /// Of the files that are meant, without what is suppressed.
  var findings: [Finding]
  let suppressed: [(finding: Finding, suppression: Suppression)]
  let undecided: [Linter.Undecided]
  /// The ids of rules about which anything was found, even if it is not reported.
  private let firedRules: Set<String>
  /// Lines about rules that could not be evaluated.
  let failures: [String]

  init(_ request: LintRequest, _ rules: RuleSources) throws {
    let source = RepositorySource(
      paths: request.paths, stdinFilename: request.stdinFilename, readsContext: request.readsContext, shard: request.shard)
    request.onPhase("reading")
    if source.readsFolder { prepareToMapInParallel() }
    let settings = try rules.load(near: source.configurationFolder)
    let filter = try settings.filter(select: request.select, ignore: request.ignore)
    let reading = try source.read(settings)
    request.onPhase("checking \(reading.repository.workspace.artifacts.count) files")
    self.init(request, settings, reading, filter)
    if let revision = request.since { try keepIntroduced(since: Revision(name: revision), request, filter) }
  }

  /// The run anew, with other texts in the place of some files.
  init(again run: LintRun, _ request: LintRequest, replacing texts: [String: [UInt8]]) throws {
    let source = RepositorySource(
      paths: request.paths, stdinFilename: request.stdinFilename, readsContext: request.readsContext, shard: request.shard)
    let filter = try run.settings.filter(select: request.select, ignore: request.ignore)
    self.init(request, run.settings, try source.read(run.settings, replacing: texts), filter)
    if let revision = request.since { try keepIntroduced(since: Revision(name: revision), request, filter) }
  }

  init(_ request: LintRequest, _ settings: RunSettings, _ reading: RepositorySource.Reading, _ filter: RuleFilter) {
    let repository = reading.repository
    let rules = (settings.builtIn + settings.own.map { DeferredRule($0) }).filter { filter.allows($0.id) }
    let result = Linter(rules: rules).run(on: repository)
    var files = repository.workspace.artifacts.map(\.file) + repository.graph.referencedFiles
    var configurationFile: FileID?
    if let file = settings.configurationFile {
      configurationFile = FileID(files.count)
      files.append(file)
    }
    let problems = FileProblems.findings(in: repository.workspace).filter { filter.allows($0.rule) }
    // Each copy of thousands of findings counts a reference to each.
    var judged = Suppressions.Result(findings: Self.merged(problems, into: result.findings))
    if request.honoursIgnores {
      let policy = Suppressions.Policy(
        today: Day.today, knownRules: { settings.knownIDs }, isActive: filter.allows, coversWholeRepository: reading.isWhole,
        allowsInline: settings.configuration.allowsInlineIgnores)
      let suppressions = Suppressions(
        of: repository, configuration: settings.configuration, configurationFile: configurationFile, folder: settings.folder, policy: policy
      )
      judged = suppressions.apply(to: judged.findings, undecided: result.undecided)
    }
    // A finding counts when it stands in a file that is meant, or speaks of a place in one: a Dockerfile's graceful timeout that breaks
    // a Deployment is a finding at the Deployment.
    func isReported(_ finding: Finding) -> Bool {
      reading.reported == nil
        || ([finding.location] + finding.related.map(\.location)).contains { reading.isReported(files[Int($0.file.index)].path) }
    }
    self.settings = settings
    self.reading = reading
    self.files = files
    let mistakes = judged.problems.filter { filter.allows($0.rule) }
    firedRules = result.rules.union((problems + mistakes).map(\.rule))
    let found = mistakes.isEmpty ? judged.findings : judged.findings + mistakes
    findings = reading.reported == nil ? found : found.filter(isReported)
    suppressed = judged.suppressed.filter { isReported($0.finding) }
    undecided = result.undecided.filter { reading.isReported(repository.path(of: $0.location.file)) }
    failures = result.failures.map {
      "rule \($0.rule) failed\($0.logicalPath.isEmpty ? "" : " on \($0.logicalPath)"): \($0.message)"
    }.sorted()
  }

  /// A few findings in their places among many; both come in order.
  private static func merged(_ few: [Finding], into many: [Finding]) -> [Finding] {
    guard !few.isEmpty else { return many }
    var merged: [Finding] = []
    merged.reserveCapacity(few.count + many.count)
    var start = 0
    for finding in few {
      let end = max(start, many.partitioningIndex { !Finding.precedes($0, finding) })
      merged += many[start..<end]
      merged.append(finding)
      start = end
    }
    return merged + many[start...]
  }

  /// Whether everything that was meant could be read and every rule be evaluated.
  var isComplete: Bool {
    failures.isEmpty && !reading.repository.workspace.failures.contains { reading.isReported($0.path) }
  }

  /// What kept the run from being complete.
  var problems: [String] {
    reading.repository.workspace.failures.filter { reading.isReported($0.path) }.map { "\($0.path): \($0.error.message)" } + failures
  }

  /// The files that rules were held against.
  var checked: Set<FileID> {
    let compose = reading.repository.graph.composeFiles
    let artifacts = reading.repository.workspace.artifacts
    var checked = Set<FileID>(minimumCapacity: artifacts.count)
    for index in artifacts.indices {
      let isArtifact =
        switch artifacts[index].content {
        case .dockerfile, .manifests, .nginx, .unreadable: true
        case .unrelated: compose.contains(FileID(index))
        case .template, .unrecognized: false
        }
      if isArtifact, reading.isReported(artifacts[index].file.path) { checked.insert(FileID(index)) }
    }
    return checked
  }

  /// The rules that findings are about, those that are not reported too, with those of further ids.
  func rules(besides ids: [String] = []) -> [Rule] { settings.rules(firedRules.union(ids)) }

  func path(of finding: Finding) -> String { files[Int(finding.location.file.index)].path }

  /// - Parameter folder: from where paths are seen, with a slash at its end; empty for the current folder.
  func fingerprint(of finding: Finding, seenFrom folder: String) -> String {
    let file = files[Int(finding.location.file.index)]
    return Fingerprint.of(finding, in: file, path: Self.path(file.path, seenFrom: folder))
  }

  static func path(_ path: String, seenFrom folder: String) -> String {
    path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }
}
