internal import Linting
internal import SourceText

/// `path:line:col: severity[rule-id] message`, one finding a line: for grep, editors and problem matchers.
package enum ConciseFormat {
  package static func render(_ report: Report) -> String {
    let findings = report.rendered(report.findings) { finding, positions, output in
      let start = positions.start(of: finding.location)
      output += printable(report.file(finding.location.file).path)
      output += ":\(start.line):\(start.column): \(finding.severity.rawValue)[\(finding.rule)] \(printable(finding.message))\n"
    }
    return findings + undecided(of: report)
  }

  /// `path:line:col: undecided[rule-id] reasons`
  static func undecided(of report: Report) -> String {
    var positions = Report.Positions(report)
    return report.undecided.map { undecided in
      let start = positions.start(of: undecided.location)
      let path = printable(report.file(undecided.location.file).path)
      return "\(path):\(start.line):\(start.column): undecided[\(undecided.rule)] \(printable(undecided.reasons.joined(separator: "; ")))\n"
    }.joined()
  }
}
