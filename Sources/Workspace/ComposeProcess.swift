internal import DockerfileSyntax
internal import Kubernetes
package import Servers
package import SourceText
internal import YAMLSyntax

extension Graph {
  /// The compose files that say what runs in production.
  package var composeFiles: Set<FileID> { Set(composeServices.filter(\.isOfProject).flatMap { $0.service.layers.map(\.file.file) }) }

  /// A service of a compose file that runs in production, with what the rest of the repository says of it.
  package struct ComposeNode: Sendable {
    package let service: ComposeService
    package internal(set) var image: ImageLink?
    package internal(set) var process: ContainerProcess?
    /// Whether it has a loopback interface that no other container and nothing on the machine shares.
    package internal(set) var isAlone = false
    /// Whether a service waits for this one to end: then it is a job.
    package internal(set) var isAwaited = false

    /// Whether it runs something of the project's own, and is no database or the like as others publish it.
    package var isOfProject: Bool { service.build != nil || image != nil || process != nil }

    let environment: ComposeEnvironment

    /// The value of a variable of the service, and where it is written.
    package func variable(_ name: String) -> Variable { environment.variable(name) }
    /// Why a file at an absolute path of the container may be another one than the image's.
    package func doubt(aboutFile path: String) -> String? { environment.doubt(aboutFile: path) }
    /// Whether something is mounted there that is kept in memory.
    package func isInMemory(_ path: String) -> Bool {
      service.volumes.contains { volume in
        volume.type == "tmpfs"
          && path.isAtOrBelow(volume.target)
      }
    }

    init(_ service: ComposeService, repository: RepositoryFiles) {
      self.service = service
      environment = ComposeEnvironment(service: service, repository: repository)
    }
  }

  /// Finds what services say of each other.
  mutating func linkComposeServices() {
    /// Services of one folder's files may be one project's: in a repository of many, others have the same names.
    struct Name: Hashable {
      let folder: String
      let name: String
    }
    var (shared, awaited): (Set<Name>, Set<Name>) = ([], [])
    let folders = composeServices.map { RepositoryPath.folder(of: $0.service.layers[0].file.path) }
    let prefix = "service:"
    for index in composeServices.indices {
      let service = composeServices[index].service
      if case .known(let mode, _) = service.field("network_mode"), mode.hasPrefix(prefix) {
        shared.insert(Name(folder: folders[index], name: String(mode.dropFirst(prefix.count))))
      }
      for entry in service.all("depends_on").flatMap(\.node.entries)
      where entry.value["condition"]?.text == "service_completed_successfully" {
        if let name = entry.key.text { awaited.insert(Name(folder: folders[index], name: name)) }
      }
    }
    for index in composeServices.indices {
      let service = composeServices[index].service
      let name = Name(folder: folders[index], name: service.name)
      composeServices[index].isAwaited = awaited.contains(name)
      if case .absent = service.field("network_mode") { composeServices[index].isAlone = !shared.contains(name) }
    }
  }

  /// The Dockerfile of a service's image: of what it builds, otherwise as for a container.
  ///
  /// - Parameter named: the link of an image by its name, for a file at a path.
  func composeLink(of service: ComposeService, images byPath: [String: Int], named: (ImageReference, String) -> ImageLink?) -> ImageLink? {
    let path = service.layers[service.layers.count - 1].file.path
    guard let build = service.build else { return service.imageReference.flatMap { named($0, path) } }
    // The graph knows the image of a plain build alone.
    guard let image = byPath[build.dockerfile],
      build.target == nil || build.target?.lowercased() == images[image].dockerfile.stages.last?.name?.lowercased()
    else { return nil }
    return ImageLink(image: image, reason: "\(path) builds \(service.name) from \(build.dockerfile)")
  }

  mutating func readComposeProcesses() {
    for index in composeServices.indices {
      let node = composeServices[index]
      let linked = node.image.map { images[$0.image] }
      let image = linked.flatMap { linked in
        linked.configuration.map { ImageFiles(dockerfile: linked.dockerfile, configuration: $0, repository: repository) }
      }
      let own = linked.flatMap { linked in
        linked.configuration.map { ImageCommand(dockerfile: linked.dockerfile, configuration: $0, file: linked.file) }
      }
      guard let (words, isSure) = node.service.words(image: own) else { continue }
      let context = ContainerContext(surroundings: node.environment, image: image, file: linked?.file ?? node.service.anchor.file)
      let process = ContainerProcess(words: words, in: context)
      // An entrypoint that is not known may do anything with what it is given, but is given a server to run it.
      guard isSure || process.server != nil else { continue }
      composeServices[index].process = process
      if case .absent = node.service.lookUp("command"), case .absent = node.service.lookUp("entrypoint") {
        if let image = node.image { images[image.image].isStartedByCompose = true }
      }
    }
  }
}

extension ComposeService {
  /// What `image` says; a tag that depends on a variable does not matter.
  var imageReference: ImageReference? {
    guard case .found(let node, _) = lookUp("image"), var text = node.text.flatMap({ interpolation.expand($0) }) else { return nil }
    if let unknown = text.firstIndex(of: ComposeInterpolation.unknown), let colon = text[..<unknown].lastIndex(of: ":"),
      !text[colon...].contains("/")
    {
      text = String(text[..<colon])
    }
    return text.contains(ComposeInterpolation.unknown) ? nil : try? ImageReference(parsing: text)
  }

  private static let maximumPlacedWords = 200

  /// The command line (05-services.md): `command` in place of CMD, `entrypoint` in place of ENTRYPOINT and of CMD too.
  ///
  /// - Returns: the words, and whether no entrypoint that is not known gets them; nil when nothing is known.
  fileprivate func words(image: ImageCommand?) -> (words: [CommandWord], isSure: Bool)? {
    let command: [CommandWord]?
    switch lookUp("command") {
    case .unknown: return nil
    case .absent: command = nil
    case .found(let node, let layer):
      guard let words = words(node, layer) else { return nil }
      command = words
    }
    switch lookUp("entrypoint") {
    case .unknown: return nil
    case .found(let node, let layer):
      guard let entrypoint = words(node, layer) else { return nil }
      return (entrypoint + (command ?? []), true)
    case .absent: break
    }
    guard let image else { return command.map { ($0, false) } }
    if image.configuration.entrypoint == nil, let command {
      // The programming languages' official images have none, or one that runs what it is given.
      let base = image.configuration.externalBase
      let isPlain = base.map { $0.known.flatMap { try? ImageReference(parsing: $0) }.map(BaseImages.isOfficial) ?? false } ?? true
      return (command, isPlain)
    }
    return image.words(arguments: command).map { ($0, true) }
  }

  private func words(_ node: YAMLNode, _ layer: Layer) -> [CommandWord]? {
    guard node.isScalar else { return node.elements.map { word($0, layer) } }
    guard let written = node.text, let text = interpolation.expand(written), let parts = ComposeWords.split(text) else { return nil }
    // Each word is looked for from the beginning of the text.
    let isPlain = !written.contains("$") && parts.count <= Self.maximumPlacedWords
    return parts.map { part in
      let whole = isPlain ? layer.location(node.sourceRange(of: part.range)) : layer.location(node)
      let start = part.start ?? 0
      let place: @Sendable (Range<Int>) -> Location = {
        layer.location(node.sourceRange(of: (start + $0.lowerBound)..<(start + $0.upperBound)))
      }
      // A value with blanks in it becomes several words, as the text is split afterwards.
      return Self.word(part.text, at: whole, place: isPlain && part.start != nil ? place : nil, mayBeSeveral: true)
    }
  }

  private func word(_ node: YAMLNode, _ layer: Layer) -> CommandWord {
    let whole = layer.location(node)
    guard let written = node.text, let text = interpolation.expand(written) else {
      return CommandWord(.unknown(reason: "it cannot be read"), at: whole)
    }
    let place: @Sendable (Range<Int>) -> Location = { layer.location(node.sourceRange(of: $0)) }
    return Self.word(text, at: whole, place: written.contains("$") ? nil : place, mayBeSeveral: false)
  }

  private static func word(
    _ text: String, at location: Location, place: (@Sendable (Range<Int>) -> Location)?, mayBeSeveral: Bool
  ) -> CommandWord {
    guard let first = text.firstIndex(of: ComposeInterpolation.unknown), let last = text.lastIndex(of: ComposeInterpolation.unknown) else {
      return CommandWord(.known(text), at: location, place: place)
    }
    return CommandWord(
      .unknown(reason: "it depends on a variable"), at: location, knownPrefix: String(text[..<first]),
      knownSuffix: String(text[text.index(after: last)...]), mayBeSeveral: mayBeSeveral)
  }
}
