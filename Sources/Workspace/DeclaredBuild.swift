internal import DockerfileSyntax
internal import Kubernetes
internal import SourceText
internal import YAMLSyntax

/// An image that a file of the repository says how to build.
struct DeclaredBuild: Sendable {
  /// Of which kind of file it is said; those that come first count more.
  enum Source: Int, CaseIterable, Sendable {
    case compose, skaffold, workflow, script
  }

  let source: Source
  /// Domain and path of the image.
  let image: String
  /// The path of the Dockerfile as findings show it.
  let dockerfile: String
  /// The stage that is built; nil for the last one.
  let target: String?
  /// The path of the file that says it.
  let path: String

  /// - Parameters:
  ///   - image: with its tag; nothing is returned when a variable is in the name. One in the tag does not matter.
  init?(_ source: Source, image: String, dockerfile: String, target: String?, path: String) {
    guard let name = Self.name(of: image), !dockerfile.contains("$") else { return nil }
    self.source = source
    self.image = name
    self.dockerfile = dockerfile
    self.target = target
    self.path = path
  }

  private static func name(of image: String) -> String? {
    let base = image.lastIndex(of: "/").map { image.index(after: $0) } ?? image.startIndex
    let name = image[base...].firstIndex { $0 == ":" || $0 == "@" }.map { image[..<$0] } ?? image[...]
    guard !name.contains("$") else { return nil }
    return (try? ImageReference(parsing: String(name)))?.name
  }

  /// Dockerfiles and files of these words are for developers' machines and tests.
  static func isForDevelopment(_ path: String) -> Bool {
    Discovery.name(of: path).lowercased().split { ".-_".contains($0) }.contains { Graph.developmentNames.contains(String($0)) }
  }

  /// All that the repository says, but for what is for development alone.
  static func all(
    in workspace: Workspace, compose: [ComposeFile], dockerfiles: [String], repository: RepositoryFiles
  ) -> [DeclaredBuild] {
    var builds = compose.flatMap(Self.compose)
    for artifact in workspace.artifacts {
      let path = artifact.file.path
      switch Discovery.name(of: path) {
      case "skaffold.yaml", "skaffold.yml": builds += skaffold(roots(of: artifact), path: path)
      case ".gitlab-ci.yml", ".gitlab-ci.yaml": builds += pipeline(roots(of: artifact), path: path)
      default:
        if let root = rootOfWorkflow(path) { builds += workflow(roots(of: artifact), root: root, path: path) }
      }
    }
    builds += makefiles(besides: dockerfiles, repository: repository)
    return builds.filter { !isForDevelopment($0.dockerfile) }
  }

  private static func roots(of artifact: Workspace.Artifact) -> [YAMLNode] {
    switch artifact.content {
    case .manifests(let stream, _): return stream.roots
    case .unrelated:
      let stream = YAMLStream.parse(artifact.file)
      return stream.diagnostics.contains { $0.kind == .syntax } ? [] : stream.roots
    default: return []
    }
  }
}

extension Graph {
  /// What the repository says of the image of a container.
  enum DeclaredLink {
    case link(ImageLink)
    /// It is built from several Dockerfiles, or a stage that is not the last one is.
    case undecidable
  }

  /// Of several builds of one name those nearest by path count.
  func declaredLink(of reference: ImageReference, at path: String, _ builds: [DeclaredBuild], images byPath: [String: Int]) -> DeclaredLink?
  {
    var isDeclared = false
    for source in DeclaredBuild.Source.allCases {
      let fitting = builds.filter { $0.source == source && byPath[$0.dockerfile] != nil }
      let nearness = fitting.map { RepositoryPath.nearness($0.path, path) }
      guard let nearest = nearness.max() else { continue }
      isDeclared = true
      let chosen = zip(fitting, nearness).filter { $0.1 == nearest }.map(\.0)
      guard let first = chosen.first, Set(chosen.map(\.dockerfile)).count == 1, let image = byPath[first.dockerfile] else { continue }
      // The graph knows the image of a plain build alone.
      let last = images[image].dockerfile.stages.last
      guard chosen.allSatisfy({ $0.target == nil || $0.target?.lowercased() == last?.name?.lowercased() }) else { return .undecidable }
      return .link(ImageLink(image: image, reason: "\(first.path) builds \(reference.familiarName) from \(first.dockerfile)"))
    }
    return isDeclared ? .undecidable : nil
  }
}
