internal import Linting
internal import SourceText

/// Checkstyle's XML, which Jenkins, reviewdog and others read: findings by file.
package enum CheckstyleFormat {
  package static func render(_ report: Report) -> String {
    var positions = Report.Positions(report)
    var output = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n"
    for (path, findings) in report.findingsByFile {
      output += "  <file name=\"\(escapedMarkup(path))\">\n"
      for finding in findings {
        let start = positions.start(of: finding.location)
        output += "    <error line=\"\(start.line)\" column=\"\(start.column)\" severity=\"\(finding.severity.rawValue)\""
        output += " message=\"\(escapedMarkup(printable(finding.message)))\" source=\"readylint.\(escapedMarkup(finding.rule))\"/>\n"
      }
      output += "  </file>\n"
    }
    return output + "</checkstyle>\n"
  }
}
