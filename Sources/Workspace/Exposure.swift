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

  private func isNamedByRoute(_ service: Manifest) -> Bool { service.name.map(namesInRoutes.contains) ?? false }

  /// The names that routes may lead to: each text in them, and what a host in the cluster begins with.
  static func namesInRoutes(_ manifests: [Manifest]) -> Set<String> {
    var names: Set<String> = []
    // A route may lead to another namespace.
    for manifest in manifests where routeKinds.contains(manifest.kind) {
      if let spec = manifest.spec { collect(spec, into: &names, depth: 0) }
    }
    return names
  }

  private static func collect(_ node: YAMLNode, into names: inout Set<String>, depth: Int) {
    guard depth < 16 else { return }
    if let text = node.text {
      names.insert(text)
      names.insert(String(text.prefix { $0 != "." && $0 != ":" }))
    } else if node.isMapping {
      for entry in node.entries { collect(entry.value, into: &names, depth: depth + 1) }
    } else if node.isSequence {
      for element in node.elements { collect(element, into: &names, depth: depth + 1) }
    }
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
