internal import YAMLSyntax

/// An Ingress, as far as which Services it leads to.
package struct Ingress: Sendable {
  package let manifest: Manifest

  package init?(_ manifest: Manifest) {
    guard manifest.kind == "Ingress", ["networking.k8s.io", "extensions"].contains(manifest.group) else { return nil }
    self.manifest = manifest
  }

  /// The prefix of ingress-nginx' annotations.
  package static let nginxPrefix = "nginx.ingress.kubernetes.io/"

  /// Whether ingress-nginx serves it, as far as its class or an annotation of its own says so.
  package var isOfNginx: Bool {
    let annotations = manifest.annotations
    return [manifest.spec?["ingressClassName"]?.text, annotations["kubernetes.io/ingress.class"]].contains("nginx")
      || annotations.keys.contains { $0.hasPrefix(Self.nginxPrefix) }
  }

  /// The names of the Services behind it: networking.k8s.io/v1's `backend.service.name`, and `serviceName` of the versions before.
  package var serviceNames: [String] {
    guard let spec = manifest.spec else { return [] }
    var backends = [spec["defaultBackend"], spec["backend"]].compactMap { $0 }
    if let rules = spec["rules"] {
      for rule in rules.elements {
        if let paths = rule["http", "paths"] { backends += paths.elements.compactMap { $0["backend"] } }
      }
    }
    return backends.compactMap { $0["service", "name"]?.text ?? $0["serviceName"]?.text }
  }
}
