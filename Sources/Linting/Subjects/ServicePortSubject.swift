internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `servicePort`: a port of a Service, with where it leads; one without number for a Service that names none.
package struct ServicePortSubject: Subject {
  let repository: Repository
  let serviceIndex: Int
  let port: Service.Port?

  private var entry: Graph.ServiceNode { repository.graph.services[serviceIndex] }
  private var manifest: Manifest { entry.service.manifest }

  package var node: YAMLNode? { port?.node ?? manifest.node }
  package var anchor: Location { manifest.location(port?.target?.range ?? manifest.anchor) }
  package var logicalPath: String { manifest.logicalName }
  package var identity: [Int] { [serviceIndex, port?.node.id ?? -1] }

  private var selector: LabelSelector? {
    if case .labels(let selector, _) = entry.service.selector { selector } else { nil }
  }

  private var selectorPlace: Location {
    manifest.location(manifest.spec?.entry("selector")?.key.range ?? manifest.anchor)
  }

  private var selectsPods: Outcome {
    switch repository.graph.pods(ofService: serviceIndex, paths: repository.path) {
    case .workloads: .bool(true)
    case .none: .bool(false)
    case .undecidable(let reason): .unknown(because: reason)
    }
  }

  package static let schema = Schema<ServicePortSubject>(
    "servicePort",
    [
      Attribute("service", .string, "the Service's name") { $0.manifest.name.map(Outcome.string) },
      Attribute(
        "selector", .string, "the Service's selector, `app=web, tier=api`; missing when it selects nothing on purpose",
        place: { $0.selectorPlace }
      ) {
        subject in
        switch subject.entry.service.selector {
        case .none: nil
        case .labels(let selector, _): .string(selector.text)
        case .undecidable: .unknown(because: "the selector holds a variable")
        }
      },
      Attribute("selectsPods", .bool, "whether the selector matches the pods of a workload of the repository", place: { $0.selectorPlace })
      {
        $0.selectsPods
      },
      Attribute(
        "destination", .string, "what a request meets first: the selector while it matches no pods, then the target port",
        place: { subject in
          if case .value(.bool(false)) = subject.selectsPods { subject.selectorPlace } else { subject.anchor }
        }
      ) { _ in nil },
      Attribute("target", .string, "the port of the pods that it leads to: a number or a name", place: { $0.anchor }) {
        $0.port?.target?.text.map(Outcome.string)
      },
      Attribute("isOpen", .bool, "whether a container of the selected pods has the target port", place: { $0.anchor }) { subject in
        guard let port = subject.port else { return .bool(true) }
        switch subject.repository.graph.isOpen(port, ofService: subject.serviceIndex) {
        case .some(let isOpen): return .bool(isOpen)
        case nil: return .unknown(because: "the containers do not name their ports")
        }
      },
      Attribute("ports", .string, "the ports that the selected pods' containers name, for messages") { subject in
        .string(subject.repository.graph.portNames(ofService: subject.serviceIndex).joined(separator: ", "))
      },
    ])
}
