package import Kubernetes
package import SourceText
internal import YAMLSyntax

extension Graph {
  /// Whether an object that a pod refers to is there, as far as the repository says.
  package enum Presence: Sendable {
    case present
    case missing
    case undecidable(String)
  }

  /// A missing object is a mistake only where its siblings are: a repository that keeps no Secrets keeps them elsewhere on purpose.
  package func presence(of reference: ObjectReference, for manifest: Manifest, paths: (FileID) -> String) -> Presence {
    if reference.kind == "ServiceAccount", reference.name == "default" { return .present }
    // Every namespace has it (kube-controller-manager, RootCACertPublisher).
    if reference.kind == "ConfigMap", reference.name == "kube-root-ca.crt" { return .present }
    if objects(reference.kind, named: reference.name).contains(where: { Self.mayShareNamespace($0, manifest) }) { return .present }
    if kustomizations.generates(reference.kind, named: reference.name) { return .present }
    if makers(of: reference.kind).contains(where: { $0.name == reference.name }) { return .present }
    let folder = RepositoryPath.folder(of: paths(manifest.file))
    let siblings = siblings(of: reference.kind).contains { other in
      RepositoryPath.folder(of: paths(other.file)) == folder && Self.mayShareNamespace(other, manifest)
    }
    // An operator makes ConfigMaps, Secrets and accounts for the objects that it knows.
    let maker = manifests.first { other in
      Self.mayMakePods(other) && RepositoryPath.folder(of: paths(other.file)) == folder
    }
    if let maker { return .undecidable("\(maker.logicalName) may make it") }
    guard siblings else { return .undecidable("no \(reference.kind) stands beside the workload") }
    return .missing
  }

  private func siblings(of kind: String) -> [Manifest] { manifests.filter { $0.kind == kind } }

  /// Objects from which a controller makes Secrets, with the name of what they make.
  private func makers(of kind: String) -> [(name: String, manifest: Manifest)] {
    guard kind == "Secret" else { return [] }
    return manifests.compactMap { manifest in
      let name: String?
      switch manifest.kind {
      case "SealedSecret", "OnePasswordItem", "SopsSecret", "InfisicalSecret":
        name = manifest.spec?["template", "metadata", "name"]?.text ?? manifest.name
      case "ExternalSecret", "ClusterExternalSecret": name = manifest.spec?["target", "name"]?.text ?? manifest.name
      case "Certificate": name = manifest.spec?["secretName"]?.text
      case "VaultStaticSecret", "VaultDynamicSecret", "VaultPKISecret": name = manifest.spec?["destination", "name"]?.text
      default: name = nil
      }
      return name.map { ($0, manifest) }
    }
  }
}
