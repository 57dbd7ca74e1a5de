import Linting
import SourceText
import Workspace

/// Counts, time, and what was not looked at: on standard error, so that it never mixes with findings.
enum Footer {
  /// - Parameters:
  ///   - findings: what is reported.
  ///   - gone: how many findings of the baseline are no more.
  static func text(_ run: LintRun, _ findings: [Finding], gone: Int, _ change: Change, elapsed: Duration) -> String {
    let reading = run.reading
    let workspace = reading.repository.workspace
    let artifacts = workspace.artifacts.filter { reading.isReported($0.file.path) }
    var lines =
      workspace.failures.filter { reading.isReported($0.path) }.map { "readylint: \($0.path): \($0.error.message)" } + run.failures
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
    let compose = reading.repository.graph.composeFiles
    let checked = workspace.artifacts.enumerated().count { index, artifact in
      guard reading.isReported(artifact.file.path) else { return false }
      return switch artifact.content {
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
    if gone > 0 {
      lines.append(
        "readylint: \(gone) finding\(gone == 1 ? " of the baseline is" : "s of the baseline are") gone; readylint baseline prune")
    }
    lines += change.notes + change.failures
    let rest = run.suppressed.isEmpty ? "" : ", \(run.suppressed.count) ignored"
    lines += change.summary.map { [$0] } ?? []
    lines.append("\(counts.joined(separator: ", "))\(rest) in \(checked) file\(checked == 1 ? "" : "s") (\(milliseconds) ms)")
    lines += fixable(findings).map { [$0] } ?? []
    return lines.joined(separator: "\n") + "\n"
  }

  /// How many findings readylint can mend itself.
  private static func fixable(_ findings: [Finding]) -> String? {
    let safe = findings.count { $0.fix(allowing: .safe) != nil }
    let unsafe = findings.count { $0.fix(allowing: .unsafe) != nil } - safe
    switch (safe, unsafe) {
    case (0, 0): return nil
    case (0, _): return "\(unsafe) fixable with --fix --unsafe-fixes"
    case (_, 0): return "\(safe) fixable with --fix"
    default: return "\(safe) fixable with --fix, \(unsafe) more with --unsafe-fixes"
    }
  }
}
