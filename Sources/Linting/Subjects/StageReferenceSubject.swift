internal import Expressions
package import SourceText
internal import Workspace

/// `stageReference`: a place in a Dockerfile where a stage's name may stand: FROM, `COPY --from`, `RUN --mount=from=`.
package struct StageReferenceSubject: Subject {
  let repository: Repository
  let imageIndex: Int
  let position: Int
  let reference: StageReference

  package var anchor: Location { Location(file: repository.graph.images[imageIndex].file, range: reference.range) }
  package var logicalPath: String { "" }
  package var identity: [Int] { [imageIndex, position] }

  static func all(in repository: Repository) -> [any Subject] {
    repository.graph.images.enumerated().flatMap { index, image in
      StageReference.all(in: image.dockerfile).enumerated()
        .map { StageReferenceSubject(repository: repository, imageIndex: index, position: $0, reference: $1) }
    }
  }

  package static let schema = Schema<StageReferenceSubject>(
    "stageReference",
    [
      Attribute("name", .string, "the name as it is written", place: { $0.anchor }) { .string($0.reference.name) },
      Attribute("instruction", .string, "FROM, COPY --from or RUN --mount") { .string($0.reference.instruction) },
      Attribute(
        "target", .string,
        "fine, later for a stage below that is taken for an image, BuildKit for one below that BuildKit alone finds, misspelt",
        place: { $0.anchor }
      ) { subject in
        switch subject.reference.target {
        case .fine, .itself: .string("fine")
        case .laterStage: .string("later")
        case .laterStageForBuildKit: .string("BuildKit")
        case .misspelt: .string("misspelt")
        }
      },
      Attribute("meant", .string, "the stage that a misspelt name nearly is") {
        if case .misspelt(let name) = $0.reference.target { .string(name) } else { nil }
      },
    ])
}
