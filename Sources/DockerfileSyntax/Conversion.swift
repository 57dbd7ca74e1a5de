internal import SourceText

extension Dockerfile {
  /// Finds the stages and expands every word that BuildKit expands, as far as that needs no network (dockerfile2llb/convert.go).
  mutating func convert() {
    var conversion = Conversion(self)
    conversion.run()
    stages = conversion.stages
    stagesByName = conversion.stagesByName
    globalArguments = conversion.globalArguments
    diagnostics += conversion.diagnostics
  }
}

/// The walk over a Dockerfile's stages with the values of its variables.
private struct Conversion {
  /// The variables of a stage at one point.
  private struct Scope {
    var environment: [String: VariableValue] = [:]
    var arguments: [String: VariableValue] = [:]
    /// The base is an image that nobody has looked at: it may set any variable.
    var hasUnknownBase = true
    var workingDirectory = Expansion.unknown(variables: [])

    func value(of name: String) -> VariableValue {
      if let value = environment[name] ?? arguments[name] { return value }
      let isParameter = name.utf8.first.map { (0x30...0x39).contains($0) || "@*#?-$!".utf8.contains($0) } ?? true
      return hasUnknownBase && !isParameter ? .unknown : .unset
    }

    /// Scopes that stages inherit are copied; a chain of stages with many variables each is cut off here.
    static let maximumCopiedEntries = 1 << 20
    var size: Int { environment.count + arguments.count }
  }

  /// What a build without arguments gives FROM and, after an ARG, a stage; the values depend on the platform (convert.go,
  /// `defaultArgs`).
  private static let platformArguments: Set<String> = [
    "BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT", "TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION",
    "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE",
  ]
  /// util/system/path.go, for images that begin with nothing.
  private static let defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  private let dockerfile: Dockerfile
  private var expansion: WordExpansion
  private var globals: [String: VariableValue] = [:]
  private var finalScopes: [Int: Scope] = [:]
  private var copiedEntries = 0
  private(set) var stagesByName: [String: Int] = [:]
  private(set) var stages: [Stage] = []
  private(set) var globalArguments: [ArgumentValue] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ dockerfile: Dockerfile) {
    self.dockerfile = dockerfile
    expansion = WordExpansion(escape: dockerfile.escape, budget: 4 * dockerfile.file.bytes.count + 1 << 20)
  }

  private mutating func refuse(_ instruction: Int, _ message: String, _ range: ByteRange, level: Diagnostic.Level = .conversion) {
    let line = dockerfile.instructions[instruction].lines.lowerBound
    diagnostics.append(Diagnostic(level: level, message: message, line: line, range: range))
  }

  mutating func run() {
    collectStages()
    let wantedScopes = Set(
      stages.compactMap { stage -> Int? in if case .stage(let base) = stage.base { base } else { nil } })
    for index in stages.indices { evaluate(index, keepsScope: wantedScopes.contains(index)) }
    refuseCycles()
  }

  private mutating func collectStages() {
    var hasFrom = false
    var isRefused = false
    for (index, instruction) in dockerfile.instructions.enumerated() {
      if instruction.keyword == .from { hasFrom = true }
      switch instruction.payload {
      case .from(let base): addStage(base, index)
      case .arg(let pairs) where stages.isEmpty: addGlobals(pairs, index)
      default:
        if !stages.isEmpty {
          stages[stages.count - 1].instructions = stages[stages.count - 1].instructions.lowerBound..<(index + 1)
        } else if !hasFrom, instruction.keyword != nil, instruction.keyword != .arg, !isRefused {
          refuse(index, "no build stage in current context", instruction.keywordWord.range, level: .instruction)
          isRefused = true
        }
      }
    }
    if !hasFrom, !isRefused, !dockerfile.instructions.isEmpty {
      diagnostics.append(
        Diagnostic(level: .conversion, message: "dockerfile contains no stages to build", line: 0, range: .startOfFile))
    }
  }

  private mutating func addGlobals(_ pairs: [NameValuePair], _ index: Int) {
    for pair in pairs {
      let name = pair.name.string
      let value = pair.value.map { variable(expandInFrom($0, index)) } ?? .unknown
      globals[name] = value
      globalArguments.append(ArgumentValue(name: name, value: value, range: pair.range))
    }
  }

  private func variable(_ expansion: Expansion) -> VariableValue {
    if case .known(let text) = expansion { .known(text) } else { .unknown }
  }

  private mutating func expandInFrom(_ word: Word, _ index: Int) -> Expansion {
    let globals = globals
    return expand(word, index) { globals[$0] ?? (Self.platformArguments.contains($0) ? .unknown : .unset) }
  }

  /// A word that cannot be expanded counts as unknown; the diagnostic says why.
  private mutating func expand(_ word: Word, _ index: Int, _ lookup: (String) -> VariableValue) -> Expansion {
    do { return try expansion.expand(word.bytes, lookup: lookup) } catch {
      refuse(index, error.message, word.range)
      return .unknown(variables: [])
    }
  }

  private mutating func addStage(_ base: BaseImage, _ index: Int) {
    if let platform = base.platform { _ = expandInFrom(platform, index) }
    let image = expandInFrom(base.image, index)
    let found: Stage.Base
    switch image {
    case .known("scratch"): found = .scratch
    case .known(""):
      found = .image(image)
      refuse(index, "base name (\(base.image.string)) should not be blank", base.image.range)
    case .known(let name):
      if let stage = stagesByName[name.lowercased()] {
        found = .stage(stage)
      } else {
        found = .image(image)
        do { _ = try ImageReference(parsing: name) } catch {
          refuse(index, "failed to parse stage name \(goQuoted(name)): \(error.message)", base.image.range)
        }
      }
    case .unknown: found = .image(image)
    }
    let name = base.alias.map { $0.string.lowercased() }
    if let name { stagesByName[name] = stages.count }
    stages.append(Stage(index: stages.count, name: name, base: found, from: index, instructions: (index + 1)..<(index + 1)))
  }

  // MARK: - One stage

  private mutating func evaluate(_ index: Int, keepsScope: Bool) {
    var scope = initialScope(stages[index].base)
    for instruction in stages[index].instructions { step(instruction, stage: index, &scope) }
    stages[index].changes = stages[index].changes.exact
    if keepsScope { finalScopes[index] = scope }
  }

  private mutating func initialScope(_ base: Stage.Base) -> Scope {
    switch base {
    case .scratch:
      return Scope(environment: ["PATH": .known(Self.defaultPath)], hasUnknownBase: false, workingDirectory: .known("/"))
    case .image: return Scope()
    case .stage(let parent):
      guard let scope = finalScopes[parent] else { return Scope() }
      copiedEntries += scope.size
      return copiedEntries <= Scope.maximumCopiedEntries ? scope : Scope()
    }
  }

  private mutating func resolve(_ word: Word, _ index: Int, _ scope: Scope) -> ResolvedWord {
    ResolvedWord(value: expand(word, index, scope.value), range: word.range)
  }

  private mutating func resolve(_ pairs: [NameValuePair], _ index: Int, _ scope: Scope) -> [ResolvedPair] {
    pairs.compactMap { pair in
      let value = pair.value.map { expand($0, index, scope.value) } ?? .known("")
      // Names are expanded too; one that is not known names nothing.
      guard let name = expand(pair.name, index, scope.value).known else { return nil }
      return ResolvedPair(name: name, value: value, nameRange: pair.name.range, valueRange: pair.value?.range ?? pair.range)
    }
  }

  private mutating func step(_ index: Int, stage: Int, _ scope: inout Scope) {
    let instruction = dockerfile.instructions[index]
    guard let effect = effect(of: instruction, index, stage: stage, &scope) else { return }
    stages[stage].changes.append(ImageChange(instruction: index, effect: effect))
  }

  private mutating func effect(
    of instruction: Instruction, _ index: Int, stage: Int, _ scope: inout Scope
  ) -> ImageChange.Effect? {
    switch instruction.payload {
    case .arg(let pairs): return .argument(declare(pairs, index, &scope))
    case .env(let pairs):
      // All pairs of one instruction see the variables as they were before it.
      let resolved = resolve(pairs, index, scope)
      for pair in resolved { scope.environment[pair.name] = variable(pair.value) }
      return .environment(resolved)
    case .label(let pairs): return .labels(resolve(pairs, index, scope))
    case .user(let word): return .user(resolve(word, index, scope))
    case .workdir(let word):
      let path = resolve(word, index, scope)
      scope.workingDirectory = join(scope.workingDirectory, path.value)
      return .workingDirectory(ResolvedWord(value: scope.workingDirectory, range: word.range))
    case .expose(let words): return .ports(words.flatMap { ports($0, index, scope) })
    case .volume(let words): return .volumes(words.map { resolve($0, index, scope) })
    case .stopsignal(let word):
      let signal = resolve(word, index, scope)
      if let name = signal.value.known, !StopSignal.isValid(name) { refuse(index, "invalid signal: \(name)", word.range) }
      return .stopSignal(signal)
    case .entrypoint(let command): return .entrypoint(command)
    case .cmd(let command): return .cmd(command)
    case .shell(let words): return .shell(words)
    case .healthcheck(let healthcheck): return .healthcheck(healthcheck)
    case .run(let command, let mounts):
      check(mounts, index, scope)
      return .run(command)
    case .add(let transfer), .copy(let transfer):
      checkFlags(instruction, index, scope)
      let origin = origin(transfer, index, stage: stage)
      return .files(
        CopiedFiles(
          sources: transfer.sources.map { resolve($0, index, scope) }, destination: resolve(transfer.destination, index, scope),
          workingDirectory: scope.workingDirectory, origin: origin, isAdd: instruction.keyword == .add, instruction: index))
    case .onbuild(let trigger): return .trigger(trigger)
    case .from, .maintainer, .invalid: return nil
    }
  }

  private mutating func declare(_ pairs: [NameValuePair], _ index: Int, _ scope: inout Scope) -> [ResolvedPair] {
    pairs.map { pair in
      let name = pair.name.string
      let value: VariableValue
      if let word = pair.value {
        value = variable(expand(word, index, scope.value))
      } else {
        value = globals[name] ?? .unknown
      }
      scope.arguments[name] = value
      let shown: Expansion = if case .known(let text) = value { .known(text) } else { .unknown(variables: [name]) }
      return ResolvedPair(name: name, value: shown, nameRange: pair.name.range, valueRange: pair.value?.range ?? pair.range)
    }
  }

  private func join(_ directory: Expansion, _ path: Expansion) -> Expansion {
    guard let path = path.known else { return path }
    if path.hasPrefix("/") { return .known(ImagePath.join("/", path)) }
    return directory.known.map { .known(ImagePath.join($0, path)) } ?? directory
  }

  private mutating func ports(_ word: Word, _ index: Int, _ scope: Scope) -> [ExposedPort] {
    let unknown = ExposedPort(ports: nil, transport: .tcp, range: word.range)
    let texts: [String]?
    do { texts = try expansion.words(of: word.bytes, lookup: scope.value) } catch {
      refuse(index, error.message, word.range)
      return [unknown]
    }
    guard let texts else { return [unknown] }
    var ports: [ExposedPort] = []
    for text in texts {
      do { ports.append(try ExposedPort.parse(text, range: word.range)) } catch { refuse(index, error.message, word.range) }
    }
    return ports
  }

  private mutating func check(_ mounts: [Mount], _ index: Int, _ scope: Scope) {
    for mount in mounts {
      var expansion = expansion
      let error = mount.conversionError { (word: Word) throws(ExpansionError) in
        try expansion.expand(word.bytes, lookup: scope.value)
      }
      self.expansion = expansion
      if let error { refuse(index, error.message, error.range) }
    }
  }

  private mutating func checkFlags(_ instruction: Instruction, _ index: Int, _ scope: Scope) {
    for flag in instruction.flags {
      guard let value = flag.value, ["chown", "chmod", "checksum"].contains(flag.nameString) else { continue }
      let text = resolve(value, index, scope)
      if flag.nameString == "checksum", let digest = text.value.known, !digest.isEmpty,
        let message = ImageReference.digestError(digest)
      {
        refuse(index, message, value.range)
      }
    }
  }

  private mutating func origin(_ transfer: Transfer, _ index: Int, stage: Int) -> CopiedFiles.Origin {
    guard let from = transfer.from else { return .context }
    let name = from.string
    if let number = Int(name) {
      guard stages.indices.contains(number) else {
        refuse(index, "invalid stage index \(number)", from.range)
        return .image(name)
      }
      return .stage(number)
    }
    if let number = stagesByName[name.lowercased()] { return .stage(number) }
    if from.bytes.contains(UInt8(ascii: "$")) {
      let message =
        "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround"
      refuse(index, message, from.range)
    } else {
      do { _ = try ImageReference(parsing: name) } catch {
        refuse(index, "failed to parse stage name \(goQuoted(name)): \(error.message)", from.range)
      }
    }
    return .image(name)
  }

  // MARK: - Between the stages

  /// Stages that need each other, found by a walk with a stack of its own.
  private mutating func refuseCycles() {
    let edges = stages.map { stage -> [(target: Int, change: Int?)] in
      var edges: [(target: Int, change: Int?)] = []
      if case .stage(let base) = stage.base { edges.append((base, nil)) }
      for change in stage.changes {
        if case .files(let files) = change.effect, case .stage(let source) = files.origin {
          edges.append((source, change.instruction))
        }
      }
      return edges
    }
    var isOnPath = [Bool](repeating: false, count: stages.count)
    var isDone = isOnPath
    for start in stages.indices where !isDone[start] {
      var path: [(stage: Int, next: Int)] = [(start, 0)]
      isOnPath[start] = true
      while let (stage, next) = path.last {
        guard next < edges[stage].count else {
          isOnPath[stage] = false
          isDone[stage] = true
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let edge = edges[stage][next]
        if isOnPath[edge.target] {
          let name = stages[edge.target].name ?? String(edge.target)
          let instruction = edge.change ?? stages[stage].from
          let place = dockerfile.instructions[instruction].flag("from")?.value?.range
          refuse(
            instruction, "circular dependency detected on stage: \(name)", place ?? dockerfile.instructions[instruction].range)
        } else if !isDone[edge.target] {
          isOnPath[edge.target] = true
          path.append((edge.target, 0))
        }
      }
    }
  }
}
