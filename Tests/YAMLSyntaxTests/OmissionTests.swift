import SourceText
import Testing

@testable import YAMLSyntax

struct OmissionTests {
  private static let omission = YAMLStream.Omission(of: "schema")

  private static func parse(_ text: String, _ omission: YAMLStream.Omission? = omission) -> YAMLStream {
    YAMLStream.parse(SourceFile(path: "a.yaml", text: text), omitting: omission)
  }

  private static func omitted(_ text: String, _ omission: YAMLStream.Omission = omission) -> [String] {
    let stream = parse(text, omission)
    return stream.omittedRanges.map { String(decoding: stream.file.bytes[$0.indices], as: UTF8.self) }
  }

  @Test(
    "What generators write is left out",
    arguments: [
      ("a: 1\nschema:\n  b: c\nd: 2\n", ["b: c"]),
      ("schema:\n  b: c", ["b: c"]),
      ("schema:\n  b:\n    - c\n    - d: e\n      f: g\n  h:\n  - i\nj: k\n", ["b:\n    - c\n    - d: e\n      f: g\n  h:\n  - i"]),
      ("- 1\n", []), ("a:\n- schema:\n    b: c\n- schema:\n    d: e\n", ["b: c", "d: e"]),
      (
        "schema:\n  b: one\n    two - three\n\n    four\n  c: |-\n    # d: e\n\n      f\nz: 1\n",
        ["b: one\n    two - three\n\n    four\n  c: |-\n    # d: e\n\n      f"]
      ),
      (
        "schema:\n  b: 'it''s\n    c: d'\n  e: \"f \\\" #\"\n  g: []\n  h: {}\n",
        ["b: 'it''s\n    c: d'\n  e: \"f \\\" #\"\n  g: []\n  h: {}"]
      ),
      ("a:\n  schema:\n    text on\n    two lines\n", ["text on\n    two lines"]),
      ("schema:\n  - - a\n    - b\n  -\n    c: d\n  - >+\n    e\n\n", ["- - a\n    - b\n  -\n    c: d\n  - >+\n    e"]),
      ("a: 1\n---\nschema:\n  b: “c”\n---\nschema:\n  d: e\n", ["b: “c”", "d: e"]),
      ("schema:\n  b: c\n# d\ne: f\n", ["b: c"]),
      // The document before it is not for the scanner; that does not matter to the next.
      ("a: &b c\n---\nschema:\n  d: e\n", ["d: e"]), ("a: [\n]\n--- \nschema:\n  d: e\n", ["d: e"]),
      ("%YAML 1.1\n---\nschema:\n  b: c\n", ["b: c"]),
    ])
  func leftOut(text: String, values: [String]) throws {
    #expect(Self.omitted(text) == values)
    try requireSame(text)
  }

  @Test(
    "What is seldom, wrong or repeated is read by libyaml",
    arguments: [
      "schema:\n  b: &c d\n", "schema:\n  b: *c\n", "schema:\n  b: !!str c\n", "schema:\n  b: [c]\n", "schema:\n  b: {c: d}\n",
      "schema: {b: c}\n",
      "schema:\n  b: c: d\n", "schema:\n  b: c\n   d: e\n", "schema:\n    b: c\n  d: e\n", "schema:\n  b: - c\n",
      "schema:\n  b: 'c\nd: e\n",
      "schema:\n  b: 'c' d\n", "schema:\n  b: 'c': d\n", "schema:\n  \"b\": c\n", "schema:\n\tb: c\n", "schema:\n  b:\tc\n",
      "schema:\r\n  b: c\r\n",
      "schema:\n  b: c\n  d: e\n  b: f\n", "schema:\n  b: c\nschema:\n  d: e\n", "schema:\n  b: |2\n    c\n",
      "schema:\n  b: |\n     \n   c\n",
      "schema:\n  b: |\n    c\n   d\n", "schema:\n  b: c # d\n", "schema:\n  # b\n  c: d\n", "schema:\n  b: c\n  # d\n  e: f\n",
      "schema:\n  b: c\n  - d\n", "schema:\n  - b\n  c: d\n", "schema:\n- b\n", "schema:\n", "schema: b\n", "? schema\n: b\n",
      "schema:\n  ? b\n  : c\n", "schema:\n  <<: b\n", "schema:\n  b: c\u{85}d\n", "schema:\n  b: c\u{2028}\n",
      "# a\u{2028}b: |\nschema:\n  c: d\n", "#\u{85}- a\nschema:\n  b: c\n", "schema:\n  b: \"\\q\"\n",
      "schema:\n  b: c\n...\n", "--- # a\nschema:\n  b: c\n", "a: |\n  schema:\n    b: c\n",
      "a: b\n  schema:\n    c: d\n", "schema:\n  b: 'c\n\n", "schema:\n  b: \u{7F}\n", "schema:\n  b: `c`\n", "schema:\n  b: c:\n",
      "\u{FEFF}schema:\n  b: c\n",
      "schema:\n  abcdefgh: c\n  abcdefgh: d", "schema:\n  abcdefghij: c\n  abcdefghij:\n",
    ])
  func readAfterAll(text: String) throws {
    #expect(Self.omitted(text).isEmpty)
    try requireSame(text)
  }

  /// All that is not left out is the same as when everything is read.
  private func requireSame(_ text: String) throws {
    let (whole, partial) = (Self.parse(text, nil), Self.parse(text))
    #expect(partial.diagnostics == whole.diagnostics)
    #expect(partial.documents.map(\.range) == whole.documents.map(\.range))
    #expect(partial.comments == whole.comments)
    let outside = whole.scalarRanges.filter { range in !partial.omittedRanges.contains { $0.contains(range) } }
    #expect(partial.scalarRanges.filter { !partial.omittedRanges.contains($0) } == outside)
  }

  @Test func onlyInDocumentsThatAreMeant() {
    let schemas = YAMLStream.Omission(of: "schema", whereRootHas: ("kind", "A"))
    #expect(Self.omitted("kind: A\nschema:\n  b: c\n", schemas) == ["b: c"])
    #expect(Self.omitted("schema:\n  b: c\nkind: A\n---\nkind: B\nschema:\n  d: e\n", schemas) == ["b: c"])
    for kind in ["kind: AB", "kind: A\n  B", "kind: 'A'", "kind:\n  A", "a:\n  kind: A"] {
      #expect(Self.omitted("\(kind)\nschema:\n  b: c\n", schemas) == [], "\(kind)")
    }
  }

  @Test("An error behind what was left out has its place, and the documents behind it are read")
  func errors() throws {
    let text = "schema:\n  b: c\nd: e\nf: g: h\n---\ni: j\n"
    let (whole, partial) = (Self.parse(text, nil), Self.parse(text))
    #expect(whole.diagnostics.count == 1)
    #expect(partial.diagnostics == whole.diagnostics)
    #expect(partial.roots.map(\.range) == whole.roots.map(\.range))
  }

  @Test("Deep, wide and long texts take time in proportion")
  func hostile() throws {
    let deep = "schema:\n" + (1...3000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    let wide = "schema:\n" + (1...100_000).map { "  k\($0): v\n" }.joined()
    let refused = String(repeating: "schema:\n  a: &b c\n---\n", count: 50_000)
    let long = "schema:\n  a: " + String(repeating: "é", count: 500_000) + "\n"
    for text in [deep, wide, refused] { #expect(Self.omitted(text).isEmpty) }
    #expect(Self.omitted(long).count == 1)
    let many = String(repeating: "schema:\n  a: b\n---\n", count: 20_000)
    #expect(Self.omitted(many).count == 20_000)
  }
}
