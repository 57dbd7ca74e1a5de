internal import Kubernetes
internal import SourceText

/// The Services or the pods that monitors may select.
struct MonitoredPlaces {
  struct Place {
    let manifest: Manifest
    /// Of the Service, or of the pods.
    let labels: [String: String]
    let ports: [String?]
    let folder: String
    /// Whether a label of the object holds a variable.
    let hasVariable: Bool
  }

  private var places: [Place] = []
  private var index: LabelIndex
  private var byFolder: [String: [Int]] = [:]
  /// Of those with a variable in a label.
  private var variableByFolder: [String: [Int]] = [:]

  init(_ objects: [(manifest: Manifest, labels: [String: String], ports: [String?])], paths: (FileID) -> String) {
    for (number, object) in objects.enumerated() {
      let place = Place(
        manifest: object.manifest, labels: object.labels, ports: object.ports,
        folder: RepositoryPath.folder(of: paths(object.manifest.file)),
        hasVariable: object.manifest.labels.values.contains { Substitution.reason(in: $0) != nil })
      places.append(place)
      byFolder[place.folder, default: []].append(number)
      if place.hasVariable { variableByFolder[place.folder, default: []].append(number) }
    }
    index = LabelIndex(
      objects.map(\.labels),
      at: places.map { NearbyObjects.Place(folder: $0.folder, namespace: Graph.writtenNamespace(of: $0.manifest)) })
  }

  /// What a selector matches that may be meant in a folder; nil when there is too much of it to say.
  mutating func selected(by selector: LabelSelector, within reach: Graph.Reach, inFolder folder: String) -> [Place]? {
    var numbers: Set<Int> = []
    for namespace in reach.namespaces {
      guard let found = index.matches(of: selector, near: NearbyObjects.Place(folder: folder, namespace: namespace)) else { return nil }
      numbers.formUnion(found)
    }
    return numbers.sorted().map { places[$0] }.filter { reach.includes($0.manifest) }
  }

  /// Whether something within reach stands in a folder.
  func isSomething(inFolder folder: String, within reach: Graph.Reach) -> Bool { isSomething(byFolder[folder], within: reach) }

  /// The same of what has a variable in a label.
  func isSomethingVariable(inFolder folder: String, within reach: Graph.Reach) -> Bool {
    isSomething(variableByFolder[folder], within: reach)
  }

  private func isSomething(_ numbers: [Int]?, within reach: Graph.Reach) -> Bool {
    numbers?.contains { reach.includes(places[$0].manifest) } ?? false
  }
}
