import SourceText
import Testing
import YAMLSyntax

func parse(_ text: String) -> YAMLStream {
  YAMLStream.parse(SourceFile(path: "test.yaml", text: text))
}

struct YAMLStreamTests {
  @Test func rangesAreTheTokens() throws {
    let stream = parse("a: 'x y'\nb:\n  - \"q\\n\"\n  - plain text  # comment\nc: |\n  one\n  two\n\nd: {e: [1, 2]}\n")
    let root = try #require(stream.roots.first)
    let text = { (node: YAMLNode?) in node.map { stream.file.text($0.range) } }
    #expect(text(root["a"]) == "'x y'")
    let elements = try #require(root["b"]).elements.map { $0 }
    #expect(text(elements[0]) == "\"q\\n\"")
    #expect(elements[0].text == "q\n")
    #expect(text(elements[1]) == "plain text")
    #expect(text(root["b"]) == "- \"q\\n\"\n  - plain text")
    #expect(text(root["c"]) == "|\n  one\n  two")
    #expect(root["c"]?.text == "one\ntwo\n")
    #expect(text(root["d"]) == "{e: [1, 2]}")
    #expect(text(root["d", "e"]) == "[1, 2]")
  }

  @Test func offsetsAreBytesBehindOtherScripts() throws {
    let stream = parse("ключ: 값\nnext: \(String(repeating: "é", count: 300))\nlast: x\n")
    let root = try #require(stream.roots.first)
    #expect(root["last"].map { stream.file.text($0.range) } == "x")
    #expect(root["ключ"].map { stream.file.text($0.range) } == "값")
  }

  @Test("Every encoding reads alike", arguments: Encoding.allCases)
  func encodings(encoding: Encoding) throws {
    let stream = YAMLStream.parse(SourceFile(path: "test.yaml", bytes: encoding.encode("a: é\nb: x\n")))
    #expect(stream.diagnostics.isEmpty)
    let node = try #require(stream.roots.first?["b"])
    #expect(node.text == "x")
    #expect(LineIndex(stream.file.bytes).position(at: node.range.start) == Position(line: 2, column: 4))
  }

  enum Encoding: CaseIterable {
    case utf8, utf8WithMark, utf16LittleEndian, utf16BigEndian, utf16WithoutMark, utf32LittleEndian

    func encode(_ text: String) -> [UInt8] {
      switch self {
      case .utf8: Array(text.utf8)
      case .utf8WithMark: [0xEF, 0xBB, 0xBF] + text.utf8
      case .utf16LittleEndian: [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      case .utf16BigEndian: [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
      case .utf16WithoutMark: ("abcd: 1\n" + text).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }.dropFirst(16).map { $0 }
      case .utf32LittleEndian:
        [0xFF, 0xFE, 0, 0] + text.unicodeScalars.flatMap { [UInt8($0.value & 0xFF), UInt8($0.value >> 8 & 0xFF), 0, 0] }
      }
    }
  }

  @Test("Line breaks of every kind", arguments: ["\n", "\r\n"])
  func lineBreaks(lineBreak: String) throws {
    let stream = parse(["a: 1", "b: |", "  x", "  y", "c: z", ""].joined(separator: lineBreak))
    let root = try #require(stream.roots.first)
    #expect(root["c"].map { stream.file.text($0.range) } == "z")
    #expect(root["b"]?.text == "x\ny\n")
  }

  @Test func severalDocuments() {
    let stream = parse("a: 1\n---\n# only a comment\n---\nb: 2\n...\n---\nc: 3\n")
    #expect(stream.roots.count == 3)
    #expect(stream.documents.count == 4)
  }

  @Test func anErrorHidesNoOtherDocument() throws {
    let stream = parse("a: 1\n---\nb: [1\n---\nc: 3\n---\n\td: 4\n---\ne: 5\n")
    #expect(stream.roots.compactMap { $0.ownEntries.map(\.key.text) } == [["a"], ["c"], ["e"]])
    #expect(stream.diagnostics.count == 2)
    #expect(stream.diagnostics.allSatisfy { $0.kind == .syntax })
    let lines = LineIndex(stream.file.bytes)
    #expect(lines.position(at: stream.diagnostics[1].range.start) == Position(line: 7, column: 1))
  }

  @Test func duplicateKeys() throws {
    let stream = parse("a: 1\nb:\n  x: 1\n  y: 2\n  x: 3\na: 2\n")
    #expect(stream.diagnostics.map { stream.file.text($0.range) } == ["x", "a"])
    let lines = LineIndex(stream.file.bytes)
    guard case .duplicateKey(let first) = stream.diagnostics[0].kind else { return #expect(Bool(false)) }
    #expect(lines.position(at: first.start) == Position(line: 3, column: 3))
    #expect(stream.roots[0]["a"]?.int == 2)
  }

  @Test func duplicateKeysInALargeMapping() {
    let keys = (0..<40).map { "k\($0): 1\n" }.joined()
    let stream = parse(keys + "'k7': 2\n")
    #expect(stream.diagnostics.map { stream.file.text($0.range) } == ["'k7'"])
  }

  /// Ten of ten of ten … are ten thousand ways to the same few mappings; beside the list they are few enough to be read.
  @Test func mergesOfMergesAreLookedThroughOnce() throws {
    var text = "list: [\(Array(repeating: "1", count: 1_500).joined(separator: ", "))]\na0: &a0 {x: 1}\n"
    for level in 1...4 {
      let sources = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) {<<: [\(sources)], k\(level): \(level), k: \(level)}\n"
    }
    let mapping = try #require(parse(text).roots.first?["a4"])
    let duration = ContinuousClock().measure {
      for number in 0..<2_000 { #expect(mapping["missing\(number)"] == nil) }
      #expect(mapping["k"]?.int == 4 && mapping["k1"]?.int == 1 && mapping["x"]?.int == 1)
      #expect(mapping.entries.compactMap(\.key.text) == ["k4", "k", "k3", "k2", "k1", "x"])
    }
    #expect(duration < .seconds(20))
  }

  @Test func mergeKeys() throws {
    let stream = parse(
      """
      base: &base {a: 1, b: 2}
      other: &other
        b: 3
        c: 4
      one:
        <<: *base
        b: own
      many:
        <<: [*base, *other]
      """)
    let root = try #require(stream.roots.first)
    #expect(root["one", "a"]?.int == 1)
    #expect(root["one", "b"]?.text == "own")
    #expect(root["many", "b"]?.int == 2)
    #expect(root["many", "c"]?.int == 4)
    #expect(root["many"]?.entries.map { $0.key.text } == ["a", "b", "c"])
  }

  @Test func aliasesAreFollowedButKeepTheirPlace() throws {
    let stream = parse("a: &x {k: v}\nb: *x\n")
    let alias = try #require(stream.roots.first?["b"])
    #expect(alias.isAlias)
    #expect(alias["k"]?.text == "v")
    #expect(stream.file.text(alias.range) == "*x")
  }

  @Test(
    "Hostile streams end in an error",
    arguments: [
      ("a: &a [*a]", "anchor 'a' contains itself"),
      ("a: *nope", "unknown anchor 'nope'"),
      (String(repeating: "[", count: 10_000), "nested more than 500 levels deep"),
      (bomb(depth: 12, width: 10), "which Kubernetes refuses as excessive aliasing"),
      (bomb(depth: 12, width: 10, merging: true), "which Kubernetes refuses as excessive aliasing"),
    ])
  func hostile(text: String, message: String) {
    let stream = parse(text)
    #expect(stream.diagnostics.first?.message.hasSuffix(message) == true)
    #expect(stream.documents.isEmpty)
  }

  @Test("Aliases as people write them are read", arguments: [(10, 40), (200, 90)])
  func modestAliases(size: Int, uses: Int) {
    // Less than 99 % of what the document comes to.
    let own = (0..<size).map { "k\($0): v" }.joined(separator: ", ")
    let stream = parse("base: &base {\(own)}\n" + (0..<uses).map { "u\($0): {<<: *base, own: x}\n" }.joined())
    #expect(stream.diagnostics.isEmpty)
    #expect(stream.roots.first?["u7", "k3"]?.text == "v")
  }

  @Test func errorsOfManyDocumentsStandWhereTheyAre() {
    let document = "---\na: ö\nb: [ü\n"
    let stream = parse("\u{FEFF}" + String(repeating: document, count: 300) + "---\nlast: {x: é, y: 1}\n")
    #expect(stream.diagnostics.count == 300)
    let size = document.utf8.count
    for (index, diagnostic) in stream.diagnostics.enumerated() {
      // It is noticed at the next marker.
      #expect(Int(diagnostic.range.start) == 3 + (index + 1) * size)
    }
    #expect(stream.roots.last?["last", "y"].map { stream.file.text($0.range) } == "1")
  }

  static func bomb(depth: Int, width: Int, merging: Bool = false) -> String {
    var text = "l0: &l0 {k: v}\n"
    for level in 1...depth {
      let aliases = Array(repeating: "*l\(level - 1)", count: width).joined(separator: ", ")
      text += merging ? "l\(level): &l\(level) {<<: [\(aliases)]}\n" : "l\(level): &l\(level) [\(aliases)]\n"
    }
    return text
  }

  @Test(
    "No bytes crash the parser",
    arguments: ["\u{0}", "a: \u{0}b", "\u{FEFF}", "%YAML 9.9\n---\n", "? ", "&", "*", "!", "\t", "'", "\"\\x\""])
  func oddities(text: String) {
    for root in parse(text).roots { _ = root.text }
  }

  @Test func invalidUTF8IsAnErrorAtItsByte() {
    let stream = YAMLStream.parse(SourceFile(path: "x", bytes: Array("é: a\nb: ".utf8) + [0xFF] + Array("\n".utf8)))
    #expect(stream.diagnostics.map(\.range.start) == [9])
  }

  @Test func comments() {
    let stream = parse("# top\na: 'no # comment' # yes\nb: x#no\nc: |  # header\n  # text\n  more\n# end\nd: a #b\n")
    #expect(stream.comments.map { stream.file.text($0.range) } == ["# top", "# yes", "# header", "# end", "#b"])
    #expect(stream.comments.map(\.isAlone) == [true, false, false, true, false])
  }

  @Test(
    "What cannot be decoded spoils its own document alone",
    arguments: [[0x80], [0x07], [0x00], [0xF8, 0x88], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBE]] as [[UInt8]])
  func undecodable(bytes: [UInt8]) {
    for documents in [1, 200] {
      let good = String(repeating: "---\na: b\n", count: documents)
      let text = Array("# c\n\(good)--- d\n---\ne: f".utf8) + bytes + Array("\n--- \ng: h\n\(good)".utf8)
      let stream = YAMLStream.parse(SourceFile(path: "a.yaml", bytes: text))
      #expect(stream.diagnostics.map(\.kind) == [.syntax])
      #expect(stream.roots.count == 2 * documents + 2)
      let place = Array("# c\n\(good)--- d\n---\ne: f".utf8).count
      #expect(stream.diagnostics.allSatisfy { (place...place + bytes.count).contains(Int($0.range.start)) })
    }
  }
}
