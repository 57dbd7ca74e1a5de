extension Array {
  /// The index of the first element behind which, itself included, a condition holds; `endIndex` when it holds for none. By halving: the
  /// condition holds for no element before that one. The name is swift-algorithms'.
  @inlinable
  package func partitioningIndex(where belongsBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongsBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
