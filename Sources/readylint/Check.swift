import ArgumentParser
import Linting
import Reports
import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Severity: ExpressibleByArgument {}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lint files and folders (the default).")

  enum Output: String, ExpressibleByArgument, CaseIterable {
    case text, concise, json
  }

  enum Color: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Argument(help: "Files and folders; `-` reads one file from standard input. Nothing means the current folder.")
  var paths: [String] = []

  @Option(help: "How findings are printed: text, concise or json.")
  var output: Output = .text

  @Option(help: "The least severity that makes the exit status 1: info, warning or error.")
  var failOn: Severity = .warning

  @Option(help: "Print findings of this severity and above: info, warning or error.")
  var minSeverity: Severity = .info

  @Option(help: "Only these rules; separate ids by commas or repeat the option.")
  var select: [String] = []

  @Option(help: "All but these rules; separate ids by commas or repeat the option.")
  var ignore: [String] = []

  @Option(help: "Colour: auto, always or never. auto colours on a terminal, unless NO_COLOR is set.")
  var color: Color = .auto

  @Option(help: "The name of the file that is read from standard input.")
  var stdinFilename: String = "stdin.yaml"

  func validate() throws {
    if paths.contains("-"), paths.count > 1 {
      throw ValidationError("'-' reads standard input and cannot be combined with paths.")
    }
    for id in Self.ids(select) + Self.ids(ignore) where !FileProblems.ids.contains(id) {
      throw ValidationError("There is no rule '\(id)'.")
    }
  }

  func run() throws {
    // A closed reader must not end the process by a signal: the exit status still says what was found.
    signal(SIGPIPE, SIG_IGN)
    let start = ContinuousClock.now
    let workspace = try readWorkspace()
    let selected = Set(Self.ids(select))
    let ignored = Set(Self.ids(ignore))
    let findings = FileProblems.findings(in: workspace)
      .filter { (selected.isEmpty || selected.contains($0.rule)) && !ignored.contains($0.rule) && $0.severity >= minSeverity }
      .sorted(by: Finding.precedes)
    let report = Report(findings: findings, files: workspace.artifacts.map(\.file))
    switch output {
    case .text: StandardStream.output.write(TextFormat(color: usesColor).render(report))
    case .concise: StandardStream.output.write(ConciseFormat.render(report))
    case .json: StandardStream.output.write(JSONFormat.render(report))
    }
    StandardStream.error.write(footer(workspace, findings, elapsed: ContinuousClock.now - start))
    guard workspace.failures.isEmpty else { throw ExitCode(2) }
    if findings.contains(where: { $0.severity >= failOn }) { throw ExitCode(1) }
  }

  private func readWorkspace() throws -> Workspace {
    if paths == ["-"] {
      do throws(SourceFile.ReadError) {
        return Workspace(SourceFile(path: stdinFilename, bytes: try SourceFile.readBytes(descriptor: 0)))
      } catch {
        throw ValidationError("standard input cannot be read: \(error.message)")
      }
    }
    var discovery = Discovery()
    for path in paths.isEmpty ? ["."] : paths { discovery.add(path) }
    discovery.finish()
    return Workspace(reading: discovery)
  }

  private static func ids(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",").map(String.init) }
  }

  private var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: StandardStream.output.isTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    }
  }

  /// Counts, time, and what was not looked at: on standard error, so that it never mixes with findings.
  private func footer(_ workspace: Workspace, _ findings: [Finding], elapsed: Duration) -> String {
    var lines = workspace.failures.map { "readylint: \($0.path): \($0.error.message)" }
    lines += workspace.skippedCharts.map {
      "readylint: \($0.isEmpty ? "." : $0): Helm templates are skipped; lint what helm template prints"
    }
    lines += workspace.artifacts.compactMap { artifact in
      switch artifact.content {
      case .template: "readylint: \(artifact.file.path): skipped, it is a template"
      case .unrecognized: "readylint: \(artifact.file.path): skipped, its name is neither a Dockerfile's nor a manifest's"
      case .dockerfile, .manifests, .unrelated, .unreadable: nil
      }
    }
    let checked = workspace.artifacts.count { artifact in
      switch artifact.content {
      case .dockerfile, .manifests, .unreadable: true
      case .template, .unrelated, .unrecognized: false
      }
    }
    let counts = Severity.allCases.reversed().map { severity in
      let count = findings.count { $0.severity == severity }
      return "\(count) \(severity.rawValue)\(count == 1 || severity == .info ? "" : "s")"
    }
    let milliseconds = elapsed.components.seconds * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000
    lines.append("\(counts.joined(separator: ", ")) in \(checked) file\(checked == 1 ? "" : "s") (\(milliseconds) ms)")
    return lines.joined(separator: "\n") + "\n"
  }
}
