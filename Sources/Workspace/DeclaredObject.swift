internal import Kubernetes
internal import SourceText

/// What a manifest declares, as far as it can be said without the others. To look into the manifests of a repository for the first time is
/// most of the work of linking them, and each thread can do it for some.
struct DeclaredObject: Sendable {
  enum Content: Sendable {
    case workload(Workload, [Container])
    case service(Service)
    case autoscaler(Autoscaler)
    case entrance(Entrance)
    case route(GatewayRoute)
    case budget(DisruptionBudget)
    case configMap(ConfigMap)
    case limitRange(LimitRange)
    case other
  }

  struct Name: Hashable {
    let kind: String
    let name: String

    init(kind: String, name: String) { (self.kind, self.name) = (kind, name) }

    /// - Returns: nil for an object without a name.
    init?(_ manifest: Manifest) {
      guard let name = manifest.name else { return nil }
      self.init(kind: manifest.kind, name: name)
    }
  }

  let manifest: Manifest
  let content: Content
  /// Whether it may have an operator that runs pods for it.
  let mayMakePods: Bool
  /// The name of the Secret that a controller makes for it.
  let madeSecret: String?

  fileprivate init(_ manifest: Manifest) {
    self.manifest = manifest
    content = Self.content(of: manifest)
    mayMakePods = if case .workload = content { false } else { Graph.mayHaveOperator(manifest) }
    madeSecret = Graph.madeSecret(of: manifest)
  }

  private static func content(of manifest: Manifest) -> Content {
    if let workload = Workload(manifest) { return .workload(workload, workload.pod.containers) }
    if let service = Service(manifest) { return .service(service) }
    if let autoscaler = Autoscaler(manifest) { return .autoscaler(autoscaler) }
    if let entrance = Entrance(manifest) { return .entrance(entrance) }
    if let route = GatewayRoute(manifest) { return .route(route) }
    if let budget = DisruptionBudget(manifest) { return .budget(budget) }
    if let map = ConfigMap(manifest) { return .configMap(map) }
    if let range = LimitRange(manifest) { return .limitRange(range) }
    return .other
  }
}

/// What an artifact declares.
struct DeclaredFile: Sendable {
  let folder: String
  /// None for a file that patches others' objects.
  var objects: [DeclaredObject] = []
  /// The compose file that it is.
  let compose: ComposeFile?

  /// One for each artifact.
  static func all(in workspace: Workspace, besides patchFiles: Set<String>) -> [DeclaredFile] {
    mapInParallel(count: workspace.artifacts.count, isSmall: workspace.isSmall, isEven: true) { index in
      let artifact = workspace.artifacts[index]
      var file = DeclaredFile(
        folder: RepositoryPath.folder(of: artifact.file.path), compose: ComposeFile(artifact, FileID(index)))
      if case .manifests(_, let manifests) = artifact.content, !patchFiles.contains(artifact.file.path) {
        file.objects = manifests.map { DeclaredObject($0) }
      }
      return file
    }
  }
}
