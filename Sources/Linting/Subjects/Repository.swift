internal import DockerfileSyntax
internal import Kubernetes
package import SourceText
package import Workspace

/// What all subjects of a run look into: the artifacts and the graph over them. A class, so that a subject stays small.
package final class Repository: Sendable {
  package let workspace: Workspace
  package let graph: Graph
  /// The minor version of Kubernetes 1 that the manifests are for.
  package let kubernetesVersion: Int

  /// What is worked out once and asked for by many subjects, by image.
  private let builds = Memo<Int, ImageBuild>()
  private let contexts = Memo<Int, BuildContext>()
  private let developmentImages = Memo<Int, Bool>()
  private let unreadSources = Memo<Int, ApplicationSource?>()
  private let podVolumes = Memo<Int, Graph.PodVolumes>()
  private let projects = Memo<ProjectKey, Project?>()

  private let foundDeployedWorkloads = Once<[Int]>()
  private let foundDatabaseLimit = Once<Graph.DatabaseLimit>()
  private let foundMetricsReaders = Once<MetricsReaders>()
  private let containersByImage = Once<[String: [Container]]>()

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

  /// The workloads of the graph but for pods that Helm starts as a test of a release: they are no part of what is deployed.
  var deployedWorkloads: [Int] {
    foundDeployedWorkloads.value { graph.workloads.indices.filter { !graph.workloads[$0].workload.manifest.isHelmTest } }
  }

  /// How many connections the database takes.
  var databaseLimit: Graph.DatabaseLimit { foundDatabaseLimit.value { graph.databaseLimit } }

  /// What reads metrics.
  var metricsReaders: MetricsReaders { foundMetricsReaders.value { MetricsReaders(graph) } }

  /// The containers of long-running workloads by their image's name without tag and digest.
  func longRunningContainers(ofImage name: String) -> [Container] {
    let all = containersByImage.value {
      Dictionary(
        grouping: graph.workloads.filter(\.workload.isLongRunning).flatMap { $0.containers.map(\.container) },
        by: { $0.image.value.flatMap { try? ImageReference(parsing: $0) }?.name ?? "" })
    }
    return all[name] ?? []
  }

  /// How an image of the graph is built.
  func build(ofImage index: Int) -> ImageBuild {
    builds.value(for: index) { ImageBuild(graph.images[index].dockerfile) }
  }

  /// Where an image of the graph takes its files from.
  func context(ofImage index: Int) -> BuildContext {
    contexts.value(for: index) { BuildContext(ofDockerfile: path(of: graph.images[index].file), in: graph.repository) }
  }

  /// Whether an image is for developers or their tests, as its names say.
  func isForDevelopment(image index: Int) -> Bool {
    developmentImages.value(for: index) {
      let image = graph.images[index]
      return DockerfileSubject.isForDevelopment(path: path(of: image.file), stage: image.dockerfile.stages.last?.name ?? "")
    }
  }

  /// What the pods of a workload may mount.
  func volumes(ofWorkload index: Int, _ pod: PodTemplate) -> Graph.PodVolumes {
    podVolumes.value(for: index) { graph.volumes(of: pod) }
  }

  /// The Python source of an image; where no container runs a Python server of it, it is read when somebody asks.
  func pythonSource(ofImage index: Int) -> ApplicationSource? {
    graph.images[index].source ?? unreadSources.value(for: index) { graph.unreadSource(ofImage: index) }
  }

  /// A project of an image: what it depends on, and its source where that is no Python.
  struct Project: Sendable {
    let dependencies: ProjectDependencies
    /// Read when somebody asks.
    let source: LazySource
  }

  private struct ProjectKey: Hashable {
    let image: Int
    let ecosystem: Dependency.Ecosystem
  }

  /// The project whose program a process of an image is; nil when the Dockerfile does not show it.
  func project(ofImage index: Int, for process: ContainerProcess?) -> Project? {
    let build = build(ofImage: index)
    guard let ecosystem = Dependency.Ecosystem(of: process, in: build) else { return nil }
    return projects.value(for: ProjectKey(image: index, ecosystem: ecosystem)) {
      let dependencies = ProjectDependencies(of: ecosystem, in: build, file: graph.images[index].file, repository: graph.repository)
      return dependencies.map { Project(dependencies: $0, source: LazySource($0, graph.repository)) }
    }
  }

  package func path(of file: FileID) -> String { self.file(file).path }
}

/// The source of a project that is not Python's. A class because it remembers.
final class LazySource: Sendable {
  private let dependencies: ProjectDependencies
  private let repository: RepositoryFiles
  private let source = Once<ProjectSource?>()

  init(_ dependencies: ProjectDependencies, _ repository: RepositoryFiles) {
    self.dependencies = dependencies
    self.repository = repository
  }

  /// nil when there is more than is read.
  var value: ProjectSource? {
    source.value { ProjectSource(below: dependencies.folders, of: dependencies.ecosystem, repository: repository) }
  }
}
