package import YAMLSyntax

/// The pod that a workload runs.
package struct PodTemplate: Sendable {
  package let manifest: Manifest
  /// The mapping that holds `metadata` and `spec`.
  package let template: YAMLNode
  package let spec: YAMLNode
  /// The key `spec`: where a finding stands about a field that is missing.
  package let specKey: YAMLNode

  init(manifest: Manifest, template: YAMLNode, spec: YAMLNode, specKey: YAMLNode) {
    self.manifest = manifest
    self.template = template
    self.spec = spec
    self.specKey = specKey
  }

  /// All containers: main ones first, then init containers and sidecars, each in the order of the text.
  package var containers: [Container] {
    containers(in: "containers") + containers(in: "initContainers")
  }

  private func containers(in field: String) -> [Container] {
    guard let list = spec[field], list.isSequence else { return [] }
    return list.elements.enumerated().compactMap { position, node in
      node.isMapping ? Container(pod: self, node: node, field: field, position: position) : nil
    }
  }

  /// Kubernetes' default of `terminationGracePeriodSeconds` (core/v1 types.go, PodSpec).
  package static let defaultTerminationGracePeriodSeconds: Int64 = 30

  package var terminationGracePeriodSeconds: Field<Int64> { spec.intField("terminationGracePeriodSeconds") }

  package var securityContext: YAMLNode? { spec.present("securityContext") }
}
