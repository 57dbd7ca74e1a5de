internal import Kubernetes
internal import YAMLSyntax

extension DeclaredBuild {
  /// Services with both `build` and `image`: Compose gives what it builds that name (compose-spec, build.md).
  static func compose(_ file: ComposeFile) -> [DeclaredBuild] {
    file.services.compactMap { service in
      guard let image = service.value["image"]?.text, let build = service.value.present("build"),
        let build = ComposeBuild(build, folder: file.folder)
      else { return nil }
      return DeclaredBuild(.compose, image: image, dockerfile: build.dockerfile, target: build.target, path: file.path)
    }
  }
}
