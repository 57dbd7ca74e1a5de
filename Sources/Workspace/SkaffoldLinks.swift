internal import YAMLSyntax

extension DeclaredBuild {
  /// `build.artifacts` that Docker or Kaniko builds; without a builder Docker does (skaffold schema, Artifact). The context is seen from
  /// the file's folder, the Dockerfile from the context.
  static func skaffold(_ roots: [YAMLNode], path: String) -> [DeclaredBuild] {
    let others: Set<String> = ["bazel", "jib", "buildpacks", "custom", "ko"]
    return roots.flatMap { $0["build", "artifacts"].map { Array($0.elements) } ?? [] }.compactMap { artifact in
      guard let image = artifact["image"]?.text, !artifact.ownEntries.contains(where: { others.contains($0.key.text ?? "") }) else {
        return nil
      }
      let builder = artifact["docker"] ?? artifact["kaniko"]
      guard let folder = RepositoryPath.join(RepositoryPath.folder(of: path), artifact["context"]?.text ?? "."),
        let dockerfile = RepositoryPath.join(folder, builder?["dockerfile"]?.text ?? "Dockerfile")
      else { return nil }
      return DeclaredBuild(.skaffold, image: image, dockerfile: dockerfile, target: builder?["target"]?.text, path: path)
    }
  }
}
