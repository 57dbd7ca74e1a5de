internal import Kubernetes
package import SourceText
package import Workspace

/// What all subjects of a run look into: the artifacts and the graph over them. A class, so that a subject stays small.
package final class Repository: Sendable {
  package let workspace: Workspace
  package let graph: Graph
  /// The minor version of Kubernetes 1 that the manifests are for.
  package let kubernetesVersion: Int

  package init(_ workspace: Workspace, graph: Graph, kubernetesVersion: Int = RemovedAPI.newestKnownVersion) {
    self.kubernetesVersion = kubernetesVersion
    self.workspace = workspace
    self.graph = graph
  }

  /// A repository that is nowhere on disk.
  package convenience init(_ files: [SourceFile]) {
    let workspace = Workspace(files)
    self.init(
      workspace, graph: Graph(workspace, repository: RepositoryFiles(files, firstID: workspace.artifacts.count)))
  }

  package func file(_ id: FileID) -> SourceFile {
    let index = Int(id.index)
    let artifacts = workspace.artifacts
    return index < artifacts.count ? artifacts[index].file : graph.referencedFiles[index - artifacts.count]
  }

  func path(of file: FileID) -> String { self.file(file).path }
}
