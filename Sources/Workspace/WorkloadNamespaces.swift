internal import Kubernetes
internal import SourceText

/// The namespaces of the workloads below each folder. A class, as they are found when somebody first asks.
final class WorkloadNamespaces: Sendable {
  private let workloads: [Manifest]
  private let paths: [String]
  /// The empty text for one that may be any.
  private let below = Once<[String: Set<String>]>()

  /// - Parameter paths: of the files, by their numbers.
  init(of workloads: [Manifest], paths: [String]) {
    self.workloads = workloads
    self.paths = paths
  }

  private func find() -> [String: Set<String>] {
    var below: [String: Set<String>] = [:]
    for workload in workloads {
      let namespace = Graph.writtenNamespace(of: workload) ?? ""
      var folder = RepositoryPath.folder(of: paths[Int(workload.file.index)])
      while below[folder, default: []].insert(namespace).inserted, !folder.isEmpty { folder = RepositoryPath.parent(ofFolder: folder) }
    }
    return below
  }

  /// Whether a workload that may share an object's namespace stands in a folder or below it.
  func hasWorkload(below folder: String, near manifest: Manifest) -> Bool {
    guard let namespaces = below.value(find)[folder] else { return false }
    guard let own = Graph.writtenNamespace(of: manifest), !namespaces.contains("") else { return true }
    return namespaces.contains(own)
  }
}
