struct Quantity {
  let approximateDouble: Double
  init?(_ text: String) {
    let suffixes: [(String, Double)] = [
      ("Ki", 1024), ("Mi", 1048576), ("Gi", 1073741824), ("Ti", 1099511627776), ("m", 0.001), ("k", 1e3), ("M", 1e6), ("G", 1e9),
      ("T", 1e12),
    ]
    for (suffix, factor) in suffixes where text.hasSuffix(suffix) {
      guard let number = Double(text.dropLast(suffix.count)) else { return nil }
      approximateDouble = number * factor
      return
    }
    guard let number = Double(text) else { return nil }
    approximateDouble = number
  }
}
