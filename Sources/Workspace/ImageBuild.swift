package import DockerfileSyntax
package import ShellSyntax
package import SourceText

/// How a Dockerfile builds its image: which stages a plain build needs, and the commands that they run.
package struct ImageBuild: Sendable {
  package let dockerfile: Dockerfile
  /// The stages that the image consists of, from the one with the external base to the last.
  package let lineage: [Int]
  /// The stages that BuildKit builds for the last one; it passes over the others.
  package let neededStages: Set<Int>
  /// The RUN instructions of all needed stages, in the order of the file.
  package let steps: [BuildStep]

  package init(_ dockerfile: Dockerfile) {
    self.dockerfile = dockerfile
    lineage = dockerfile.finalConfiguration?.lineage ?? []
    let needed = Self.neededStages(dockerfile)
    neededStages = needed
    var walk = StageWalk(dockerfile)
    for stage in dockerfile.stages { walk.read(stage, isNeeded: needed.contains(stage.index)) }
    steps = walk.steps
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
  package func isInImage(_ stage: Int) -> Bool { lineage.contains(stage) }

  /// The steps that a stage runs or inherits.
  package func steps(upTo stage: Int) -> [BuildStep] {
    let lineage = dockerfile.configuration(ofStage: stage)?.lineage ?? [stage]
    return steps.filter { lineage.contains($0.stage) }
  }

  /// What COPY and ADD put into a stage and those that it builds on.
  package func copies(upTo stage: Int) -> [CopiedFiles] { dockerfile.configuration(ofStage: stage)?.files ?? [] }

  /// Whether a path of a stage comes into the image: with the stage itself, or by COPY through other stages; nil when a variable
  /// keeps it from being told.
  package func reachesImage(_ path: String, of stage: Int, depth: Int = 0) -> Bool? {
    if isInImage(stage) { return true }
    guard depth < 8 else { return nil }
    var isUnknown = false
    for other in neededStages where other != stage {
      // A stage inherits what its base holds.
      if case .stage(stage) = dockerfile.stages[other].base {
        switch reachesImage(path, of: other, depth: depth + 1) {
        case true?: return true
        case nil: isUnknown = true
        case false?: break
        }
      }
      for change in dockerfile.stages[other].changes {
        guard case .files(let copied) = change.effect, copied.origin == .stage(stage) else { continue }
        for source in copied.sources {
          guard let text = source.value.known, let destination = copied.absoluteDestination.known else {
            isUnknown = true
            continue
          }
          guard let target = Self.target(of: path, source: ImagePath.join("/", text), destination: destination) else { continue }
          switch reachesImage(target, of: other, depth: depth + 1) {
          case true?: return true
          case nil: isUnknown = true
          case false?: break
          }
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

/// One RUN with the commands in it and what surrounds them.
package struct BuildStep: Sendable {
  package let stage: Int
  /// The index in `Dockerfile.instructions`.
  package let instruction: Int
  package let mounts: [Mount]
  package let commands: [BuildCommand]
  /// The variables that ENV, ARG and the step's own `export` set; nil for a value that is not known.
  package let environment: [String: String?]
  /// nil when it builds on the base image's.
  package let workingDirectory: String?

  /// A variable's value, empty when it is set to something that is not known; nil when the Dockerfile does not set it.
  package func variable(_ name: String) -> String? { environment[name].map { $0 ?? "" } }

  /// Whether a cache mount covers a folder whose path holds one of the texts: what is written there is no part of the layer.
  package func hasCacheMount(_ texts: [String]) -> Bool {
    mounts.contains { mount in
      guard mount.type == "cache" || mount.type == "tmpfs", let target = mount.value("target", "dst", "destination") else { return false }
      return texts.contains { target.string.contains($0) }
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
  package var program: String? { words.first?.text?.split(separator: "/").last.map(String.init) }
  package var arguments: ArraySlice<Word> { words.dropFirst() }
}

/// Walks over the stages with the variables that their steps see.
private struct StageWalk {
  private struct Surroundings {
    var environment: [String: String?] = [:]
    var workingDirectory: String?
  }

  private let dockerfile: Dockerfile
  private var ends: [Int: Surroundings] = [:]
  private(set) var steps: [BuildStep] = []

  init(_ dockerfile: Dockerfile) { self.dockerfile = dockerfile }

  mutating func read(_ stage: Stage, isNeeded: Bool) {
    var surroundings = Surroundings()
    switch stage.base {
    case .scratch: surroundings.workingDirectory = "/"
    case .stage(let parent): surroundings = ends[parent] ?? Surroundings()
    case .image: break
    }
    for change in stage.changes {
      switch change.effect {
      case .environment(let pairs), .argument(let pairs):
        for pair in pairs { surroundings.environment[pair.name] = .some(pair.value.known) }
      case .workingDirectory(let path): surroundings.workingDirectory = path.value.known
      case .run(let command) where isNeeded: addStep(command, change.instruction, stage.index, surroundings)
      default: break
      }
    }
    // Only what later stages inherit is kept; a chain of stages with very many variables is cut off.
    if surroundings.environment.count < 1 << 12 { ends[stage.index] = surroundings }
  }

  private mutating func addStep(_ line: CommandLine, _ index: Int, _ stage: Int, _ surroundings: Surroundings) {
    let instruction = dockerfile.instructions[index]
    guard case .run(_, let mounts) = instruction.payload else { return }
    var environment = surroundings.environment
    var commands: [BuildCommand] = []
    switch line.form {
    case .exec(let words):
      commands = [
        Self.command(
          assignments: [], words: words.map { BuildCommand.Word(text: $0.string, written: $0.string, range: $0.range) }, context: [])
      ]
    case .shell:
      guard let text = instruction.shellText(of: line, in: dockerfile.file) else { return }
      commands = Self.commands(ShellScript.parse(text.bytes), in: text, &environment)
    }
    steps.append(
      BuildStep(
        stage: stage, instruction: index, mounts: mounts, commands: commands, environment: environment,
        workingDirectory: surroundings.workingDirectory))
  }

  private static func commands(_ script: ShellScript, in text: MappedText, _ environment: inout [String: String?]) -> [BuildCommand] {
    var commands: [BuildCommand] = []
    for command in script.commands {
      let variables = environment
      let lookup = { (name: String) -> ShellVariable in variables[name].flatMap { $0 }.map(ShellVariable.known) ?? .unknown }
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
