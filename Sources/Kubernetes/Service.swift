package import YAMLSyntax

/// A core/v1 Service. A class, as every question about it is asked of a copy.
package final class Service: Sendable {
  package let manifest: Manifest
  package let selector: Selector
  package let ports: [Port]

  package init?(_ manifest: Manifest) {
    guard manifest.kind == "Service", manifest.group.isEmpty, let spec = manifest.spec else { return nil }
    self.manifest = manifest
    selector = Selector(spec)
    ports =
      spec["ports"]?.elements.filter(\.isMapping).map { Port(node: $0, name: $0.present("name")?.text, number: $0.intField("port")) } ?? []
  }

  /// Which pods the Service is for.
  package enum Selector: Sendable {
    /// Without a selector somebody else keeps the endpoints; an ExternalName has none.
    case none
    case labels(LabelSelector, YAMLNode)
    /// A label holds a variable.
    case undecidable(YAMLNode)

    fileprivate init(_ spec: YAMLNode) {
      guard let node = spec.present("selector"), node.count > 0, spec["type"]?.text != "ExternalName" else {
        self = .none
        return
      }
      self = LabelSelector(labels: node).map { .labels($0, node) } ?? .undecidable(node)
    }
  }

  package struct Port: Sendable {
    package let node: YAMLNode
    package let name: String?
    package let number: Field<Int64>

    /// What the port leads to in a pod: a number or a name; the port's own number when it is not said.
    package var target: YAMLNode? { node.present("targetPort") ?? node.present("port") }
    package var transport: String { node.present("protocol")?.text ?? "TCP" }
  }
}
