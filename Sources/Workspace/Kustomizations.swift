package import Kubernetes
internal import YAMLSyntax

/// What the kustomizations of a repository change in objects that other files declare (kustomize api/types, Kustomization).
///
/// Patches are not applied: what one sets is not known at the place where the object is declared. A class, for rules ask it at every step.
package final class Kustomizations: Sendable {
  /// The paths of files that hold patches: their objects are parts of others, never whole ones.
  package let patchFiles: Set<String>
  /// The kustomization of each patch.
  private let patchPaths: [String]
  private let patches: PatchIndex
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
      /// The paths of operations (RFC 6902), as their components.
      case operations([[String]])
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
    patchPaths = reader.patches.map(\.path)
    patches = PatchIndex(reader.patches)
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
    reason(patches.first(touching: field, of: manifest))
  }

  /// Why a field of a container is not known where it is declared; nil when no patch touches it.
  ///
  /// - Parameter field: below the container, e.g. `resources`, `limits`.
  package func reason(for container: Container, field: [String]) -> String? {
    reason(patches.first(touching: field, of: container))
  }

  /// Why a field of a pod is not known where it is declared; nil when no patch touches it.
  package func reason(for pod: PodTemplate, field: [String]) -> String? {
    reason(patches.first(touching: field, ofPodsOf: pod.manifest))
  }

  /// Why the tag or digest of an image is not known where it is written.
  func reason(forImage name: String) -> String? { images[name].map { "\($0) sets the image \(name)" } }

  /// Whether a generator makes a ConfigMap or a Secret of this name.
  func generates(_ kind: String, named name: String) -> Bool { generated.contains("\(kind)/\(name)") }

  package func reason(forReplicasOf manifest: Manifest) -> String? {
    manifest.name.flatMap { replicas[$0] }.map { "\($0) sets the replicas" } ?? reason(for: manifest, field: ["spec", "replicas"])
  }

  private func reason(_ patch: Int?) -> String? { patch.map { "\(patchPaths[$0]) patches it" } }
}
