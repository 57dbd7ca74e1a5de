import Foundation
import Linting
import SourceText
import Testing
import YAMLSyntax

/// The cases of `Fixtures/evidence`: one file per item of the checklist.
@Suite struct ChecklistEvidenceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var item: String
    var name: String
    /// `path:line` of each place, or `none`.
    var expected: String
    /// A text that the evidence must have.
    var text: String?
    var files: [SourceFile]

    var testDescription: String { "\(item): \(name)" }
  }

  static let cases: [Case] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Fixtures/evidence")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().flatMap { name -> [Case] in
      guard let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) else { return [] }
      let root = YAMLStream.parse(SourceFile(path: name, text: text)).roots.first
      return (root?.elements.map { $0 } ?? []).map { node in
        var files = defaults(base: node["base"]?.text ?? "python")
        for entry in node["files"]?.entries ?? [] { files[entry.key.text ?? ""] = entry.value.text ?? "" }
        return Case(
          item: String(name.dropLast(5)), name: node["name"]?.text ?? "", expected: node["expect"]?.text ?? "", text: node["text"]?.text,
          files: files.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) })
      }
    }
  }()

  private static func defaults(base: String) -> [String: String] {
    let dockerfile =
      switch base {
      case "node": "FROM node:22-slim\nWORKDIR /app\nCOPY package.json .\nRUN npm ci\nCOPY . .\nCMD [\"node\", \"server.js\"]\n"
      case "go":
        "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /api .\nFROM scratch\nCOPY --from=build /api /api\nCMD [\"/api\"]\n"
      case "gunicorn": "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD [\"gunicorn\", \"main:app\", \"--timeout\", \"60\"]\n"
      default: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n"
      }
    let deployment = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api}
      spec:
        selector: {matchLabels: {app: api}}
        template:
          metadata: {labels: {app: api}}
          spec: {containers: [{name: api, image: "registry.example.com/api:1.4", ports: [{containerPort: 8000}]}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: api}
      spec: {selector: {app: api}, ports: [{port: 80, targetPort: 8000}]}

      """
    return ["api/Dockerfile": dockerfile, "deploy.yaml": deployment]
  }

  @Test("Evidence and what only comes near", arguments: cases)
  func evidence(example: Case) throws {
    let repository = Repository(example.files)
    let scorecard = Scorecard(
      repository, findings: [], configuration: Configuration(), today: Day(number: 20_000), documentExists: { _ in false })
    let entry = try #require(scorecard.entries.first { $0.id == example.item })
    var places: [String] = []
    switch entry.status {
    case .met(let evidence):
      places = evidence.map { place in
        let file = repository.file(place.location.file)
        return "\(file.path):\(LineIndex(file.bytes).position(at: place.location.range.start).line)"
      }
      if let text = example.text { #expect(evidence.map(\.text).contains(text)) }
    case .noEvidence: places = ["none"]
    default: Issue.record("\(entry.status)")
    }
    #expect(places.joined(separator: " ") == example.expected)
  }

  @Test func everyFileHasBothKinds() {
    let byItem = Dictionary(grouping: Self.cases, by: \.item)
    #expect(byItem.count >= 10)
    for (item, cases) in byItem {
      #expect(Scorecard.itemIDs.contains(item))
      #expect(cases.contains { $0.expected == "none" }, "\(item) has no near miss")
      #expect(cases.contains { $0.expected != "none" }, "\(item) is never met")
    }
  }
}
