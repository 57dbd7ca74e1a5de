package import YAMLSyntax

/// Where requests come into the cluster: an Ingress, or a Gateway's listeners.
package struct Entrance: Sendable {
  package let manifest: Manifest

  /// A host or a listener that answers without TLS.
  package struct OpenHost: Sendable {
    /// The host, `*` for any.
    package let host: String
    package let node: YAMLNode
  }

  package init?(_ manifest: Manifest) {
    switch (manifest.kind, manifest.group) {
    case ("Ingress", "networking.k8s.io"), ("Ingress", "extensions"), ("Gateway", "gateway.networking.k8s.io"): self.manifest = manifest
    default: return nil
    }
  }

  /// Annotations with which a controller's own certificate serves an Ingress, or which hand TLS through to the pods.
  private static let certificateAnnotations: Set<String> = [
    "alb.ingress.kubernetes.io/certificate-arn", "networking.gke.io/managed-certificates", "ingress.gcp.kubernetes.io/pre-shared-cert",
    "nginx.ingress.kubernetes.io/ssl-passthrough", "haproxy.org/ssl-passthrough", "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
    "traefik.ingress.kubernetes.io/router.tls", "service.beta.kubernetes.io/aws-load-balancer-ssl-cert",
  ]

  /// The hosts without TLS, each once.
  package var openHosts: [OpenHost] { manifest.kind == "Gateway" ? openListeners : openRules }

  private var openRules: [OpenHost] {
    let annotations = manifest.annotations
    if annotations.contains(where: { Self.certificateAnnotations.contains($0.key) && $0.value != "false" }) { return [] }
    // An Ingress of the cluster's inside, or one that only solves a challenge, has nothing to hide behind TLS.
    if annotations["alb.ingress.kubernetes.io/scheme"] == "internal" { return [] }
    let blocks = manifest.spec?["tls"]?.elements.map { $0 } ?? []
    var covered: Set<String> = []
    for block in blocks {
      guard let hosts = block.present("hosts"), hosts.count > 0 else { return [] }
      for host in hosts.elements { covered.insert(host.text ?? "") }
    }
    var open: [OpenHost] = []
    var names: Set<String> = []
    for rule in manifest.spec?["rules"]?.elements.map({ $0 }) ?? [] {
      let host = rule.present("host")
      let name = host?.text ?? "*"
      if covered.contains(name) || Self.wildcard(name).map(covered.contains) ?? false || Substitution.reason(in: name) != nil { continue }
      // Without a host, the controller's default certificate serves when there is any TLS at all.
      if host == nil, !blocks.isEmpty { continue }
      if names.insert(name).inserted { open.append(OpenHost(host: name, node: host ?? rule)) }
    }
    return open
  }

  /// `*.example.com` for `shop.example.com`.
  private static func wildcard(_ host: String) -> String? {
    host.firstIndex(of: ".").map { "*" + host[$0...] }
  }

  /// Listeners of HTTP whose host no listener of HTTPS or TLS has: with one, HTTP is there to redirect.
  private var openListeners: [OpenHost] {
    let listeners = manifest.spec?["listeners"]?.elements.map { $0 } ?? []
    let secure = Set(listeners.filter { ["HTTPS", "TLS"].contains($0["protocol"]?.text) }.map { $0["hostname"]?.text ?? "*" })
    return listeners.compactMap { listener in
      let host = listener["hostname"]?.text ?? "*"
      guard let node = listener.present("protocol"), node.text == "HTTP", !secure.contains(host), !secure.contains("*"),
        !(Self.wildcard(host).map(secure.contains) ?? false), host != "*" || secure.isEmpty
      else { return nil }
      return OpenHost(host: host, node: node)
    }
  }
}
