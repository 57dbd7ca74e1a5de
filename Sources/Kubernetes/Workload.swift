internal import YAMLSyntax

/// An object that runs pods. A class, as every question about it is asked of a copy.
package final class Workload: Sendable {
  package enum Kind: String, Sendable {
    case deployment = "Deployment"
    case statefulSet = "StatefulSet"
    case daemonSet = "DaemonSet"
    case replicaSet = "ReplicaSet"
    case replicationController = "ReplicationController"
    case pod = "Pod"
    case job = "Job"
    case cronJob = "CronJob"
    /// Argo Rollouts.
    case rollout = "Rollout"
    /// Knative Serving's Service.
    case knativeService = "KnativeService"
    /// OpenShift.
    case deploymentConfig = "DeploymentConfig"
    /// Any other object with a pod template at `spec.template.spec.containers`.
    case custom = "Custom"
  }

  package let manifest: Manifest
  package let kind: Kind
  package let pod: PodTemplate

  /// - Returns: nil when the object runs no pods, or its template is elsewhere (a Rollout with `workloadRef`).
  package init?(_ manifest: Manifest) {
    guard let kind = Self.kind(of: manifest), let place = Self.template(of: manifest, kind: kind) else { return nil }
    self.manifest = manifest
    self.kind = kind
    self.pod = PodTemplate(manifest: manifest, template: place.template, spec: place.spec, specKey: place.specKey)
  }

  /// Whether `kind` names a workload or may do so for a custom resource; decided without reading the object's spec.
  private static func kind(of manifest: Manifest) -> Kind? {
    switch (manifest.kind, manifest.group) {
    case ("Deployment", "apps"), ("Deployment", "extensions"): .deployment
    case ("StatefulSet", "apps"): .statefulSet
    case ("DaemonSet", "apps"), ("DaemonSet", "extensions"): .daemonSet
    case ("ReplicaSet", "apps"), ("ReplicaSet", "extensions"): .replicaSet
    case ("ReplicationController", ""): .replicationController
    case ("Pod", ""): .pod
    case ("Job", "batch"): .job
    case ("CronJob", "batch"): .cronJob
    case ("Rollout", "argoproj.io"): .rollout
    case ("Service", "serving.knative.dev"): .knativeService
    case ("DeploymentConfig", "apps.openshift.io"), ("DeploymentConfig", ""): .deploymentConfig
    // A PodTemplate runs nothing by itself; CustomResourceDefinitions hold schemas at such paths, not pods.
    case ("PodTemplate", _), ("CustomResourceDefinition", _), ("Service", ""): nil
    default: .custom
    }
  }

  private static func template(
    of manifest: Manifest, kind: Kind
  ) -> (template: YAMLNode, spec: YAMLNode, specKey: YAMLNode)? {
    let holder: YAMLNode?
    switch kind {
    case .pod: holder = manifest.node
    case .cronJob: holder = manifest.spec?["jobTemplate", "spec", "template"]
    default: holder = manifest.spec?["template"]
    }
    // An object of an unknown kind runs pods only when it lists containers.
    guard let holder, holder.isMapping, let spec = holder.entry("spec"), spec.value.isMapping,
      kind != .custom || spec.value["containers"]?.isSequence == true
    else { return nil }
    return (holder, spec.value, spec.key)
  }

  /// Whether the object lacks what the API server demands: the images of its containers, or the selector of its pods. It may be a patch.
  package var isPartial: Bool {
    if pod.containerNodes.contains(where: { $0.present("image") == nil }) { return true }
    switch kind {
    case .deployment, .statefulSet, .daemonSet, .replicaSet: return manifest.spec?.present("selector") == nil
    default: return false
    }
  }

  /// `spec.replicas`; absent means 1 to the API server.
  package var replicas: Field<Int64> { manifest.spec?.intField("replicas") ?? .absent }

  /// Whether the number of pods is for its owner to choose: not so for a DaemonSet (one a node), a bare Pod, or a Job.
  package var isReplicated: Bool {
    switch kind {
    case .deployment, .statefulSet, .replicaSet, .replicationController, .rollout, .deploymentConfig: true
    case .daemonSet, .pod, .job, .cronJob, .knativeService, .custom: false
    }
  }

  /// Whether the pods run until somebody stops them. A Job's end by themselves, and so do a Pod's that is not restarted.
  package var isLongRunning: Bool {
    switch kind {
    case .job, .cronJob: false
    case .pod:
      !manifest.isHelmTest && pod.spec["restartPolicy"]?.text != "Never" && pod.spec["restartPolicy"]?.text != "OnFailure"
    default: true
    }
  }

  /// The labels that a Service sees.
  package var podLabels: [String: String] {
    kind == .pod ? manifest.labels : Manifest.stringMap(pod.template["metadata", "labels"])
  }
}
