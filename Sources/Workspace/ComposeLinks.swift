internal import Kubernetes
internal import YAMLSyntax

extension DeclaredBuild {
  /// The names that Compose looks for, and `docker-compose.prod.yml` and its like; those for development are passed over.
  static func isCompose(_ name: String) -> Bool {
    guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { return false }
    let parts = name.split { $0 == "." || $0 == "-" || $0 == "_" }
    guard parts.first == "compose" || parts.first == "docker" && parts.count > 1 && parts[1] == "compose" else { return false }
    return !isForDevelopment(name) && !parts.contains("override")
  }

  /// Services with both `build` and `image`: Compose gives what it builds that name (compose-spec, build.md). The context is seen from
  /// the file's folder, the Dockerfile from the context.
  static func compose(_ roots: [YAMLNode], path: String) -> [DeclaredBuild] {
    let services = roots.first?["services"]?.entries ?? []
    return services.compactMap { service in
      guard let image = service.value["image"]?.text, let build = service.value.present("build") else { return nil }
      let context = build.isScalar ? build.text : build["context"]?.text ?? "."
      guard let context, build.present("dockerfile_inline") == nil,
        let folder = RepositoryPath.join(RepositoryPath.folder(of: path), context),
        let dockerfile = RepositoryPath.join(folder, build["dockerfile"]?.text ?? "Dockerfile")
      else { return nil }
      return DeclaredBuild(.compose, image: image, dockerfile: dockerfile, target: build["target"]?.text, path: path)
    }
  }
}
