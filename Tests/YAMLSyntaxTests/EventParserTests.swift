import CLibYAML
import Testing

@testable import YAMLSyntax

/// What libyaml reads in place is what it would have read and decoded.
struct EventParserTests {
  /// libyaml looks ahead by some characters, and the end of the text may come before any of them.
  static let texts =
    [
      "", "\n", "a", "a: b", "a: b\n", "a:\n  - b\n  - c", "-", "- ", "?", "? ", ":", ": a", "--", "---", "--- ", "---\n", "--- a\n---",
      "...",
      "..", ".", "a\n--", "a\n---", "a\n...", "a: [", "a: {b", "[a, b]", "'", "'a", "'a''b'", "\"", "\"a\\", "\"\\x4", "\"\\u00e",
      "\"\\U0001F600\"",
      "\"a\\\n  b\"", "&", "&a b", "*", "*a", "!", "!<", "!<tag:a> b", "!!str a", "|", ">", "|2", ">+", "|-\n a\n", "a: |\n  b\n\n  c\n\n",
      "# c",
      "a # c", "a: b # c", "%", "%YAML", "%YAML 1.1\n---\na", "%TAG ! tag:a\n---\n!b c", "a\tb", "\ta", "a:\tb", "a: b\r\nc: d\r\n",
      "a: b\rc: d",
      "@a", "`a", "{a: b}: c", "a: b: c", "- - - a", "é: ü\n", "a: 😀", "\u{85}", "a\u{85}b: c", "a: \u{2028}b", "\"\u{2029}\"",
      "a: b\u{A0}",
      "ключ: 값\n- x", "a: >\n  é\n\n  ü\n",
    ]
    + [4094, 16_383, 16_384, 16_385, 49_152].flatMap {
      ["k: " + String(repeating: "x", count: $0), String(repeating: "- é\n", count: $0 / 4)]
    }

  @Test("A text is read alike wherever it is", arguments: texts)
  func inPlace(text: String) {
    let bytes = Array(text.utf8)
    let offsets = bytes.withUnsafeBufferPointer { CharacterOffsets($0) }
    #expect(offsets.areAllowed)
    let read = bytes.withUnsafeBufferPointer { events(of: EventParser($0)) }
    var padded = bytes + Array(repeating: 0, count: EventParser.padding)
    let decoded = padded.withUnsafeMutableBufferPointer {
      events(of: EventParser(decoded: UnsafeMutableBufferPointer(rebasing: $0[..<bytes.count]), characters: text.unicodeScalars.count))
    }
    #expect(decoded == read)
    let count = bytes.withUnsafeBufferPointer { offsets.character(atByte: bytes.count, in: $0) }
    #expect(count == text.unicodeScalars.count)
  }

  private func events(of parser: consuming EventParser) -> [String] {
    var events: [String] = []
    var event = yaml_event_t()
    while true {
      if let failure = parser.next(&event) { return events + ["\(failure)"] }
      defer { yaml_event_delete(&event) }
      let text = event.type == YAML_SCALAR_EVENT ? String(cString: event.data.scalar.value) : ""
      let (start, end) = (event.start_mark, event.end_mark)
      events.append("\(event.type.rawValue) \(start.index) \(start.line):\(start.column) \(end.index) \(end.line):\(end.column) \(text)")
      if event.type == YAML_STREAM_END_EVENT { return events }
    }
  }

  @Test(
    "What YAML does not allow is left to libyaml",
    arguments: [
      "a: \u{00}", "a: \u{1F}", "a: \u{7F}", "\u{08}a: b and more", "a: \u{80}", "a: \u{84}", "a: \u{86}", "a: \u{9F}", "a: \u{FEFF}b",
      "a: \u{FFFE}", "a: \u{FFFF}", "0123456\u{0B}", "01234567\u{0C}89abcdef",
    ])
  func refused(text: String) { #expect(!Array(text.utf8).withUnsafeBufferPointer { CharacterOffsets($0).areAllowed }) }

  @Test(
    "What is no UTF-8 is left to libyaml",
    arguments: [
      [0x61, 0x80], [0xC3], [0xC3, 0x28], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82],
      [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x90, 0x80, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFA, 0x8B, 0x86, 0x8F], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE, 0x9F, 0x98, 0x80], [0xFF],
      [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func broken(bytes: [UInt8]) { #expect(!bytes.withUnsafeBufferPointer { CharacterOffsets($0).areAllowed }) }

  @Test("Bytes are UTF-8 to us when they are so to Swift")
  func everyKindOfSequence() {
    let edges: [UInt8] = [0x41, 0x7F, 0x80, 0x85, 0x8F, 0x90, 0x9F, 0xA0, 0xBB, 0xBF, 0xC0, 0xFF]
    let endings: [[UInt8]] = [[]] + edges.map { [$0] } + edges.flatMap { first in [0x80, 0xBE, 0xBF, 0xC0].map { [first, $0] } }
    for lead in UInt8(0x80)...0xFF {
      for second in edges {
        for ending in endings {
          let bytes: [UInt8] = [0x61, lead, second] + ending + [0x62]
          let isAllowed = String(validating: bytes, as: UTF8.self)?.unicodeScalars.allSatisfy(Self.isAllowed) ?? false
          #expect(bytes.withUnsafeBufferPointer { CharacterOffsets($0).areAllowed } == isAllowed, "\(bytes)")
        }
      }
    }
  }

  /// YAML 1.1, section 5.1, `c-printable`, with libyaml's exception for byte order marks.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  @Test("Characters are counted as one would without any haste", arguments: 0..<40)
  func offsets(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(below count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    // Letters in runs of several lengths, characters beyond ASCII, and bytes that are none.
    let pieces: [[UInt8]] = [
      Array("abcdefgh".utf8), Array("i".utf8), Array("jklmnopqrs\n".utf8), Array("é".utf8), Array("값".utf8), Array("😀".utf8), [0x80],
      [0xBF, 0x80],
      [0xC3], [0xFA],
    ]
    let bytes = (0..<random(below: 200)).flatMap { _ in pieces[random(below: pieces.count)] } + Array("é".utf8)
    let starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
    bytes.withUnsafeBufferPointer { bytes in
      let offsets = CharacterOffsets(bytes)
      for (character, start) in starts.enumerated() {
        #expect(offsets.byteOffset(ofCharacter: character, in: bytes) == start)
        #expect(offsets.character(atByte: start, in: bytes) == character)
      }
      #expect(offsets.byteOffset(ofCharacter: starts.count, in: bytes) == bytes.count)
    }
  }

  @Test func byteOrderMarkMayComeFirst() {
    let bytes = Array("\u{FEFF}a: b\n".utf8)
    #expect(bytes.withUnsafeBufferPointer { CharacterOffsets($0).areAllowed })
  }
}
