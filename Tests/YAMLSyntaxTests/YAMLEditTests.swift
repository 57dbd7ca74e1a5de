import SourceText
import Testing
import YAMLSyntax

@Suite struct YAMLEditTests {
  /// The text after `a.b` of the first document's mapping has been set, or nil.
  private func set(_ text: String, _ path: [String] = ["a", "b"], to value: YAMLLiteral = .bool(true)) -> String? {
    let file = SourceFile(path: "a.yaml", text: text)
    let edit = YAMLStream.parse(file).roots.first?.setting(path, to: value)
    return edit.map { String(decoding: TextEdit.apply([$0], to: file.bytes), as: UTF8.self) }
  }

  @Test(arguments: [
    // Missing, in block style: at the end, comments and blank lines behind stay where they are.
    ("x: 1\n", "x: 1\na:\n  b: true\n"),
    ("x: 1  # one\n\n# end\n", "x: 1  # one\na:\n  b: true\n\n# end\n"),
    ("x: 1", "x: 1\na:\n  b: true"),
    ("x:\n    y: 1\n", "x:\n    y: 1\na:\n    b: true\n"),
    ("a:\n  c: 1 # c\nx: 1\n", "a:\n  c: 1 # c\n  b: true\nx: 1\n"),
    ("a:\n  c: |\n    text\n\nx: 1\n", "a:\n  c: |\n    text\n  b: true\n\nx: 1\n"),
    ("a:\n  c:\n  - 1\nx: 1\n", "a:\n  c:\n  - 1\n  b: true\nx: 1\n"),
    ("a:\n  c: 'one\n    two'\n", "a:\n  c: 'one\n    two'\n  b: true\n"),
    // A key without a value.
    ("a:\nx: 1\n", "a:\n  b: true\nx: 1\n"),
    ("a: # nothing yet\nx: 1\n", "a: # nothing yet\n  b: true\nx: 1\n"),
    ("a: null\n", "a: {b: true}\n"),
    ("a: ~ # c\n", "a: {b: true} # c\n"),
    ("a: {}\n", "a: {b: true}\n"),
    // In flow style.
    ("{x: 1}\n", "{x: 1, a: {b: true}}\n"),
    ("a: {c: 1}\n", "a: {c: 1, b: true}\n"),
    ("a: {c: 1,}\n", "a: {c: 1, b: true,}\n"),
    ("a: {c: [1, 2], d}\n", "a: {c: [1, 2], d, b: true}\n"),
    ("a: {c: }\n", "a: {c: , b: true }\n"),
    ("a: {\n  c: 1 # one\n}\n", "a: {\n  c: 1,\n  b: true # one\n}\n"),
    ("{\"x\": 1, \"a\": {\"c\": 1}}", "{\"x\": 1, \"a\": {\"c\": 1, \"b\": true}}"),
    ("{\n\t\"x\": 1\n}\n", "{\n\t\"x\": 1,\n\t\"a\": {\"b\": true}\n}\n"),
    // Another value.
    ("a: {b: false} # c\n", "a: {b: true} # c\n"),
    ("a:\n  b: false # c\n", "a:\n  b: true # c\n"),
    ("a:\n  b: # c\n", "a:\n  b: true # c\n"),
    ("a:\n  b:\t'no'\n", "a:\n  b:\ttrue\n"),
    // Carriage returns, and documents.
    ("x: 1\r\ny: 2\r\n", "x: 1\r\ny: 2\r\na:\r\n  b: true\r\n"),
    ("x: 1\n---\ny: 2\n", "x: 1\na:\n  b: true\n---\ny: 2\n"),
    // An alias beside it does no harm.
    ("x: &x 1\ny: *x\n", "x: &x 1\ny: *x\na:\n  b: true\n"),
  ])
  func fieldsAreSet(text: String, expected: String) throws {
    let result = set(text)
    #expect(result == expected)
    let stream = YAMLStream.parse(SourceFile(path: "a.yaml", text: try #require(result)))
    #expect(stream.diagnostics.isEmpty)
    #expect(stream.roots.first?["a", "b"]?.text == "true")
    // It is there now: nothing changes any more.
    #expect(set(expected) == expected)
  }

  @Test(arguments: [
    // What an alias stands for is somebody else's as well, and what is merged stands elsewhere.
    "x: &x {c: 1}\na: *x\n", "a: &a\n  c: 1\nx: *a\n", "x: &x {a: {c: 1}}\ny: 1\n<<: *x\n", "x: &x {b: 1}\na:\n  <<: *x\n",
    "x: &x true\na: {b: *x}\n",
    // No mapping, an explicit tag, the empty lines that `|+` keeps.
    "a: text\n", "a: !own {c: 1}\n", "a:\n  b: |\n    text\n", "a:\n  c: |+\n    text\n\nx: 1\n", "? a\n: c: 1\n", "a: {b: 1}\na: {b: 2}\n",
  ])
  func whatIsNotForThisNodeAloneIsRefused(text: String) { #expect(set(text) == nil) }

  @Test func elementsOfSequencesAreIndentedAsTheyAre() {
    let file = SourceFile(path: "a.yaml", text: "l:\n- name: a # c\n-   name: b\n- {name: c}\n")
    let stream = YAMLStream.parse(file)
    let edits = stream.roots[0]["l"]?.elements.compactMap { $0.setting(["s", "t"], to: .int(1)) } ?? []
    #expect(
      String(decoding: TextEdit.apply(edits, to: file.bytes), as: UTF8.self)
        == "l:\n- name: a # c\n  s:\n    t: 1\n-   name: b\n    s:\n      t: 1\n- {name: c, s: {t: 1}}\n")
  }

  @Test(arguments: [
    ("a: 1\nb: 2 # two\nc: 3\n", "a: 1\nc: 3\n"), ("a: 1\nb: 2", "a: 1"), ("{a: 1, b: 2, c: 3}", "{a: 1, c: 3}"),
    ("{a: 1, b: 2}", "{a: 1}"),
    ("a: 1\nb:\n  - 1\n  - 2\nc: 3\n", "a: 1\nc: 3\n"),
  ])
  func fieldsAreRemoved(text: String, expected: String) throws {
    let file = SourceFile(path: "a.yaml", text: text)
    let edit = try #require(YAMLStream.parse(file).roots.first?.removing(["b"]))
    #expect(String(decoding: TextEdit.apply([edit], to: file.bytes), as: UTF8.self) == expected)
  }

  @Test(arguments: [
    ("- a\n- b # c\n", "- a\n- b # c\n- \"20\"\n- --xy\n"), ("[a, 'b']", "[a, 'b', \"20\", --xy]"),
    ("[\"b\"]", "[\"b\", \"20\", \"--xy\"]"),
  ])
  func elementsAreAdded(text: String, expected: String) throws {
    let file = SourceFile(path: "a.yaml", text: text)
    let element = try #require(YAMLStream.parse(file).roots.first?.elements.first { $0.hasText("b") })
    let edit = try #require(element.appendingSiblings([.string("20"), .string("--xy")]))
    #expect(String(decoding: TextEdit.apply([edit], to: file.bytes), as: UTF8.self) == expected)
  }

  @Test(arguments: ["true", "no", "1", "1.5", "", "a: b", "a #b", "-", "- a", "*a", "a\"b", "null", "ü", "0x1", ".inf", "~", "a\nb"])
  func textsComeBackAsTheyWere(text: String) {
    let written = YAMLStream.parse(SourceFile(path: "a.yaml", text: "a: " + YAMLLiteral.string(text).text(isJSON: false) + "\n"))
    #expect(written.roots.first?["a"]?.text == text)
    #expect(written.roots.first?["a"]?.isNull == false)
    #expect(written.roots.first?["a"]?.bool == nil)
  }
}
