internal import Linting
internal import SourceText

/// Workflow commands that GitHub Actions shows as annotations beside the code
/// (docs.github.com/actions/reference/workflow-commands-for-github-actions).
package enum GitHubFormat {
  /// GitHub shows this many of each severity of one step, and drops the rest.
  package static let shownPerSeverity = 10

  /// The worst first, since GitHub shows the first ones.
  ///
  /// - Parameter limit: how many of each severity are wanted.
  package static func render(_ report: Report, limit: Int = .max) -> String {
    var positions = Report.Positions(report)
    var output = ""
    for severity in Severity.allCases.reversed() {
      for finding in report.findings.lazy.filter({ $0.severity == severity }).prefix(limit) {
        output += command(finding, in: report, &positions)
      }
    }
    return output
  }

  private static func command(_ finding: Finding, in report: Report, _ positions: inout Report.Positions) -> String {
    let start = positions.start(of: finding.location)
    let end = positions.end(of: finding.location)
    var properties = [
      ("title", "readylint: \(finding.rule)"), ("file", report.path(finding.location.file)), ("line", String(start.line)),
      ("endLine", String(end.line)),
    ]
    // "Annotations only support start_column and end_column on the same line" (docs.github.com/rest/checks/runs).
    if start.line == end.line { properties += [("col", String(start.column)), ("endColumn", String(end.column))] }
    let name =
      switch finding.severity {
      case .error: "error"
      case .warning: "warning"
      case .info: "notice"
      }
    let list = properties.map { "\($0)=\(escaped($1, property: true))" }.joined(separator: ",")
    return "::\(name) \(list)::\(escaped(printable(finding.message), property: false))\n"
  }

  /// As the runner reads them back (actions/runner, `ActionCommand`).
  private static func escaped(_ text: String, property: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where property: result += "%3A"
      case "," where property: result += "%2C"
      case " "..."~": result.unicodeScalars.append(scalar)
      // Of a name with such characters, the annotation finds no file; the log is driven by none of them.
      default: result += printable(String(scalar))
      }
    }
    return result
  }

  /// A log in which the runner looks for no commands: lines of the linted files are shown in it, and one of them could hold some.
  ///
  /// - Parameter token: what nobody who wrote those files can know.
  package static func guarded(_ log: String, token: String) -> String {
    log.isEmpty ? "" : "::stop-commands::\(token)\n\(log)::\(token)::\n"
  }
}
