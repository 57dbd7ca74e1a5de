package import YAMLSyntax

/// The pod that a workload runs. A class, as its containers hold it.
package final class PodTemplate: Sendable {
  package let manifest: Manifest
  /// The mapping that holds `metadata` and `spec`.
  package let template: YAMLNode
  package let spec: YAMLNode
  /// The key `spec`: where a finding stands about a field that is missing.
  package let specKey: YAMLNode
  package let securityContext: YAMLNode?

  init(manifest: Manifest, template: YAMLNode, spec: YAMLNode, specKey: YAMLNode) {
    self.manifest = manifest
    self.template = template
    self.spec = spec
    self.specKey = specKey
    securityContext = spec.present("securityContext")
  }

  /// All containers: main ones first, then init containers and sidecars, each in the order of the text.
  package var containers: [Container] {
    containers(in: "containers") + containers(in: "initContainers")
  }

  private func containers(in field: String) -> [Container] {
    spec[field]?.elements.enumerated().compactMap { position, node in
      node.isMapping ? Container(pod: self, node: node, field: field, position: position) : nil
    } ?? []
  }

  /// The mappings of all containers.
  var containerNodes: [YAMLNode] { ["containers", "initContainers"].flatMap { spec[$0]?.elements.filter(\.isMapping) ?? [] } }

  /// Kubernetes' default of `terminationGracePeriodSeconds` (core/v1 types.go, PodSpec).
  package static let defaultTerminationGracePeriodSeconds: Int64 = 30

  package var terminationGracePeriodSeconds: Field<Int64> { spec.intField("terminationGracePeriodSeconds") }

  /// A pod for Windows nodes has none of Linux' security settings.
  package var isWindows: Bool {
    spec["os", "name"]?.text == "windows" || spec["nodeSelector", "kubernetes.io/os"]?.text == "windows"
  }

  /// One way in which a pod reaches into its node.
  package struct HostAccess: Sendable {
    /// `hostNetwork`, `hostPath /var/run`, `hostPort 80`.
    package let text: String
    package let node: YAMLNode
  }

  /// What Pod Security Standards' baseline forbids (hostNamespaces, hostPathVolumes, hostPorts).
  package var hostAccess: [HostAccess] {
    var found: [HostAccess] = []
    for field in ["hostNetwork", "hostPID", "hostIPC"] {
      if let node = spec[field], node.bool == true { found.append(HostAccess(text: field, node: node)) }
    }
    for volume in spec["volumes"]?.elements.map({ $0 }) ?? [] {
      if let path = volume.present("hostPath") {
        found.append(HostAccess(text: "hostPath \(path["path"]?.text ?? "")", node: path["path"] ?? volume.entry("hostPath")?.key ?? path))
      }
    }
    // With the node's network every port is one of the node's.
    guard spec["hostNetwork"]?.bool != true else { return found }
    for container in containerNodes {
      for port in container["ports"]?.elements.map({ $0 }) ?? [] {
        if let host = port.present("hostPort"), host.int != 0 {
          found.append(HostAccess(text: "hostPort \(host.text ?? "")", node: host))
        }
      }
    }
    return found
  }

  /// Whether something keeps the pods of one workload apart: a spread constraint, or anti-affinity between pods.
  package var isSpread: Bool {
    if (spec["topologySpreadConstraints"]?.count ?? 0) > 0 { return true }
    guard let antiAffinity = spec["affinity", "podAntiAffinity"], antiAffinity.count > 0 else { return false }
    let required = antiAffinity["requiredDuringSchedulingIgnoredDuringExecution"]?.elements.map { $0 } ?? []
    let preferred = antiAffinity["preferredDuringSchedulingIgnoredDuringExecution"]?.elements.map { $0["podAffinityTerm"] ?? $0 } ?? []
    let terms = required + preferred
    return terms.isEmpty || terms.contains { !looksElsewhere($0) }
  }

  /// Whether a term speaks of pods in other namespaces alone (core/v1 types.go, PodAffinityTerm: without `namespaces` and
  /// `namespaceSelector`, those of the pod's own).
  private func looksElsewhere(_ term: YAMLNode) -> Bool {
    guard let own = manifest.namespace, term.present("namespaceSelector") == nil, let names = term["namespaces"], names.count > 0 else {
      return false
    }
    return !names.elements.contains { $0.text == own || $0.text.map { Substitution.reason(in: $0) != nil } ?? true }
  }
}
