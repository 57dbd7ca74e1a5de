internal import Kubernetes
internal import SourceText
internal import YAMLSyntax

/// A compose file, parsed (compose-spec).
struct ComposeFile: Sendable {
  let file: FileID
  let path: String
  private let root: YAMLNode

  var folder: String { RepositoryPath.folder(of: path) }
  /// With merge keys and anchors filled in.
  var services: [YAMLNode.Entry] { root["services"]?.entries.filter { $0.value.isMapping } ?? [] }

  func service(_ name: String) -> YAMLNode? {
    guard let node = root["services"]?[name], node.isMapping else { return nil }
    return node
  }

  /// Services are compared with one another; nobody writes more.
  private static let maximumServices = 300

  /// - Returns: nil for what is none by its name or its content, or one for development by its name.
  init?(_ artifact: Workspace.Artifact, _ id: FileID) {
    // Most names are others: to take them apart would take longer than to look at the first letter.
    guard let name = artifact.file.path.lastPathComponent, let first = name.utf8.first,
      first | 0x20 == UInt8(ascii: "c") || first | 0x20 == UInt8(ascii: "d"), Self.isCompose(String(name))
    else { return nil }
    let stream: YAMLStream
    switch artifact.content {
    case .manifests(let parsed, _): stream = parsed
    case .unrelated: stream = YAMLStream.parse(artifact.file)
    default: return nil
    }
    guard !stream.diagnostics.contains(where: { $0.kind == .syntax }), let root = stream.roots.first,
      (root["services"]?.count ?? 0) <= Self.maximumServices
    else { return nil }
    file = id
    path = artifact.file.path
    self.root = root
  }

  // MARK: Names

  private static func parts(_ name: String) -> [Substring] { name.lowercased().split { $0 == "." || $0 == "-" || $0 == "_" } }

  /// The names that Compose looks for, and `docker-compose.prod.yml` and its like; those for development are passed over.
  static func isCompose(_ name: String) -> Bool {
    guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { return false }
    let parts = parts(name)
    guard parts.first == "compose" || parts.first == "docker" && parts.count > 1 && parts[1] == "compose" else { return false }
    return !DeclaredBuild.isForDevelopment(name) && !parts.contains("override")
  }

  /// Whether Compose takes the file by itself (compose-spec, 03-compose-file.md).
  var hasStandardName: Bool {
    ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"].contains(Discovery.name(of: path))
  }

  /// `docker-compose.prod.yml`: it says itself what it is for.
  var isForProduction: Bool {
    Self.parts(Discovery.name(of: path)).contains { ["prod", "production", "deploy", "deployment", "live"].contains($0) }
  }

  private static let otherFolders: Set<String> = [
    "example", "examples", "sample", "samples", "demo", "demos", "docs", "doc", "e2e", "integration", "benchmark", "benchmarks", "fixtures",
    "testdata", ".devcontainer", "devcontainer", "playground", "tutorial", "tutorials", "contrib", "hack", "tools", "scripts",
  ]

  /// Whether its folders say that it is for developers, for tests or an example.
  var isInFolderForOthers: Bool {
    path.pathComponents.dropLast().map { $0.lowercased() }.contains {
      Graph.developmentNames.contains($0) || Self.otherFolders.contains($0)
    }
  }
}

/// The image that a service builds (compose-spec, build.md).
struct ComposeBuild: Sendable {
  /// As findings show it; the context is seen from the compose file's folder, the Dockerfile from the context.
  let dockerfile: String
  let context: String
  /// The stage that is built; nil for the last one.
  let target: String?

  init?(_ build: YAMLNode, folder: String) {
    let context = build.isScalar ? build.text : build["context"]?.text ?? "."
    guard let context, build.present("dockerfile_inline") == nil, let root = RepositoryPath.join(folder, context),
      let dockerfile = RepositoryPath.join(root, build["dockerfile"]?.text ?? "Dockerfile")
    else { return nil }
    self.dockerfile = dockerfile
    self.context = root
    target = build["target"]?.text
  }
}
