internal import Kubernetes
internal import SourceText

/// The namespaces of the workloads below each folder. A class, as they are found when somebody first asks.
final class WorkloadNamespaces: Sendable {
  private let workloads: [Manifest]
  private let folders: [String]
  private let below = Once<[String: Namespaces]>()

  /// - Parameter folders: of the files, by their numbers.
  init(of workloads: [Manifest], folders: [String]) {
    self.workloads = workloads
    self.folders = folders
  }

  private func find() -> [String: Namespaces] {
    var below: [String: Namespaces] = [:]
    for workload in workloads {
      var folder = folders[Int(workload.file.index)]
      while below[folder, default: Namespaces()].insert(of: workload), !folder.isEmpty { folder = RepositoryPath.parent(ofFolder: folder) }
    }
    return below
  }

  /// Whether a workload that may share an object's namespace stands in a folder or below it.
  func hasWorkload(below folder: String, near manifest: Manifest) -> Bool {
    below.value(find)[folder]?.mayBeShared(by: manifest) ?? false
  }
}
