package import YAMLSyntax

/// A HorizontalPodAutoscaler, or KEDA's ScaledObject, which makes one.
package struct Autoscaler: Sendable {
  package let manifest: Manifest
  private let isScaledObject: Bool

  package init?(_ manifest: Manifest) {
    switch (manifest.kind, manifest.group) {
    case ("HorizontalPodAutoscaler", "autoscaling"): isScaledObject = false
    case ("ScaledObject", "keda.sh"): isScaledObject = true
    default: return nil
    }
    self.manifest = manifest
  }

  /// The kind of what is scaled; KEDA's default is a Deployment.
  package var targetKind: String? {
    manifest.spec?["scaleTargetRef", "kind"]?.text ?? (isScaledObject ? "Deployment" : nil)
  }

  /// The API group of what is scaled; nil when it is not written.
  package var targetGroup: String? {
    manifest.spec?["scaleTargetRef", "apiVersion"]?.text.map { version in
      version.lastIndex(of: "/").map { String(version[..<$0]) } ?? ""
    }
  }

  /// A metric that is a share of what containers request (autoscaling/v2 types.go, ResourceMetricSource).
  package struct UtilizationMetric: Sendable {
    package let resource: String
    /// Only this container counts; nil for all of the pod.
    package let container: String?
    package let node: YAMLNode
  }

  package var utilizationMetrics: [UtilizationMetric] {
    guard let spec = manifest.spec else { return [] }
    if isScaledObject {
      return spec["triggers"]?.elements.compactMap { trigger -> UtilizationMetric? in
        guard let type = trigger.present("type"), let resource = type.text, resource == "cpu" || resource == "memory",
          (trigger["metricType"]?.text ?? trigger["metadata", "type"]?.text ?? "Utilization") == "Utilization"
        else { return nil }
        return UtilizationMetric(resource: resource, container: trigger["metadata", "containerName"]?.text, node: type)
      } ?? []
    }
    if let percentage = spec.entry("targetCPUUtilizationPercentage") {
      return [UtilizationMetric(resource: "cpu", container: nil, node: percentage.key)]
    }
    return spec["metrics"]?.elements.compactMap { metric -> UtilizationMetric? in
      guard let source = metric["resource"] ?? metric["containerResource"], let name = source.present("name"), let resource = name.text
      else { return nil }
      // autoscaling/v2beta1 has no target object.
      let isUtilization = source["target", "type"].map { $0.text == "Utilization" } ?? (source["targetAverageUtilization"] != nil)
      return isUtilization ? UtilizationMetric(resource: resource, container: source["container"]?.text, node: name) : nil
    } ?? []
  }

  package var targetName: String? { manifest.spec?["scaleTargetRef", "name"]?.text }

  /// The least number of pods: 1 for an HPA that does not say, 0 for a ScaledObject.
  package var minimum: Field<Int64> { manifest.spec?.intField(isScaledObject ? "minReplicaCount" : "minReplicas") ?? .absent }
  package var defaultMinimum: Int64 { isScaledObject ? 0 : 1 }
  package var maximum: Field<Int64> { manifest.spec?.intField(isScaledObject ? "maxReplicaCount" : "maxReplicas") ?? .absent }
}
