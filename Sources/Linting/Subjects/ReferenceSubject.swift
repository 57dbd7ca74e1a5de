internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
internal import YAMLSyntax

/// `reference`: a ConfigMap, Secret, PersistentVolumeClaim or ServiceAccount that a pod cannot start without.
package struct ReferenceSubject: Subject {
  let repository: Repository
  let manifest: Manifest
  let reference: ObjectReference

  package var anchor: Location { manifest.location(reference.node.range) }
  package var logicalPath: String { manifest.logicalName }
  package var identity: [Int] { [Int(manifest.file.index), reference.node.id] }

  package static let schema = Schema<ReferenceSubject>(
    "reference",
    [
      Attribute("kind", .string, "ConfigMap, Secret, PersistentVolumeClaim or ServiceAccount", place: { $0.anchor }) {
        .string($0.reference.kind)
      },
      Attribute("name", .string, "its name", place: { $0.anchor }) { .string($0.reference.name) },
      Attribute("exists", .bool, "whether the repository defines it, or something that makes it", place: { $0.anchor }) { subject in
        switch subject.repository.graph.presence(of: subject.reference, for: subject.manifest, paths: subject.repository.path) {
        case .present: .bool(true)
        case .missing: .bool(false)
        case .undecidable(let reason): .unknown(because: reason)
        }
      },
    ])
}
