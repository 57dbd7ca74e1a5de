import Testing

@testable import Reports

@Suite struct LineHashesTests {
  /// Computed with another program, in Python, written after github/codeql-action's description of the algorithm.
  @Test(
    "Lines have the hashes by which GitHub knows them",
    arguments: [
      ("", ["c129715d7a2bc9a3:1"]), ("FROM debian:12\n", ["2d25ae0fda316509:1", "c129715d7a2bc9a3:1"]),
      (
        "FROM debian:12\r\n\r\n\tRUN  true\r",
        ["46361f9ed3737456:1", "2d4920e3924e6d78:1", "93719ade26353fee:1", "c129715d7a2bc9a3:1"]
      ), ("a: 😀\n b: ä\n", ["403d37998dfeb03b:1", "e44c1db89217b695:1", "c129715d7a2bc9a3:1"]),
    ])
  func hashes(text: String, expected: [String]) {
    let hashes = LineHashes(Array(text.utf8))
    #expect((1...expected.count).map { hashes[$0] } == expected)
    #expect(hashes[expected.count + 1] == nil)
    #expect(hashes[0] == nil)
  }

  @Test func equalLinesAreCounted() {
    let hashes = LineHashes(Array(String(repeating: "- x\n", count: 120).utf8))
    #expect(
      [1, 2, 86, 87].map { hashes[$0] } == ["85a458bc3bbb51d0:1", "85a458bc3bbb51d0:2", "85a458bc3bbb51d0:86", "85a458bc3bbb51d0:87"])
    #expect(hashes[120] == "6dd04605551aa002:1")
  }
}
