internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `secret`: a core/v1 Secret.
package struct SecretSubject: Subject {
  let repository: Repository
  let manifest: Manifest
  let search: CommittedSecret.Search

  package var node: YAMLNode? { manifest.node }
  package var anchor: Location { manifest.location(manifest.anchor) }
  package var logicalPath: String { manifest.logicalName }
  package var identity: [Int] { [Int(manifest.file.index), manifest.node.id] }

  static func all(in repository: Repository) -> [any Subject] {
    repository.graph.manifests.filter { $0.kind == "Secret" && $0.group.isEmpty }.map { manifest in
      let search = CommittedSecret.search(manifest.node) { repository.graph.kustomizations.reason(for: manifest, field: $0) }
      return SecretSubject(repository: repository, manifest: manifest, search: search)
    }
  }

  private var literal: CommittedSecret? {
    if case .found(let literal) = search { literal } else { nil }
  }

  private func outcome(_ make: (CommittedSecret) -> Outcome) -> Outcome? {
    switch search {
    case .found(let literal): make(literal)
    case .none: nil
    case .undecidable(let reason): .unknown(because: reason)
    }
  }

  package static let schema = Schema<SecretSubject>(
    "secret",
    [
      Attribute("name", .string, "metadata.name", place: { $0.anchor }) { $0.manifest.name.map(Outcome.string) },
      Attribute("type", .string, "its type; Opaque when it is not set") { .string($0.manifest.node["type"]?.text ?? "Opaque") },
      Attribute(
        "literalKey", .string,
        "the first key of data or stringData whose value is a secret as it stands; missing for encrypted, empty and placeholder values",
        place: { subject in subject.literal.map { subject.manifest.location($0.node.range) } }
      ) { $0.outcome { .string($0.key) } },
      Attribute("literal", .string, "what stands under that key, never the value itself: `a private key`") {
        $0.outcome { .string($0.text) }
      },
    ])
}
