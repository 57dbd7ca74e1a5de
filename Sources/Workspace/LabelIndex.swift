internal import Kubernetes

/// Objects by their labels, so that a selector is held against few of them: a large repository has thousands of both.
struct LabelIndex: Sendable {
  private let labels: [[String: String]]
  private var byLabel: [LabelSelector.Label: [Int]] = [:]

  /// - Parameter labels: of the objects, in order.
  init(_ labels: [[String: String]]) {
    self.labels = labels
    for (index, labels) in labels.enumerated() {
      for (key, value) in labels { byLabel[LabelSelector.Label(key, value), default: []].append(index) }
    }
  }

  /// The numbers of the objects that a selector matches, in order.
  func matches(of selector: LabelSelector) -> [Int] {
    guard let demanded = selector.demandedLabels else { return labels.indices.filter { selector.matches(labels[$0]) } }
    let candidates = demanded.flatMap { byLabel[$0, default: []] }
    return (demanded.count > 1 ? candidates.sorted() : candidates).filter { selector.matches(labels[$0]) }
  }
}
