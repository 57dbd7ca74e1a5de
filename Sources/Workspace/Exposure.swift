internal import Kubernetes
internal import YAMLSyntax

extension Graph {
  /// From how far away requests come to a workload's pods, as far as the repository says.
  package enum Exposure: String, Sendable {
    /// Services of the types LoadBalancer and NodePort, and ports of the node: anybody who reaches the nodes reaches the pods.
    case loadBalancer, nodePort, host
    /// An Ingress, or a route of a gateway, leads to a Service of the cluster.
    case ingress
    /// Only a Service within the cluster.
    case cluster
    case none
  }

  package func exposure(ofWorkload index: Int) -> Exposure {
    let node = workloads[index]
    let services = node.services.map { self.services[$0] }
    let types = Set(services.compactMap { $0.service.manifest.spec?["type"]?.text })
    if types.contains("LoadBalancer") { return .loadBalancer }
    if types.contains("NodePort") { return .nodePort }
    let ports = node.containers.lazy.flatMap(\.container.ports)
    if node.workload.pod.spec["hostNetwork"]?.bool == true || ports.contains(where: { $0.node.present("hostPort") != nil }) { return .host }
    if node.entranceKind != nil || services.contains(where: { isNamedByRoute($0.service.manifest) }) { return .ingress }
    return services.isEmpty ? .none : .cluster
  }

  /// Objects of gateways and meshes that send requests to Services.
  private static let routeKinds: Set<String> = [
    "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "VirtualService", "IngressRoute", "IngressRouteTCP", "Route", "HTTPProxy", "Mapping",
    "ApisixRoute", "VirtualServer", "TargetGroupBinding",
  ]

  private func isNamedByRoute(_ service: Manifest) -> Bool {
    guard let name = service.name else { return false }
    return manifests.contains { manifest in
      // A route may lead to another namespace.
      Self.routeKinds.contains(manifest.kind) && manifest.spec.map { Self.mentions($0, name, depth: 0) } ?? false
    }
  }

  /// Whether a text below the node is the name, or a host in the cluster that begins with it.
  private static func mentions(_ node: YAMLNode, _ name: String, depth: Int) -> Bool {
    guard depth < 16 else { return false }
    if let text = node.text { return text == name || text.hasPrefix(name + ".") || text.hasPrefix(name + ":") }
    if node.isMapping { return node.entries.contains { mentions($0.value, name, depth: depth + 1) } }
    return node.isSequence && node.elements.contains { mentions($0, name, depth: depth + 1) }
  }

  /// Whether an Ingress speaks TLS with the pods, or leaves it to them: then they must end it themselves.
  package func ingressSpeaksTLS(toWorkload index: Int) -> Bool {
    workloads[index].ingresses.contains { manifest in
      manifest.annotations.contains { key, value in
        key.hasSuffix("/ssl-passthrough") && value == "true"
          || key.hasSuffix("backend-protocol") && ["HTTPS", "GRPCS"].contains(value.uppercased())
          || key.hasSuffix("/service.serversscheme") && value == "https"
      }
    }
  }
}
