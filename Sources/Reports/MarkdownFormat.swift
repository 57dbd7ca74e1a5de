internal import Linting
internal import SourceText

/// A page for GitHub's job summary, a merge request or a wiki.
package enum MarkdownFormat {
  /// GitHub drops a summary that is larger (docs.github.com/actions/reference/workflow-commands-for-github-actions, "Step isolation
  /// and limits": 1 MiB per step).
  package static let maximumSize = 1 << 20
  private static let shownGroups = 10

  package static func render(_ report: Report, grouping: Grouping = .file, maximumSize: Int = maximumSize) -> String {
    var positions = Report.Positions(report)
    var output = "# readylint: \(report.counts)\n"
    if !report.suppressed.isEmpty { output += "\n\(report.suppressed.count) ignored.\n" }
    for problem in report.problems { output += "\n**Not everything was looked at:** \(escapedMarkdown(problem))\n" }
    let worst = report.worst(by: .workload)
    if worst.count > 1 {
      output += "\n| workload or file | errors | warnings | info |\n|---|---:|---:|---:|\n"
      for group in worst.prefix(shownGroups) {
        output += "| \(escapedMarkdown(group.title)) | "
        output += Severity.allCases.reversed().map { "\(group.count(of: $0))" }.joined(separator: " | ") + " |\n"
      }
      if worst.count > shownGroups { output += "\nand \(worst.count - shownGroups) more\n" }
    }
    // Room for the note that says how much is missing.
    let room = maximumSize - 200
    var size = output.utf8.count
    var shown = 0
    groups: for group in report.groups(by: grouping) {
      var heading = "\n## \(escapedMarkdown(group.title))\n\n| severity | place | rule | message |\n|---|---|---|---|\n"
      for finding in group.findings {
        let row = heading + self.row(finding, in: report, &positions)
        guard size + row.utf8.count <= room else { break groups }
        output += row
        size += row.utf8.count
        shown += 1
        heading = ""
      }
    }
    if !report.undecided.isEmpty {
      let note = "\n\(report.undecided.count) undecided; `readylint --show-undecided` says why.\n"
      if size + note.utf8.count <= room { output += note }
    }
    let left = report.findings.count - shown
    return left == 0 ? output : output + "\n**\(left) findings are left out:** the page would be too large.\n"
  }

  private static func row(_ finding: Finding, in report: Report, _ positions: inout Report.Positions) -> String {
    let start = positions.start(of: finding.location)
    let place = "\(report.path(finding.location.file)):\(start.line):\(start.column)"
    let fields = [
      finding.severity.rawValue, "<code>\(escapedMarkdown(place))</code>", "<code>\(escapedMarkdown(finding.rule))</code>",
      escapedMarkdown(finding.message),
    ]
    return "| " + fields.joined(separator: " | ") + " |\n"
  }
}
