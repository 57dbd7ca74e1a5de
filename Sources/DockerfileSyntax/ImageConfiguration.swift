/// The configuration of the image that a stage yields: what `docker inspect` would show, as far as the Dockerfile says it.
///
/// A field that nothing in the Dockerfile sets is nil (or missing from its dictionary): it is inherited from `externalBase`, or has
/// its default when that is nil (`FROM scratch`).
package struct ImageConfiguration: Sendable {
  package struct Setting<Value: Sendable>: Sendable {
    package let value: Value
    /// The index in `Dockerfile.instructions`.
    package let instruction: Int
  }

  /// The stage it belongs to.
  package let stage: Int
  /// The stages from the one that begins with `externalBase` or scratch up to `stage`.
  package let lineage: [Int]
  /// The image below the first stage of `lineage`; nil for scratch.
  package let externalBase: Expansion?
  package private(set) var user: Setting<ResolvedWord>?
  /// Resolved and absolute, or unknown where it builds on the base's.
  package private(set) var workingDirectory: Setting<ResolvedWord>?
  package private(set) var environment: [String: Setting<ResolvedPair>] = [:]
  package private(set) var labels: [String: Setting<ResolvedPair>] = [:]
  package private(set) var exposedPorts: [Setting<ExposedPort>] = []
  package private(set) var volumes: [Setting<ResolvedWord>] = []
  package private(set) var entrypoint: Setting<CommandLine>?
  package private(set) var cmd: Setting<CommandLine>?
  /// Whether an ENTRYPOINT here has taken away the CMD of the base (the base's CMD does not count then).
  package private(set) var resetsInheritedCmd = false
  /// The SHELL in force at the end.
  package private(set) var shell: Setting<[Word]>?
  package private(set) var stopSignal: Setting<ResolvedWord>?
  package private(set) var healthcheck: Setting<Healthcheck>?
  package private(set) var triggers: [Setting<Trigger>] = []
  /// What COPY and ADD put into the image, in order.
  package private(set) var files: [CopiedFiles] = []

  fileprivate init(_ dockerfile: Dockerfile, stage: Int) {
    self.stage = stage
    var lineage = [stage]
    var base = dockerfile.stages[stage].base
    while case .stage(let parent) = base {
      lineage.append(parent)
      base = dockerfile.stages[parent].base
    }
    self.lineage = lineage.reversed()
    externalBase = if case .image(let image) = base { image } else { nil }
    for index in self.lineage { apply(dockerfile.stages[index]) }
  }

  private mutating func apply(_ stage: Stage) {
    var setsCmd = false
    for change in stage.changes {
      let index = change.instruction
      switch change.effect {
      case .user(let word): user = Setting(value: word, instruction: index)
      case .workingDirectory(let word): workingDirectory = Setting(value: word, instruction: index)
      case .environment(let pairs): for pair in pairs { environment[pair.name] = Setting(value: pair, instruction: index) }
      case .labels(let pairs): for pair in pairs { labels[pair.name] = Setting(value: pair, instruction: index) }
      case .ports(let ports): exposedPorts += ports.map { Setting(value: $0, instruction: index) }
      case .volumes(let words): volumes += words.map { Setting(value: $0, instruction: index) }
      case .stopSignal(let word): stopSignal = Setting(value: word, instruction: index)
      case .shell(let words): shell = Setting(value: words, instruction: index)
      case .healthcheck(let check): healthcheck = Setting(value: check, instruction: index)
      case .trigger(let trigger): triggers.append(Setting(value: trigger, instruction: index))
      case .files(let copied): files.append(copied)
      case .cmd(let command):
        cmd = Setting(value: command, instruction: index)
        setsCmd = true
      case .entrypoint(let command):
        entrypoint = Setting(value: command, instruction: index)
        // An inherited CMD were arguments for another program (convert.go, `dispatchEntrypoint`).
        if !setsCmd {
          cmd = nil
          resetsInheritedCmd = true
        }
      case .argument, .run: break
      }
    }
  }
}

extension Dockerfile {
  /// The configuration that a stage yields; nil when there is no such stage.
  package func configuration(ofStage index: Int) -> ImageConfiguration? {
    stages.indices.contains(index) ? ImageConfiguration(self, stage: index) : nil
  }

  /// The stage of a name, in any case, or of a number, as `docker build --target` finds it.
  package func stage(named name: String) -> Stage? {
    (stagesByName[name.lowercased()] ?? Int(name)).flatMap { stages.indices.contains($0) ? stages[$0] : nil }
  }

  /// The configuration of the last stage, which a plain build yields; nil without a stage.
  package var finalConfiguration: ImageConfiguration? { configuration(ofStage: stages.count - 1) }
}
