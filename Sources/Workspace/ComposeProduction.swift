internal import DockerfileSyntax
internal import Kubernetes
internal import SourceText
internal import YAMLSyntax

/// Which services of a repository's compose files run in production. Most compose files are a developer's environment, so one counts only
/// when its name says so, or when nothing speaks against it and something for it.
enum ComposeProduction {
  /// - Parameter mayRunElsewhere: whether the repository brings its containers to production in another way, as Kubernetes' manifests
  ///   do, or may: then a compose file that does not say what it is for is the local environment.
  static func services(_ files: [ComposeFile], mayRunElsewhere: Bool, repository: RepositoryFiles) -> [ComposeService] {
    guard !files.isEmpty else { return [] }
    let groups = Dictionary(grouping: files, by: \.folder).sorted { $0.key < $1.key }.map(\.value)
    if files.contains(where: \.isForProduction) {
      return groups.flatMap { named($0, interpolation($0, repository)) }
    }
    guard !mayRunElsewhere else { return [] }
    return groups.filter { !$0[0].isInFolderForOthers }.flatMap { group -> [ComposeService] in
      let interpolation = interpolation(group, repository)
      let services = group.flatMap { file in file.services.compactMap { service($0, [file], besides: group, interpolation) } }
      guard !services.contains(where: { isForDevelopment($0, repository) }) else { return [] }
      return services.filter { $0.isKeptRunning && $0.all("profiles").isEmpty }
    }
  }

  /// The services of files whose names say that they are for production. One that names no image changes a service of the file that
  /// Compose takes by itself, whose other services then run too.
  private static func named(_ group: [ComposeFile], _ interpolation: ComposeInterpolation) -> [ComposeService] {
    let base = group.filter { $0.hasStandardName }
    return group.filter(\.isForProduction).flatMap { file -> [ComposeService] in
      let isPart = file.services.contains { $0.value.present("image") == nil && $0.value.present("build") == nil }
      guard isPart else { return file.services.compactMap { service($0, [file], besides: group, interpolation) } }
      guard base.count == 1 else { return [] }
      let own = file.services.compactMap { service($0, base + [file], besides: group, interpolation) }
      let other = base[0].services.filter { entry in !own.contains { entry.key.hasText($0.name) } && entry.value.present("profiles") == nil
      }
      return own + other.compactMap { service($0, base, besides: group, interpolation) }
    }
  }

  /// Reads the `.env` beside the files.
  private static func interpolation(_ group: [ComposeFile], _ repository: RepositoryFiles) -> ComposeInterpolation {
    guard repository.canRead, let file = repository.file(at: group[0].folder + ".env")?.file else {
      return ComposeInterpolation(namesInDotEnv: [])
    }
    return ComposeInterpolation(namesInDotEnv: Set(EnvironmentFile(file).entries.map(\.name)))
  }

  private static func service(
    _ entry: YAMLNode.Entry, _ files: [ComposeFile], besides group: [ComposeFile], _ interpolation: ComposeInterpolation
  ) -> ComposeService? {
    guard let name = entry.key.text else { return nil }
    let layer = { (file: ComposeFile) in file.service(name).map { ComposeService.Layer(file: file, node: $0) } }
    let others = group.filter { other in !files.contains { $0.path == other.path } }
    // `docker compose -f compose.yaml -f compose.prod.yaml`: what Compose takes by itself comes first.
    let isBase = { (file: ComposeFile) in file.hasStandardName && !files[0].hasStandardName }
    return ComposeService(
      name: name, layers: files.compactMap(layer), below: others.filter(isBase).compactMap(layer),
      above: others.filter { !isBase($0) }.compactMap(layer), interpolation: interpolation)
  }

  // MARK: Development

  /// Whether something about a service says that developers run it: then the other services of the file are for them as well.
  private static func isForDevelopment(_ service: ComposeService, _ repository: RepositoryFiles) -> Bool {
    if !service.all("develop").isEmpty || service.build.map({ isForDevelopment($0) }) ?? false { return true }
    if let image = service.all("image").last?.node.text, isForDevelopment(image: image) { return true }
    return mountsSource(service, repository) || saysDevelopment(service) || debugs(service) || waits(service)
  }

  private static func isForDevelopment(_ build: ComposeBuild) -> Bool {
    DeclaredBuild.isForDevelopment(build.dockerfile) || build.target.map { words($0).contains(where: isDevelopmentWord) } ?? false
  }

  private static func words(_ text: String) -> [Substring] { text.lowercased().split { ".-_/:".contains($0) } }
  private static func isDevelopmentWord(_ word: Substring) -> Bool { Graph.developmentNames.contains(String(word)) }

  /// Images that catch mail, or stand in for a cloud, on a developer's machine.
  private static let toys: Set<String> = [
    "mailhog", "mailpit", "maildev", "mailcatcher", "localstack", "smtp4dev", "inbucket", "fakes3", "azurite", "fake-gcs-server",
  ]

  private static func isForDevelopment(image: String) -> Bool {
    let parts = image.pathComponents
    let last = (parts.last ?? "").split(separator: ":")
    return last.first.map { toys.contains(String($0)) } ?? false
      || last.count > 1 && words(String(last[1])).contains(where: isDevelopmentWord)
  }

  private static let sourceFolders: Set<String> = ["src", "app", "backend", "frontend", "code", "server", "api", "lib", "web", "client"]
  private static let sourceFiles = [
    "__init__.py", "main.py", "manage.py", "pyproject.toml", "package.json", "go.mod", "Gemfile", "composer.json",
  ]

  /// Whether a folder of source code is mounted over what the image brings.
  private static func mountsSource(_ service: ComposeService, _ repository: RepositoryFiles) -> Bool {
    service.volumes.contains { volume in
      guard let source = volume.source else { return false }
      let folder = source.isEmpty ? "" : source + "/"
      let contains = { (path: String) in path == source || path.hasPrefix(folder) }
      if contains(service.folder.hasSuffix("/") ? String(service.folder.dropLast()) : service.folder) { return true }
      if let build = service.build, contains(build.context) { return true }
      if sourceFolders.contains(Discovery.name(of: source)), !Discovery.name(of: source).contains(".") { return true }
      return sourceFiles.contains { repository.canRead && repository.exists(folder + $0) }
    }
  }

  /// `ENVIRONMENT: development`, `DEBUG=true`, `NODE_ENV=dev`.
  private static func saysDevelopment(_ service: ComposeService) -> Bool {
    service.ownVariables.contains { variable in
      let name = variable.name.uppercased()
      guard let value = variable.value.flatMap({ service.text($0) ?? nil })?.lowercased() else { return false }
      if name == "DEBUG" || name.hasSuffix("_DEBUG") { return ["1", "true", "yes", "on"].contains(variable.text(value)) }
      guard ["ENV", "ENVIRONMENT", "MODE", "STAGE"].contains(where: { name == $0 || name.hasSuffix("_" + $0) }) else { return false }
      return Graph.developmentNames.contains(variable.text(value))
    }
  }

  /// Ports that debuggers of Python and Node.js listen on.
  private static func debugs(_ service: ComposeService) -> Bool {
    service.all("ports").contains { field in
      field.node.elements.contains { port in
        let target = port["target"]?.text ?? port.text?.split(separator: ":").last.map(String.init) ?? ""
        return ["5678", "9229", "5005"].contains(target.prefix { $0 != "/" })
      }
    }
  }

  /// `sleep infinity`: somebody works in it.
  private static func waits(_ service: ComposeService) -> Bool {
    guard let command = service.all("command").last?.node else { return false }
    let line = command.isScalar ? command.text ?? "" : command.elements.compactMap(\.text).joined(separator: " ")
    return line.hasPrefix("sleep inf") || line.hasPrefix("tail -f /dev/null") || line.hasPrefix("tail -F /dev/null")
  }
}
