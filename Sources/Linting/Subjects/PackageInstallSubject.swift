internal import DockerfileSyntax
internal import Expressions
package import SourceText
internal import Workspace

/// `packageInstall`: a command of a RUN that installs packages or a project's dependencies, in a stage that the image needs.
package struct PackageInstallSubject: Subject {
  let repository: Repository
  let imageIndex: Int
  let position: Int
  let build: ImageBuild
  /// All of the Dockerfile.
  let installations: [PackageInstallation]
  /// The position of the one that makes an only stage keep its base's compilers.
  let keepsCompilers: Int?

  private var image: Graph.ImageNode { repository.graph.images[imageIndex] }
  private var installation: PackageInstallation { installations[position] }

  package var anchor: Location { location(installation.range) }
  package var logicalPath: String {
    let stage = build.dockerfile.stages[installation.step.stage]
    return stage.name.map { "stage \($0)" } ?? "stage \(stage.index)"
  }
  package var identity: [Int] { [imageIndex, position] }

  private func location(_ range: ByteRange) -> Location { Location(file: image.file, range: range) }

  static func all(in repository: Repository) -> [any Subject] {
    repository.graph.images.indices.flatMap { index -> [any Subject] in
      let build = repository.build(ofImage: index)
      let installations = PackageInstallation.all(in: build)
      let keepsCompilers = build.installationBesideCompilers(installations)
      return installations.indices.map {
        PackageInstallSubject(
          repository: repository, imageIndex: index, position: $0, build: build, installations: installations,
          keepsCompilers: keepsCompilers)
      }
    }
  }

  /// Of several in one RUN, the first that leaves a manager's cache stands for all.
  private var leavesCache: Outcome {
    let own = installation.leavesCache(in: build)
    guard own == .yes else { return .answer(own) }
    return .bool(
      !installations[..<position].reversed().prefix { $0.step.instruction == installation.step.instruction }.contains { other in
        other.cacheName == installation.cacheName
          && other.leavesCache(in: build) == .yes
      })
  }

  private var bringsDevelopment: Outcome {
    let context = repository.context(ofImage: imageIndex)
    return .answer(installation.bringsDevelopment(in: build) { context.projectFile($0, of: installation, in: build) })
  }

  private var sourceCopiedBefore: ByteRange? {
    installation.sourceCopiedBefore(in: build, others: installations)
  }

  package static let schema = Schema<PackageInstallSubject>(
    "packageInstall",
    [
      Attribute("command", .string, "the program with its verb: `apt-get install`", place: { $0.anchor }) {
        .string($0.installation.command)
      },
      Attribute("manager", .string, "apt, apk, dnf, pip, uv, poetry, pipenv, npm, yarn, pnpm, bundler, composer, go or cargo") {
        .string($0.installation.manager.rawValue)
      },
      Attribute("isInImage", .bool, "whether its stage is part of the image, rather than one that files are copied from") {
        .bool($0.build.isInImage($0.installation.step.stage))
      },
      Attribute("packages", .list(.string), "the packages that it names, as far as they are known") { subject in
        .list(subject.installation.operands.compactMap { $0.text.map(Outcome.string) })
      },
      Attribute(
        "leavesCache", .bool, "whether it is the first of its RUN that leaves its manager's cache in the layer", place: { $0.anchor }
      ) {
        $0.leavesCache
      },
      Attribute("cache", .string, "the cache that it fills, for messages") { .string($0.installation.cacheName) },
      Attribute("cacheRemedy", .string, "what keeps the cache out of the layer") { .string($0.installation.cacheRemedy) },
      Attribute(
        "installsRecommended", .bool, "whether apt installs what its packages merely recommend", place: { $0.anchor }
      ) { .answer($0.installation.installsRecommended(in: $0.build)) },
      Attribute("isFrozen", .bool, "whether the lock file decides what is installed", place: { $0.anchor }) {
        .answer($0.installation.isFrozen(in: $0.build))
      },
      Attribute("frozenRemedy", .string, "what makes the lock file decide") { .string($0.installation.frozenRemedy) },
      Attribute(
        "unpinned", .list(.string), "the packages that pip may install in any version",
        place: { subject in (subject.installation.unpinnedPackages.first?.range).map(subject.location) }
      ) { subject in .list(subject.installation.unpinnedPackages.map { .string($0.text ?? $0.written) }) },
      Attribute("bringsDevelopment", .bool, "whether development dependencies come into the image", place: { $0.anchor }) {
        $0.bringsDevelopment
      },
      Attribute(
        "buildTools", .list(.string), "the compilers and build tools that it leaves in its stage",
        place: { subject in (subject.installation.remainingBuildTools.first?.range).map(subject.location) }
      ) { subject in .list(subject.installation.remainingBuildTools.map { .string($0.text ?? $0.written) }) },
      Attribute(
        "keepsCompilers", .bool, "whether it is the first to install dependencies in an only stage whose base image holds compilers",
        place: { $0.anchor }
      ) { .bool($0.keepsCompilers == $0.position) },
      Attribute(
        "followsSource", .bool, "whether the whole build context is copied before the dependencies are installed for the first time",
        place: { subject in subject.sourceCopiedBefore.map(subject.location) }
      ) { .bool($0.sourceCopiedBefore != nil) },
      Attribute("dockerfile", .object("dockerfile"), "its Dockerfile") {
        .object(DockerfileSubject(repository: $0.repository, index: $0.imageIndex))
      },
    ])
}
