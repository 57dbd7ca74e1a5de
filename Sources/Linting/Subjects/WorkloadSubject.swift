internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `workload`: an object that runs pods.
package struct WorkloadSubject: Subject {
  let repository: Repository
  let index: Int

  private var entry: Graph.WorkloadNode { repository.graph.workloads[index] }
  // Not by way of the entry: to copy it counts a reference to each of its parts.
  private var workload: Workload { repository.graph.workloads[index].workload }

  package var node: YAMLNode? { workload.manifest.node }
  package var anchor: Location { workload.manifest.location(workload.manifest.anchor) }
  package var logicalPath: String { workload.manifest.logicalName }
  package var identity: [Int] { [index] }

  /// The least number of pods: the autoscaler's minimum, else `replicas`, which is 1 when it is not set.
  private var minimumReplicas: Outcome {
    guard let autoscaler = entry.autoscalers.first.map({ repository.graph.autoscalers[$0] }) else {
      if let reason = repository.graph.kustomizations.reason(forReplicasOf: workload.manifest) { return .unknown(because: reason) }
      return workload.replicas.outcome(default: 1, Outcome.int)
    }
    if let reason = repository.graph.kustomizations.reason(for: autoscaler.manifest, field: ["spec"]) { return .unknown(because: reason) }
    return autoscaler.minimum.outcome(default: autoscaler.defaultMinimum, Outcome.int)
  }

  /// Where `minimumReplicas` is written.
  private var minimumPlace: Location? {
    if let autoscaler = entry.autoscalers.first.map({ repository.graph.autoscalers[$0] }) {
      return autoscaler.manifest.location(autoscaler.minimum.node?.range ?? autoscaler.manifest.anchor)
    }
    return workload.replicas.node.map { workload.manifest.location($0.range) }
  }

  /// The greatest number of pods: the autoscaler's maximum (100 for a ScaledObject that does not say), else `replicas`.
  var maximumReplicas: Outcome {
    guard let autoscaler = entry.autoscalers.first.map({ repository.graph.autoscalers[$0] }) else { return minimumReplicas }
    if let reason = repository.graph.kustomizations.reason(for: autoscaler.manifest, field: ["spec"]) { return .unknown(because: reason) }
    return autoscaler.maximum.outcome(Outcome.int)
      ?? (autoscaler.manifest.kind == "ScaledObject" ? .int(100) : .unknown(because: "the autoscaler has no maxReplicas"))
  }

  private var maximumPlace: Location? {
    guard let autoscaler = entry.autoscalers.first.map({ repository.graph.autoscalers[$0] }) else { return minimumPlace }
    return autoscaler.manifest.location(autoscaler.maximum.node?.range ?? autoscaler.manifest.anchor)
  }

  /// How requests come to the pods: the most that is said of one of the containers.
  private var traffic: String {
    if entry.containers.contains(where: { $0.traffic == .service }) { return "service" }
    return entry.containers.contains { $0.traffic == .presumed } ? "presumed" : "none"
  }

  private func unpatched(_ field: [String], value: () -> Outcome?) -> Outcome? {
    if let reason = repository.graph.kustomizations.reason(for: workload.manifest, field: field) { return .unknown(because: reason) }
    return value()
  }

  package static let schema = Schema<WorkloadSubject>(
    "workload",
    [
      Attribute(
        "targetVersion", .int, "the minor version of Kubernetes 1 that the repository is for: `kubernetes-version`, else the newest known"
      ) { .int($0.repository.kubernetesVersion) },
      Attribute("kind", .string, "Deployment, StatefulSet …", place: { $0.anchor }) { .string($0.workload.manifest.kind) },
      Attribute("name", .string, "its name", place: { $0.anchor }) { $0.workload.manifest.name.map(Outcome.string) },
      Attribute("namespace", .string, "the namespace that the manifest names", field: ["metadata", "namespace"]) {
        $0.workload.manifest.namespace.map(Outcome.string)
      },
      Attribute("isReplicated", .bool, "whether the number of its pods is for its owner to choose") { .bool($0.workload.isReplicated) },
      Attribute("isLongRunning", .bool, "whether its pods run until somebody stops them") { .bool($0.workload.isLongRunning) },
      Attribute(
        "minimumReplicas", .int, "the least number of pods: the autoscaler's minimum, else replicas, 1 when it is not set",
        place: { $0.minimumPlace }
      ) { $0.minimumReplicas },
      Attribute(
        "maximumReplicas", .int, "the greatest number of pods: the autoscaler's maximum, else replicas, 1 when it is not set",
        place: { $0.maximumPlace }
      ) { $0.maximumReplicas },
      Attribute("hasAutoscaler", .bool, "whether a HorizontalPodAutoscaler or ScaledObject of the repository owns the number of pods") {
        .bool(!$0.entry.autoscalers.isEmpty)
      },
      Attribute("setsReplicas", .bool, "whether spec.replicas is written", field: ["spec", "replicas"]) {
        .bool(!$0.workload.replicas.isAbsent)
      },
      Attribute("replicas", .int, "spec.replicas; 1 when it is not set", field: ["spec", "replicas"]) { subject in
        if let reason = subject.repository.graph.kustomizations.reason(forReplicasOf: subject.workload.manifest) {
          return .unknown(because: reason)
        }
        return subject.workload.replicas.outcome(default: 1, Outcome.int)
      },
      Attribute("budget", .object("budget"), "the PodDisruptionBudget that speaks of its pods") { subject in
        subject.entry.budgets.first.map { .object(BudgetSubject(repository: subject.repository, index: $0)) }
      },
      Attribute(
        "allowedDisruptions", .int,
        "how many pods its budget lets away when there are no more than the least number; missing without a budget"
      ) { subject in
        guard let index = subject.entry.budgets.first else { return nil }
        switch subject.minimumReplicas {
        case .value(.int(let pods)): return BudgetSubject(repository: subject.repository, index: index).allowedDisruptions(of: pods)
        case let other: return other
        }
      },
      Attribute("strategy", .string, "RollingUpdate or Recreate; missing for kinds that have none", field: ["spec", "strategy", "type"]) {
        subject in
        guard subject.workload.kind == .deployment else { return nil }
        return subject.unpatched(["spec", "strategy"]) { subject.workload.strategy.outcome(default: "RollingUpdate", Outcome.string) }
      },
      Attribute(
        "maxUnavailable", .int, "how many pods a rolling update may take away when there are no more than the least number",
        field: ["spec", "strategy", "rollingUpdate", "maxUnavailable"]
      ) { subject in
        guard subject.workload.kind == .deployment else { return nil }
        return subject.unpatched(["spec", "strategy"]) {
          switch subject.minimumReplicas {
          case .value(.int(let pods)):
            subject.workload.maxUnavailable.outcome(default: Workload.defaultMaxUnavailable) { .int($0.of(pods, roundsUp: false)) }
          case let other: other
          }
        }
      },
      Attribute(
        "usesExclusiveClaim", .bool, "whether its pods use a PersistentVolumeClaim that perhaps only one of them can mount at a time"
      ) { .bool($0.repository.graph.usesExclusiveClaim($0.workload.pod)) },
      Attribute("traffic", .string, "service when a Service leads to one of its containers, presumed, or none; see container") {
        .string($0.traffic)
      },
      Attribute("isBehindIngress", .bool, "whether an Ingress, or a route of the Gateway API, leads to it through a Service") {
        .bool($0.entry.entranceKind != nil)
      },
      Attribute("entrance", .string, "the kind of what leads to it from outside: Ingress, HTTPRoute …; missing without one") {
        $0.entry.entranceKind.map(Outcome.string)
      },
      Attribute(
        "exposure", .string,
        "from how far away requests come: loadBalancer, nodePort, host, ingress (or a gateway's route), cluster, or none without a Service"
      ) { .string($0.repository.graph.exposure(ofWorkload: $0.index).rawValue) },
      Attribute(
        "openCORS", .string, "what lets any origin send requests with the user's cookies: a CORSMiddleware, or an Ingress' annotations",
        place: { $0.openCORS?.location }
      ) { subject in subject.openCORS.map { .string($0.what) } },
      Attribute("ingressSpeaksTLS", .bool, "whether the Ingress speaks TLS with the pods, or leaves it to them") {
        .bool($0.repository.graph.ingressSpeaksTLS(toWorkload: $0.index))
      },
      Attribute("pod", .object("pod"), "its pod template") { .object(PodSubject(repository: $0.repository, workloadIndex: $0.index)) },
      Attribute("object", .map(.string, .dyn), "the whole manifest, as written") { ManifestValue.outcome($0.workload.manifest.node) },
    ])
}
