internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Up to this many files, images or containers are read by one thread: to start another, and to warm up its core, takes longer than they do.
private let fewParts = 4

/// Maps the numbers below `count` on all cores, results in order.
///
/// - Parameters:
///   - isSmall: whether all of it is less than a thread costs; without it, whether they are few.
///   - isEven: whether each takes as little as the others: then many are handed out at once.
package func mapInParallel<Result: Sendable>(
  count: Int, isSmall: Bool? = nil, isEven: Bool = false, _ transform: @Sendable (Int) -> Result
) -> [Result] {
  mapInParallel(count: count, isSmall: isSmall, isEven: isEven, state: {}) { _, index in transform(index) }
}

/// Maps the numbers below `count` on all cores, results in order.
///
/// - Parameter state: makes what each thread has for itself.
package func mapInParallel<State, Result: Sendable>(
  count: Int, isSmall: Bool? = nil, isEven: Bool = false, state makeState: @Sendable () -> State,
  _ transform: @Sendable (inout State, Int) -> Result
) -> [Result] {
  guard !(isSmall ?? (count <= fewParts)) else {
    var state = makeState()
    return (0..<count).map { transform(&state, $0) }
  }
  // Few together, so that no thread is left alone at the end with much to do: large files often stand side by side.
  let batchSize = max(1, isEven ? count / (coreCount * 8) : min(32, count / 2048))
  let batchCount = (count + batchSize - 1) / batchSize
  let batches = (0..<batchCount).map { _ in Batch<Result>() }
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: min(coreCount, batchCount)) { _ in
    var state = makeState()
    while true {
      let batch = next.add(1, ordering: .relaxed).oldValue
      guard batch < batchCount else { return }
      let results = (batch * batchSize..<min(count, (batch + 1) * batchSize)).map { transform(&state, $0) }
      batches[batch].results.withLock { $0 = results }
    }
  }
  // Taken out from the end, they are moved: to copy one would count the references to its parts, which another core has made.
  var all: [Result] = []
  all.reserveCapacity(count)
  for batch in batches.reversed() {
    batch.results.withLock { results in
      while let last = results.popLast() { all.append(last) }
    }
  }
  all.reverse()
  return all
}

/// Starts a thread for what is soon to be mapped: it takes a millisecond and more until it runs, in which this one need not wait.
package func prepareToMapInParallel() {
  if coreCount > 1 { DispatchQueue.global().async {} }
}

private let coreCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

/// What came of a batch. Each has a lock of its own, for which nobody waits.
private final class Batch<Result: Sendable>: Sendable {
  let results = Mutex<[Result]>([])
}
