import Foundation
import Linting
import SourceText
import Testing

@Suite struct ConfigurationFileTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func schema() throws -> [String: Any] {
    let data = try Data(contentsOf: Self.root.appendingPathComponent("Docs/readylint-config.schema.json"))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func theSchemaHasTheKeysOfTheReader() throws {
    let properties = try #require(try schema()["properties"] as? [String: Any])
    #expect(Set(properties.keys) == Set(Configuration.Key.allCases.map(\.rawValue)))
  }

  @Test func theDocumentationNamesEveryKey() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("Docs/configuration.md"), encoding: .utf8)
    for key in Configuration.Key.allCases { #expect(text.contains("`\(key.rawValue)`"), "\(key.rawValue)") }
  }

  @Test(
    "What is wrong is said at its place",
    arguments: [
      ("fail-on: erorr\n", 9, "'fail-on' is error, warning or info"),
      ("ignroe: []\n", 0, "unknown key 'ignroe'; did you mean 'ignore'?"),
      ("exclude: a\n", 9, "'exclude' is a list"),
      ("overrides: [{ignore: [x], reason: because}]\n", 12, "an override says what it is for: 'paths', 'resources' or 'containers'"),
      ("overrides: [{paths: [a], reason: because}]\n", 12, "an override has 'ignore' or 'severity'"),
      ("overrides: [{paths: [a], ignore: [x]}]\n", 12, "an override needs a 'reason'"),
      ("overrides: [{paths: [a], ignore: [x], reason: r, until: soon}]\n", 56, "'until' is a day like 2026-05-01"),
      ("overrides: [{path: [a], ignore: [x], reason: r}]\n", 13, "unknown key 'path'; did you mean 'paths'?"),
      ("severity: {x: fatal}\n", 14, "'x' is error, warning or info"),
      ("parameters: {x: {y: [1]}}\n", 20, "a parameter is a number, a text, true or false"),
      ("inline-ignores: no\n", 16, "'inline-ignores' is allowed or forbidden"),
      ("database: {connections: 0}\n", 24, "'connections' is a whole number above 0"),
      ("kubernetes-version: 2.0\n", 20, "'kubernetes-version' is like \"1.33\""),
      ("- a\n", 0, "a configuration is a mapping"),
      ("a: 1\n---\nb: 2\n", 9, "a configuration is one document"),
    ])
  func mistakes(_ text: String, _ offset: Int, _ message: String) throws {
    let error = #expect(throws: Configuration.ParseError.self) {
      try Configuration(SourceFile(path: ".readylint.yaml", text: text))
    }
    #expect(error?.message == message)
    #expect(error.map { Int($0.range.start) } == offset)
  }
}
