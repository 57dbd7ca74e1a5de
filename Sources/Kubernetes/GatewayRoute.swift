package import YAMLSyntax

/// A route of the Gateway API: HTTPRoute, GRPCRoute, TLSRoute and their like (gateway-api apis/v1 httproute_types.go, shared_types.go).
package struct GatewayRoute: Sendable {
  package let manifest: Manifest

  /// An object that the route names, with its namespace: the route's own unless it is written.
  package struct Reference: Hashable, Sendable {
    package let name: String
    package let namespace: String?
  }

  package init?(_ manifest: Manifest) {
    guard manifest.group == "gateway.networking.k8s.io", manifest.kind.hasSuffix("Route") else { return nil }
    self.manifest = manifest
  }

  /// The Gateways that it is attached to. A Service as a parent is a mesh's (GAMMA).
  package var gateways: [Reference] {
    (manifest.spec?["parentRefs"]?.elements.map { $0 } ?? []).compactMap { node in
      guard ["Gateway", nil].contains(node["kind"]?.text) else { return nil }
      return reference(node)
    }
  }

  /// The Services that it leads to, each with the rules that do.
  package var services: [(service: Reference, rule: YAMLNode)] {
    (manifest.spec?["rules"]?.elements.map { $0 } ?? []).flatMap { rule in
      (rule["backendRefs"]?.elements.map { $0 } ?? []).compactMap { node in
        guard ["Service", nil].contains(node["kind"]?.text) else { return nil }
        return reference(node).map { ($0, rule) }
      }
    }
  }

  private func reference(_ node: YAMLNode) -> Reference? {
    node["name"]?.text.map { Reference(name: $0, namespace: node["namespace"]?.text ?? manifest.namespace) }
  }

  /// How long a rule gives a request: `timeouts.request`, else `timeouts.backendRequest`; nil when it says nothing, or 0s, which means no limit.
  package static func timeout(of rule: YAMLNode) -> (seconds: Double, node: YAMLNode)? {
    guard let node = rule["timeouts", "request"] ?? rule["timeouts", "backendRequest"], let text = node.text,
      let seconds = duration(text), seconds > 0
    else { return nil }
    return (seconds, node)
  }

  /// A duration of GEP-2257: up to four numbers of at most five digits, each with a unit of h, m, s or ms.
  static func duration(_ text: String) -> Double? {
    let units: [(name: String, seconds: Double)] = [("ms", 0.001), ("h", 3600), ("m", 60), ("s", 1)]
    var rest = text[...]
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard (1...5).contains(digits.count), let number = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.name) }) else {
        return nil
      }
      rest = rest.dropFirst(unit.name.count)
      total += number * unit.seconds
    }
    return text.isEmpty ? nil : total
  }
}
