internal import Linting
internal import SourceText
internal import YAMLSyntax

/// One JSON document with all findings; its shape is `Docs/readylint-report.schema.json`.
package enum JSONFormat {
  /// Grows by one when a field changes its meaning or goes away; new fields may appear at any time.
  package static let version = 1

  /// Longer lines are of no use in a frame, and a file of one line would be in the report as a whole.
  static let maximumLineLength = 2000

  package static func render(_ report: Report) -> String {
    var writer = Writer(report)
    let findings = report.findings.map { JSONValue.object(writer.finding($0)) }
    let undecided = report.undecided.map { undecided -> JSONValue in
      .object(
        [("rule", .string(undecided.rule)), ("reasons", .strings(undecided.reasons))] + writer.place(undecided.location)
          + [("logicalPath", .string(undecided.logicalPath))])
    }
    let suppressed = report.suppressed.map { suppressed -> JSONValue in
      .object(
        writer.finding(suppressed.finding)
          + [
            ("suppression", .fields(("origin", .string(suppressed.origin.rawValue)), ("reason", .string(suppressed.reason))))
          ])
    }
    let baseline = report.baseline.map { baseline -> JSONValue in
      let gone = baseline.gone.map { entry -> JSONValue in
        .fields(
          ("fingerprint", .string(entry.fingerprint)), ("rule", .string(entry.rule)), ("path", .string(entry.path)),
          ("logicalPath", .string(entry.logicalPath)), ("message", .string(entry.message)))
      }
      return .fields(("findings", .array(baseline.findings.map { .object(writer.finding($0)) })), ("gone", .array(gone)))
    }
    return JSONValue.fields(
      ("version", .number(version)), ("findings", .array(findings)), ("undecided", .array(undecided)), ("suppressed", .array(suppressed)),
      ("baseline", baseline), ("problems", .strings(report.problems)), ("rules", .array(report.firedRules.map(rule))),
      ("files", .array(writer.files()))
    ).text(linesTo: 2)
  }

  /// Own rules are in no other program, and those of another version of readylint may say something else.
  private static func rule(_ rule: Rule) -> JSONValue {
    .fields(
      ("id", .string(rule.id)), ("title", .string(rule.title)), ("severity", .string(rule.severity.rawValue)),
      ("tags", .strings(rule.tags)),
      ("why", .string(rule.why)), ("fix", .string(rule.fix)), ("sources", .strings(rule.sources)))
  }

  /// Remembers which lines are spoken of: they are in the report, so that every other format can be made of it later.
  private struct Writer {
    let report: Report
    var positions: Report.Positions
    var changes: FixChanges
    var hashes: [FileID: LineHashes] = [:]
    var lines: [FileID: Set<Int>] = [:]

    init(_ report: Report) {
      self.report = report
      positions = Report.Positions(report)
      changes = FixChanges(report)
    }

    mutating func finding(_ finding: Finding) -> [(name: String, value: JSONValue)] {
      let related = finding.related.map { related -> JSONValue in
        .object([("label", .string(related.label))] + place(related.location))
      }
      return [
        ("rule", .string(finding.rule)), ("severity", .string(finding.severity.rawValue)), ("message", .string(finding.message)),
      ] + place(finding.location) + [
        ("logicalPath", .string(finding.logicalPath)), ("related", .array(related)),
        ("fingerprint", .string(report.fingerprint(of: finding))),
      ] + fixes(of: finding)
    }

    private mutating func fixes(of finding: Finding) -> [(name: String, value: JSONValue)] {
      let fixes = finding.fixes.compactMap { fix -> JSONValue? in
        guard let files = changes.changes(of: fix) else { return nil }
        let edits = files.flatMap { file, edits in
          edits.map { JSONValue.object(place(Location(file: file, range: $0.range)) + [("text", .string($0.replacement))]) }
        }
        return .fields(("title", .string(fix.title)), ("safety", .string(fix.safety.rawValue)), ("edits", .array(edits)))
      }
      return fixes.isEmpty ? [] : [("fixes", .array(fixes))]
    }

    mutating func place(_ location: Location) -> [(name: String, value: JSONValue)] {
      let start = positions.start(of: location)
      let end = positions.end(of: location)
      lines[location.file, default: []].formUnion([start.line, end.line])
      return [
        ("path", .string(report.path(location.file))), ("line", .number(start.line)), ("column", .number(start.column)),
        ("endLine", .number(end.line)), ("endColumn", .number(end.column)),
      ]
    }

    mutating func files() -> [JSONValue] {
      let wanted = report.checked.union(lines.keys).sorted { report.path($0).bytesPrecede(report.path($1)) }
      return wanted.map { file in
        let index = lines[file] == nil ? nil : positions.lines(of: file)
        let texts = (lines[file] ?? []).sorted().map { line -> JSONValue in
          let length = index?.contentRange(ofLine: line).count ?? 0
          let hash = report.lineHash(line, of: file, &hashes).map(JSONValue.string)
          let text = length > maximumLineLength ? nil : index.map { JSONValue.string(report.text(ofLine: line, of: file, $0)) }
          return .fields(("line", .number(line)), ("text", text), ("hash", hash))
        }
        return .fields(
          ("path", .string(report.path(file))), ("checked", .bool(report.checked.contains(file))), ("lines", .array(texts)))
      }
    }
  }

  /// A JSON string; a YAML reader reads reports, so it is one for YAML as well.
  package static func quote(_ text: String) -> String { YAMLLiteral.quoted(text) }
}
