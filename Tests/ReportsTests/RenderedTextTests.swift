import Testing

@testable import Reports

struct RenderedTextTests {
  @Test("Small pieces are joined, large ones stay as they are, and nothing is lost or turned around")
  func pieces() {
    let large = String(repeating: "é\n", count: 50_000)
    var rendered = RenderedText("")
    var expected = ""
    for number in 0..<10_000 {
      rendered += RenderedText("== \(number)\n")
      expected += "== \(number)\n"
      if number % 2_500 == 0 {
        rendered += RenderedText(large)
        expected += large
      }
    }
    #expect(rendered.text == expected)
    #expect(rendered.bytes == Array(expected.utf8))
    #expect(rendered.pieces.count < 20)
    #expect(rendered.pieces.count { $0.elementsEqual(large.utf8) } == 4)
    #expect((RenderedText([Array("a".utf8), Array("b".utf8)]) + RenderedText("c")).pieces == [Array("abc".utf8)])
  }

  @Test func nothing() {
    #expect(RenderedText("").text.isEmpty)
    #expect((RenderedText("") + RenderedText("")).bytes.isEmpty)
  }
}
