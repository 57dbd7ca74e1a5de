import DockerfileSyntax
import SourceText
import Testing

struct MappedTextTests {
  private let file = Array("ab cd ef".utf8)

  @Test func partsAreTextsOfTheirOwn() {
    let whole = MappedText(ByteRange(1..<8), of: file)
    var part = whole.slice(2..<4)
    #expect(part.bytes.elementsEqual("cd".utf8))
    #expect(part.string(1..<9) == "d")
    #expect(part.sourceRange == ByteRange(3..<5))
    // What is added to a part changes neither the whole nor the file.
    part.append(6..<8, of: file)
    #expect(part.string == "cdef")
    #expect(part.sourceRange(of: 1..<3) == ByteRange(4..<7))
    #expect(whole.string == "b cd ef")
    #expect(whole.slice(2..<4).string == "cd")
  }

  @Test func addingToNothingTakesTheOther() {
    var text = MappedText(at: 0)
    text.append(MappedText(ByteRange(3..<5), of: file))
    text.append([UInt8(ascii: "!")], for: ByteRange(5..<6))
    text.append(MappedText(at: 7))
    #expect(text.string == "cd!")
    #expect(text.sourceRange == ByteRange(3..<6))
  }

  @Test func equalTextsStandInOnePlace() {
    let part = MappedText(ByteRange(0..<5), of: file).slice(3..<5)
    #expect(part == MappedText(ByteRange(3..<5), of: file))
    #expect(Set([part, MappedText(ByteRange(3..<5), of: file)]).count == 1)
    #expect(part != MappedText(ByteRange(3..<5), of: Array("ab cX ef".utf8)))
    #expect(part != MappedText(ByteRange(0..<2), of: Array("cd".utf8)))
  }
}
