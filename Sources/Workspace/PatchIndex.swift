internal import Kubernetes
internal import YAMLSyntax

/// Which patches touch which fields of which objects. Rules ask for every field of every object, and a repository with an overlay for each of
/// its customers has as many patches as objects.
struct PatchIndex: Sendable {
  /// The objects that a patch is for; nil is any kind, or any name.
  private struct Target: Hashable {
    let kind: String?
    let name: String?
  }

  /// A container as a patch speaks of it. Operations number the containers of a list: theirs may be any.
  fileprivate struct ContainerTarget: Hashable {
    let list: String
    /// nil for a container without a name.
    let name: String?
  }

  /// What is touched of a kind of objects.
  fileprivate struct Touched {
    var object = PatchedFields()
    var pod = PatchedFields()
    var containers: [ContainerTarget: PatchedFields] = [:]
    /// By list, of whichever container.
    var anyContainer: [String: PatchedFields] = [:]
  }

  private var touched: [Touched] = []
  private var numbers: [Target: Int] = [:]
  /// Those that any of the patches is for: most objects have a name that none speaks of.
  private var names: Set<String> = []

  init(_ patches: [Kustomizations.Patch]) {
    for (index, patch) in patches.enumerated() {
      let target = Target(kind: patch.kind, name: patch.name)
      let number = numbers[target] ?? touched.count
      if number == touched.count {
        numbers[target] = number
        touched.append(Touched())
      }
      if let name = patch.name { names.insert(name) }
      touched[number].add(patch.content, of: index)
    }
  }

  /// The first patch that touches a field of an object.
  ///
  /// - Parameter field: below the object, e.g. `spec`, `replicas`.
  func first(touching field: [String], of manifest: Manifest) -> Int? {
    first(of: manifest) { touched[$0].object.first(touching: field) }
  }

  /// The same of a field of an object's pods.
  func first(touching field: [String], ofPodsOf manifest: Manifest) -> Int? {
    first(of: manifest) { touched[$0].pod.first(touching: field) }
  }

  /// The same of a field of a container.
  func first(touching field: [String], of container: Container) -> Int? {
    first(of: container.pod.manifest) { number in
      let any = touched[number].anyContainer[container.field]?.first(touching: field)
      let own = touched[number].containers[ContainerTarget(list: container.field, name: container.name)]?.first(touching: field)
      return any.map { min($0, own ?? $0) } ?? own
    }
  }

  private func first(of manifest: Manifest, _ find: (Int) -> Int?) -> Int? {
    guard !touched.isEmpty else { return nil }
    var first: Int?
    func look(_ target: Target) {
      if let number = numbers[target], let found = find(number) { first = min(first ?? found, found) }
    }
    if let name = manifest.name, names.contains(name) {
      look(Target(kind: manifest.kind, name: name))
      look(Target(kind: nil, name: name))
    }
    look(Target(kind: manifest.kind, name: nil))
    look(Target(kind: nil, name: nil))
    return first
  }
}

extension PatchIndex.Touched {
  private static let lists = ["containers", "initContainers", "ephemeralContainers"]

  fileprivate mutating func add(_ content: Kustomizations.Patch.Content, of patch: Int) {
    switch content {
    case .operations(let paths): for path in paths { add(path, of: patch) }
    case .merge(let root, let podSpec):
      object.add(root, of: patch)
      guard let podSpec else { return }
      pod.add(podSpec, of: patch)
      for list in Self.lists {
        for container in podSpec[list]?.elements.map({ $0 }) ?? [] {
          containers[PatchIndex.ContainerTarget(list: list, name: container["name"]?.text), default: PatchedFields()].add(
            container, of: patch)
        }
      }
    }
  }

  private mutating func add(_ path: [String], of patch: Int) {
    object.add(path, of: patch)
    if let spec = path.lastIndex(of: "spec") { pod.add(path[(spec + 1)...], of: patch) }
    for list in Self.lists {
      // `/spec/template/spec/containers` or `…/containers/0/resources`.
      if let start = path.firstIndex(of: list) { anyContainer[list, default: PatchedFields()].add(path.dropFirst(start + 2), of: patch) }
    }
  }
}
