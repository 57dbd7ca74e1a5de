internal import DockerfileSyntax
internal import Kubernetes
package import Servers
internal import SourceText
internal import YAMLSyntax

/// What a container starts: its command line with what surrounds it. A class, as many hold it and the settings of a server alone are more
/// than a kilobyte.
package final class ContainerProcess: Sendable {
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
  mutating func readProcesses(repository: RepositoryFiles) {
    let ofImages = processesOfImages(repository)
    for index in images.indices { images[index].process = ofImages[index] }
    let entries = workloads.indices.flatMap { workloads[$0].containers }
    var ofContainers = processes(of: entries, repository: repository)[...]
    for index in workloads.indices {
      for position in workloads[index].containers.indices { workloads[index].containers[position].process = ofContainers.removeFirst() }
    }
  }

  private func processesOfImages(_ repository: RepositoryFiles) -> [ContainerProcess?] {
    mapInParallel(count: images.count) { index in
      let image = images[index]
      guard let configuration = image.configuration else { return nil }
      let files = ImageFiles(dockerfile: image.dockerfile, configuration: configuration, repository: repository)
      let words = ImageCommand(dockerfile: image.dockerfile, configuration: configuration, file: image.file).words()
      let context = ContainerContext(surroundings: nil, image: files, file: image.file)
      return words.map { ContainerProcess(words: $0, in: context) }
    }
  }

  private func processes(of entries: [ContainerNode], repository: RepositoryFiles) -> [ContainerProcess?] {
    mapInParallel(count: entries.count) {
      process(of: entries[$0], repository: repository)
    }
  }

  private func process(of entry: ContainerNode, repository: RepositoryFiles) -> ContainerProcess? {
    let container = entry.container
    // A patch may give the container another command.
    for field in ["command", "args"] where kustomizations.reason(for: container, field: [field]) != nil { return nil }
    let linked = entry.image.map { images[$0.image] }
    let image = linked.flatMap { node in
      node.configuration.map { ImageFiles(dockerfile: node.dockerfile, configuration: $0, repository: repository) }
    }
    let environment = ContainerEnvironment(
      container: container, configMaps: configMaps, kustomizations: kustomizations)
    let context = ContainerContext(surroundings: environment, image: image, file: linked?.file ?? container.pod.manifest.file)
    // tasks/inject-data-application/define-command-argument-container: `command` replaces the image's ENTRYPOINT and CMD, `args` its CMD.
    if let command = container.command {
      return ContainerProcess(words: environment.words(command) + (container.args.map(environment.words) ?? []), in: context)
    }
    guard let linked, let configuration = linked.configuration else { return nil }
    let imageCommand = ImageCommand(dockerfile: linked.dockerfile, configuration: configuration, file: linked.file)
    // Without arguments of its own, it runs what the image starts: the words are there already.
    let words = container.args.map { imageCommand.words(arguments: environment.words($0)) } ?? linked.process?.words
    return words.map { ContainerProcess(words: $0, in: context) }
  }
}
