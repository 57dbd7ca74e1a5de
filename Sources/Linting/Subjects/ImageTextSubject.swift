internal import Expressions
package import SourceText
internal import Workspace

/// `imageText`: a text that a Dockerfile leaves in the image or its history: a value of ENV, ARG or LABEL, a word of a RUN, a file that
/// COPY or ADD takes. Words and files are subjects only when they may be a secret.
package struct ImageTextSubject: Subject {
  let repository: Repository
  let imageIndex: Int
  let position: Int
  let text: ImageText

  package var anchor: Location { Location(file: repository.graph.images[imageIndex].file, range: text.range) }
  package var logicalPath: String { "" }
  package var identity: [Int] { [imageIndex, position] }

  static func all(in repository: Repository) -> [any Subject] {
    // Image by image on all cores: each has its .dockerignore to be read and its texts to be searched.
    mapInParallel(count: repository.graph.images.count, isSmall: repository.workspace.isSmall) { index in
      ImageText.all(in: repository.build(ofImage: index), context: repository.context(ofImage: index)).enumerated()
        .map { ImageTextSubject(repository: repository, imageIndex: index, position: $0, text: $1) }
    }.flatMap(\.self)
  }

  package static let schema = Schema<ImageTextSubject>(
    "imageText",
    [
      Attribute("kind", .string, "ENV, ARG, LABEL, RUN or COPY") { .string($0.text.kind.rawValue) },
      Attribute("name", .string, "the variable's, the label's or the file's name; missing for a word") { $0.text.name.map(Outcome.string) },
      Attribute(
        "secret", .string, "what secret it is, never the secret itself: `a GitHub token`; missing when it is none", place: { $0.anchor }
      ) { $0.text.secret.map(Outcome.string) },
    ])
}
