internal import YAMLSyntax

extension Workload {
  /// How a Deployment, or what is like one, replaces its pods (apps/v1 types.go, DeploymentStrategy).
  package var strategy: Field<String> {
    manifest.spec?.present("strategy")?.stringField("type") ?? .absent
  }

  /// How many pods may be away during a rollout: 25 % rounded down unless it says otherwise.
  package var maxUnavailable: Field<PodCount> { PodCount.field("maxUnavailable", of: manifest.spec?["strategy", "rollingUpdate"]) }
  package static let defaultMaxUnavailable = PodCount.percentage(25)
}
