package import Kubernetes
internal import YAMLSyntax

/// What the kustomizations of a repository change in objects that other files declare (kustomize api/types, Kustomization).
///
/// Patches are not applied: what one sets is not known at the place where the object is declared. A class, for rules ask it at every step.
package final class Kustomizations: Sendable {
  /// The paths of files that hold patches: their objects are parts of others, never whole ones.
  package let patchFiles: Set<String>
  private let patches: [Patch]
  /// Indices into `patches` by the name that they are for, and of those that are for any.
  private let patchesByName: [String: [Int]]
  private let patchesOfAnyName: [Int]
  /// Whether one gives labels to all its objects (`commonLabels`, `labels`).
  let setsLabels: Bool
  /// Image names to the kustomization that gives them another tag, digest or name.
  private let images: [String: String]
  /// `ConfigMap/name` and `Secret/name` that generators make.
  private let generated: Set<String>
  /// Names of workloads to the kustomization that sets their replicas.
  private let replicas: [String: String]

  struct Patch: Sendable {
    enum Content: Sendable {
      /// - Parameter podSpec: the spec of the pods that the patched object runs, when it is one that does.
      case merge(YAMLNode, podSpec: YAMLNode?)
      case operations(PatchedPaths)
    }
    var path: String
    var kind: String?
    /// nil, or a regular expression that is not plain: any name.
    var name: String?
    var content: Content
  }

  init(_ workspace: Workspace) {
    let reader = KustomizationReader(workspace)
    patchFiles = reader.patchFiles
    patches = reader.patches
    patchesByName = Dictionary(
      grouping: reader.patches.indices.filter { reader.patches[$0].name != nil }, by: { reader.patches[$0].name ?? "" })
    patchesOfAnyName = reader.patches.indices.filter { reader.patches[$0].name == nil }
    setsLabels = reader.setsLabels
    images = reader.images
    generated = reader.generated
    replicas = reader.replicas
  }

  // MARK: Questions

  /// Why a field of an object is not known where it is declared; nil when no patch touches it.
  ///
  /// - Parameter field: below the object, e.g. `spec`, `replicas`.
  package func reason(for manifest: Manifest, field: [String]) -> String? {
    patch(of: manifest) { content in
      switch content {
      case .merge(let root, _): Self.node(field, in: root) != nil
      case .operations(let paths): paths.touch(field)
      }
    }
  }

  /// Why a field of a container is not known where it is declared; nil when no patch touches it.
  ///
  /// - Parameter field: below the container, e.g. `resources`, `limits`.
  package func reason(for container: Container, field: [String]) -> String? {
    patch(of: container.pod.manifest) { content in
      switch content {
      case .merge(_, let spec):
        guard let list = spec?[container.field] else { return false }
        return list.elements.contains { $0["name"]?.text == container.name && Self.node(field, in: $0) != nil }
      case .operations(let paths): return paths.touch(field, ofContainersIn: container.field)
      }
    }
  }

  /// Why a field of a pod is not known where it is declared; nil when no patch touches it.
  package func reason(for pod: PodTemplate, field: [String]) -> String? {
    patch(of: pod.manifest) { content in
      switch content {
      case .merge(_, let spec): spec.map { Self.node(field, in: $0) != nil } ?? false
      case .operations(let paths): paths.touch(fieldOfPod: field)
      }
    }
  }

  /// Why the tag or digest of an image is not known where it is written.
  func reason(forImage name: String) -> String? { images[name].map { "\($0) sets the image \(name)" } }

  /// Whether a generator makes a ConfigMap or a Secret of this name.
  func generates(_ kind: String, named name: String) -> Bool { generated.contains("\(kind)/\(name)") }

  package func reason(forReplicasOf manifest: Manifest) -> String? {
    manifest.name.flatMap { replicas[$0] }.map { "\($0) sets the replicas" } ?? reason(for: manifest, field: ["spec", "replicas"])
  }

  /// The first patch that touches something of an object.
  private func patch(of manifest: Manifest, _ touches: (Patch.Content) -> Bool) -> String? {
    guard !patches.isEmpty else { return nil }
    func first(_ candidates: [Int], before end: Int) -> Int? {
      for index in candidates {
        guard index < end else { return nil }
        if patches[index].kind == nil || patches[index].kind == manifest.kind, touches(patches[index].content) { return index }
      }
      return nil
    }
    let named = manifest.name.flatMap { patchesByName[$0] }.flatMap { first($0, before: .max) }
    let found = first(patchesOfAnyName, before: named ?? .max) ?? named
    return found.map { "\(patches[$0].path) patches it" }
  }

  private static func node(_ path: [String], in root: YAMLNode) -> YAMLNode? {
    path.reduce(root) { node, key in node?[key] }
  }
}
