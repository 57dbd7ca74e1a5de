internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `scaler`: a HorizontalPodAutoscaler, or KEDA's ScaledObject.
package struct AutoscalerSubject: Subject {
  let repository: Repository
  let index: Int

  private var autoscaler: Autoscaler { repository.graph.autoscalers[index] }
  private var manifest: Manifest { autoscaler.manifest }
  private var targets: [Int] { repository.graph.workloads.indices.filter { repository.graph.workloads[$0].autoscalers.contains(index) } }

  package var node: YAMLNode? { manifest.spec }
  package var anchor: Location { manifest.location(manifest.anchor) }
  package var logicalPath: String { manifest.logicalName }
  package var identity: [Int] { [index] }

  private func unpatched(_ value: () -> Outcome?) -> Outcome? {
    if let reason = repository.graph.kustomizations.reason(for: manifest, field: ["spec"]) { return .unknown(because: reason) }
    return value()
  }

  private func place(_ field: Field<Int64>) -> Location? { field.node.map { manifest.location($0.range) } }

  package static let schema = Schema<AutoscalerSubject>(
    "scaler",
    [
      Attribute("kind", .string, "HorizontalPodAutoscaler or ScaledObject", place: { $0.anchor }) { .string($0.manifest.kind) },
      Attribute("name", .string, "its name", place: { $0.anchor }) { $0.manifest.name.map(Outcome.string) },
      Attribute(
        "target", .string, "what it scales: `Deployment api`",
        place: { subject in
          let name = subject.manifest.spec?["scaleTargetRef", "name"] ?? subject.manifest.spec?.entry("scaleTargetRef")?.key
          return name.map { subject.manifest.location($0.range) }
        }
      ) { subject in
        subject.autoscaler.targetName.map { .string("\(subject.autoscaler.targetKind ?? "?") \($0)") }
      },
      Attribute(
        "targetProblem", .string,
        "why nothing is scaled: the target is not in the repository, or is of another API group; missing when all is well"
      ) {
        subject in
        subject.unpatched {
          switch subject.repository.graph.target(ofAutoscaler: subject.index, paths: subject.repository.path) {
          case .found: nil
          case .missing(let reason): .string(reason)
          case .undecidable(let reason): .unknown(because: reason)
          }
        }
      },
      Attribute(
        "minimum", .int, "the least number of pods; 1 when an HPA does not say, 0 for a ScaledObject",
        place: { $0.place($0.autoscaler.minimum) }
      ) {
        subject in subject.unpatched { subject.autoscaler.minimum.outcome(default: subject.autoscaler.defaultMinimum, Outcome.int) }
      },
      Attribute("maximum", .int, "the greatest number of pods; missing when it does not say", place: { $0.place($0.autoscaler.maximum) }) {
        subject in
        subject.unpatched { subject.autoscaler.maximum.outcome(Outcome.int) }
      },
      Attribute(
        "resourcesWithoutRequest", .list(.string),
        "`cpu of container 'proxy'`: resources whose utilisation it watches and for which a container of its target has no request",
        place: { subject in subject.autoscaler.utilizationMetrics.first.map { subject.manifest.location($0.node.range) } }
      ) { subject in
        subject.unpatched { subject.resourcesWithoutRequest }
      },
      Attribute("object", .map(.string, .dyn), "the whole manifest, as written") { ManifestValue.outcome($0.manifest.node) },
    ])

  /// Of unknown requests none is said to be missing.
  private var resourcesWithoutRequest: Outcome {
    var missing: [String] = []
    for metric in autoscaler.utilizationMetrics {
      for target in targets {
        let containers = repository.graph.workloads[target].containers.indices.map {
          ContainerSubject(repository: repository, workloadIndex: target, position: $0)
        }
        for container in containers where container.container.role != .initContainer {
          if let only = metric.container, only != container.container.name { continue }
          guard container.request(metric.resource) == nil else { continue }
          let text = "\(metric.resource) of container '\(container.container.name ?? "?")'"
          if !missing.contains(text) { missing.append(text) }
        }
      }
    }
    return .list(missing.map(Outcome.string))
  }
}
