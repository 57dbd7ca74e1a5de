package import Kubernetes
internal import YAMLSyntax

extension Graph {
  /// The Pod Security Standard that an object's Namespace enforces, when the repository holds that Namespace.
  package func enforcedStandard(for manifest: Manifest) -> String? {
    guard let name = manifest.namespace else { return nil }
    return objects("Namespace", named: name, for: manifest)?.first?.labels["pod-security.kubernetes.io/enforce"]
  }

  /// Whether a pod's containers get a token: its own word counts, then its service account's; otherwise they do (core/v1 types.go, PodSpec).
  package func mountsToken(_ pod: PodTemplate) -> Bool {
    if let own = pod.spec["automountServiceAccountToken"]?.bool { return own }
    let name = pod.spec["serviceAccountName"]?.text ?? pod.spec["serviceAccount"]?.text ?? "default"
    // Where nobody can say which account is meant, nothing is said of tokens.
    guard let accounts = objects("ServiceAccount", named: name, for: pod.manifest) else { return false }
    return accounts.first?.node["automountServiceAccountToken"]?.bool ?? true
  }
}
