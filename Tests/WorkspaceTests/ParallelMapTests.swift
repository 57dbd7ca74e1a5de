import Testing
import Workspace

struct ParallelMapTests {
  @Test("Results are in order, whatever thread they come from", arguments: [0, 1, 4, 5, 100, 5000])
  func order(count: Int) {
    #expect(mapInParallel(count: count) { $0 * 2 } == (0..<count).map { $0 * 2 })
    #expect(mapInParallel(count: count, isSmall: true) { $0 } == Array(0..<count))
  }

  @Test("What a thread keeps, no other sees")
  func state() {
    // Each thread counts what it was given.
    let numbers = mapInParallel(count: 3000, isSmall: false, state: { 0 }) { (seen: inout Int, _) in
      seen += 1
      return seen
    }
    let threads = numbers.count { $0 == 1 }
    #expect(threads >= 1)
    // As many as there are threads have counted to 1, at most as many to 2, and so on.
    #expect((1...3000).allSatisfy { number in numbers.count { $0 == number } <= threads })
    #expect(numbers.count == 3000)
  }
}
