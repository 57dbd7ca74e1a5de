internal import Linting
internal import SourceText

/// `path:line:col: severity[rule-id] message`, one finding a line: for grep, editors and problem matchers.
package enum ConciseFormat {
  package static func render(_ report: Report) -> RenderedText {
    let findings = report.rendered(report.findings) { finding, positions, output in
      let start = positions.start(of: finding.location)
      output += positions.path(of: finding.location.file).utf8
      output.append(UInt8(ascii: ":"))
      append(start.line, to: &output)
      output.append(UInt8(ascii: ":"))
      append(start.column, to: &output)
      output += ": ".utf8
      output += finding.severity.rawValue.utf8
      output.append(UInt8(ascii: "["))
      output += finding.rule.utf8
      output += "] ".utf8
      output += printable(finding.message).utf8
      output.append(UInt8(ascii: "\n"))
    }
    return findings + RenderedText(undecided(of: report))
  }

  /// In decimal digits: a line number is often the longest part of the work on a line.
  private static func append(_ number: Int, to output: inout [UInt8]) {
    if number >= 10 { append(number / 10, to: &output) }
    output.append(UInt8(ascii: "0") + UInt8(number % 10))
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
