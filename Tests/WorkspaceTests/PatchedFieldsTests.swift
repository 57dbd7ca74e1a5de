import SourceText
import Testing
import YAMLSyntax

@testable import Workspace

struct PatchedFieldsTests {
  private static func path(_ text: String) -> [String] { text.split(separator: ".").map(String.init) }

  private static let operations: PatchedFields = {
    var fields = PatchedFields()
    fields.add(path("spec.replicas"), of: 7)
    fields.add(path("spec.template.spec.containers.0.resources.limits"), of: 3)
    fields.add(path("metadata.labels"), of: 5)
    fields.add(path("metadata.labels.app"), of: 4)
    return fields
  }()

  @Test(
    "An operation touches its field, what the field holds and what holds it",
    arguments: [
      ("spec.replicas", 7), ("spec.replicas.deeper", 7), ("spec", 3), ("spec.selector", nil), ("spec.template.spec", 3),
      ("metadata.annotations", nil), ("metadata", 4), ("metadata.labels", 4), ("metadata.labels.other", 5), ("data", nil), ("", 3),
    ] as [(String, Int?)])
  func operation(field: String, patch: Int?) {
    #expect(Self.operations.first(touching: Self.path(field)) == patch)
  }

  @Test("Without a path, it touches everything; without patches, nothing is touched")
  func everything() {
    var fields = PatchedFields()
    #expect(fields.first(touching: ["spec"]) == nil)
    fields.add([], of: 2)
    #expect(fields.first(touching: ["spec", "replicas"]) == 2)
  }

  private static func merge(_ text: String) throws -> PatchedFields {
    var fields = PatchedFields()
    fields.add(try #require(YAMLStream.parse(SourceFile(path: "p.yaml", text: text)).roots.first), of: 1)
    return fields
  }

  @Test(
    "A merge touches what it writes, and nothing beside it",
    arguments: [
      ("spec.replicas", true), ("spec", true), ("spec.selector", false), ("spec.template.metadata", true),
      ("spec.template.metadata.labels.app", true), ("spec.template.metadata.labels.tier", false),
      // Null takes a field away, with all that it held.
      ("spec.strategy.rollingUpdate", true),
      ("spec.args.0", true), ("metadata", false),
    ])
  func merge(field: String, isTouched: Bool) throws {
    let fields = try Self.merge(
      "spec:\n  replicas: 3\n  strategy: null\n  args: [a]\n  template: {metadata: {labels: {app: web}}}\n")
    #expect((fields.first(touching: Self.path(field)) != nil) == isTouched)
  }

  @Test("A merge of more fields than any object has touches everything, and takes no more memory than it has to")
  func tooManyFields() throws {
    let fields = try Self.merge((0..<10_100).map { "k\($0): x\n" }.joined())
    #expect(fields.first(touching: ["k7"]) == 1)
    #expect(fields.first(touching: ["none"]) == 1)
  }

  @Test("Deeper than any rule asks, a merge counts as touching everything")
  func depth() throws {
    let fields = try Self.merge(String(repeating: "{a: ", count: 20) + "b" + String(repeating: "}", count: 20))
    #expect(fields.first(touching: ["a", "z"]) == nil)
    #expect(fields.first(touching: Array(repeating: "a", count: 15) + ["z"]) == 1)
  }
}
