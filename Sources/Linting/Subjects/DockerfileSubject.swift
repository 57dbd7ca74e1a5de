internal import DockerfileSyntax
internal import Expressions
package import SourceText
internal import Workspace

/// `dockerfile`: a Dockerfile, as the image that a plain build of it yields.
package struct DockerfileSubject: Subject {
  let repository: Repository
  let index: Int

  private var image: Graph.ImageNode { repository.graph.images[index] }

  /// The FROM of the last stage: what stands for an instruction that is missing.
  package var anchor: Location {
    guard let stage = image.dockerfile.stages.last,
      case .from(let base) = image.dockerfile.instructions[stage.from].payload
    else { return location(.startOfFile) }
    return location(base.image.range)
  }
  package var logicalPath: String { "" }
  package var identity: [Int] { [index] }

  private func location(_ range: ByteRange) -> Location { Location(file: image.file, range: range) }

  /// The user that the image runs as; nil when nothing says so.
  private var user: Outcome? {
    guard let configuration = image.configuration else { return nil }
    if let user = configuration.user { return user.value.value.outcome() }
    guard let base = configuration.externalBase else { return nil }
    guard let text = base.known else { return base.outcome() }
    guard let reference = try? ImageReference(parsing: text) else { return .unknown(because: "'\(text)' is no image reference") }
    return BaseImages.user(of: reference).map(Outcome.string)
  }

  private func onUser(_ make: (Substring) -> Bool) -> Outcome? {
    switch user {
    case nil: nil
    case .value(.string(let text))?: .bool(make(text.prefix { $0 != ":" }))
    case let other?: other
    }
  }

  private static func isNumber(_ text: Substring) -> Bool { !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

  private var userPlace: Location {
    image.configuration?.user.map { location($0.value.range) } ?? anchor
  }

  package static let schema = Schema<DockerfileSubject>(
    "dockerfile",
    [
      Attribute("path", .string, "its path in the repository") { .string($0.repository.path(of: $0.image.file)) },
      Attribute(
        "user", .string, "USER of the final stage, or its base's where that is known; missing when nothing sets one",
        place: { $0.userPlace }
      ) { $0.user },
      Attribute("runsAsRoot", .bool, "whether the image's processes are root's unless somebody says otherwise", place: { $0.userPlace }) {
        $0.onUser { $0 == "root" || isNumber($0) && $0.allSatisfy { $0 == "0" } } ?? .bool(true)
      },
      Attribute(
        "hasNumericUser", .bool, "whether the user is a number, which Kubernetes can verify; true without one", place: { $0.userPlace }
      ) {
        $0.onUser { isNumber($0) || $0.isEmpty } ?? .bool(true)
      },
      Attribute("setsUser", .bool, "whether a USER instruction counts for the image") { .bool($0.image.configuration?.user != nil) },
      Attribute(
        "exposedPorts", .list(.int), "the first port of each EXPOSE",
        place: { subject in subject.image.configuration?.exposedPorts.first.map { subject.location($0.value.range) } }
      ) { subject in
        .list(subject.image.configuration?.exposedPorts.compactMap { port in port.value.ports.map { .int($0.lowerBound) } } ?? [])
      },
      Attribute("isDeployed", .bool, "whether a workload of the repository runs the image") { .bool(!$0.image.containers.isEmpty) },
    ])
}
