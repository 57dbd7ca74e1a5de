internal import Linting
internal import SourceText

/// GitLab's code quality report (docs.gitlab.com/ci/testing/code_quality, "Code Quality report format").
///
/// GitLab has five severities: an error is `critical`, a warning `major`, advice `minor`; `blocker` and `info` are not used.
package enum GitLabFormat {
  package static func render(_ report: Report) -> String {
    var positions = Report.Positions(report)
    var fingerprints = UniqueFingerprints()
    let issues = report.findings.map { finding -> JSONValue in
      let lines = (begin: positions.start(of: finding.location).line, end: positions.end(of: finding.location).line)
      return .fields(
        ("type", "issue"), ("check_name", .string(finding.rule)), ("description", .string(printable(finding.message))),
        ("fingerprint", .string(fingerprints.next(report.fingerprint(of: finding)))), ("severity", .string(severity(finding.severity))),
        (
          "location",
          .fields(
            ("path", .string(report.path(finding.location.file))),
            ("lines", .fields(("begin", .number(lines.begin)), ("end", .number(lines.end)))))
        ))
    }
    return JSONValue.array(issues).text(linesTo: 1)
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "critical"
    case .warning: "major"
    case .info: "minor"
    }
  }
}

/// Equal findings of one report told apart: the second has `:2` behind its fingerprint.
struct UniqueFingerprints {
  private var counts: [String: Int] = [:]

  mutating func next(_ fingerprint: String) -> String {
    let count = counts[fingerprint, default: 0] + 1
    counts[fingerprint] = count
    return count == 1 ? fingerprint : "\(fingerprint):\(count)"
  }
}
