internal import Kubernetes
package import SourceText
internal import Synchronization
package import Workspace

/// What all subjects of a run look into: the artifacts and the graph over them. A class, so that a subject stays small.
package final class Repository: Sendable {
  package let workspace: Workspace
  package let graph: Graph
  /// The minor version of Kubernetes 1 that the manifests are for.
  package let kubernetesVersion: Int

  /// What is worked out once and asked for by many subjects, by image.
  private let builds = Mutex<[Int: ImageBuild]>([:])
  private let contexts = Mutex<[Int: BuildContext]>([:])

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

  /// How an image of the graph is built.
  func build(ofImage index: Int) -> ImageBuild {
    if let known = builds.withLock({ $0[index] }) { return known }
    let build = ImageBuild(graph.images[index].dockerfile)
    builds.withLock { $0[index] = build }
    return build
  }

  /// Where an image of the graph takes its files from.
  func context(ofImage index: Int) -> BuildContext {
    if let known = contexts.withLock({ $0[index] }) { return known }
    let context = BuildContext(ofDockerfile: path(of: graph.images[index].file), in: graph.repository)
    contexts.withLock { $0[index] = context }
    return context
  }

  package func path(of file: FileID) -> String { self.file(file).path }
}
