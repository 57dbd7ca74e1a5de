package import DockerfileSyntax
package import Kubernetes
package import Servers
package import SourceText
package import YAMLSyntax

/// The repository as one system: its artifacts, and what leads from one to another.
package struct Graph: Sendable {
  /// An object that runs pods, with what the rest of the repository says of it.
  package struct WorkloadNode: Sendable {
    package let workload: Workload
    package internal(set) var containers: [ContainerNode]
    /// Indices of the Services whose selectors match the pods.
    package internal(set) var services: [Int] = []
    /// Indices of the autoscalers that own the number of pods.
    package internal(set) var autoscalers: [Int] = []
    /// Indices of the disruption budgets whose selectors match the pods.
    package internal(set) var budgets: [Int] = []
    /// The Ingresses that lead to one of the Services.
    package internal(set) var ingresses: [Manifest] = []
    /// The rules of Gateway API's routes that lead to one of the Services.
    package internal(set) var routes: [(route: GatewayRoute, rule: YAMLNode)] = []

    /// The kind of object through which requests come in from outside: `Ingress`, `HTTPRoute`; nil without one.
    package var entranceKind: String? { ingresses.first?.kind ?? routes.first?.route.manifest.kind }
  }

  package struct ContainerNode: Sendable {
    package let container: Container
    /// How requests come to the container.
    package internal(set) var traffic = Traffic.none
    package internal(set) var image: ImageLink?
    package internal(set) var process: ContainerProcess?
  }

  /// Whether a container serves requests, as far as the repository says.
  package enum Traffic: Sendable {
    /// A Service of the repository leads to it.
    case service
    /// The repository holds no Service at all, and the container names ports.
    case presumed
    case none
  }

  package struct ServiceNode: Sendable {
    package let service: Service
    /// Indices of the workloads that it selects; nil when that cannot be told.
    package internal(set) var workloads: [Int]?
  }

  /// A Dockerfile with the image that a plain build of it yields.
  package struct ImageNode: Sendable {
    package let file: FileID
    package let dockerfile: Dockerfile
    /// nil for a Dockerfile without a stage.
    package let configuration: ImageConfiguration?
    /// The containers that run the image: indices of workloads and of containers in them.
    package internal(set) var containers: [(workload: Int, container: Int)] = []
    /// Whether a service of a compose file runs it as it is.
    package internal(set) var isStartedByCompose = false
    /// Indices of the services of compose files that run it.
    package internal(set) var composeServices: [Int] = []
    /// What the image starts by itself; nil without CMD and ENTRYPOINT.
    package internal(set) var process: ContainerProcess?
    /// The Python source that it is built from; read only for an image whose containers run a Python server.
    package internal(set) var source: ApplicationSource?

    /// Whether the image's `sh` is bash, as in Red Hat's images: bash runs a single command in its own place.
    package var hasBashAsShell: Bool {
      guard let text = configuration?.externalBase?.known, let reference = try? ImageReference(parsing: text) else { return false }
      return BaseImages.hasBashAsShell(reference)
    }
  }

  /// Gone through by their numbers while they are linked: to copy one counts the references to all that it holds.
  package internal(set) var workloads: [WorkloadNode] = []
  package internal(set) var services: [ServiceNode] = []
  package private(set) var autoscalers: [Autoscaler] = []
  package private(set) var budgets: [DisruptionBudget] = []
  package private(set) var entrances: [Entrance] = []
  package private(set) var routes: [GatewayRoute] = []
  package internal(set) var images: [ImageNode] = []
  /// The services of compose files that run in production.
  package internal(set) var composeServices: [ComposeNode] = []
  package private(set) var nginxFiles: [NginxConfiguration] = []
  package let kustomizations: Kustomizations
  package let imageOverrides: ImageOverrides
  private var limitRanges = LimitRanges()
  private(set) var configMaps = ConfigMaps([], folders: [])
  private let directory: ObjectDirectory
  private var namespaces = WorkloadNamespaces(of: [], folders: [])
  /// How many connections the configuration says that the database takes.
  let configuredConnections: Int64?
  /// Where further files of the repository are read from.
  package let repository: RepositoryFiles
  /// Files that were read because an artifact refers to them or a rule asked; their numbers go on behind the artifacts'.
  package var referencedFiles: [SourceFile] { repository.files }

  /// - Parameters:
  ///   - images: image names to the paths of their Dockerfiles, as the configuration gives them.
  ///   - databaseConnections: how many connections the database takes, as the configuration says.
  ///   - repository: where files that artifacts refer to are read from.
  package init(
    _ workspace: Workspace, images configured: [String: String] = [:], databaseConnections: Int64? = nil, repository: RepositoryFiles
  ) {
    self.repository = repository
    configuredConnections = databaseConnections
    kustomizations = Kustomizations(workspace)
    imageOverrides = ImageOverrides(workspace, kustomizations: kustomizations)
    let declared = DeclaredFile.all(in: workspace, besides: kustomizations.patchFiles)
    let paths = workspace.artifacts.map(\.file.path)
    let folders = declared.map(\.folder)
    directory = ObjectDirectory(declared, folders: folders)
    var maps: [ConfigMap] = []
    for index in workspace.artifacts.indices {
      switch workspace.artifacts[index].content {
      case .dockerfile(let dockerfile):
        images.append(
          ImageNode(file: FileID(index), dockerfile: dockerfile, configuration: dockerfile.finalConfiguration))
      case .manifests:
        for object in declared[index].objects.indices { add(declared[index].objects[object].content, folders[index], &maps) }
      case .nginx(let configuration): nginxFiles.append(configuration)
      default: break
      }
    }
    configMaps = ConfigMaps(maps, folders: folders)
    dropPatches()
    namespaces = WorkloadNamespaces(of: workloads.indices.map { workloads[$0].workload.manifest }, folders: folders)
    linkSelectors(folders: folders)
    linkIngresses(folders: folders)
    linkRoutes(folders: folders)
    linkAutoscalers(folders: folders)
    linkTraffic()
    let compose = declared.compactMap(\.compose)
    composeServices = ComposeProduction.services(
      compose, mayRunElsewhere: !workspace.isWhole || !workloads.isEmpty || !workspace.skippedCharts.isEmpty, repository: repository
    ).map { ComposeNode($0, repository: repository) }
    linkComposeServices()
    linkImages(in: workspace, compose: compose, paths: paths, configured: configured, repository: repository)
    readProcesses(repository: repository)
    readComposeProcesses()
    readSources(paths: paths, repository: repository)
  }

  private mutating func add(_ object: DeclaredObject.Content, _ folder: String, _ maps: inout [ConfigMap]) {
    switch object {
    case .workload(let workload, let containers):
      workloads.append(WorkloadNode(workload: workload, containers: containers.map { ContainerNode(container: $0) }))
    case .service(let service): services.append(ServiceNode(service: service))
    case .autoscaler(let autoscaler): autoscalers.append(autoscaler)
    case .entrance(let entrance): entrances.append(entrance)
    case .route(let route): routes.append(route)
    case .budget(let budget): budgets.append(budget)
    case .configMap(let map): maps.append(map)
    case .limitRange(let range): limitRanges.add(range, inFolder: folder)
    case .other: break
    }
  }

  /// All objects that are whole ones, in order.
  package var manifests: [Manifest] { directory.manifests }

  /// Names of Secrets that a controller makes.
  var madeSecrets: Set<String> { directory.madeSecrets }

  /// Names of Services to which gateways' and meshes' routes may lead.
  var namesInRoutes: Set<String> { directory.namesInRoutes }

  /// Whether a workload that may share an object's namespace stands in a folder or below it.
  func hasWorkload(below folder: String, near manifest: Manifest) -> Bool { namespaces.hasWorkload(below: folder, near: manifest) }

  /// Whether an object of a kind stands beside another whose namespace it may share.
  func hasObject(_ kind: String, beside manifest: Manifest) -> Bool { directory.hasObject(kind, beside: manifest) }

  /// An object of the folder that may make pods and what they need.
  func maker(inFolder folder: String) -> Manifest? { directory.maker(inFolder: folder) }

  /// The objects of a kind and a name that an object may mean: those whose namespaces may be the same, and of many the nearest; nil when
  /// there are too many to say.
  package func objects(_ kind: String, named name: String, for manifest: Manifest) -> [Manifest]? {
    directory.objects(kind, named: name, for: manifest)
  }

  /// Takes out the incomplete objects that stand beside a whole one of their kind and name: patches that no kustomization names.
  private mutating func dropPatches() {
    let partial = workloads.indices.filter { workloads[$0].workload.isPartial }
    guard !partial.isEmpty else { return }
    let whole = Set(
      workloads.indices.compactMap { workloads[$0].workload.isPartial ? nil : DeclaredObject.Name(workloads[$0].workload.manifest) })
    let patches = Set(partial.filter { DeclaredObject.Name(workloads[$0].workload.manifest).map(whole.contains) ?? false })
    guard !patches.isEmpty else { return }
    workloads = workloads.indices.filter { !patches.contains($0) }.map { workloads[$0] }
  }

  /// Whether a LimitRange beside the workload, or in its namespace, gives containers a default.
  package func hasDefault(_ list: Container.ResourceList, of resource: String, for manifest: Manifest, paths: (FileID) -> String) -> Bool {
    limitRanges.haveDefault(list, of: resource, for: manifest, inFolder: RepositoryPath.folder(of: paths(manifest.file)))
  }
}
