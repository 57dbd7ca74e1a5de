/// A version of an API that Kubernetes has removed (kubernetes/website reference/using-api/deprecation-guide).
package struct RemovedAPI: Hashable, Sendable {
  /// The minor version of Kubernetes 1 that no longer serves it.
  package let removedIn: Int
  /// What to use instead; nil when nothing takes its place.
  package let replacement: String?

  package init?(apiVersion: String, kind: String) {
    // Every object is asked for, and most are of a version from which nothing was removed.
    guard Self.versions.contains(apiVersion), let found = Self.table["\(apiVersion) \(kind)"] ?? Self.table[apiVersion] else { return nil }
    self = found
  }

  private init(_ removedIn: Int, _ replacement: String?) {
    self.removedIn = removedIn
    self.replacement = replacement
  }

  /// The newest minor version whose removals are listed.
  package static let newestKnownVersion = 36

  private static let versions = Set(table.keys.map { String($0.prefix { $0 != " " }) })

  /// By `apiVersion kind`, or by `apiVersion` alone when all its kinds went together.
  private static let table: [String: RemovedAPI] = [
    "extensions/v1beta1 Deployment": RemovedAPI(16, "apps/v1"), "extensions/v1beta1 DaemonSet": RemovedAPI(16, "apps/v1"),
    "extensions/v1beta1 ReplicaSet": RemovedAPI(16, "apps/v1"), "extensions/v1beta1 NetworkPolicy": RemovedAPI(16, "networking.k8s.io/v1"),
    "extensions/v1beta1 PodSecurityPolicy": RemovedAPI(16, nil), "extensions/v1beta1 Ingress": RemovedAPI(22, "networking.k8s.io/v1"),
    "apps/v1beta1": RemovedAPI(16, "apps/v1"), "apps/v1beta2": RemovedAPI(16, "apps/v1"),
    "admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration": RemovedAPI(22, "admissionregistration.k8s.io/v1"),
    "admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration": RemovedAPI(22, "admissionregistration.k8s.io/v1"),
    "apiextensions.k8s.io/v1beta1": RemovedAPI(22, "apiextensions.k8s.io/v1"),
    "apiregistration.k8s.io/v1beta1": RemovedAPI(22, "apiregistration.k8s.io/v1"),
    "authentication.k8s.io/v1beta1 TokenReview": RemovedAPI(22, "authentication.k8s.io/v1"),
    "authorization.k8s.io/v1beta1": RemovedAPI(22, "authorization.k8s.io/v1"),
    "certificates.k8s.io/v1beta1 CertificateSigningRequest": RemovedAPI(22, "certificates.k8s.io/v1"),
    "coordination.k8s.io/v1beta1 Lease": RemovedAPI(22, "coordination.k8s.io/v1"),
    "networking.k8s.io/v1beta1 Ingress": RemovedAPI(22, "networking.k8s.io/v1"),
    "networking.k8s.io/v1beta1 IngressClass": RemovedAPI(22, "networking.k8s.io/v1"),
    "rbac.authorization.k8s.io/v1beta1": RemovedAPI(22, "rbac.authorization.k8s.io/v1"),
    "rbac.authorization.k8s.io/v1alpha1": RemovedAPI(22, "rbac.authorization.k8s.io/v1"),
    "scheduling.k8s.io/v1beta1 PriorityClass": RemovedAPI(22, "scheduling.k8s.io/v1"),
    "storage.k8s.io/v1beta1 CSIDriver": RemovedAPI(22, "storage.k8s.io/v1"),
    "storage.k8s.io/v1beta1 CSINode": RemovedAPI(22, "storage.k8s.io/v1"),
    "storage.k8s.io/v1beta1 StorageClass": RemovedAPI(22, "storage.k8s.io/v1"),
    "storage.k8s.io/v1beta1 VolumeAttachment": RemovedAPI(22, "storage.k8s.io/v1"),
    "batch/v1beta1 CronJob": RemovedAPI(25, "batch/v1"), "discovery.k8s.io/v1beta1 EndpointSlice": RemovedAPI(25, "discovery.k8s.io/v1"),
    "events.k8s.io/v1beta1 Event": RemovedAPI(25, "events.k8s.io/v1"),
    "autoscaling/v2beta1 HorizontalPodAutoscaler": RemovedAPI(25, "autoscaling/v2"),
    "policy/v1beta1 PodDisruptionBudget": RemovedAPI(25, "policy/v1"), "policy/v1beta1 PodSecurityPolicy": RemovedAPI(25, nil),
    "node.k8s.io/v1beta1 RuntimeClass": RemovedAPI(25, "node.k8s.io/v1"),
    "autoscaling/v2beta2 HorizontalPodAutoscaler": RemovedAPI(26, "autoscaling/v2"),
    "flowcontrol.apiserver.k8s.io/v1beta1": RemovedAPI(26, "flowcontrol.apiserver.k8s.io/v1"),
    "storage.k8s.io/v1beta1 CSIStorageCapacity": RemovedAPI(27, "storage.k8s.io/v1"),
    "flowcontrol.apiserver.k8s.io/v1beta2": RemovedAPI(29, "flowcontrol.apiserver.k8s.io/v1"),
    "flowcontrol.apiserver.k8s.io/v1beta3": RemovedAPI(32, "flowcontrol.apiserver.k8s.io/v1"),
  ]
}
