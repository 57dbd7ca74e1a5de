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
  /// The labels that a Service sees.
  package let podLabels: [String: String]
  /// Whether one of them holds a variable, so that nobody can tell which Services lead to the pods.
  package let hasVariableLabel: Bool
  /// Whether the object lacks what the API server demands: the images of its containers, or the selector of its pods. It may be a patch.
  package let isPartial: Bool

  /// - Returns: nil when the object runs no pods, or its template is elsewhere (a Rollout with `workloadRef`).
  package init?(_ manifest: Manifest) {
    guard let kind = Self.kind(of: manifest), let place = Self.template(of: manifest, kind: kind) else { return nil }
    self.manifest = manifest
    self.kind = kind
    pod = PodTemplate(manifest: manifest, template: place.template, spec: place.spec, specKey: place.specKey)
    podLabels = kind == .pod ? manifest.labels : Manifest.stringMap(place.template["metadata", "labels"])
    hasVariableLabel = podLabels.values.contains { Substitution.reason(in: $0) != nil }
    isPartial =
      switch kind {
      case _ where pod.containerNodes.contains { $0.present("image") == nil }: true
      case .deployment, .statefulSet, .daemonSet, .replicaSet: manifest.spec?.present("selector") == nil
      default: false
      }
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
}
