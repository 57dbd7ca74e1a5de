internal import Linting
internal import SourceText

/// One JSON document with all findings; its shape is `Docs/readylint-report.schema.json`.
package enum JSONFormat {
  /// Grows by one when a field changes its meaning or goes away; new fields may appear at any time.
  package static let version = 1

  package static func render(_ report: Report) -> String {
    var positions = Report.Positions(report)
    let findings = report.findings.map { finding in
      var fields: [(String, String)] = [
        ("rule", quote(finding.rule)), ("severity", quote(finding.severity.rawValue)), ("message", quote(finding.message)),
      ]
      fields += place(finding.location, in: report, positions: &positions)
      fields.append(("logicalPath", quote(finding.logicalPath)))
      let related = finding.related.map { related in
        object([("label", quote(related.label))] + place(related.location, in: report, positions: &positions))
      }
      fields.append(("related", "[" + related.joined(separator: ",") + "]"))
      return "\n    " + object(fields)
    }
    let undecided = report.undecided.map { undecided in
      let reasons = "[" + undecided.reasons.map(quote).joined(separator: ",") + "]"
      return "\n    "
        + object(
          [("rule", quote(undecided.rule)), ("reasons", reasons)] + place(undecided.location, in: report, positions: &positions)
            + [("logicalPath", quote(undecided.logicalPath))])
    }
    return "{\n  \"version\": \(version)," + list("findings", findings) + "," + list("undecided", undecided) + "\n}\n"
  }

  private static func list(_ name: String, _ items: [String]) -> String {
    "\n  \(quote(name)): [" + items.joined(separator: ",") + (items.isEmpty ? "]" : "\n  ]")
  }

  private static func place(_ location: Location, in report: Report, positions: inout Report.Positions) -> [(String, String)] {
    let start = positions.start(of: location)
    let end = positions.end(of: location)
    return [
      ("path", quote(report.file(location.file).path)), ("line", String(start.line)), ("column", String(start.column)),
      ("endLine", String(end.line)), ("endColumn", String(end.column)),
    ]
  }

  private static func object(_ fields: [(String, String)]) -> String {
    "{" + fields.map { quote($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
  }

  /// A JSON string (RFC 8259, section 7).
  package static func quote(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
