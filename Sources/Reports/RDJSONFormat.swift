internal import Linting
internal import SourceText

/// reviewdog's diagnostic format (github.com/reviewdog/reviewdog, proto/rdf): columns count bytes of UTF-8.
package enum RDJSONFormat {
  package static func render(_ report: Report) -> String {
    var positions = Report.Positions(report)
    let diagnostics = report.findings.map { finding -> JSONValue in
      let related = finding.related.map { related -> JSONValue in
        .fields(
          ("message", .string(printable(related.label))), ("location", location(related.location, in: report, &positions)))
      }
      return .fields(
        ("message", .string(printable(finding.message))), ("location", location(finding.location, in: report, &positions)),
        ("severity", .string(finding.severity.rawValue.uppercased())),
        ("code", .fields(("value", .string(finding.rule)), ("url", report.rule(finding.rule)?.page.map(JSONValue.string)))),
        ("relatedLocations", related.isEmpty ? nil : .array(related)))
    }
    return JSONValue.fields(("source", .fields(("name", .string(Tool.name)))), ("diagnostics", .array(diagnostics))).text(linesTo: 2)
  }

  private static func location(_ location: Location, in report: Report, _ positions: inout Report.Positions) -> JSONValue {
    let lines = positions.lines(of: location.file)
    func position(_ offset: UInt32) -> JSONValue {
      .fields(("line", .number(lines.line(at: offset))), ("column", .number(lines.utf8Column(at: offset))))
    }
    let (start, end) = (location.range.start, max(location.range.start, location.range.end))
    return .fields(
      ("path", .string(report.path(location.file))), ("range", .fields(("start", position(start)), ("end", position(end)))))
  }
}
