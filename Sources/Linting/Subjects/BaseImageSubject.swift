internal import DockerfileSyntax
internal import Expressions
package import SourceText
internal import Workspace

/// `baseImage`: an image from a registry that a stage of a Dockerfile begins with.
package struct BaseImageSubject: Subject {
  let repository: Repository
  let imageIndex: Int
  let stage: Int

  private var image: Graph.ImageNode { repository.graph.images[imageIndex] }

  private var word: Word? {
    guard case .from(let base) = image.dockerfile.instructions[image.dockerfile.stages[stage].from].payload else { return nil }
    return base.image
  }

  private var expansion: Expansion {
    if case .image(let expansion) = image.dockerfile.stages[stage].base { expansion } else { .known("scratch") }
  }

  private var reference: ImageReference? { expansion.known.flatMap { try? ImageReference(parsing: $0) } }

  package var anchor: Location { Location(file: image.file, range: word?.range ?? .startOfFile) }
  package var logicalPath: String { image.dockerfile.stages[stage].name.map { "stage \($0)" } ?? "stage \(stage)" }
  package var identity: [Int] { [imageIndex, stage] }

  private func part(_ part: (ImageReference) -> String?) -> Outcome? {
    expansion.outcome { text in
      reference.map { part($0).map(Outcome.string) ?? .value(.null) } ?? .unknown(because: "'\(text)' is no image reference")
    }
    .present
  }

  /// Where a part stands when the word is written without variables; the whole word otherwise.
  private func place(_ part: (ImageReference) -> Range<Int>?) -> Location? {
    guard let word, let reference, word.string == expansion.known, let range = part(reference) else { return anchor }
    return Location(file: image.file, range: word.text.sourceRange(of: range))
  }

  package static let schema = Schema<BaseImageSubject>(
    "baseImage",
    [
      Attribute("reference", .string, "the reference after ARGs are filled in", place: { $0.anchor }) { $0.expansion.outcome() },
      Attribute("name", .string, "without what Docker adds by itself: `python`, `ghcr.io/acme/base`", place: { $0.place(\.nameRange) }) {
        $0.part(\.familiarName)
      },
      Attribute("tag", .string, "the tag; missing when none is written", place: { $0.place(\.tagRange) }) { $0.part(\.tag) },
      Attribute("digest", .string, "the digest; missing when none is written", place: { $0.place(\.digestRange) }) { $0.part(\.digest) },
    ])
}

extension Outcome {
  /// nil for `null`: an attribute that is not there.
  fileprivate var present: Outcome? {
    if case .value(.null) = self { nil } else { self }
  }
}
