internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
internal import YAMLSyntax

/// `unknownField`: a field of an object that the API server does not know.
package struct UnknownFieldSubject: Subject {
  let manifest: Manifest
  let field: UnknownField

  package var anchor: Location { manifest.location(field.key.range) }
  package var logicalPath: String { manifest.logicalName }
  package var identity: [Int] { [Int(manifest.file.index), field.key.id] }

  package static let schema = Schema<UnknownFieldSubject>(
    "unknownField",
    [
      Attribute("name", .string, "the field as written", place: { $0.anchor }) { $0.field.key.text.map(Outcome.string) },
      Attribute("owner", .string, "what does not have it: `Container`, `PodSpec`") { .string($0.field.type) },
      Attribute("suggestion", .string, "the field that was probably meant; missing when none is near") { subject in
        Suggestion.name(for: subject.field.key.text ?? "", among: subject.field.known).map(Outcome.string)
      },
      Attribute("home", .string, "what does have a field of this name; missing when nothing near does") {
        $0.field.homes.first.map(Outcome.string)
      },
    ])
}
