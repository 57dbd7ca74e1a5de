internal import Linting
internal import SourceText

/// SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), as GitHub's code scanning reads it
/// (docs.github.com/code-security/reference/code-scanning/sarif-support-for-code-scanning).
package struct SARIFFormat {
  /// GitHub refuses runs with more.
  package static let maximumResults = 25_000

  private let report: Report
  private let rules: [Rule]
  private let ruleIndex: [String: Int]
  private var positions: Report.Positions
  private var hashes: [FileID: LineHashes] = [:]
  private var changes: FixChanges
  private var fingerprints = UniqueFingerprints()
  private var artifactIndex: [String: Int] = [:]
  private var artifacts: [JSONValue] = []

  private init(_ report: Report) {
    self.report = report
    rules = report.firedRules
    ruleIndex = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    positions = Report.Positions(report)
    changes = FixChanges(report)
  }

  /// - Parameter limit: how many results there are at most; the worst are kept.
  package static func render(_ report: Report, limit: Int = maximumResults) -> String {
    var format = SARIFFormat(report)
    return format.log(limit: limit).text(linesTo: 4)
  }

  /// A finding with what SARIF says about its standing.
  private struct Entry {
    var finding: Finding
    var isKnown = false
    var suppression: Report.Suppressed?
  }

  private mutating func log(limit: Int) -> JSONValue {
    var entries = report.findings.map { Entry(finding: $0) }
    entries += (report.baseline?.findings ?? []).map { Entry(finding: $0, isKnown: true) }
    entries += report.suppressed.map { Entry(finding: $0.finding, suppression: $0) }
    let surplus = max(0, entries.count - limit)
    if surplus > 0 {
      // Open findings before silenced ones, the worst first; Swift's sort keeps the order of equals.
      entries.sort { left, right in
        let (one, other) = (left.suppression == nil, right.suppression == nil)
        return one == other ? left.finding.severity > right.finding.severity : one
      }
      entries.removeLast(surplus)
    }
    let gone = surplus > 0 ? [] : report.baseline?.gone ?? []
    let results = entries.map { result($0) } + gone.map { goneResult($0) }
    let invocation = invocation(leftOut: surplus)
    return .fields(
      ("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"), ("version", "2.1.0"),
      (
        "runs",
        .array([
          .fields(
            ("tool", .fields(("driver", SARIFRules.driver(rules)))), ("columnKind", "unicodeCodePoints"),
            (
              "originalUriBaseIds",
              .fields(("%SRCROOT%", .fields(("description", .fields(("text", "The folder in which readylint ran."))))))
            ),
            ("invocations", .array([invocation])), ("artifacts", .array(artifacts)), ("results", .array(results)))
        ])
      ))
  }

  // MARK: Results

  private mutating func result(_ entry: Entry) -> JSONValue {
    let finding = entry.finding
    var prints: [(String, JSONValue)] = []
    let line = positions.start(of: finding.location).line
    if let hash = report.lineHash(line, of: finding.location.file, &hashes) { prints.append(("primaryLocationLineHash", .string(hash))) }
    prints.append(("readylint/v1", .string(fingerprints.next(report.fingerprint(of: finding)))))
    var main: [(name: String, value: JSONValue)] = [("physicalLocation", physicalLocation(finding.location))]
    if !finding.logicalPath.isEmpty { main.append(("logicalLocations", .array([logicalLocation(finding.logicalPath)]))) }
    let related = finding.related.enumerated().map { index, related -> JSONValue in
      .fields(
        ("id", .number(index + 1)), ("physicalLocation", physicalLocation(related.location)), ("message", Self.message(related.label)))
    }
    let suppressions = entry.suppression.map { suppressed -> JSONValue in
      .array([
        .fields(
          ("kind", suppressed.origin == .configuration ? "external" : "inSource"), ("justification", .string(printable(suppressed.reason))))
      ])
    }
    return .fields(
      ("ruleId", .string(finding.rule)), ("ruleIndex", ruleIndex[finding.rule].map(JSONValue.number)),
      ("level", .string(SARIFRules.level(finding.severity))), ("message", Self.message(finding.message)),
      ("locations", .array([.object(main)])), ("relatedLocations", related.isEmpty ? nil : .array(related)),
      ("partialFingerprints", .object(prints.map { (name: $0.0, value: $0.1) })),
      ("fixes", fixes(of: finding)), ("suppressions", suppressions ?? (report.suppressed.isEmpty ? nil : .array([]))),
      ("baselineState", report.baseline == nil ? nil : .string(entry.isKnown ? "unchanged" : "new")))
  }

  /// An entry of the baseline that no finding corresponds to: of where it stood only the file is known.
  private mutating func goneResult(_ entry: Baseline.Entry) -> JSONValue {
    .fields(
      ("ruleId", .string(entry.rule)), ("ruleIndex", ruleIndex[entry.rule].map(JSONValue.number)), ("message", Self.message(entry.message)),
      ("locations", .array([.fields(("physicalLocation", .fields(("artifactLocation", artifactLocation(entry.path)))))])),
      ("partialFingerprints", .fields(("readylint/v1", .string(fingerprints.next(entry.fingerprint))))), ("baselineState", "absent"))
  }

  /// In a message of SARIF, `[text](1)` is a link (section 3.11.6): no file that is linted gets to place one.
  private static func message(_ text: String) -> JSONValue {
    var result = ""
    for scalar in printable(text).unicodeScalars {
      if scalar == "(", result.unicodeScalars.last == "]" { result += " " }
      result.unicodeScalars.append(scalar)
    }
    return .fields(("text", .string(result)))
  }

  /// Section 3.55. A fix that makes a new file has no region there, and is left out.
  private mutating func fixes(of finding: Finding) -> JSONValue? {
    let fixes = finding.fixes.compactMap { fix -> JSONValue? in
      guard let files = changes.changes(of: fix) else { return nil }
      let title = fix.safety == .safe ? fix.title : fix.title + " (look at what it does)"
      return .fields(
        ("description", Self.message(title)),
        (
          "artifactChanges",
          .array(
            files.map { change in
              .fields(
                ("artifactLocation", artifactLocation(report.path(change.file))),
                (
                  "replacements",
                  .array(
                    change.edits.map { edit in
                      .fields(
                        ("deletedRegion", region(Location(file: change.file, range: edit.range))),
                        ("insertedContent", .fields(("text", .string(edit.replacement)))))
                    })
                ))
            })
        ))
    }
    return fixes.isEmpty ? nil : .array(fixes)
  }

  // MARK: Places

  private mutating func physicalLocation(_ location: Location) -> JSONValue {
    .fields(("artifactLocation", artifactLocation(report.path(location.file))), ("region", region(location)))
  }

  private mutating func region(_ location: Location) -> JSONValue {
    let start = positions.start(of: location)
    let end = positions.end(of: location)
    return .fields(
      ("startLine", .number(start.line)), ("startColumn", .number(start.column)), ("endLine", .number(end.line)),
      ("endColumn", .number(end.column)))
  }

  private mutating func artifactLocation(_ path: String) -> JSONValue {
    let index = artifactIndex[path] ?? artifacts.count
    if index == artifacts.count {
      artifactIndex[path] = index
      artifacts.append(.fields(("location", .object(Self.reference(path)))))
    }
    return .object(Self.reference(path) + [(name: "index", value: .number(index))])
  }

  /// A path below the folder of the run is seen from it; of another one nothing is claimed.
  private static func reference(_ path: String) -> [(name: String, value: JSONValue)] {
    if path.hasPrefix("/") { return [("uri", .string("file://" + percentEncoded(path: path)))] }
    let uri = (name: "uri", value: JSONValue.string(percentEncoded(path: path)))
    return path.hasPrefix("../") ? [uri] : [uri, ("uriBaseId", "%SRCROOT%")]
  }

  private func logicalLocation(_ path: String) -> JSONValue { .fields(("fullyQualifiedName", .string(printable(path)))) }

  // MARK: The run

  private mutating func invocation(leftOut: Int) -> JSONValue {
    var notifications = report.problems.map { problem -> JSONValue in
      .fields(("level", "error"), ("message", Self.message(problem)))
    }
    if leftOut > 0 {
      notifications.append(
        .fields(("level", "warning"), ("message", Self.message("\(leftOut) findings are left out; the worst are here"))))
    }
    for undecided in report.undecided {
      notifications.append(
        .fields(
          ("level", "note"), ("message", Self.message("undecided: " + undecided.reasons.joined(separator: "; "))),
          ("locations", .array([.fields(("physicalLocation", physicalLocation(undecided.location)))])),
          ("associatedRule", .fields(("id", .string(undecided.rule)), ("index", ruleIndex[undecided.rule].map(JSONValue.number))))))
    }
    return .fields(
      ("executionSuccessful", .bool(report.problems.isEmpty)),
      ("toolExecutionNotifications", notifications.isEmpty ? nil : .array(notifications)))
  }
}
