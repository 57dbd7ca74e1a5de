import Testing

@testable import Workspace

struct ObjectIndexTests {
  @Test func objectsComeInTheirOrder() {
    let index = ObjectIndex(["a", "b", nil, "a", "a"])
    #expect(index["a"] == [0, 3, 4])
    #expect(index["b"] == [1])
    #expect(index["c"].isEmpty)
  }
}
