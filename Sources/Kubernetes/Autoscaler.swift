internal import YAMLSyntax

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

  package var targetName: String? { manifest.spec?["scaleTargetRef", "name"]?.text }

  /// The least number of pods: 1 for an HPA that does not say, 0 for a ScaledObject.
  package var minimum: Field<Int64> { manifest.spec?.intField(isScaledObject ? "minReplicaCount" : "minReplicas") ?? .absent }
  package var defaultMinimum: Int64 { isScaledObject ? 0 : 1 }
  package var maximum: Field<Int64> { manifest.spec?.intField(isScaledObject ? "maxReplicaCount" : "maxReplicas") ?? .absent }
}
