internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `object`: any object of Kubernetes, as it is written.
package struct ObjectSubject: Subject {
  let repository: Repository
  let index: Int

  private var manifest: Manifest { repository.graph.manifests[index] }

  package var node: YAMLNode? { manifest.node }
  package var anchor: Location { manifest.location(manifest.anchor) }
  package var logicalPath: String { manifest.logicalName }
  package var identity: [Int] { [index] }

  package static let schema = Schema<ObjectSubject>(
    "object",
    [
      Attribute("apiVersion", .string, "apps/v1 …") { .string($0.manifest.apiVersion) },
      Attribute("kind", .string, "Deployment, Secret …") { .string($0.manifest.kind) },
      Attribute("name", .string, "metadata.name", place: { $0.anchor }) { $0.manifest.name.map(Outcome.string) },
      Attribute("namespace", .string, "metadata.namespace", field: ["metadata", "namespace"]) { $0.manifest.namespace.map(Outcome.string) },
      Attribute("labels", .map(.string, .string), "metadata.labels", field: ["metadata", "labels"]) { $0.metadata("labels") },
      Attribute("annotations", .map(.string, .string), "metadata.annotations", field: ["metadata", "annotations"]) {
        $0.metadata("annotations")
      },
      Attribute(
        "removedIn", .int, "the minor version of Kubernetes 1 that no longer serves its apiVersion; missing while it is served",
        field: ["apiVersion"]
      ) {
        $0.removal.map { .int($0.removedIn) }
      },
      Attribute("replacement", .string, "the apiVersion that takes the place of one that is removed") {
        $0.removal?.replacement.map(Outcome.string)
      },
      Attribute(
        "targetVersion", .int, "the minor version of Kubernetes 1 that the repository is for: `kubernetes-version`, else the newest known"
      ) {
        .int($0.repository.kubernetesVersion)
      },
      Attribute("object", .map(.string, .dyn), "the whole manifest, as written") { ManifestValue.outcome($0.manifest.node) },
    ])

  private var removal: RemovedAPI? { RemovedAPI(apiVersion: manifest.apiVersion, kind: manifest.kind) }

  private func metadata(_ key: String) -> Outcome {
    manifest.metadata?.present(key).map(ManifestValue.outcome) ?? .value(.map(EntryMap.empty))
  }

}
