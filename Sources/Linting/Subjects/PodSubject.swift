internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `pod`: the pod template of a workload.
package struct PodSubject: Subject {
  let repository: Repository
  let workloadIndex: Int

  private var workload: Workload { repository.graph.workloads[workloadIndex].workload }
  private var pod: PodTemplate { workload.pod }

  package var node: YAMLNode? { pod.spec }
  package var anchor: Location { workload.manifest.location(pod.specKey.range) }
  package var logicalPath: String { workload.manifest.logicalName }
  package var identity: [Int] { [workloadIndex] }

  package static let schema = Schema<PodSubject>(
    "pod",
    [
      Attribute("terminationGracePeriodSeconds", .int, "seconds from the stop signal to SIGKILL; 30 when it is not set") { subject in
        if let reason = subject.repository.graph.kustomizations.reason(for: subject.pod, field: ["terminationGracePeriodSeconds"]) {
          return .unknown(because: reason)
        }
        return subject.pod.terminationGracePeriodSeconds.outcome(
          default: PodTemplate.defaultTerminationGracePeriodSeconds, Outcome.int)
      },
      Attribute("setsTerminationGracePeriod", .bool, "whether terminationGracePeriodSeconds is written") {
        .bool(!$0.pod.terminationGracePeriodSeconds.isAbsent)
      },
      Attribute("containers", .list(.object("container")), "its containers, init containers and sidecars too") { subject in
        let containers = subject.repository.graph.workloads[subject.workloadIndex].containers.indices
        return .list(
          containers.map {
            .object(ContainerSubject(repository: subject.repository, workloadIndex: subject.workloadIndex, position: $0))
          })
      },
      Attribute("workload", .object("workload"), "the object that runs it") {
        .object(WorkloadSubject(repository: $0.repository, index: $0.workloadIndex))
      },
      Attribute("object", .map(.string, .dyn), "its spec in the manifest, as written") { ManifestValue.outcome($0.pod.spec) },
    ])
}
