package import DockerfileSyntax
package import ShellSyntax
package import SourceText

/// How a Dockerfile builds its image: which stages a plain build needs, and the commands that they run. A class, as every subject in the
/// Dockerfile holds it.
package final class ImageBuild: Sendable {
  package let dockerfile: Dockerfile
  /// The stages that BuildKit builds for the last one; it passes over the others.
  package let neededStages: Set<Int>
  /// The RUN instructions of all needed stages, in the order of the file.
  package let steps: [BuildStep]
  /// The stages that the image consists of.
  private let stagesOfImage: Set<Int>
  /// By the stage's index; of those that are not needed, nothing.
  private let parts: [StageParts]

  private struct StageParts {
    var steps: [BuildStep] = []
    var copies: [CopiedFiles] = []
    /// The few of them that set something for those behind.
    var settingSteps: [BuildStep] = []
    var settingCopies: [CopiedFiles] = []
    /// What needed stages copy from this one.
    var copiesFrom: [(stage: Int, files: CopiedFiles)] = []
    /// The needed stages that begin with this one.
    var children: [Int] = []
  }

  package init(_ dockerfile: Dockerfile) {
    self.dockerfile = dockerfile
    neededStages = Self.neededStages(dockerfile)
    stagesOfImage = Set(Self.lineage(of: dockerfile.stages.count - 1, in: dockerfile))
    var steps: [BuildStep] = []
    var parts = Array(repeating: StageParts(), count: dockerfile.stages.count)
    let variables = BuildVariables(dockerfile)
    var directories: [Int: String] = [:]
    for stage in dockerfile.stages where neededStages.contains(stage.index) {
      let own = BuildStep.all(of: stage, in: dockerfile, variables, &directories)
      steps += own
      parts[stage.index].steps = own
      parts[stage.index].settingSteps = own.filter { !$0.settings.isEmpty }
      if case .stage(let parent) = stage.base { parts[parent].children.append(stage.index) }
      for change in stage.changes {
        guard case .files(let files) = change.effect else { continue }
        parts[stage.index].copies.append(files)
        if files.mayHold("pip") || files.mayHold("/etc/apt") { parts[stage.index].settingCopies.append(files) }
        if case .stage(let origin) = files.origin { parts[origin].copiesFrom.append((stage.index, files)) }
      }
    }
    self.steps = steps
    self.parts = parts
  }

  /// The stages from the one with an external base, or scratch, up to `stage`.
  private static func lineage(of stage: Int, in dockerfile: Dockerfile) -> [Int] {
    guard dockerfile.stages.indices.contains(stage) else { return [] }
    var lineage = [stage]
    while let last = lineage.last, case .stage(let parent) = dockerfile.stages[last].base { lineage.append(parent) }
    return lineage.reversed()
  }

  package func lineage(of stage: Int) -> [Int] { Self.lineage(of: stage, in: dockerfile) }

  /// The image below a stage; nil for scratch.
  package func externalBase(of stage: Int) -> Expansion? {
    if let first = lineage(of: stage).first, case .image(let image) = dockerfile.stages[first].base { image } else { nil }
  }

  private static func neededStages(_ dockerfile: Dockerfile) -> Set<Int> {
    var needed: Set<Int> = []
    var open = dockerfile.stages.isEmpty ? [] : [dockerfile.stages.count - 1]
    while let index = open.popLast() {
      guard needed.insert(index).inserted else { continue }
      let stage = dockerfile.stages[index]
      if case .stage(let base) = stage.base { open.append(base) }
      for change in stage.changes {
        if case .files(let files) = change.effect, case .stage(let source) = files.origin { open.append(source) }
      }
      for instruction in stage.instructions {
        guard case .run(_, let mounts) = dockerfile.instructions[instruction].payload else { continue }
        for mount in mounts {
          if let source = mount.value("from").flatMap({ dockerfile.stage(named: $0.string) }) { open.append(source.index) }
        }
      }
    }
    return needed
  }

  /// Whether what a stage holds at its end is part of the image.
  package func isInImage(_ stage: Int) -> Bool { stagesOfImage.contains(stage) }

  /// The steps that a stage runs or inherits.
  package func steps(upTo stage: Int) -> some Sequence<BuildStep> {
    lineage(of: stage).lazy.flatMap { [parts] in parts[$0].steps }
  }

  /// Those among them that set something for the ones behind.
  func settingSteps(upTo stage: Int) -> some Sequence<BuildStep> {
    lineage(of: stage).lazy.flatMap { [parts] in parts[$0].settingSteps }
  }

  /// What COPY and ADD put into a stage and may hold settings of package managers.
  func settingCopies(upTo stage: Int) -> some Sequence<CopiedFiles> {
    lineage(of: stage).lazy.flatMap { [parts] in parts[$0].settingCopies }
  }

  /// The steps of a stage itself.
  package func steps(of stage: Int) -> [BuildStep] { parts[stage].steps }

  /// What COPY and ADD put into a stage and those that it builds on.
  package func copies(upTo stage: Int) -> some Sequence<CopiedFiles> {
    lineage(of: stage).lazy.flatMap { [parts] in parts[$0].copies }
  }

  /// Whether a path of a stage comes into the image: with the stage itself, or by COPY through other stages; nil when a variable
  /// keeps it from being told.
  package func reachesImage(_ path: String, of stage: Int) -> Bool? {
    struct Place: Hashable {
      var stage: Int
      var path: String
    }
    var isUnknown = false
    var seen: Set<Place> = []
    var open = [Place(stage: stage, path: path)]
    while let place = open.popLast() {
      if isInImage(place.stage) { return true }
      guard seen.insert(place).inserted else { continue }
      guard seen.count < 1000 else { return nil }
      // A stage inherits what its base holds.
      for child in parts[place.stage].children { open.append(Place(stage: child, path: place.path)) }
      for (other, copied) in parts[place.stage].copiesFrom {
        for source in copied.sources {
          guard let text = source.value.known, let destination = copied.absoluteDestination.known else {
            isUnknown = true
            continue
          }
          let target = Self.target(of: place.path, source: ImagePath.join("/", text), destination: destination)
          if let target { open.append(Place(stage: other, path: target)) }
        }
      }
    }
    return isUnknown ? nil : false
  }

  /// Where a path lies after a COPY of `source`; nil when the COPY leaves it behind. Of a folder, the contents are copied.
  private static func target(of path: String, source: String, destination: String) -> String? {
    if source == "/" { return ImagePath.join(destination, String(path.dropFirst())) }
    guard path == source || path.hasPrefix(source + "/") else { return nil }
    return ImagePath.join(destination, String(path.dropFirst(source.count)).drop { $0 == "/" }.description)
  }
}

/// One RUN, or ONBUILD RUN, with the commands in it and what surrounds them.
package struct BuildStep: Sendable {
  package let stage: Int
  /// The index in `Dockerfile.instructions`.
  package let instruction: Int
  package let mounts: [Mount]
  /// Whether it runs in the images that are built on this one.
  package let isTrigger: Bool
  package let commands: [BuildCommand]
  /// nil when it builds on the base image's.
  package let workingDirectory: String?
  /// What it sets for the steps behind it.
  let settings: Settings
  private let variables: BuildVariables
  /// What the step's own `export` and assignments set; nil for a value that is not known.
  private let exports: [String: String?]

  /// A variable's value, empty when it is set to something that is not known; nil when the Dockerfile does not set it.
  package func variable(_ name: String) -> String? {
    (exports[name] ?? variables.value(of: name, at: instruction, stage: stage)).map { $0 ?? "" }
  }

  /// Whether a cache mount covers a folder whose path holds one of the texts: what is written there is no part of the layer.
  package func hasCacheMount(_ texts: [String]) -> Bool {
    mounts.contains { mount in
      guard mount.type == "cache" || mount.type == "tmpfs", let target = mount.value("target", "dst", "destination") else { return false }
      return texts.contains { target.string.containsText($0) }
    }
  }
}

/// A simple command of a RUN, without what only leads to the program: `sudo`, `env NAME=value`, `exec`, `time`.
package struct BuildCommand: Sendable {
  package struct Word: Sendable {
    /// nil when a variable in it is not known.
    package let text: String?
    /// The word as it is written.
    package let written: String
    package let range: ByteRange
  }

  package struct Assignment: Sendable {
    package let name: String
    package let value: String?
    package let range: ByteRange
  }

  package let assignments: [Assignment]
  package let words: [Word]
  package let context: ShellScript.Context

  /// The last component of the program's path.
  package var program: String? { words.first?.text?.lastPathComponent.map(String.init) }
  package var arguments: ArraySlice<Word> { words.dropFirst() }
}

/// The variables of a Dockerfile's stages, each with the instructions that set it.
struct BuildVariables: Sendable {
  private struct Entry: Sendable {
    let instruction: Int
    /// nil for one that is not known.
    let value: String?
  }

  private let parents: [Int?]
  private let entries: [[String: [Entry]]]

  init(_ dockerfile: Dockerfile) {
    parents = dockerfile.stages.map { if case .stage(let parent) = $0.base { parent } else { nil } }
    entries = dockerfile.stages.map { stage in
      var entries: [String: [Entry]] = [:]
      for change in stage.changes {
        switch change.effect {
        case .environment(let pairs), .argument(let pairs):
          for pair in pairs {
            entries[pair.name, default: []].append(Entry(instruction: change.instruction, value: pair.value.known))
          }
        default: break
        }
      }
      return entries
    }
  }

  /// A variable's value before an instruction: nil when nothing sets it, and the inner nil when the value is not known.
  func value(of name: String, at instruction: Int, stage: Int) -> String?? {
    var current: Int? = stage
    while let index = current {
      if let entry = entries[index][name]?.last(where: { $0.instruction < instruction || index != stage }) { return .some(entry.value) }
      current = parents[index]
    }
    return nil
  }
}

extension BuildStep {
  /// - Parameter directories: in which the stages above end, and this one.
  fileprivate static func all(
    of stage: Stage, in dockerfile: Dockerfile, _ variables: BuildVariables, _ directories: inout [Int: String]
  ) -> [BuildStep] {
    // The directory that the stage begins in.
    var directory: String? =
      switch stage.base {
      case .stage(let parent): directories[parent]
      case .scratch: "/"
      default: nil
      }
    defer { directories[stage.index] = directory }
    return stage.changes.compactMap { change in
      switch change.effect {
      case .workingDirectory(let path):
        directory = path.value.known
        return nil
      case .run(let command):
        guard case .run(_, let mounts) = dockerfile.instructions[change.instruction].payload else { return nil }
        return BuildStep(
          command, mounts, isTrigger: false, at: change.instruction, stage: stage.index, in: dockerfile, directory: directory, variables)
      case .trigger(let trigger):
        guard case .run(let command, let mounts) = trigger.payload else { return nil }
        return BuildStep(
          command, mounts, isTrigger: true, at: change.instruction, stage: stage.index, in: dockerfile, directory: directory, variables)
      default: return nil
      }
    }
  }

  private init?(
    _ line: CommandLine, _ mounts: [Mount], isTrigger: Bool, at index: Int, stage: Int, in dockerfile: Dockerfile, directory: String?,
    _ variables: BuildVariables
  ) {
    let instruction = dockerfile.instructions[index]
    var exports: [String: String?] = [:]
    switch line.form {
    case .exec(let words):
      commands = [
        Self.command(
          assignments: [], words: words.map { BuildCommand.Word(text: $0.string, written: $0.string, range: $0.range) }, context: [])
      ]
    case .shell:
      guard let text = instruction.shellText(of: line, in: dockerfile.file) else { return nil }
      commands = Self.commands(ShellScript.parse(text.bytes), in: text, &exports) { name in
        variables.value(of: name, at: index, stage: stage)
      }
    }
    self.stage = stage
    self.instruction = index
    self.mounts = mounts
    self.isTrigger = isTrigger
    workingDirectory = directory
    self.variables = variables
    self.exports = exports
    // A here-document may be the file that holds the setting.
    let holdsRecommends = instruction.heredocs.contains {
      String(decoding: dockerfile.file.bytes[$0.body.indices], as: UTF8.self).containsText("nstall-Recommends")
    }
    settings = Settings(commands).union(holdsRecommends ? .recommends : [])
  }

  private static func commands(
    _ script: ShellScript, in text: MappedText, _ environment: inout [String: String?], _ outer: (String) -> String??
  ) -> [BuildCommand] {
    var commands: [BuildCommand] = []
    for command in script.commands {
      let variables = environment
      func lookup(_ name: String) -> ShellVariable {
        (variables[name] ?? outer(name)).flatMap { $0 }.map(ShellVariable.known) ?? .unknown
      }
      let assignments = command.assignments.map {
        BuildCommand.Assignment(name: $0.name, value: $0.value.resolve(lookup).known, range: text.sourceRange(of: $0.range))
      }
      if command.words.isEmpty { for one in assignments { environment[one.name] = .some(one.value) } }
      let words = command.words.flatMap { Self.words(of: $0, in: text, lookup) }
      if words.first?.text == "export" {
        for word in words.dropFirst() {
          guard let equals = word.written.firstIndex(of: "=") else { continue }
          let value = word.text.flatMap { known in known.firstIndex(of: "=").map { String(known[known.index(after: $0)...]) } }
          environment[String(word.written[..<equals])] = .some(value)
        }
      }
      commands.append(Self.command(assignments: assignments, words: words, context: command.context))
    }
    return commands
  }

  /// The words that the shell makes of one: an unquoted variable may stand for several.
  private static func words(of word: ShellWord, in text: MappedText, _ lookup: (String) -> ShellVariable) -> [BuildCommand.Word] {
    let range = text.sourceRange(of: word.range)
    let written = text.string(word.range)
    let isSplit = word.parts.contains { part in
      if case .parameter = part.kind { !part.isDoubleQuoted } else { false }
    }
    // A glob stays readable: `/var/lib/apt/lists/*`.
    let isGlob = word.parts.contains { if case .glob = $0.kind { true } else { false } }
    guard let value = word.resolve(lookup).known else {
      let holdsVariable = word.parts.contains { part in
        switch part.kind {
        case .text, .glob: false
        default: true
        }
      }
      return [BuildCommand.Word(text: isGlob && !holdsVariable ? written : nil, written: written, range: range)]
    }
    guard isSplit else { return [BuildCommand.Word(text: value, written: written, range: range)] }
    return value.split(whereSeparator: \.isWhitespace).map { BuildCommand.Word(text: String($0), written: String($0), range: range) }
  }

  private static func command(
    assignments: [BuildCommand.Assignment], words: [BuildCommand.Word], context: ShellScript.Context
  ) -> BuildCommand {
    var assignments = assignments
    var rest = words[...]
    while let first = rest.first?.text, rest.count > 1, ["sudo", "env", "exec", "time", "command", "nice", "eatmydata"].contains(first) {
      rest.removeFirst()
      while let next = rest.first, rest.count > 1 {
        if first == "env", let equals = next.written.firstIndex(of: "="), !next.written.hasPrefix("-") {
          let value = next.text.flatMap { text in text.firstIndex(of: "=").map { String(text[text.index(after: $0)...]) } }
          assignments.append(BuildCommand.Assignment(name: String(next.written[..<equals]), value: value, range: next.range))
        } else if !next.written.hasPrefix("-") {
          break
        }
        rest.removeFirst()
      }
    }
    return BuildCommand(assignments: assignments, words: Array(rest), context: context)
  }
}

/// What a step says in the configuration of a package manager.
struct Settings: OptionSet, Sendable {
  let rawValue: UInt8

  /// APT::Install-Recommends.
  static let recommends = Settings(rawValue: 1)
  /// `pip config set global.no-cache-dir`.
  static let pipCache = Settings(rawValue: 2)
  /// `bundle config set without`.
  static let bundleGroups = Settings(rawValue: 4)
}

extension Settings {
  fileprivate init(_ commands: [BuildCommand]) {
    self = []
    for command in commands {
      func mentions(_ text: String) -> Bool { command.words.contains { $0.written.containsText(text) } }
      switch command.program {
      case "pip", "pip3": if command.arguments.first?.text == "config", mentions("no-cache-dir") { insert(.pipCache) }
      case "bundle", "bundler": if mentions("without") { insert(.bundleGroups) }
      case "echo", "printf", "tee", "cat", "sh", "apt-config": if mentions("nstall-Recommends") { insert(.recommends) }
      default: break
      }
    }
  }
}

extension CopiedFiles {
  /// Whether it may put a file there whose path holds a text.
  func mayHold(_ text: String) -> Bool {
    guard case .context = origin else { return false }
    return destination.value.known?.containsText(text) ?? true || sources.contains { $0.value.known?.containsText(text) ?? true }
  }
}
