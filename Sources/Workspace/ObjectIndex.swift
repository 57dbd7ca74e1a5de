/// Which of the graph's objects have a key. Nearly every key has one object: it names its last one, and each object the one before it with
/// the same key, so that no key needs an array of its own.
struct ObjectIndex<Key: Hashable & Sendable>: Sendable {
  private var last: [Key: Int32] = [:]
  private var previous: [Int32?] = []

  mutating func reserveCapacity(_ count: Int) {
    last.reserveCapacity(count)
    previous.reserveCapacity(count)
  }

  /// Adds the object that follows those already added; without a key, nobody finds it.
  mutating func append(_ key: Key?) {
    let index = Int32(previous.count)
    previous.append(key.flatMap { last.updateValue(index, forKey: $0) })
  }

  /// The numbers of a key's objects, in order.
  subscript(key: Key) -> [Int] {
    var indices: [Int] = []
    var next = last[key]
    while let index = next {
      indices.append(Int(index))
      next = previous[Int(index)]
    }
    return indices.reversed()
  }
}
