internal import YAMLSyntax

/// A number of pods, or a percentage of them (apimachinery util/intstr).
package enum PodCount: Hashable, Sendable {
  case number(Int64)
  case percentage(Int64)

  /// `3`, `"3"` is none, `"25%"`.
  init?(_ node: YAMLNode) {
    if let number = node.int {
      self = .number(number)
    } else if let text = node.text, text.hasSuffix("%"), let number = Int64(text.dropLast()) {
      self = .percentage(number)
    } else {
      return nil
    }
  }

  static func field(_ key: String, of node: YAMLNode?) -> Field<PodCount> {
    guard let value = node?.present(key) else { return .absent }
    if let count = PodCount(value) { return .known(count, value) }
    return .undecidable(reason: "'\(value.text ?? key)' is neither a number nor a percentage", value)
  }

  package func of(_ pods: Int64, roundsUp: Bool) -> Int64 {
    switch self {
    case .number(let number): return number
    case .percentage(let percentage):
      let (product, overflowed) = pods.multipliedReportingOverflow(by: percentage)
      guard !overflowed else { return .max }
      return roundsUp ? (product + 99) / 100 : product / 100
    }
  }
}
