internal import DockerfileSyntax
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
  private let unreadSources = Mutex<[Int: ApplicationSource?]>([:])
  private let podVolumes = Mutex<[Int: Graph.PodVolumes]>([:])
  private let projects = Mutex<[ProjectKey: Project?]>([:])

  private let foundDatabaseLimit = Mutex<Graph.DatabaseLimit?>(nil)

  /// How many connections the database takes; looked for once.
  var databaseLimit: Graph.DatabaseLimit {
    foundDatabaseLimit.withLock { found in
      let limit = found ?? graph.databaseLimit
      found = limit
      return limit
    }
  }

  private let foundMetricsReaders = Mutex<MetricsReaders?>(nil)

  /// What reads metrics; looked for once.
  var metricsReaders: MetricsReaders {
    foundMetricsReaders.withLock { found in
      let readers = found ?? MetricsReaders(graph)
      found = readers
      return readers
    }
  }

  private let containersByImage = Mutex<[String: [Container]]?>(nil)

  /// The containers of long-running workloads by their image's name without tag and digest; found once.
  func longRunningContainers(ofImage name: String) -> [Container] {
    containersByImage.withLock { found in
      let all =
        found
        ?? Dictionary(
          grouping: graph.workloads.filter(\.workload.isLongRunning).flatMap { $0.containers.map(\.container) },
          by: { $0.image.value.flatMap { try? ImageReference(parsing: $0) }?.name ?? "" })
      found = all
      return all[name] ?? []
    }
  }

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

  /// What the pods of a workload may mount.
  func volumes(ofWorkload index: Int, _ pod: PodTemplate) -> Graph.PodVolumes {
    if let known = podVolumes.withLock({ $0[index] }) { return known }
    let volumes = graph.volumes(of: pod)
    podVolumes.withLock { $0[index] = volumes }
    return volumes
  }

  /// The Python source of an image; where no container runs a Python server of it, it is read when somebody asks.
  func pythonSource(ofImage index: Int) -> ApplicationSource? {
    if let source = graph.images[index].source { return source }
    return unreadSources.withLock { sources in
      if let known = sources[index] { return known }
      let source = graph.unreadSource(ofImage: index)
      sources[index] = .some(source)
      return source
    }
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
    return projects.withLock { projects in
      let key = ProjectKey(image: index, ecosystem: ecosystem)
      if let known = projects[key] { return known }
      let dependencies = ProjectDependencies(
        of: ecosystem, in: build, file: graph.images[index].file, repository: graph.repository)
      let project = dependencies.map { Project(dependencies: $0, source: LazySource($0, graph.repository)) }
      projects[key] = .some(project)
      return project
    }
  }

  package func path(of file: FileID) -> String { self.file(file).path }
}

/// The source of a project that is not Python's. A class because it remembers.
final class LazySource: Sendable {
  private let dependencies: ProjectDependencies
  private let repository: RepositoryFiles
  private let source = Mutex<ProjectSource??>(nil)

  init(_ dependencies: ProjectDependencies, _ repository: RepositoryFiles) {
    self.dependencies = dependencies
    self.repository = repository
  }

  /// nil when there is more than is read.
  var value: ProjectSource? {
    source.withLock { source in
      if let known = source { return known }
      let read = ProjectSource(below: dependencies.folders, of: dependencies.ecosystem, repository: repository)
      source = .some(read)
      return read
    }
  }
}
