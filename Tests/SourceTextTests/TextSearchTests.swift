import SourceText
import Testing

struct TextSearchTests {
  /// Short texts are searched from the needle's first byte, long ones from its rarest.
  @Test(arguments: [0, 3, 40, 255, 256, 300])
  func findsATextWhereverItStands(padding: Int) {
    let around = String(repeating: "readylin ", count: padding / 9) + String(repeating: "y", count: padding % 9)
    for text in ["readylint:", around + "readylint:", "readylint:" + around, around + "readylint:" + around] {
      #expect(Array(text.utf8).containsText("readylint:"))
      #expect(text.containsText("readylint:"))
      #expect(text[...].containsText("y"))
    }
    #expect(!Array(around.utf8).containsText("readylint:"))
    #expect(!around.containsText("readylint:"))
  }

  @Test func edges() {
    #expect("".containsText(""))
    #expect("a".containsText(""))
    #expect(!"".containsText("a"))
    #expect(!"ab".containsText("abc"))
    #expect("aab".containsText("ab"))
    #expect("xé".dropFirst().containsText("é"))
    // Unlike Swift's own search: the bytes count.
    #expect(!"e\u{301}".containsText("é"))
    #expect(!Array(repeating: UInt8(ascii: "a"), count: 400).containsText("aab"))
  }
}

struct ByteOrderTests {
  @Test(
    "Texts are ordered by their bytes",
    arguments: [
      ("", "a"), ("a", "b"), ("a", "aa"), ("a-b", "a/b"), ("a/b", "aa"), ("Z", "a"), ("z", "é"), ("e\u{301}", "é"), ("\u{FFFD}", "😀"),
    ])
  func order(first: String, second: String) {
    #expect(first.bytesPrecede(second))
    #expect(!second.bytesPrecede(first))
    #expect(!first.bytesPrecede(first))
    #expect(first.utf8.lexicographicallyPrecedes(second.utf8))
  }
}
