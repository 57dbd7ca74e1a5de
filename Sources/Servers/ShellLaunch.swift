internal import ShellSyntax
internal import SourceText

/// Shells, by what they do with the last command that they run (measured; see `LaunchReader.followShell`).
enum ShellKind {
  /// Stays for every command without `exec`.
  case stays
  /// Becomes the last command of a `-c` string.
  case becomesLast
  case notMeasured

  init?(_ name: String) {
    switch name {
    case "sh", "dash": self = .stays
    case "bash": self = .becomesLast
    case "ash", "zsh", "ksh", "mksh": self = .notMeasured
    default: return nil
    }
  }
}

extension LaunchReader {
  /// Goes on with the command that a shell runs last; true in any case, since a shell is never the server.
  ///
  /// dash 0.5.12 stays as the parent of every command that is not run by `exec`; bash 5.2 becomes the last command of a `-c` string
  /// unless that is redirected, piped or guarded by `||`, and stays for the commands of a script file.
  mutating func followShell(_ kind: ShellKind) -> Bool {
    guard enter() else { return true }
    let shell = words[0]
    let shellName = shell.programName ?? "sh"
    guard let invocation = invocation() else { return true }
    let arguments = Array(words[invocation.arguments...])
    let bytes: [UInt8]
    let locate: @Sendable (Range<Int>) -> Location
    let name: CommandWord
    if invocation.isCommand {
      let script = words[invocation.script]
      guard let text = script.known else {
        unknown = script.reason
        return true
      }
      bytes = Array(text.utf8)
      locate = { script.location(of: $0) }
      name = arguments.first ?? shell
      wrappers.append("\(shellName) -c")
    } else {
      let script = words[invocation.script]
      guard let path = script.known else {
        unknown = script.reason
        return true
      }
      switch surroundings.file(path) {
      case .missing: unknown = "the script \(path) cannot be found"
      case .unknown(let reason): unknown = "the script \(path) cannot be read: \(reason)"
      case .found: break
      }
      guard case .found(let file, let id) = surroundings.file(path) else { return true }
      bytes = file.bytes
      locate = { Location(file: id, range: ByteRange($0)) }
      name = script
      wrappers.append(path)
    }
    let state = ShellState(
      changes: changes, outer: context, parameters: Array(invocation.isCommand ? arguments.dropFirst() : arguments[...]), name: name)
    var run = ShellRun(bytes: bytes, locate: locate, state: state)
    let outcome = run.program()
    note(run.steps)
    switch outcome {
    case .unknown(let reason): unknown = reason
    case .found(let program):
      noteSignals(program, kind, shell, shellName, isCommand: invocation.isCommand, missingExec: locate(program.range))
      words = program.words
    }
    changes = run.state.changes
    return true
  }

  private mutating func noteSignals(
    _ program: ShellRun.Program, _ kind: ShellKind, _ shell: CommandWord, _ name: String, isCommand: Bool, missingExec: Location
  ) {
    guard !program.isExec else { return }
    let place = Location(file: missingExec.file, range: ByteRange(start: missingExec.range.start, end: missingExec.range.start))
    switch kind {
    case .becomesLast where isCommand && program.isPlain: return
    case .notMeasured: doubtSignals("whether \(name) makes room for its last command is not known")
    case .becomesLast where program.hasTrap, .stays where program.hasTrap: doubtSignals("\(name) handles signals by a trap of its own")
    case .becomesLast, .stays:
      let isFirst = wrappers.count == 1
      loseSignals(
        isFirst
          ? "\(name) stays as process 1 and hands no signal on"
          : "\(name) stays between process 1 and the program and hands no signal on",
        at: shell.location, missingExec: place)
    }
  }

  private struct Invocation {
    let isCommand: Bool
    let script: Int
    let arguments: Int
  }

  /// Reads the shell's own options; nil with `unknown` set when it runs nothing that can be seen.
  private mutating func invocation() -> Invocation? {
    var index = 1
    var isCommand = false
    while index < words.count {
      guard let text = words[index].known else { break }
      if text == "--" || text == "-" {
        index += 1
        break
      }
      guard text.utf8.count > 1, text.hasPrefix("-") || text.hasPrefix("+") else { break }
      if text.hasPrefix("--") {
        if text == "--rcfile" || text == "--init-file" { index += 1 }
      } else {
        let letters = text.dropFirst()
        if text.hasPrefix("-"), letters.contains("c") { isCommand = true }
        // -s: commands come from standard input.
        if letters.contains("s"), !isCommand {
          unknown = "the shell reads its commands from standard input"
          return nil
        }
        index += letters.count { $0 == "o" || $0 == "O" }
      }
      index += 1
    }
    guard index < words.count else {
      unknown = isCommand ? "the shell has no command" : "the shell reads its commands from standard input"
      return nil
    }
    return Invocation(isCommand: isCommand, script: index, arguments: index + 1)
  }
}

/// Follows a script to the command that it becomes or runs last.
struct ShellRun {
  struct Program {
    let words: [CommandWord]
    /// Of the command in the script.
    let range: Range<Int>
    let isExec: Bool
    /// bash makes room for it at the end of a `-c` string.
    let isPlain: Bool
    let hasTrap: Bool
  }

  enum Outcome {
    case unknown(String)
    case found(Program)
  }

  let bytes: [UInt8]
  let locate: @Sendable (Range<Int>) -> Location
  var state: ShellState
  /// What runs before the program.
  private(set) var steps: [Launch.Step] = []

  init(bytes: [UInt8], locate: @escaping @Sendable (Range<Int>) -> Location, state: ShellState) {
    self.bytes = bytes
    self.locate = locate
    self.state = state
  }

  private var expansion: ShellExpansion { ShellExpansion(state: state, bytes: bytes, locate: locate) }

  /// Longer scripts are not followed, so that the time that they take stays bounded.
  private static let maximumLength = 256 << 10
  /// Commands further behind are not looked at.
  private static let maximumSteps = 200

  mutating func program() -> Outcome {
    guard bytes.count <= Self.maximumLength else { return .unknown("the script is too long") }
    let script = ShellScript.parse(bytes)
    guard script.errors.isEmpty else { return .unknown("the shell would not understand the command") }
    let commands = script.commands
    guard let end = lastIndex(commands) else { return .unknown("the shell runs no program") }
    let chain = chain(to: end, commands)
    let last = commands[end]
    noteSteps(commands, before: end)
    let obstacles = last.context.subtracting(chain.count > 1 ? [.conditional, .negated] : [.negated])
    if !obstacles.isDisjoint(with: .pipeline) { return .unknown("the program is part of a pipeline") }
    if !obstacles.isDisjoint(with: .background) { return .unknown("the program is left in the background") }
    if !obstacles.isDisjoint(with: [.conditional, .condition, .loop]) { return .unknown("the program depends on a condition") }
    for index in commands.indices[..<end] where !commands[index].context.contains(.function) {
      if replacesShell(commands[index]) { return .unknown("which of several programs runs depends on a condition") }
    }
    forgetFunctionVariables(commands)
    for index in commands.indices[..<end] { follow(commands[index], isCertain: chain.contains(index)) }
    return finish(
      last, isSubshell: last.context.contains(.subshell), hasTrap: commands.contains { $0.name == "trap" },
      hasFunctions: commands.contains { $0.context.contains(.function) })
  }

  /// Words are read with the state at the script's start: which tool runs and with which subcommand seldom hangs on a variable.
  private mutating func noteSteps(_ commands: [ShellScript.Command], before end: Int) {
    var isCertain = true
    for index in commands.indices[..<min(end, Self.maximumSteps)] {
      let command = commands[index]
      guard !command.context.contains(.function), !command.words.isEmpty else { continue }
      // Behind a program or an end that a condition leads to, nothing is certain; an end in failure is no start at all.
      let isFailure =
        command.words.count > 1 && command.words[1].literal != "0" || index > 0 && isJoined(commands[index - 1], command, "||")
      if replacesShell(command) || ["exit", "return"].contains(command.name) && !isFailure { isCertain = false }
      let isConditional = command.context.contains(.conditional) && chain(to: index, commands).count == 1
      guard let words = expansion.words(command.program) else { continue }
      let runs = !isConditional && command.context.isDisjoint(with: [.loop, .background])
      steps.append(Launch.Step(words: words, isCertain: runs && isCertain))
    }
  }

  /// The command that runs last: the first `exec` that surely runs, otherwise the last command that is no mere end.
  private func lastIndex(_ commands: [ShellScript.Command]) -> Int? {
    let uncertain: ShellScript.Context = [.function, .conditional, .condition, .loop, .subshell, .pipeline, .background]
    if let exec = commands.firstIndex(where: { replacesShell($0) && $0.context.isDisjoint(with: uncertain) }) { return exec }
    return commands.lastIndex { command in
      guard !command.context.contains(.function), let first = command.words.first else { return false }
      return first.literal.map { !["exit", "exec"].contains($0) || command.isExec } ?? true
    }
  }

  private func replacesShell(_ command: ShellScript.Command) -> Bool {
    command.isExec && command.context.isDisjoint(with: [.subshell, .pipeline, .background])
  }

  /// The commands joined by `&&` that end with `end`: they all ran when the last one runs.
  private func chain(to end: Int, _ commands: [ShellScript.Command]) -> Set<Int> {
    var chain: Set<Int> = [end]
    var index = end
    while commands[index].context.contains(.conditional) {
      guard index > 0, isJoined(commands[index - 1], commands[index]) else { return [end] }
      index -= 1
      chain.insert(index)
    }
    return chain
  }

  private func isJoined(_ left: ShellScript.Command, _ right: ShellScript.Command, _ joint: String = "&&") -> Bool {
    guard left.range.upperBound <= right.range.lowerBound, right.range.lowerBound <= bytes.count else { return false }
    let between = bytes[left.range.upperBound..<right.range.lowerBound]
    return between.filter { ![0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "\\")].contains($0) } == Array(joint.utf8)
  }

  /// Which functions are called when is not followed; so what they assign is not known.
  private mutating func forgetFunctionVariables(_ commands: [ShellScript.Command]) {
    for command in commands where command.context.contains(.function) { forgetAssignments(of: command, "a function of the script sets it") }
    forgetLoopVariables()
  }

  /// `for NAME in …`: the parser keeps no loop heads.
  private mutating func forgetLoopVariables() {
    let separators: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")")]
    var previousIsFor = false
    for word in bytes.split(whereSeparator: { separators.contains($0) }) {
      if previousIsFor { state.locals[String(decoding: word, as: UTF8.self)] = .unknown(reason: "a loop sets it", nil) }
      previousIsFor = word.elementsEqual("for".utf8)
    }
  }

  private mutating func forgetAssignments(of command: ShellScript.Command, _ reason: String) {
    for name in assignedNames(command) { state.assign(name, .unknown(reason: reason, nil)) }
    if changesEverything(command) { state.forgetVariables(reason) }
    if command.name == "cd" || command.name == "pushd" { state.changes.enterDirectory(.unknown(reason: reason)) }
    if command.name == "set" || command.name == "shift", changesParameters(command) { state.parameters = nil }
  }

  private func assignedNames(_ command: ShellScript.Command) -> [String] {
    var names = command.words.isEmpty ? command.assignments.map(\.name) : []
    for part in command.words.flatMap(\.parts) {
      if case .parameter(let expansion) = part.kind, case .assignDefault? = expansion.operator { names.append(expansion.name) }
    }
    switch command.name {
    case "export", "readonly", "declare", "typeset", "local", "unset", "read", "getopts", "mapfile", "readarray":
      for word in command.words.dropFirst() {
        if let text = word.literal ?? leadingText(word), !text.hasPrefix("-") {
          names.append(String(text.split(separator: "=", omittingEmptySubsequences: false)[0]))
        }
      }
    default: break
    }
    return names
  }

  private func leadingText(_ word: ShellWord) -> String? {
    guard case .text(let text, _)? = word.parts.first?.kind, text.contains(UInt8(ascii: "=")) else { return nil }
    return String(decoding: text, as: UTF8.self)
  }

  private func changesEverything(_ command: ShellScript.Command) -> Bool {
    guard let name = command.name else { return false }
    if name == "." || name == "source" {
      // A virtual environment's script sets PATH and VIRTUAL_ENV only.
      let path = command.words.dropFirst().first.map { expansion.value($0) }
      return !(path?.known ?? path?.knownSuffix ?? "").hasSuffix("/activate")
    }
    return name == "eval"
  }

  private func changesParameters(_ command: ShellScript.Command) -> Bool {
    command.name == "shift" || command.words.dropFirst().contains { ($0.literal ?? "x") == "--" || !($0.literal ?? "x").hasPrefix("-") }
  }

  /// What a command before the last one changes.
  private mutating func follow(_ command: ShellScript.Command, isCertain: Bool) {
    guard command.context.isDisjoint(with: [.function, .subshell, .background, .pipeline]) else { return }
    guard isCertain || command.context.isDisjoint(with: [.conditional, .loop]) else {
      return forgetAssignments(of: command, "the script sets it under a condition")
    }
    applyDefaults(command)
    guard !command.words.isEmpty else {
      for assignment in command.assignments { state.assign(assignment.name, expansion.variable(assignment.value)) }
      return
    }
    let operands = command.words.dropFirst()
    switch command.name {
    case "export", "readonly", "declare", "typeset": declare(command)
    case "unset":
      for word in operands {
        if let name = word.literal, !name.hasPrefix("-") { state.assign(name, .unset) }
      }
    case "cd", "pushd": enterDirectory(operands)
    case "set": set(operands)
    case "shift":
      let count = operands.first.map { $0.literal.flatMap { Int($0) } } ?? 1
      state.parameters = count.flatMap { count in state.parameters.map { Array($0.dropFirst(count)) } }
    case "read", "getopts", "mapfile", "readarray", ".", "source", "eval":
      forgetAssignments(of: command, "the script sets it to something that only its run shows")
    default: break
    }
  }

  /// `: "${NAME:=value}"` assigns.
  private mutating func applyDefaults(_ command: ShellScript.Command) {
    for part in command.words.flatMap(\.parts) {
      guard case .parameter(let parameter) = part.kind, case .assignDefault(let ifNull)? = parameter.operator else { continue }
      switch state.variable(parameter.name) {
      case .unset: break
      case .known(let text, _) where ifNull && text.isEmpty: break
      default: continue
      }
      state.assign(parameter.name, parameter.argument.map { expansion.variable($0) } ?? .known("", nil))
    }
  }

  private mutating func declare(_ command: ShellScript.Command) {
    let options = command.words.dropFirst().compactMap(\.literal).filter { $0.hasPrefix("-") }
    let isExported = command.name == "export" ? !options.contains("-n") : options.contains { $0.contains("x") }
    for word in command.words.dropFirst() {
      let value = expansion.value(word)
      let text = value.known ?? value.knownPrefix
      guard !text.hasPrefix("-"), !text.isEmpty else { continue }
      let bytes = Array(text.utf8)
      guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
        if isExported, value.known != nil { state.export(text) }
        continue
      }
      let assigned = value.droppingFirst(equals + 1)
      let variable: Variable =
        switch assigned.text {
        case .known(let text): .known(text, assigned.location)
        case .unknown(let reason): .unknown(reason: reason, assigned.location)
        }
      state.assign(String(decoding: bytes[..<equals], as: UTF8.self), variable, exported: isExported)
    }
  }

  private mutating func enterDirectory(_ operands: ArraySlice<ShellWord>) {
    let paths = operands.filter { !($0.literal?.hasPrefix("-") ?? false) }
    guard paths.count == 1, let path = paths.first else {
      return state.changes.enterDirectory(.unknown(reason: "the shell's working directory is not known"))
    }
    let value = expansion.value(path)
    let isHome = value.known.map { $0.hasPrefix("~") || $0.isEmpty } ?? false
    state.changes.enterDirectory(isHome ? .unknown(reason: "the home directory is not known") : value.text)
  }

  private mutating func set(_ operands: ArraySlice<ShellWord>) {
    let texts = operands.map(\.literal)
    if texts.contains("-a") || texts.contains("-ea") || texts.contains("allexport") { state.exportsAll = true }
    if texts.contains("+a") { state.exportsAll = false }
    if let separator = operands.firstIndex(where: { $0.literal == "--" }) {
      state.parameters = expansion.words(operands[(separator + 1)...])
    } else if let first = operands.first, first.literal.map({ !$0.hasPrefix("-") && !$0.hasPrefix("+") }) ?? true {
      state.parameters = expansion.words(operands)
    }
  }

  private mutating func finish(_ command: ShellScript.Command, isSubshell: Bool, hasTrap: Bool, hasFunctions: Bool) -> Outcome {
    applyDefaults(command)
    guard var words = expansion.words(command.program) else { return .unknown("the command line is too long") }
    if command.isExec { dropExecOptions(&words) }
    // The command's own assignments are in its environment but not yet in its words.
    for assignment in command.assignments { state.changes.variables[assignment.name] = expansion.variable(assignment.value) }
    guard let first = words.first else { return .unknown("the shell runs no program") }
    if first.known == "wait" { return .unknown("the shell waits for programs in the background") }
    if let name = command.name, hasFunctions, isFunction(name) { return .unknown("the script ends with a function of its own, \(name)") }
    if let name = command.name, Self.builtins.contains(name) { return .unknown("the script ends with \(name), which is no program") }
    if first.known == nil, first.mayBeSeveral, first.programName == nil { return .unknown(first.reason) }
    return .found(
      Program(
        words: words, range: command.range, isExec: command.isExec && !isSubshell,
        isPlain: command.redirections.isEmpty && !isSubshell && !command.context.contains(.negated) && !hasTrap, hasTrap: hasTrap))
  }

  /// The parser keeps no names of functions.
  private func isFunction(_ name: String) -> Bool {
    let separators: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: ")")]
    let tokens = bytes.split(whereSeparator: { separators.contains($0) })
    let wanted = Array(name.utf8)
    return tokens.indices.contains { index in
      tokens[index].elementsEqual(wanted + [UInt8(ascii: "(")])
        || (tokens[index].elementsEqual(wanted)
          && ((index + 1 < tokens.count && tokens[index + 1].elementsEqual("(".utf8))
            || (index > 0 && tokens[index - 1].elementsEqual("function".utf8))))
    }
  }

  private static let builtins: Set<String> = [
    "export", "cd", "set", "unset", "trap", "eval", ".", "source", "return", "shift", "readonly", "read", "[", "[[", "test",
  ]

  /// `exec -a NAME`, `exec -c`, `exec -l` (bash).
  private func dropExecOptions(_ words: inout [CommandWord]) {
    while let text = words.first?.known, text.hasPrefix("-"), words.count > 1 {
      words.removeFirst(text == "-a" ? min(2, words.count) : 1)
      if text == "--" { return }
    }
  }
}
