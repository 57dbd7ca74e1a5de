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

  /// The value, unless a kustomization's patch may give one of the fields another one.
  private func unpatched(_ fields: [String], value: () -> Outcome?) -> Outcome? {
    for field in fields {
      if let reason = repository.graph.kustomizations.reason(for: pod, field: [field]) { return .unknown(because: reason) }
    }
    return value()
  }

  package static let schema = Schema<PodSubject>(
    "pod",
    [
      Attribute("terminationGracePeriodSeconds", .int, "seconds from the stop signal to SIGKILL; 30 when it is not set") { subject in
        subject.unpatched(["terminationGracePeriodSeconds"]) {
          subject.pod.terminationGracePeriodSeconds.outcome(default: PodTemplate.defaultTerminationGracePeriodSeconds, Outcome.int)
        }
      },
      Attribute("setsTerminationGracePeriod", .bool, "whether terminationGracePeriodSeconds is written") {
        .bool(!$0.pod.terminationGracePeriodSeconds.isAbsent)
      },
      Attribute("fsGroup", .int, "securityContext.fsGroup; missing when it is not set", field: ["securityContext", "fsGroup"]) { subject in
        subject.unpatched(["securityContext"]) {
          subject.pod.securityContext?.intField("fsGroup").outcome(Outcome.int)
        }
      },
      Attribute("isWindows", .bool, "whether it is for Windows nodes") { .bool($0.pod.isWindows) },
      Attribute(
        "hostAccess", .list(.string), "how it reaches into its node: `hostNetwork`, `hostPath /var/run`, `hostPort 80`",
        place: { subject in subject.pod.hostAccess.first.map { subject.workload.manifest.location($0.node.range) } }
      ) { .list($0.pod.hostAccess.map { .string($0.text) }) },
      Attribute("isSpread", .bool, "whether a spread constraint or anti-affinity keeps its replicas apart", field: ["affinity"]) {
        subject in
        subject.unpatched(["topologySpreadConstraints", "affinity"]) { .bool(subject.pod.isSpread) }
      },
      Attribute("enforcedStandard", .string, "the Pod Security Standard that its Namespace enforces, when the repository says it") {
        subject in
        subject.repository.graph.enforcedStandard(for: subject.workload.manifest).map(Outcome.string)
      },
      Attribute(
        "mountsServiceAccountToken", .bool, "whether its containers get a token for the API server", field: ["automountServiceAccountToken"]
      ) { subject in
        subject.unpatched(["automountServiceAccountToken", "serviceAccountName"]) {
          .bool(subject.repository.graph.mountsToken(subject.pod))
        }
      },
      Attribute(
        "serviceAccount", .string, "the service account that it names; missing for the namespace's default one",
        field: ["serviceAccountName"]
      ) {
        $0.pod.spec.stringField("serviceAccountName").outcome(Outcome.string)
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
