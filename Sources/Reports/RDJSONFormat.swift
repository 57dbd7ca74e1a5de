internal import Linting
internal import SourceText

/// reviewdog's diagnostic format (github.com/reviewdog/reviewdog, proto/rdf): columns count bytes of UTF-8.
package enum RDJSONFormat {
  package static func render(_ report: Report) -> String {
    var positions = Report.Positions(report)
    var changes = FixChanges(report)
    let diagnostics = report.findings.map { finding -> JSONValue in
      let related = finding.related.map { related -> JSONValue in
        .fields(
          ("message", .string(printable(related.label))), ("location", location(related.location, in: report, &positions)))
      }
      return .fields(
        ("message", .string(printable(finding.message))), ("location", location(finding.location, in: report, &positions)),
        ("severity", .string(finding.severity.rawValue.uppercased())),
        ("code", .fields(("value", .string(finding.rule)), ("url", report.rule(finding.rule)?.page.map(JSONValue.string)))),
        ("suggestions", suggestions(for: finding, &changes, &positions)), ("relatedLocations", related.isEmpty ? nil : .array(related)))
    }
    return JSONValue.fields(("source", .fields(("name", .string(Tool.name)))), ("diagnostics", .array(diagnostics))).text(linesTo: 2)
  }

  /// A suggestion is one stretch of the diagnostic's own file; a fix of several is none.
  private static func suggestions(for finding: Finding, _ changes: inout FixChanges, _ positions: inout Report.Positions) -> JSONValue? {
    let suggestions = finding.fixes.compactMap { fix -> JSONValue? in
      guard let files = changes.changes(of: fix), files.count == 1, files[0].file == finding.location.file, files[0].edits.count == 1
      else { return nil }
      let edit = files[0].edits[0]
      return .fields(("range", range(edit.range, of: files[0].file, &positions)), ("text", .string(edit.replacement)))
    }
    return suggestions.isEmpty ? nil : .array(suggestions)
  }

  private static func location(_ location: Location, in report: Report, _ positions: inout Report.Positions) -> JSONValue {
    .fields(("path", .string(report.path(location.file))), ("range", range(location.range, of: location.file, &positions)))
  }

  private static func range(_ range: ByteRange, of file: FileID, _ positions: inout Report.Positions) -> JSONValue {
    let lines = positions.lines(of: file)
    func position(_ offset: UInt32) -> JSONValue {
      .fields(("line", .number(lines.line(at: offset))), ("column", .number(lines.utf8Column(at: offset))))
    }
    return .fields(("start", position(range.start)), ("end", position(max(range.start, range.end))))
  }
}
