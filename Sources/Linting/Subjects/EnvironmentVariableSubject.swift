internal import DockerfileSyntax
internal import Expressions
package import SourceText
internal import Workspace

/// `environmentVariable`: a variable that ENV gives the processes of an image.
package struct EnvironmentVariableSubject: Subject {
  let repository: Repository
  let imageIndex: Int
  let position: Int
  let pair: ResolvedPair

  package var anchor: Location { Location(file: repository.graph.images[imageIndex].file, range: pair.valueRange) }
  package var logicalPath: String { "" }
  package var identity: [Int] { [imageIndex, position] }

  static func all(in repository: Repository) -> [any Subject] {
    repository.graph.images.enumerated().flatMap { index, image in
      (image.configuration?.environment.values.map(\.value) ?? []).sorted { $0.nameRange.start < $1.nameRange.start }.enumerated()
        .map { EnvironmentVariableSubject(repository: repository, imageIndex: index, position: $0, pair: $1) }
    }
  }

  package static let schema = Schema<EnvironmentVariableSubject>(
    "environmentVariable",
    [
      Attribute("name", .string, "its name") { .string($0.pair.name) },
      Attribute("value", .string, "its value after variables are filled in", place: { $0.anchor }) { $0.pair.value.outcome() },
      Attribute(
        "service", .string, "the host of one environment's service that the value names: `api-internal:8000`; missing when it names none",
        place: { $0.anchor }
      ) { subject in
        // The default of an ARG comes into the image as well as what is written here.
        subject.pair.value.known.flatMap { ServiceAddress.find(in: $0, of: subject.pair.name) }.map(Outcome.string)
      },
    ])
}
