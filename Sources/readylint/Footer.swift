import Linting
import Reports
import SourceText
import Workspace

/// Counts, time, and what was not looked at: on standard error, so that it never mixes with findings.
enum Footer {
  /// - Parameter gone: how many findings of the baselines are no more.
  static func lines(_ runs: [LintRun], _ report: Report, gone: Int, _ changes: [Change], elapsed: Duration) -> [String] {
    var lines = report.problems.map { "readylint: \($0)" } + runs.flatMap(skipped)
    if gone > 0 {
      lines.append(
        "readylint: \(gone) finding\(gone == 1 ? " of the baseline is" : "s of the baseline are") gone; readylint baseline prune")
    }
    lines += changes.flatMap { $0.notes + $0.failures } + changes.compactMap(\.summary)
    lines.append(counts(report) + " (\(elapsed.milliseconds) ms)")
    return lines + (fixable(report.findings).map { [$0] } ?? [])
  }

  /// `2 errors, 0 warnings, 1 info, 3 ignored in 4 files`
  static func counts(_ report: Report) -> String {
    let ignored = report.suppressed.isEmpty ? "" : ", \(report.suppressed.count) ignored"
    return "\(report.counts)\(ignored) in \(report.checked.count) file\(report.checked.count == 1 ? "" : "s")"
  }

  private static func skipped(_ run: LintRun) -> [String] {
    let reading = run.reading
    let workspace = reading.repository.workspace
    var lines: [String] = []
    if reading.reported == nil {
      lines += workspace.skippedCharts.map {
        "readylint: \($0.isEmpty ? "." : $0): Helm templates are skipped; lint what helm template prints"
      }
    }
    return lines
      + workspace.artifacts.indices.compactMap { index in
        let reason: String? =
          switch workspace.artifacts[index].content {
          case .template: "it is a template"
          case .unrecognized: "its name is neither a Dockerfile's nor a manifest's"
          case .dockerfile, .manifests, .nginx, .unrelated, .unreadable: nil
          }
        guard let reason else { return nil }
        let path = workspace.artifacts[index].file.path
        return reading.isReported(path) ? "readylint: \(path): skipped, \(reason)" : nil
      }
  }

  /// How many findings readylint can mend itself.
  private static func fixable(_ findings: [Finding]) -> String? {
    var (safe, unsafe) = (0, 0)
    // By their numbers: to copy a finding counts the references to it.
    for index in findings.indices {
      switch findings[index].fixSafety {
      case .safe: safe += 1
      case .unsafe: unsafe += 1
      case nil: break
      }
    }
    switch (safe, unsafe) {
    case (0, 0): return nil
    case (0, _): return "\(unsafe) fixable with --fix --unsafe-fixes"
    case (_, 0): return "\(safe) fixable with --fix"
    default: return "\(safe) fixable with --fix, \(unsafe) more with --unsafe-fixes"
    }
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
