import Linting
import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How findings are shown and judged; the same for one run and for the merged reports of several.
struct Output {
  enum Color: String, CaseIterable {
    case auto, always, never
  }

  /// None is text on standard output.
  var requests: [OutputRequest] = []
  /// The least severity that fails a run; nil for the configuration's.
  var failOn: Severity?
  var exitZero = false
  var minSeverity: Severity = .info
  var grouping: Grouping?
  /// Whether numbers are printed in place of the findings.
  var statistics = false
  var color: Color = .auto

  /// - Parameter isAudit: whether folders were looked at as a whole, so that where to begin is a question.
  func write(_ report: Report, isAudit: Bool) throws {
    for request in requests.isEmpty ? [OutputRequest(format: .text)] : requests {
      let rendered = render(report, as: request, isAudit: isAudit)
      guard let path = request.path else {
        try StandardStream.output.write(rendered)
        continue
      }
      try AtomicFile.write(rendered.bytes, to: path)
    }
  }

  private func render(_ report: Report, as request: OutputRequest, isAudit: Bool) -> RenderedText {
    switch request.format {
    case .text:
      let log =
        statistics ? RenderedText(Statistics.render(report)) : frames(report, color: usesColor && request.path == nil, isAudit: isAudit)
      guard request.path == nil, Environment.isGitHubActions else { return log }
      return RenderedText(
        GitHubFormat.guarded(log.text, token: Self.token) + GitHubFormat.render(report, limit: GitHubFormat.shownPerSeverity))
    case .concise: return statistics ? RenderedText(Statistics.render(report)) : ConciseFormat.render(report)
    case .json: return RenderedText(JSONFormat.render(report))
    case .sarif: return RenderedText(SARIFFormat.render(report))
    case .github: return RenderedText(GitHubFormat.render(report))
    case .gitlab: return RenderedText(GitLabFormat.render(report))
    case .junit: return RenderedText(JUnitFormat.render(report, time: Environment.time))
    case .checkstyle: return RenderedText(CheckstyleFormat.render(report))
    case .rdjson: return RenderedText(RDJSONFormat.render(report))
    case .markdown: return RenderedText(MarkdownFormat.render(report, grouping: grouping ?? .file))
    case .html: return RenderedText(HTMLFormat.render(report, grouping: grouping ?? .file))
    }
  }

  private func frames(_ report: Report, color: Bool, isAudit: Bool) -> RenderedText {
    let format = TextFormat(color: color)
    let summary = isAudit && report.findings.count > Statistics.summaryThreshold ? Statistics.summary(report) : ""
    return RenderedText(summary) + (grouping.map { format.render(report, grouping: $0) } ?? format.render(report))
  }

  /// The least severity that fails a run.
  func threshold(_ configured: Severity?) -> Severity { failOn ?? configured ?? .warning }

  /// Whether no finding is at or above the threshold.
  func passes(_ report: Report, otherwise configured: Severity? = nil) -> Bool {
    let threshold = threshold(configured)
    return exitZero || !report.findings.contains { $0.severity >= threshold }
  }

  private var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: StandardStream.output.isTerminal && Environment["NO_COLOR"] == nil
    }
  }

  /// What no file that is linted can hold.
  private static var token: String { "readylint-" + String(UInt64.random(in: .min ... .max), radix: 36) }

  /// With a slash at its end.
  static var currentFolder: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    let folder = String(cString: path)
    return folder.hasSuffix("/") ? folder : folder + "/"
  }
}
