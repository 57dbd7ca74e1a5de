import Foundation
import Testing

@Suite(.serialized)
struct GraphAndChecklistTests {
  private static let shop = Program.fixtures.appendingPathComponent("repositories/shop")

  @Test("The graph's forms hold the same links", arguments: ["text", "json", "dot", "mermaid"])
  func graph(format: String) throws {
    let result = try Program.run(["graph", "--format", format], in: Self.shop)
    let snapshot = Program.fixtures.appendingPathComponent("snapshots/shop.graph.\(format)")
    if ProcessInfo.processInfo.environment["READYLINT_UPDATE_SNAPSHOTS"] != nil { try Data(result.output.utf8).write(to: snapshot) }
    #expect(result.output == (try String(contentsOf: snapshot, encoding: .utf8)))
    #expect(result.status == 0)
  }

  @Test func graphAsJSONIsJSON() throws {
    let result = try Program.run(["graph", "--format", "json"], in: Self.shop)
    let graph = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let ids = Set((graph["nodes"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String })
    let links = try #require(graph["links"] as? [[String: String]])
    #expect(!links.isEmpty)
    for link in links {
      #expect(ids.contains(link["from"] ?? ""))
      #expect(ids.contains(link["to"] ?? ""))
      #expect(link["reason"]?.isEmpty == false)
    }
  }

  @Test("The checklist's forms", arguments: ["text", "markdown", "json", "html"])
  func checklist(format: String) throws {
    let result = try Program.run(["checklist", "--format", format], in: Self.shop)
    let snapshot = Program.fixtures.appendingPathComponent("snapshots/shop.checklist.\(format)")
    if ProcessInfo.processInfo.environment["READYLINT_UPDATE_SNAPSHOTS"] != nil { try Data(result.output.utf8).write(to: snapshot) }
    #expect(result.output == (try String(contentsOf: snapshot, encoding: .utf8)))
    #expect(result.status == 0)
  }

  @Test func theScoreIsAGate() throws {
    #expect(try Program.run(["checklist", "--fail-under", "1"], in: Self.shop).status == 0)
    #expect(try Program.run(["checklist", "--fail-under", "100"], in: Self.shop).status == 1)
    #expect(try Program.run(["checklist", "--fail-under", "101"], in: Self.shop).status == 2)
  }

  @Test func theHTMLPageStandsAlone() throws {
    let page = try Program.run(["checklist", "--format", "html"], in: Self.shop).output
    #expect(page.hasPrefix("<!doctype html>"))
    for outside in ["<script", "src=", "href=", "@import", "url("] { #expect(!page.contains(outside)) }
  }
}
