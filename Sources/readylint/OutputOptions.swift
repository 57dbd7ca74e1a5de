import ArgumentParser
import Linting
import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Severity: ExpressibleByArgument {}
extension Grouping: ExpressibleByArgument {}

/// How findings are shown and judged; the same for one run and for the merged reports of several.
struct OutputOptions: ParsableArguments {
  enum Color: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Option(
    help: ArgumentHelp(
      "How findings are printed: \(OutputRequest.formats). Repeat it for several, all but one with a file: --output sarif=findings.sarif",
      valueName: "format[=file]"),
    completion: .list(OutputRequest.Format.allCases.map(\.rawValue)))
  var output: [OutputRequest] = []

  @Option(help: "The least severity that makes the exit status 1: info, warning or error. (default: warning)")
  var failOn: Severity?

  @Flag(help: "Exit with 0 whatever is found; 2 still says that the job could not be done.")
  var exitZero = false

  @Option(help: "Print findings of this severity and above: info, warning or error.")
  var minSeverity: Severity = .info

  @Option(help: "Put findings under headings, in text, markdown and html: rule, file or workload.")
  var groupBy: Grouping?

  @Flag(help: "Print how many findings each severity, rule and file has, in place of the findings; for text and concise.")
  var statistics = false

  @Option(help: "Colour: auto, always or never. auto colours on a terminal, unless NO_COLOR is set.")
  var color: Color = .auto

  func validate() throws {
    guard output.count(where: { $0.path == nil }) <= 1 else {
      throw ValidationError("Only one --output can go to standard output; give the others files: --output sarif=findings.sarif.")
    }
  }

  /// - Parameter isAudit: whether folders were looked at as a whole, so that where to begin is a question.
  func write(_ report: Report, isAudit: Bool) throws {
    for request in output.isEmpty ? [OutputRequest(format: .text)] : output {
      let text = render(report, as: request, isAudit: isAudit)
      guard let path = request.path else {
        try StandardStream.output.write(text)
        continue
      }
      try AtomicFile.write(Array(text.utf8), to: path)
    }
  }

  private func render(_ report: Report, as request: OutputRequest, isAudit: Bool) -> String {
    switch request.format {
    case .text:
      let log = statistics ? Statistics.render(report) : frames(report, color: usesColor && request.path == nil, isAudit: isAudit)
      guard request.path == nil, Environment.isGitHubActions else { return log }
      return GitHubFormat.guarded(log, token: Self.token) + GitHubFormat.render(report, limit: GitHubFormat.shownPerSeverity)
    case .concise: return statistics ? Statistics.render(report) : ConciseFormat.render(report)
    case .json: return JSONFormat.render(report)
    case .sarif: return SARIFFormat.render(report)
    case .github: return GitHubFormat.render(report)
    case .gitlab: return GitLabFormat.render(report)
    case .junit: return JUnitFormat.render(report, time: Environment.time)
    case .checkstyle: return CheckstyleFormat.render(report)
    case .rdjson: return RDJSONFormat.render(report)
    case .markdown: return MarkdownFormat.render(report, grouping: groupBy ?? .file)
    case .html: return HTMLFormat.render(report, grouping: groupBy ?? .file)
    }
  }

  private func frames(_ report: Report, color: Bool, isAudit: Bool) -> String {
    let format = TextFormat(color: color)
    let summary = isAudit && report.findings.count > Statistics.summaryThreshold ? Statistics.summary(report) : ""
    return summary + (groupBy.map { format.render(report, grouping: $0) } ?? format.render(report))
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
