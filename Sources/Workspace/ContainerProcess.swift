internal import DockerfileSyntax
internal import Kubernetes
package import Servers
internal import SourceText
internal import YAMLSyntax

/// What a container starts: its command line with what surrounds it.
package struct ContainerProcess: Sendable {
  /// The words that the container runtime executes.
  package let words: [CommandWord]
  package let launch: Launch
  /// nil when the program is no server that we know.
  package let server: ServerProcess?

  init(words: [CommandWord], in context: some ProcessContext) {
    self.words = words
    launch = Launch(words, in: context)
    server = ServerProcess(launch, in: context)
  }
}

extension Graph {
  /// Reads the command lines of images and containers.
  mutating func readProcesses(paths: [String], repository: RepositoryFiles) {
    for index in images.indices {
      guard let configuration = images[index].configuration else { continue }
      let files = ImageFiles(dockerfile: images[index].dockerfile, configuration: configuration, repository: repository)
      let words = ImageCommand(dockerfile: images[index].dockerfile, configuration: configuration, file: images[index].file).words()
      if let words {
        let context = ContainerContext(surroundings: nil, image: files, file: images[index].file)
        images[index].process = ContainerProcess(words: words, in: context)
      }
    }
    for index in workloads.indices {
      for position in workloads[index].containers.indices {
        let entry = workloads[index].containers[position]
        workloads[index].containers[position].process = process(of: entry, paths: paths, repository: repository)
      }
    }
  }

  private func process(of entry: ContainerNode, paths: [String], repository: RepositoryFiles) -> ContainerProcess? {
    let container = entry.container
    // A patch may give the container another command.
    for field in ["command", "args"] where kustomizations.reason(for: container, field: [field]) != nil { return nil }
    let linked = entry.image.map { images[$0.image] }
    let image = linked.flatMap { node in
      node.configuration.map { ImageFiles(dockerfile: node.dockerfile, configuration: $0, repository: repository) }
    }
    let environment = ContainerEnvironment(
      container: container, configMaps: configMaps, kustomizations: kustomizations, paths: paths)
    let context = ContainerContext(surroundings: environment, image: image, file: linked?.file ?? container.pod.manifest.file)
    // tasks/inject-data-application/define-command-argument-container: `command` replaces the image's ENTRYPOINT and CMD, `args` its CMD.
    if let command = container.command {
      return ContainerProcess(words: environment.words(command) + (container.args.map(environment.words) ?? []), in: context)
    }
    guard let linked, let configuration = linked.configuration else { return nil }
    let imageCommand = ImageCommand(dockerfile: linked.dockerfile, configuration: configuration, file: linked.file)
    guard let words = imageCommand.words(arguments: container.args.map(environment.words)) else { return nil }
    return ContainerProcess(words: words, in: context)
  }
}
