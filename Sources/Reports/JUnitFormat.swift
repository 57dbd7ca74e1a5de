internal import Linting
internal import SourceText

/// JUnit's XML as CI servers read it, valid against Windy Road's schema (github.com/windyroad/JUnit-Schema): a suite per file, a case
/// per finding, and one that passes for a file without any. The schema wants a host name; `localhost` is what it proposes for none.
package struct JUnitFormat {
  private let report: Report
  private let timestamp: String
  private var positions: Report.Positions

  /// - Parameter time: seconds since 1970.
  package static func render(_ report: Report, time: Int) -> String {
    var format = JUnitFormat(report, time: max(0, time))
    return format.document()
  }

  private init(_ report: Report, time: Int) {
    self.report = report
    positions = Report.Positions(report)
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let second = time % 86_400
    timestamp =
      Day(number: time / 86_400).text + "T" + [second / 3600, second / 60 % 60, second % 60].map(padded).joined(separator: ":")
  }

  private struct Case {
    var name: String
    var body = ""
    var isFailure = false
    var isError = false
  }

  private mutating func document() -> String {
    var cases: [(path: String, cases: [Case])] = []
    let byFile = Dictionary(grouping: report.findings) { report.path($0.location.file) }
    let silenced = Dictionary(grouping: report.suppressed) { report.path($0.finding.location.file) }
    let paths = Set(report.checked.map { report.path($0) }).union(byFile.keys).union(silenced.keys)
    for path in paths.sorted(by: { $0.bytesPrecede($1) }) {
      let failures = (byFile[path] ?? []).map { failure($0, path) }
      let skipped = (silenced[path] ?? []).map { suppressed in
        Case(name: Self.name(suppressed.finding), body: "<skipped message=\"\(escapedMarkup(printable(suppressed.reason)))\"/>")
      }
      cases.append((path, failures.isEmpty && skipped.isEmpty ? [Case(name: "no findings")] : failures + skipped))
    }
    if !report.problems.isEmpty {
      let errors = report.problems.map { problem in
        Case(name: problem, body: "<error type=\"error\" message=\"\(escapedMarkup(printable(problem)))\"/>", isError: true)
      }
      cases.append((Tool.name, errors))
    }
    let suites = cases.enumerated().map { suite($1.path, $1.cases, id: $0) }.joined()
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n\(suites)</testsuites>\n"
  }

  /// Servers compare cases by name over time, so it has no line in it.
  private static func name(_ finding: Finding) -> String {
    finding.rule + ": " + finding.message + (finding.logicalPath.isEmpty ? "" : " (\(finding.logicalPath))")
  }

  private mutating func failure(_ finding: Finding, _ path: String) -> Case {
    let start = positions.start(of: finding.location)
    var lines = ["\(path):\(start.line):\(start.column): \(finding.severity.rawValue)[\(finding.rule)] \(finding.message)"]
    for related in finding.related {
      let place = positions.start(of: related.location)
      lines.append("\(report.path(related.location.file)):\(place.line):\(place.column): \(related.label)")
    }
    if let rule = report.rule(finding.rule) { lines += ["why: " + rule.why, "fix: " + rule.fix] }
    let text = lines.map { escapedMarkup(printable(TextFormat.line($0))) }
    let message = escapedMarkup(printable(finding.message))
    return Case(
      name: Self.name(finding),
      body: "<failure type=\"\(finding.severity.rawValue)\" message=\"\(message)\">\(text.joined(separator: "\n"))</failure>",
      isFailure: true)
  }

  private func suite(_ path: String, _ cases: [Case], id: Int) -> String {
    let name = Self.token(path)
    var output = "  <testsuite name=\"\(name)\" package=\"\(Tool.name)\" id=\"\(id)\" timestamp=\"\(timestamp)\" hostname=\"localhost\""
    output += " tests=\"\(cases.count)\" failures=\"\(cases.count(where: \.isFailure))\" errors=\"\(cases.count(where: \.isError))\""
    output += " skipped=\"\(cases.count { $0.body.hasPrefix("<skipped") })\" time=\"0\">\n    <properties/>\n"
    var seen: [String: Int] = [:]
    for item in cases {
      let count = seen[item.name, default: 0] + 1
      seen[item.name] = count
      let title = Self.token(item.name) + (count > 1 ? " #\(count)" : "")
      output += "    <testcase name=\"\(title)\" classname=\"\(name)\" time=\"0\""
      output += item.body.isEmpty ? "/>\n" : ">\(item.body)</testcase>\n"
    }
    return output + "    <system-out/>\n    <system-err/>\n  </testsuite>\n"
  }

  private static func token(_ text: String) -> String { escapedMarkup(printable(text)) }
}
