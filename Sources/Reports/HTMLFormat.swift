internal import Linting
internal import SourceText

/// One page that needs nothing else: no script, no font, no picture from anywhere. Severities fold away.
package enum HTMLFormat {
  package static func render(_ report: Report, grouping: Grouping = .file) -> String {
    var body = "<h1>\(escapedMarkup(report.counts))</h1>\n"
    let files = report.checked.count
    body += "<p>in \(files) file\(files == 1 ? "" : "s")"
    body += report.suppressed.isEmpty ? "</p>\n" : ", \(report.suppressed.count) ignored</p>\n"
    for problem in report.problems { body += "<p class=\"error\">Not everything was looked at: \(escapedMarkup(printable(problem)))</p>\n" }
    body += table("Worst first", report.worst(by: .workload)) + table("Rules", report.worst(by: .rule), report)
    let frames = TextFormat(color: false)
    var positions = Report.Positions(report)
    for severity in Severity.allCases.reversed() where report.count(of: severity) > 0 {
      body += "<details class=\"\(severity.rawValue)\"\(severity == .info ? "" : " open")>"
      body += "<summary>\(severity.rawValue) (\(report.count(of: severity)))</summary>\n"
      for group in report.groups(by: grouping) {
        let findings = group.findings.filter { $0.severity == severity }
        guard !findings.isEmpty else { continue }
        body += "<h3>\(escapedMarkup(printable(group.title)))</h3>\n"
        for finding in findings { body += article(finding, report, frames, &positions) }
      }
      body += "</details>\n"
    }
    body += folded(
      "undecided", report.undecided.map { ($0.location, "\($0.rule): \($0.reasons.joined(separator: "; "))") }, report, &positions)
    body += folded(
      "ignored", report.suppressed.map { ($0.finding.location, "\($0.finding.rule): \($0.reason)") }, report, &positions)
    return page(title: "readylint: " + report.counts, body: body)
  }

  private static func article(
    _ finding: Finding, _ report: Report, _ frames: TextFormat, _ positions: inout Report.Positions
  ) -> String {
    let start = positions.start(of: finding.location)
    var frame = ""
    frames.places(of: finding, in: report, positions: &positions, into: &frame)
    // A line break behind `<pre>` is not shown; in a frame it stays one.
    let code = frame.split(separator: "\n", omittingEmptySubsequences: false).map { escapedMarkup(String($0)) }.joined(separator: "\n")
    var article = "<article><h4><code>\(escapedMarkup(finding.rule))</code> \(escapedMarkup(printable(finding.message)))</h4>\n"
    article += "<p class=\"place\">\(escapedMarkup(printable("\(report.path(finding.location.file)):\(start.line):\(start.column)")))"
    article += finding.logicalPath.isEmpty ? "</p>\n" : "<br>\(escapedMarkup(printable(finding.logicalPath)))</p>\n"
    article += "<pre>\(code)</pre>\n"
    if let rule = report.rule(finding.rule) {
      article +=
        "<p>\(escapedMarkup(TextFormat.line(rule.why)))</p>\n<p><strong>Fix:</strong> \(escapedMarkup(TextFormat.line(rule.fix)))</p>\n"
    }
    return article + "</article>\n"
  }

  private static func table(_ title: String, _ groups: [Report.Group], _ report: Report? = nil) -> String {
    guard !groups.isEmpty else { return "" }
    let rows = groups.map { group in
      let note = report?.rule(group.title).map { "<br><small>\(escapedMarkup(printable($0.title)))</small>" } ?? ""
      let counts = Severity.allCases.reversed().map { "<td>\(group.count(of: $0))</td>" }.joined()
      return "<tr><th scope=\"row\">\(escapedMarkup(printable(group.title)))\(note)</th>\(counts)</tr>\n"
    }
    return "<details><summary>\(title) (\(groups.count))</summary>\n<table>\n<tr><th></th>"
      + "<th>errors</th><th>warnings</th><th>info</th></tr>\n\(rows.joined())</table>\n</details>\n"
  }

  private static func folded(
    _ title: String, _ items: [(Location, String)], _ report: Report, _ positions: inout Report.Positions
  ) -> String {
    guard !items.isEmpty else { return "" }
    var list = ""
    for (location, text) in items {
      let start = positions.start(of: location)
      let place = printable("\(report.path(location.file)):\(start.line):\(start.column)")
      list += "<li><code>\(escapedMarkup(place))</code> \(escapedMarkup(printable(text)))</li>\n"
    }
    return "<details><summary>\(title) (\(items.count))</summary>\n<ul>\n\(list)</ul>\n</details>\n"
  }

  private static func page(title: String, body: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escapedMarkup(title))</title>
    <style>
    :root { color-scheme: light dark; --error: #cf222e; --warning: #9a6700; --info: #0969da; --line: #d0d7de; --code: #f6f8fa; }
    @media (prefers-color-scheme: dark) {
      :root { --error: #ff7b72; --warning: #d29922; --info: #58a6ff; --line: #30363d; --code: #161b22; }
    }
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
    h1 { font-size: 1.6rem; }
    summary { font-size: 1.2rem; font-weight: bold; cursor: pointer; padding: .5rem 0; }
    .error > summary, p.error { color: var(--error); }
    .warning > summary { color: var(--warning); }
    .info > summary { color: var(--info); }
    article { border-top: 1px solid var(--line); padding: .5rem 0; }
    h4 { margin: .25rem 0; }
    .place { margin: 0; font-size: .85rem; }
    pre { background: var(--code); padding: .5rem; overflow-x: auto; font-size: .85rem; line-height: 1.3; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-top: 1px solid var(--line); }
    td { text-align: right; }
    @media print { body { margin: 0; } }
    </style>
    </head>
    <body>
    \(body)</body>
    </html>

    """
  }
}
