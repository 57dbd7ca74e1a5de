internal import Kubernetes

/// Objects by their labels, so that a selector is held against few of them: a large repository has thousands of both.
struct LabelIndex {
  private let labels: [[String: String]]
  private let places: [NearbyObjects.Place]
  private var byLabel: [LabelSelector.Label: [Int]] = [:]
  /// What selectors match that match many: in such a repository, hundreds of them are the same.
  private var crowds: [LabelSelector: NearbyObjects] = [:]

  /// - Parameter labels: of the objects, in order.
  init(_ labels: [[String: String]], at places: [NearbyObjects.Place]) {
    self.labels = labels
    self.places = places
    for (index, labels) in labels.enumerated() {
      for (key, value) in labels { byLabel[LabelSelector.Label(key, value), default: []].append(index) }
    }
  }

  /// The numbers of the objects that a selector at a place may be for, in order; nil when there are too many to say.
  mutating func matches(of selector: LabelSelector, near place: NearbyObjects.Place) -> [Int]? {
    if let crowd = crowds[selector] { return crowd.near(place) }
    let matches = matches(of: selector)
    guard matches.count > NearbyObjects.few else { return matches.filter { places[$0].mayShareNamespace(with: place) } }
    let crowd = NearbyObjects(matches, at: places)
    crowds[selector] = crowd
    return crowd.near(place)
  }

  private func matches(of selector: LabelSelector) -> [Int] {
    let rarest = selector.demandedLabels.map { labels in (labels, count: labels.reduce(0) { $0 + byLabel[$1, default: []].count }) }
      .min { $0.count < $1.count }
    let candidates = rarest.map { $0.0.flatMap { byLabel[$0, default: []] }.sorted() } ?? Array(labels.indices)
    return candidates.filter { selector.matches(labels[$0]) }
  }
}
