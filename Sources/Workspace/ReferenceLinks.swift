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
    if objects(reference.kind, named: reference.name, for: manifest)?.isEmpty != true { return .present }
    if kustomizations.generates(reference.kind, named: reference.name) { return .present }
    if reference.kind == "Secret", madeSecrets.contains(reference.name) { return .present }
    let folder = RepositoryPath.folder(of: paths(manifest.file))
    // An operator makes ConfigMaps, Secrets and accounts for the objects that it knows.
    if let maker = maker(inFolder: folder) { return .undecidable("\(maker.logicalName) may make it") }
    guard hasObject(reference.kind, beside: manifest) else { return .undecidable("no \(reference.kind) stands beside the workload") }
    return .missing
  }

  /// The name of the Secret that a controller makes for an object.
  static func madeSecret(of manifest: Manifest) -> String? {
    switch manifest.kind {
    case "SealedSecret", "OnePasswordItem", "SopsSecret", "InfisicalSecret":
      manifest.spec?["template", "metadata", "name"]?.text ?? manifest.name
    case "ExternalSecret", "ClusterExternalSecret": manifest.spec?["target", "name"]?.text ?? manifest.name
    case "Certificate": manifest.spec?["secretName"]?.text
    case "VaultStaticSecret", "VaultDynamicSecret", "VaultPKISecret": manifest.spec?["destination", "name"]?.text
    default: nil
    }
  }
}
