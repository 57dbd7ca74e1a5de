import SourceText
import Testing

struct LineIndexTests {
  @Test("Lines end at LF, CRLF and a lone CR", arguments: ["a\nb\nc", "a\r\nb\r\nc", "a\rb\rc"])
  func lineBreaks(text: String) throws {
    let index = LineIndex(Array(text.utf8))
    #expect(index.lineCount == 3)
    #expect(index.text(ofLine: 2).elementsEqual("b".utf8))
    let last = UInt32(text.utf8.count - 1)
    #expect(index.position(at: last) == Position(line: 3, column: 1))
  }

  @Test func columnsCountCodePoints() {
    let index = LineIndex(Array("é한😀x".utf8))
    let offset: UInt32 = 2 + 3 + 4
    #expect(index.position(at: offset).column == 4)
    #expect(index.utf8Column(at: offset) == 10)
    #expect(index.utf16Column(at: offset) == 5)
  }

  @Test func byteOrderMarkHasNoWidth() {
    let index = LineIndex([0xEF, 0xBB, 0xBF] + Array("ab\nc".utf8))
    #expect(index.position(at: 4) == Position(line: 1, column: 2))
    #expect(index.position(at: 6) == Position(line: 2, column: 1))
  }

  @Test func invalidBytesCountOneEach() {
    let index = LineIndex([0xFF, 0x80, 0xE2, 0x82, UInt8(ascii: "x")])
    #expect(index.position(at: 4).column == 5)
  }

  @Test("Columns of long lines are counted as those of short ones", arguments: ["a", "é", "a😀한", "\u{FFFD}x"], [0, 3])
  func longLines(piece: String, mark: Int) {
    let line = String(repeating: piece, count: 3000)
    // A stray byte in the middle, as one character.
    var bytes: [UInt8] = mark > 0 ? [0xEF, 0xBB, 0xBF] : []
    for part in [Array("first\n".utf8), Array(line.utf8), [0xFF], Array(line.utf8), Array("\nend".utf8)] { bytes += part }
    let index = LineIndex(bytes)
    let start = UInt32(mark + 6)
    let (count, characters) = (UInt32(line.utf8.count), line.unicodeScalars.count)
    #expect(index.position(at: start) == Position(line: 2, column: 1))
    #expect(index.position(at: start + count) == Position(line: 2, column: characters + 1))
    #expect(index.position(at: start + count + 1) == Position(line: 2, column: characters + 2))
    #expect(index.position(at: start + 2 * count + 1) == Position(line: 2, column: 2 * characters + 2))
    #expect(index.position(at: start + 2 * count + 2) == Position(line: 3, column: 1))
    #expect(index.position(at: UInt32(mark + 2)) == Position(line: 1, column: 3))
  }

  @Test func offsetsBeyondTheEndAreOnTheLastLine() {
    #expect(LineIndex(Array("a\nb".utf8)).position(at: 99) == Position(line: 2, column: 2))
    #expect(LineIndex([]).position(at: 0) == Position(line: 1, column: 1))
  }
}
