import Foundation
import Linting
import Reports
import SourceText
import Testing

/// A report that is read again says the same in every format: reports of shards can be printed as one.
@Suite struct ReportReaderTests {
  private static func read(_ texts: String...) throws -> Report {
    try ReportReader.report(texts.map { SourceFile(path: "r.json", bytes: Array($0.utf8)) })
  }

  @Test("What was read again is printed alike", arguments: HostileReport.formats.map(\.name))
  func roundTrip(format: String) throws {
    let render = try #require(HostileReport.formats.first { $0.name == format }).render
    for report in [HostileReport.report(), HostileReport.report(withBaseline: true), HostileReport.empty] {
      #expect(render(try Self.read(JSONFormat.render(report))) == render(report))
    }
  }

  @Test func theSameReportTwiceIsOne() throws {
    let report = HostileReport.report(withBaseline: true)
    let json = JSONFormat.render(report)
    let twice = try Self.read(json, json)
    #expect(ConciseFormat.render(twice).text.split(separator: "\n").count { !$0.contains(": undecided[") } == report.findings.count)
    #expect(CheckstyleFormat.render(twice) == CheckstyleFormat.render(report))
  }

  @Test func theOrderOfMergedReportsChangesNothing() throws {
    // Two runs may speak of different lines of one file.
    func report(_ path: String, _ line: Int) -> String {
      let files = [
        SourceFile(path: path, bytes: Array("x: 1\nyö: 2\n".utf8)), SourceFile(path: "shared.yaml", bytes: Array("a\nb\n".utf8)),
      ]
      let places = [(0, line == 1 ? 0 : 5), (1, line == 1 ? 0 : 2)]
      let findings = places.map { file, start in
        Finding(
          rule: "memory-limit", severity: .error, message: "m",
          location: Location(file: FileID(file), range: ByteRange(start..<(start + 1))))
      }
      return JSONFormat.render(
        Report(findings: findings, problems: [path], checked: [FileID(0), FileID(1)], files: files, rules: HostileReport.rules))
    }
    let (one, other) = (report("b.yaml", 2), report("a.yaml", 1))
    let merged = try Self.read(one, other)
    #expect(
      ConciseFormat.render(merged).text.split(separator: "\n").map { $0.prefix { $0 != " " } }
        == ["a.yaml:1:1:", "b.yaml:2:1:", "shared.yaml:1:1:", "shared.yaml:2:1:"])
    for format in HostileReport.formats { #expect(format.render(merged) == format.render(try Self.read(other, one)), "\(format.name)") }
  }

  @Test(
    "What is no report is said to be none",
    arguments: [
      "", "[]", "{\"version\":1}", "{\"version\":2,\"findings\":[],\"files\":[]}", "{\"version\":1,\"findings\":[{}],\"files\":[]}",
      "{\"version\":1,\"findings\":[{\"rule\":\"a\",\"severity\":\"bad\",\"message\":\"\",\"path\":\"a\",\"line\":1,\"column\":1,"
        + "\"endLine\":1,\"endColumn\":1}],\"files\":[]}",
      "{\"version\":1,\"findings\":[{\"rule\":\"a\",\"severity\":\"info\",\"message\":\"\",\"path\":\"a\",\"line\":9223372036854775807,"
        + "\"column\":1,\"endLine\":1,\"endColumn\":1}],\"files\":[]}",
      "{\"version\":1,\"findings\":[{\"rule\":\"a\",\"severity\":\"info\",\"message\":\"\",\"path\":\"a\",\"line\":200000000,"
        + "\"column\":200000000,\"endLine\":1,\"endColumn\":1}],\"files\":[]}", "{\"version\":1,\"findings\":[",
    ])
  func refused(text: String) { #expect(throws: ReportReader.ParseError.self) { try Self.read(text) } }

  @Test("The report is what its schema says", arguments: [false, true])
  func schema(withBaseline: Bool) throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Docs/readylint-report.schema.json")
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: page)) as? [String: Any])
    let report = HostileReport.report(withBaseline: withBaseline)
    let value = try JSONSerialization.jsonObject(with: Data(JSONFormat.render(report).utf8))
    #expect(JSONSchema(root: schema).problems(value) == [])
    // The check itself finds what is wrong.
    var broken = try #require(value as? [String: Any])
    broken["findings"] = [["rule": 1, "severity": "fatal"]]
    broken["files"] = nil
    broken["nobody-knows"] = true
    let problems = JSONSchema(root: schema).problems(broken)
    #expect(problems.contains("#: files is missing") && problems.contains("#/findings/0/severity: is none of the values"))
    #expect(problems.contains("#/findings/0/rule: is no string") && problems.contains("#/findings/0: line is missing"))
    #expect(problems.contains("#: nobody-knows is not in the schema"))
  }
}
