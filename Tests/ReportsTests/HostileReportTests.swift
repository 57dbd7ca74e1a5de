import Foundation
import Linting
import SourceText
import Testing

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What other people wrote is in messages, paths and rules: no format lets it become anything but text.
@Suite struct HostileReportTests {
  private static let report = HostileReport.report()

  private static func json(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }

  @Test("No format lets control characters through", arguments: HostileReport.formats.map(\.name))
  func controls(format: String) throws {
    let render = try #require(HostileReport.formats.first { $0.name == format }).render
    for report in [Self.report, HostileReport.report(withBaseline: true), HostileReport.empty] {
      let stray = render(report).unicodeScalars.filter { $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value)) }
      #expect(stray.isEmpty)
    }
  }

  @Test("JSON formats are JSON, of empty reports too", arguments: ["json", "sarif", "gitlab", "rdjson"])
  func wellFormedJSON(format: String) throws {
    let render = try #require(HostileReport.formats.first { $0.name == format }).render
    for report in [Self.report, HostileReport.report(withBaseline: true), HostileReport.empty] { _ = try Self.json(render(report)) }
  }

  @Test("XML formats are XML with the same words in them", arguments: ["junit", "checkstyle"])
  func wellFormedXML(format: String) throws {
    let render = try #require(HostileReport.formats.first { $0.name == format }).render
    for report in [Self.report, HostileReport.empty] {
      let parser = XMLParser(data: Data(render(report).utf8))
      let collector = AttributeCollector()
      parser.delegate = collector
      #expect(parser.parse(), "\(parser.parserError.debugDescription)")
      #expect(collector.messages.count { $0.contains("]]> <script>alert(1)</script> &amp;") } == (report.findings.isEmpty ? 0 : 1))
    }
  }

  private final class AttributeCollector: NSObject, XMLParserDelegate {
    var messages: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
      if name == "failure" || name == "error", let message = attributes["message"] { messages.append(message) }
    }
  }

  @Test func aWorkflowCommandIsOneLineAndHoldsNoOther() throws {
    let lines = GitHubFormat.render(Self.report).split(separator: "\n")
    #expect(lines.count == Self.report.findings.count)
    for line in lines {
      // `::name properties::message`: neither properties nor paths end it early.
      let parts = line.dropFirst(2).components(separatedBy: "::")
      let fields = parts[0].split(separator: " ", maxSplits: 1)[1].split(separator: ",").map { $0.split(separator: "=")[0] }
      #expect(fields == ["title", "file", "line", "endLine", "col", "endColumn"])
      #expect(["error", "warning", "notice"].contains(parts[0].prefix { $0 != " " }))
    }
    // The worst first: GitHub shows ten of each.
    #expect(lines.first?.hasPrefix("::error ") == true && lines.last?.hasPrefix("::notice ") == true)
    #expect(lines.contains { $0.contains("%250A::stop-commands::x") })
    #expect(lines.contains { $0.contains("file=x%3Ay%2Cz%0A|`<&>%25.yaml,") })
    #expect(GitHubFormat.render(Self.report, limit: 1).split(separator: "\n").count == 3)
    #expect(GitHubFormat.guarded("a\n", token: "t") == "::stop-commands::t\na\n::t::\n")
  }

  @Test func columnsCountWhatTheirFormatSays() throws {
    let rdjson = try #require(try Self.json(RDJSONFormat.render(Self.report)) as? [String: Any])
    let diagnostics = try #require(rdjson["diagnostics"] as? [[String: Any]])
    let range = (diagnostics[0]["location"] as? [String: Any])?["range"] as? [String: [String: Int]]
    #expect(range?["start"] == ["line": 1, "column": 12])
    let results = try Self.results(SARIFFormat.render(Self.report))
    let location = try #require((results[0]["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
    #expect(location["region"] as? [String: Int] == ["startLine": 1, "startColumn": 8, "endLine": 1, "endColumn": 9])
  }

  private static func run(_ text: String) throws -> [String: Any] {
    let log = try #require(try json(text) as? [String: Any])
    return try #require((log["runs"] as? [[String: Any]])?.first)
  }

  private static func results(_ text: String) throws -> [[String: Any]] { try #require(try run(text)["results"] as? [[String: Any]]) }

  @Test func urisOfSARIFAreRelativeReferences() throws {
    let artifacts = try #require(try Self.run(SARIFFormat.render(Self.report))["artifacts"] as? [[String: Any]])
    let uris = artifacts.compactMap { ($0["location"] as? [String: Any])?["uri"] as? String }
    #expect(uris.contains("a/b%20c.yaml"))
    #expect(uris.contains("x%3Ay%2Cz%0A%7C%60%3C%26%3E%25.yaml"))
    #expect(uris.contains("sp%C3%A4ti%F0%9F%98%80/Dockerfile"))
    #expect(uris.contains("c%23%3F.yaml"))
  }

  @Test func noLinkOfAMessageSurvivesInSARIF() throws {
    let messages = try Self.results(SARIFFormat.render(Self.report)).compactMap { ($0["message"] as? [String: String])?["text"] }
    #expect(!messages.contains { $0.contains("](") })
    #expect(messages.contains { $0.contains("[e] (https://evil.example)") })
  }

  @Test func sarifTellsNewFromKnownAndSilenced() throws {
    let run = try Self.run(SARIFFormat.render(HostileReport.report(withBaseline: true)))
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.map { $0["baselineState"] as? String ?? "" } == Array(repeating: "new", count: 6) + ["unchanged", "new", "absent"])
    let suppressed = try #require(results[7]["suppressions"] as? [[String: String]])
    #expect(suppressed == [["kind": "external", "justification": HostileReport.texts[2]]])
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    #expect(invocation["executionSuccessful"] as? Bool == false)
    let notifications = try #require(invocation["toolExecutionNotifications"] as? [[String: Any]])
    #expect(notifications.map { $0["level"] as? String } == ["error", "note"])
    // Fingerprints tell all results apart.
    let prints = results.compactMap { ($0["partialFingerprints"] as? [String: String])?["readylint/v1"] }
    #expect(Set(prints).count == results.count)
    // Rules are where the results say.
    let rules = try #require(((run["tool"] as? [String: Any])?["driver"] as? [String: Any])?["rules"] as? [[String: Any]])
    for result in results { #expect(rules[try #require(result["ruleIndex"] as? Int)]["id"] as? String == result["ruleId"] as? String) }
    let scores = rules.map { ($0["properties"] as? [String: Any])?["security-severity"] as? String }
    #expect(scores == [nil, "5.0"])
    #expect(rules.map { $0["helpUri"] as? String } == ["https://example.com/memory", nil])
  }

  @Test func ofTooManyResultsTheWorstAreKept() throws {
    let run = try Self.run(SARIFFormat.render(Self.report, limit: 3))
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.map { $0["level"] as? String } == ["error", "error", "warning"])
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    let notifications = try #require(invocation["toolExecutionNotifications"] as? [[String: Any]])
    #expect((notifications[1]["message"] as? [String: String])?["text"] == "5 findings are left out; the worst are here")
  }

  @Test func equalFindingsHaveFingerprintsOfTheirOwn() throws {
    let finding = Self.report.findings[0]
    let file = SourceFile(path: "a.yaml", bytes: Array("x\n".utf8))
    var other = finding.moved(to: Location(file: FileID(0), range: ByteRange(start: 0, end: 1)), related: [])
    let report = Report(findings: [other, other], files: [file], rules: [])
    let issues = try #require(try Self.json(GitLabFormat.render(report)) as? [[String: Any]])
    let prints = issues.compactMap { $0["fingerprint"] as? String }
    #expect(prints.count == 2 && prints[1] == prints[0] + ":2")
    // Another line, the same fingerprint.
    other.location.range = ByteRange(start: 3, end: 4)
    let moved = Report(findings: [other], files: [SourceFile(path: "a.yaml", bytes: Array("\n\n\nx\n".utf8))], rules: [])
    #expect(try #require(try Self.json(GitLabFormat.render(moved)) as? [[String: Any]])[0]["fingerprint"] as? String == prints[0])
  }

  @Test func aTableOfMarkdownKeepsItsCells() throws {
    let page = MarkdownFormat.render(Self.report)
    for line in page.split(separator: "\n") where line.hasPrefix("| ") { #expect(line.count { $0 == "|" } == 5) }
    #expect(!page.contains("<script") && !page.contains("`c`") && !page.contains("@f") && !page.contains("](http"))
    let cut = MarkdownFormat.render(Self.report, maximumSize: 1400)
    #expect(cut.utf8.count <= 1400)
    #expect(cut.contains("findings are left out:** the page would be too large."))
  }

  @Test func aPageOfHTMLHasNoElementsOfOthers() throws {
    let page = HTMLFormat.render(Self.report)
    #expect(!page.contains("<script") && !page.contains("http-equiv") && !page.contains("src="))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    let tags = page.split(separator: "<").dropFirst().map { $0.prefix { $0 != " " && $0 != ">" } }
    let known: Set<Substring> = [
      "!doctype", "html", "head", "meta", "title", "style", "body", "h1", "p", "details", "summary", "table", "tr", "th", "td", "h3", "h4",
      "article", "code", "pre", "br", "small", "strong", "ul", "li",
    ]
    #expect(Set(tags.map { $0.hasPrefix("/") ? $0.dropFirst() : $0 }).subtracting(known).isEmpty)
  }
}
