import Testing

@testable import Workspace

struct ObjectIndexTests {
  @Test func objectsComeInTheirOrder() {
    var index = ObjectIndex<String>()
    for key in ["a", "b", nil, "a", "a"] { index.append(key) }
    #expect(index["a"] == [0, 3, 4])
    #expect(index["b"] == [1])
    #expect(index["c"].isEmpty)
  }
}
