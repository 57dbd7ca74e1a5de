/// Which of some objects have a key. Nearly every key has one object: it names its last one, and each object the one before it with the same
/// key, so that no key needs an array of its own.
struct ObjectIndex<Key: Hashable & Sendable>: Sendable {
  private var last: [Key: Int32]
  private var previous: [Int32?] = []

  /// - Parameter keys: of the objects, in order; without a key, nobody finds one.
  init(_ keys: [Key?]) {
    last = Dictionary(minimumCapacity: keys.count)
    previous.reserveCapacity(keys.count)
    for key in keys {
      let index = Int32(previous.count)
      previous.append(key.flatMap { last.updateValue(index, forKey: $0) })
    }
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
