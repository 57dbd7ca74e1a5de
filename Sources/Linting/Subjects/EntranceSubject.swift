internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `entrance`: an Ingress or a Gateway.
package struct EntranceSubject: Subject {
  let repository: Repository
  let index: Int

  private var entrance: Entrance { repository.graph.entrances[index] }
  private var manifest: Manifest { entrance.manifest }

  package var node: YAMLNode? { manifest.node }
  package var anchor: Location { manifest.location(manifest.anchor) }
  package var logicalPath: String { manifest.logicalName }
  package var identity: [Int] { [index] }

  private var openHosts: [Entrance.OpenHost] { entrance.openHosts }

  package static let schema = Schema<EntranceSubject>(
    "entrance",
    [
      Attribute("kind", .string, "Ingress or Gateway", place: { $0.anchor }) { .string($0.manifest.kind) },
      Attribute("name", .string, "its name", place: { $0.anchor }) { $0.manifest.name.map(Outcome.string) },
      Attribute(
        "openHosts", .list(.string), "hosts that it answers without TLS, `*` for any",
        place: { subject in
          subject.openHosts.first.map { open in
            let node = open.node
            return subject.manifest.location(node.isScalar ? node.range : node.ownEntries.first { _ in true }?.key.range ?? node.range)
          }
        }
      ) { subject in
        if let reason = subject.repository.graph.kustomizations.reason(for: subject.manifest, field: ["spec"]) {
          return .unknown(because: reason)
        }
        return .list(subject.openHosts.map { .string($0.host) })
      },
      Attribute("object", .map(.string, .dyn), "the whole manifest, as written") { ManifestValue.outcome($0.manifest.node) },
    ])
}
