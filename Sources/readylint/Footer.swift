import Linting
import SourceText
import Workspace

/// Counts, time, and what was not looked at: on standard error, so that it never mixes with findings.
enum Footer {
  static func text(_ repository: Repository, _ findings: [Finding], failures: [String], elapsed: Duration) -> String {
    let workspace = repository.workspace
    var lines = workspace.failures.map { "readylint: \($0.path): \($0.error.message)" } + failures
    lines += workspace.skippedCharts.map {
      "readylint: \($0.isEmpty ? "." : $0): Helm templates are skipped; lint what helm template prints"
    }
    lines += workspace.artifacts.compactMap { artifact in
      switch artifact.content {
      case .template: "readylint: \(artifact.file.path): skipped, it is a template"
      case .unrecognized: "readylint: \(artifact.file.path): skipped, its name is neither a Dockerfile's nor a manifest's"
      case .dockerfile, .manifests, .nginx, .unrelated, .unreadable: nil
      }
    }
    let compose = repository.graph.composeFiles
    let checked = workspace.artifacts.enumerated().count { index, artifact in
      switch artifact.content {
      case .dockerfile, .manifests, .nginx, .unreadable: true
      case .unrelated: compose.contains(FileID(index))
      case .template, .unrecognized: false
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
