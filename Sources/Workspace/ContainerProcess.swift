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
        let context = ContainerContext(environment: nil, image: files, file: images[index].file)
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
    let context = ContainerContext(environment: environment, image: image, file: linked?.file ?? container.pod.manifest.file)
    // tasks/inject-data-application/define-command-argument-container: `command` replaces the image's ENTRYPOINT and CMD, `args` its CMD.
    if let command = container.command {
      return ContainerProcess(words: context.words(command) + (container.args.map(context.words) ?? []), in: context)
    }
    guard let linked, let configuration = linked.configuration else { return nil }
    let imageCommand = ImageCommand(dockerfile: linked.dockerfile, configuration: configuration, file: linked.file)
    guard let words = imageCommand.words(arguments: container.args.map(context.words)) else { return nil }
    return ContainerProcess(words: words, in: context)
  }
}

/// The command line that an image starts by itself (Dockerfile reference, "Understand how CMD and ENTRYPOINT interact").
private struct ImageCommand {
  let dockerfile: Dockerfile
  let configuration: ImageConfiguration
  let file: FileID

  /// - Parameter arguments: Kubernetes' `args`, which stand in for CMD.
  func words(arguments: [CommandWord]? = nil) -> [CommandWord]? {
    guard let entrypoint = configuration.entrypoint else {
      // With `args`, an entrypoint of the base image would get them; it is not known.
      guard arguments == nil, let cmd = configuration.cmd else { return nil }
      return words(cmd)
    }
    // The shell form ignores whatever follows.
    guard entrypoint.value.isExec else { return words(entrypoint) }
    return words(entrypoint) + (arguments ?? configuration.cmd.map(words) ?? [])
  }

  private func words(_ setting: ImageConfiguration.Setting<CommandLine>) -> [CommandWord] {
    switch setting.value.form {
    case .exec(let words):
      return words.map { word in
        CommandWord(.known(word.string), at: location(word.range), place: { location(word.text.sourceRange(of: $0)) })
      }
    case .shell(let written):
      let text = dockerfile.instructions[setting.instruction].shellText(of: setting.value, in: dockerfile.file) ?? written
      let place = location(written.sourceRange)
      let shell = configuration.shell?.value.map(\.string) ?? ["/bin/sh", "-c"]
      return shell.map { CommandWord(.known($0), at: place) }
        + [CommandWord(.known(text.string), at: place, place: { location(text.sourceRange(of: $0)) })]
    }
  }

  private func location(_ range: ByteRange) -> Location { Location(file: file, range: range) }
}

/// The environment and the files of a container's processes.
private struct ContainerContext: ProcessContext {
  /// nil for an image that is run by itself.
  let environment: ContainerEnvironment?
  /// nil when the image's Dockerfile is not known.
  let image: ImageFiles?
  let file: FileID

  private var container: Container? { environment?.container }

  func variable(_ name: String) -> Variable {
    switch environment?.variable(name) ?? .unset {
    case .unset: break
    case let found: return found
    }
    guard let pair = image?.configuration.environment[name]?.value else { return .unset }
    let place = Location(file: file, range: pair.valueRange)
    switch pair.value {
    case .known(let text): return .known(text, place)
    case .unknown(let causes): return .unknown(reason: "\(name) depends on \(causes.joined(separator: ", "))", place)
    }
  }

  /// The words of `command` or `args`, `$(VAR)` filled in as the kubelet does: an unknown name stays as it is, `$$` is a dollar sign.
  func words(_ list: YAMLNode) -> [CommandWord] {
    guard let manifest = container?.pod.manifest else { return [] }
    return list.elements.map { node in
      let place = manifest.location(node.range)
      guard let text = node.text else { return CommandWord(.unknown(reason: "it is no text"), at: place) }
      if text.contains("{{") { return CommandWord(.unknown(reason: "it is a template"), at: place) }
      guard text.contains("$(") else {
        return CommandWord(.known(text), at: place, place: { manifest.location(node.sourceRange(of: $0)) })
      }
      return CommandWord(expand(text), at: place)
    }
  }

  private func expand(_ text: String) -> CommandWord.Text {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      if rest.hasPrefix("$") {
        result += "$"
        rest = rest.dropFirst()
      } else if rest.hasPrefix("("), let close = rest.firstIndex(of: ")") {
        let name = String(rest[rest.index(after: rest.startIndex)..<close])
        // The kubelet does not know the image's variables.
        switch environment?.variable(name) ?? .unset {
        case .known(let value, _): result += value
        case .unset: result += "$(" + name + ")"
        case .unknown(let reason, _): return .unknown(reason: reason)
        }
        rest = rest[rest.index(after: close)...]
      } else {
        result += "$"
      }
    }
    return .known(result + rest)
  }

  func file(_ path: String) -> ProcessFile {
    guard let image else { return .unknown(reason: "the Dockerfile of the image is not known") }
    var directory = image.configuration.workingDirectory?.value.value ?? .known("/")
    switch container?.workingDirectory {
    case .known(let text, _)?: directory = .known(text)
    case .undecidable(let reason, _)?: return .unknown(reason: reason)
    case .absent?, nil: break
    }
    guard path.hasPrefix("/") || directory.known != nil else { return .unknown(reason: "the working directory is not known") }
    let absolute = ImagePath.join(directory.known ?? "/", path)
    if let mount = container?.mountPaths.first(where: { absolute == $0 || absolute.hasPrefix($0 + "/") }) {
      return .unknown(reason: "a volume is mounted at \(mount)")
    }
    return image.file(absolute)
  }
}
