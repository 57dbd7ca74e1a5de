internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
internal import YAMLSyntax

/// `literal`: a text that a manifest gives a container as it stands: a value of `env`, a word of `command` or `args`, an entry of a
/// ConfigMap.
package struct LiteralSubject: Subject {
  let manifest: Manifest
  let literal: ManifestLiteral
  /// Why a text that is a secret is not what the container gets; nil when it is.
  let patch: String?

  /// Where it stands: a container, or a ConfigMap.
  private let owner: ContainerSubject?

  package var logicalPath: String { owner?.logicalPath ?? manifest.logicalName }
  package var anchor: Location { manifest.location(literal.secret?.range ?? literal.node.range) }
  package var identity: [Int] { [Int(manifest.file.index), literal.node.id] }

  static func all(inMapsOf repository: Repository) -> [any Subject] {
    repository.graph.manifests.compactMap(ConfigMap.init).flatMap { map in
      ManifestLiteral.all(in: map).map { literal in
        let patch =
          literal.secret == nil ? nil : repository.graph.kustomizations.reason(for: map.manifest, field: ["data", literal.name ?? ""])
        return LiteralSubject(manifest: map.manifest, literal: literal, patch: patch, owner: nil)
      }
    }
  }

  static func all(in subject: ContainerSubject) -> [any Subject] {
    let graph = subject.repository.graph
    let manifest = subject.workload.workload.manifest
    return ManifestLiteral.all(in: subject.container).map { literal in
      let fields = literal.kind == .environment ? ["env"] : ["command", "args"]
      let patch =
        literal.secret == nil ? nil : fields.lazy.compactMap { graph.kustomizations.reason(for: subject.container, field: [$0]) }.first
      return LiteralSubject(manifest: manifest, literal: literal, patch: patch, owner: subject)
    }
  }

  package static let schema = Schema<LiteralSubject>(
    "literal",
    [
      Attribute("kind", .string, "env, argument or ConfigMap") { .string($0.literal.kind.rawValue) },
      Attribute("name", .string, "the variable's, the flag's or the key's name; missing for a word") {
        $0.literal.name.map(Outcome.string)
      },
      Attribute(
        "secret", .string, "what secret it is, never the secret itself: `a GitHub token`; missing when it is none", place: { $0.anchor }
      ) { subject in
        guard let secret = subject.literal.secret else { return nil }
        return subject.patch.map { .unknown(because: $0) } ?? .string(secret.text)
      },
    ])
}
