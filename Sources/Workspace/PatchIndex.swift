internal import Kubernetes
internal import YAMLSyntax

/// Which patches touch which fields of which objects. Rules ask for every field of every object, and a repository with an overlay for each of
/// its customers has as many patches as objects.
struct PatchIndex: Sendable {
  /// What is touched of objects by their kind, as numbers into `touched`.
  private struct Kinds {
    var numbers: [String: Int] = [:]
    /// Of those of any kind.
    var any: Int?

    /// The number of a kind, which is the next one when it had none.
    mutating func number(_ kind: String?, next: Int) -> Int {
      guard let kind else {
        any = any ?? next
        return any ?? next
      }
      let number = numbers[kind] ?? next
      numbers[kind] = number
      return number
    }
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
  private var byName: [String: Kinds] = [:]
  private var ofAnyName = Kinds()

  init(_ patches: [Kustomizations.Patch]) {
    for (index, patch) in patches.enumerated() {
      let next = touched.count
      let number =
        patch.name.map { byName[$0, default: Kinds()].number(patch.kind, next: next) } ?? ofAnyName.number(patch.kind, next: next)
      if number == next { touched.append(Touched()) }
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
    func look(at number: Int?) {
      if let number, let found = find(number) { first = min(first ?? found, found) }
    }
    if let kinds = manifest.name.flatMap({ byName[$0] }) {
      look(at: kinds.numbers[manifest.kind])
      look(at: kinds.any)
    }
    look(at: ofAnyName.numbers[manifest.kind])
    look(at: ofAnyName.any)
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
