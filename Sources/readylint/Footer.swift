import Linting
import SourceText
import Workspace

/// Counts, time, and what was not looked at: on standard error, so that it never mixes with findings.
enum Footer {
  static func text(
    _ reading: RepositorySource.Reading, _ findings: [Finding], ignored: Int, failures: [String], elapsed: Duration
  ) -> String {
    let workspace = reading.repository.workspace
    let artifacts = workspace.artifacts.filter { reading.isReported($0.file.path) }
    var lines = workspace.failures.filter { reading.isReported($0.path) }.map { "readylint: \($0.path): \($0.error.message)" } + failures
    if reading.reported == nil {
      lines += workspace.skippedCharts.map {
        "readylint: \($0.isEmpty ? "." : $0): Helm templates are skipped; lint what helm template prints"
      }
    }
    lines += artifacts.compactMap { artifact in
      switch artifact.content {
      case .template: "readylint: \(artifact.file.path): skipped, it is a template"
      case .unrecognized: "readylint: \(artifact.file.path): skipped, its name is neither a Dockerfile's nor a manifest's"
      case .dockerfile, .manifests, .nginx, .unrelated, .unreadable: nil
      }
    }
    let checked = artifacts.count { artifact in
      switch artifact.content {
      case .dockerfile, .manifests, .nginx, .unreadable: true
      case .template, .unrelated, .unrecognized: false
      }
    }
    let counts = Severity.allCases.reversed().map { severity in
      let count = findings.count { $0.severity == severity }
      return "\(count) \(severity.rawValue)\(count == 1 || severity == .info ? "" : "s")"
    }
    let milliseconds = elapsed.components.seconds * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000
    let rest = ignored == 0 ? "" : ", \(ignored) ignored"
    lines.append("\(counts.joined(separator: ", "))\(rest) in \(checked) file\(checked == 1 ? "" : "s") (\(milliseconds) ms)")
    return lines.joined(separator: "\n") + "\n"
  }
}
