internal import Linting

/// Counts of an audit, for the terminal.
package enum Statistics {
  /// How many findings a run over a folder may have before a summary stands above them.
  package static let summaryThreshold = 100
  private static let shown = 10

  /// Every rule and every file, the worst first.
  package static func render(_ report: Report) -> String {
    table("severity", Severity.allCases.reversed().map { ($0.rawValue, "\(report.count(of: $0))") })
      + "\n" + rules(report, limit: .max) + "\n" + groups(report, by: .file, limit: .max)
  }

  /// What stands above many findings: where to begin.
  package static func summary(_ report: Report) -> String {
    report.counts + "\n\n" + groups(report, by: .workload, limit: shown) + "\n" + rules(report, limit: shown) + "\n"
  }

  private static func rules(_ report: Report, limit: Int) -> String {
    let groups = report.groups(by: .rule).sorted { ($1.findings.count, $0.title) < ($0.findings.count, $1.title) }
    let rows = groups.prefix(limit).map { group in
      (group.title, "\(group.findings.count)  \(printable(report.rule(group.title)?.title ?? ""))")
    }
    return table("rule", rows) + rest(groups.count, limit)
  }

  private static func groups(_ report: Report, by grouping: Grouping, limit: Int) -> String {
    let worst = report.worst(by: grouping)
    return table(grouping.rawValue, worst.prefix(limit).map { ($0.title, counts($0)) }) + rest(worst.count, limit)
  }

  /// `3 errors, 1 info`, without what there is none of.
  static func counts(_ group: Report.Group) -> String {
    Severity.allCases.reversed().compactMap { severity in
      let count = group.count(of: severity)
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 || severity == .info ? "" : "s")"
    }.joined(separator: ", ")
  }

  private static func rest(_ count: Int, _ limit: Int) -> String { count > limit ? "  and \(count - limit) more\n" : "" }

  private static func table(_ name: String, _ rows: [(String, String)]) -> String {
    let rows = rows.map { (printable($0.0), $0.1) }
    let width = rows.reduce(0) { max($0, $1.0.unicodeScalars.count) }
    return "By \(name)\n"
      + rows.map { "  \($0)\(String(repeating: " ", count: width - $0.unicodeScalars.count))  \($1)\n" }.joined()
  }
}
