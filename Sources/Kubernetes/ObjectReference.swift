package import YAMLSyntax

/// A name by which a pod refers to another object of its namespace.
package struct ObjectReference: Sendable {
  /// ConfigMap, Secret, PersistentVolumeClaim or ServiceAccount.
  package let kind: String
  package let name: String
  package let node: YAMLNode
}

extension PodTemplate {
  /// What the pod cannot start without; references that are optional are left out, and so are names that hold a variable.
  package var references: [ObjectReference] {
    var found: [ObjectReference] = []
    func add(_ kind: String, _ node: YAMLNode?, optional: YAMLNode?) {
      guard let node, let name = node.text, !name.isEmpty, optional?.bool != true, Substitution.reason(in: name) == nil else { return }
      found.append(ObjectReference(kind: kind, name: name, node: node))
    }
    add("ServiceAccount", spec.present("serviceAccountName"), optional: nil)
    for volume in spec["volumes"]?.elements.map({ $0 }) ?? [] {
      add("ConfigMap", volume["configMap", "name"], optional: volume["configMap", "optional"])
      add("Secret", volume["secret", "secretName"], optional: volume["secret", "optional"])
      add("PersistentVolumeClaim", volume["persistentVolumeClaim", "claimName"], optional: nil)
      for source in volume["projected", "sources"]?.elements.map({ $0 }) ?? [] {
        add("ConfigMap", source["configMap", "name"], optional: source["configMap", "optional"])
        add("Secret", source["secret", "name"], optional: source["secret", "optional"])
      }
    }
    for container in containers {
      for entry in container.node["envFrom"]?.elements.map({ $0 }) ?? [] {
        add("ConfigMap", entry["configMapRef", "name"], optional: entry["configMapRef", "optional"])
        add("Secret", entry["secretRef", "name"], optional: entry["secretRef", "optional"])
      }
      for entry in container.node["env"]?.elements.map({ $0 }) ?? [] {
        add("ConfigMap", entry["valueFrom", "configMapKeyRef", "name"], optional: entry["valueFrom", "configMapKeyRef", "optional"])
        add("Secret", entry["valueFrom", "secretKeyRef", "name"], optional: entry["valueFrom", "secretKeyRef", "optional"])
      }
    }
    return found
  }
}
