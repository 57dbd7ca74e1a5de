package import YAMLSyntax

/// A core/v1 Service.
package struct Service: Sendable {
  package let manifest: Manifest

  package init?(_ manifest: Manifest) {
    guard manifest.kind == "Service", manifest.group.isEmpty, manifest.spec != nil else { return nil }
    self.manifest = manifest
  }

  /// Which pods the Service is for.
  package enum Selector: Sendable {
    /// Without a selector somebody else keeps the endpoints; an ExternalName has none.
    case none
    case labels(LabelSelector, YAMLNode)
    /// A label holds a variable.
    case undecidable(YAMLNode)
  }

  package var selector: Selector {
    guard let node = manifest.spec?.present("selector"), node.count > 0, manifest.spec?["type"]?.text != "ExternalName" else {
      return .none
    }
    return LabelSelector(labels: node).map { .labels($0, node) } ?? .undecidable(node)
  }

  package struct Port: Sendable {
    package let node: YAMLNode
    package let name: String?
    package let number: Field<Int64>

    /// What the port leads to in a pod: a number or a name; the port's own number when it is not said.
    package var target: YAMLNode? { node.present("targetPort") ?? node.present("port") }
    package var transport: String { node.present("protocol")?.text ?? "TCP" }
  }

  package var ports: [Port] {
    guard let list = manifest.spec?["ports"], list.isSequence else { return [] }
    return list.elements.filter(\.isMapping).map { Port(node: $0, name: $0.present("name")?.text, number: $0.intField("port")) }
  }
}
