internal import YAMLSyntax

/// A PodDisruptionBudget (policy/v1 types.go).
package struct DisruptionBudget: Sendable {
  package let manifest: Manifest

  package init?(_ manifest: Manifest) {
    // Without its group it is meant all the same, although the API server refuses it.
    guard manifest.kind == "PodDisruptionBudget", ["policy", ""].contains(manifest.group) else { return nil }
    self.manifest = manifest
  }

  /// nil without a selector, or when it holds a variable.
  package var selector: LabelSelector? { manifest.spec?.present("selector").flatMap { LabelSelector(selector: $0) } }

  package var minAvailable: Field<PodCount> { PodCount.field("minAvailable", of: manifest.spec) }
  package var maxUnavailable: Field<PodCount> { PodCount.field("maxUnavailable", of: manifest.spec) }

  /// Whether the budget lets no pod go, however many there are: `maxUnavailable: 0`, `minAvailable: 100%`.
  package var neverLetsPodsGo: Bool {
    switch (minAvailable.value, maxUnavailable.value) {
    case (.percentage(let share)?, _): share >= 100
    case (_, .number(0)?), (_, .percentage(0)?): true
    default: false
    }
  }

  /// How many of so many pods may be away at once; nil when neither field can be told. Percentages are rounded up, both (disruption
  /// controller, `getExpectedScale` and `GetScaledValueFromIntOrPercent` with roundUp).
  package func allowedDisruptions(of pods: Int64) -> Int64? {
    if !minAvailable.isAbsent { return minAvailable.value.map { max(0, pods - $0.of(pods, roundsUp: true)) } }
    if !maxUnavailable.isAbsent { return maxUnavailable.value.map { $0.of(pods, roundsUp: true) } }
    return nil
  }
}
