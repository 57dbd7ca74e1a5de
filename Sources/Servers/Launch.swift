package import SourceText

/// How a command line comes to its server: shells, `exec`, init programs and runners taken off.
package struct Launch: Sendable {
  /// argv of the program that finally runs, first word first; empty when it cannot be told (`unknown`).
  package let arguments: [CommandWord]
  /// Why the program cannot be told.
  package let unknown: String?

  package enum Signals: Sendable {
    /// The program is process 1 or its parent hands signals on.
    case delivered
    /// A shell stands between: what stands there and its place.
    case lost(String, Location)
    case unknown(String)
  }

  package let signals: Signals
  /// `sh -c`, `tini`, `poetry run` … in order.
  package let wrappers: [String]
  /// Whether the first word names a Python module rather than a program.
  package let isModule: Bool
  /// What the programs on the way change in the environment and the working directory.
  package let changes: ProcessChanges
  /// An empty place in front of the command that the outermost shell should run by `exec`, where signals are lost for want of it.
  package let missingExec: Location?

  /// Commands that shells on the way run before the program, in order.
  package let steps: [Step]

  package struct Step: Sendable {
    package let words: [CommandWord]
    /// Whether it runs whatever the conditions of its script give.
    package let isCertain: Bool
  }

  package init(_ words: [CommandWord], in context: some ProcessContext) {
    var reader = LaunchReader(words, context)
    reader.run()
    arguments = reader.unknown == nil ? reader.words : []
    unknown = reader.unknown
    if reader.unknown != nil, case .delivered = reader.signals {
      signals = .unknown("the program cannot be told")
    } else {
      signals = reader.signals
    }
    wrappers = reader.wrappers
    isModule = reader.isModule
    changes = reader.changes
    missingExec = reader.missingExec
    steps = reader.steps
  }
}

/// Takes one wrapper after the other off a command line.
struct LaunchReader {
  private static let maximumDepth = 8
  private static let maximumSteps = 40

  let context: any ProcessContext
  var words: [CommandWord]
  var unknown: String?
  var signals: Launch.Signals = .delivered
  var wrappers: [String] = []
  var changes = ProcessChanges()
  var missingExec: Location?
  var steps: [Launch.Step] = []
  /// It follows a command before the program; of that, scripts within scripts are not looked into.
  private var isStep = false
  /// An init program above sends signals to the whole process group: a shell in between does no harm.
  var reachesGroup = false
  private var depth = 0
  /// The first word is a Python module, no file.
  private(set) var isModule = false

  init(_ words: [CommandWord], _ context: any ProcessContext) {
    self.words = words
    self.context = context
  }

  var surroundings: ChangedContext { ChangedContext(outer: context, changes: changes) }

  mutating func run() {
    var steps = 0
    while unknown == nil, takeWrapper() {
      steps += 1
      if steps == Self.maximumSteps { unknown = "too many programs start one another" }
    }
    guard unknown == nil else { return }
    if words.isEmpty {
      unknown = "there is no program"
    } else if let name = words[0].programName, ["npm", "yarn", "pnpm", "npx", "bun", "bunx"].contains(name) {
      doubtSignals("\(name) runs its scripts through a shell")
    } else if words[0].programName == nil {
      unknown = words[0].known == nil ? words[0].reason : "the program's name is empty"
    }
  }

  /// Takes the outermost program off; false when it is the one that stays.
  private mutating func takeWrapper() -> Bool {
    guard let first = words.first, let name = first.programName else { return false }
    if let module = Python.moduleStart(words) {
      guard module < words.count else { return false }
      wrappers.append("python -m")
      words.removeFirst(module)
      isModule = true
      return true
    }
    if let script = Python.programStart(words) {
      words.removeFirst(script)
      return false
    }
    if isModule {
      guard let runner = Runner.named(Runner.commandsByModule[name] ?? name) else { return false }
      return take(runner)
    }
    if name == "env" { return takeEnv() }
    if name == "busybox", words.count > 1 {
      words.removeFirst()
      return true
    }
    if let kind = ShellKind(name) { return followShell(kind) }
    if let runner = Runner.named(name) { return take(runner) }
    if Server.named(name) != nil { return false }
    return followScript(first, name)
  }

  private mutating func take(_ runner: Runner) -> Bool {
    switch runner.program(in: words) {
    case .notThis: return false
    case .unknown(let reason): unknown = reason
    case .found(let start, let wrapper, let module):
      wrappers.append(wrapper)
      runner.apply(to: &self, options: words[1..<start])
      words.removeFirst(start)
      isModule = module
    }
    return true
  }

  /// `env [-i] [-u NAME] [-C DIR] [NAME=VALUE…] program` (coreutils).
  private mutating func takeEnv() -> Bool {
    var index = 1
    var changes = changes
    var split: [CommandWord] = []
    while index < words.count {
      let word = words[index]
      guard let text = word.known else {
        let name = word.knownPrefix.split(separator: "=", omittingEmptySubsequences: false)
        guard name.count > 1, !word.knownPrefix.hasPrefix("-"), !word.mayBeSeveral else { break }
        changes.variables[String(name[0])] = .unknown(reason: word.reason, word.location)
        index += 1
        continue
      }
      if text == "-i" || text == "-" || text == "--ignore-environment" {
        changes.empty()
      } else if text == "--" {
        index += 1
        break
      } else if text == "-u" || text == "--unset", index + 1 < words.count {
        index += 1
        if let name = words[index].known { changes.variables[name] = .unset }
      } else if text.hasPrefix("--unset=") {
        changes.variables[String(text.dropFirst(8))] = .unset
      } else if text == "-C" || text == "--chdir", index + 1 < words.count {
        index += 1
        changes.enterDirectory(words[index].text)
      } else if text.hasPrefix("--chdir=") {
        changes.enterDirectory(.known(String(text.dropFirst(8))))
      } else if text == "-S" || text == "--split-string", index + 1 < words.count {
        index += 1
        guard let inner = words[index].known, let parts = ShellQuoting.split(inner) else {
          unknown = "the command of env -S cannot be told"
          return true
        }
        split = parts.map { CommandWord(.known($0), at: words[index].location) }
      } else if text.hasPrefix("-") {
        // -0, -v and the like take no value.
      } else {
        let bytes = Array(text.utf8)
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { break }
        let value = word.droppingFirst(equals + 1)
        changes.variables[String(decoding: bytes[..<equals], as: UTF8.self)] = .known(value.known ?? "", value.location)
      }
      index += 1
    }
    guard index < words.count || !split.isEmpty else { return false }
    wrappers.append("env")
    self.changes = changes
    words = split + words[min(index, words.count)...]
    return true
  }

  /// A file that begins with `#!`: the kernel runs what stands there with the file's path.
  private mutating func followScript(_ first: CommandWord, _ name: String) -> Bool {
    guard let path = first.known else { return false }
    let looksLikeScript = name.hasSuffix(".sh") || name.containsText("entrypoint")
    var paths = [path]
    if !path.contains("/") {
      guard looksLikeScript else { return false }
      paths = searchPath().map { $0 + "/" + path }
    }
    var doubt: String?
    for path in paths {
      switch surroundings.file(path) {
      case .missing: continue
      case .unknown(let reason): doubt = doubt ?? reason
      case .found(let file, let id):
        guard enter() else { return true }
        return followShebang(file, id, path, first)
      }
    }
    guard looksLikeScript else { return false }
    unknown = "the script \(path) cannot be read" + (doubt.map { ": " + $0 } ?? "")
    return true
  }

  private func searchPath() -> [String] {
    if case .known(let path, _) = surroundings.variable("PATH") {
      return path.split(separator: ":").prefix(32).map(String.init)
    }
    return ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
  }

  private mutating func followShebang(_ file: SourceFile, _ id: FileID, _ path: String, _ first: CommandWord) -> Bool {
    let line = file.bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard line.starts(with: Array("#!".utf8)) else {
      // A program, or a script that its caller's shell would run; which of them cannot be seen.
      return false
    }
    var interpreter: [CommandWord] = []
    var index = 2
    while index < line.count {
      guard line[index] != 0x20, line[index] != 0x09 else {
        index += 1
        continue
      }
      let end = line[index...].firstIndex { $0 == 0x20 || $0 == 0x09 } ?? line.count
      let text = String(decoding: line[index..<end], as: UTF8.self)
      interpreter.append(CommandWord(.known(text), at: Location(file: id, range: ByteRange(index..<end))))
      index = end
    }
    guard let program = interpreter.first?.known, program != path else { return false }
    // `env` in a shebang only searches PATH; it is no wrapper worth naming.
    if interpreter[0].programName == "env", interpreter.count > 1, interpreter[1].known?.hasPrefix("-") == false {
      interpreter.removeFirst()
    }
    let script = CommandWord(.known(path), at: first.location, place: path == first.known ? first.place : nil)
    words = interpreter + [script] + words.dropFirst()
    return true
  }

  /// Notes what a shell ran before its last command; of a script among it, what that runs.
  mutating func note(_ found: [Launch.Step]) {
    for step in found.prefix(Self.maximumSteps) {
      guard !isStep, let name = step.words.first?.programName, ShellKind(name) != nil || name.hasSuffix(".sh") else {
        steps.append(step)
        continue
      }
      var inner = LaunchReader(step.words, surroundings)
      inner.isStep = true
      inner.run()
      let all = inner.steps + (inner.unknown == nil ? [Launch.Step(words: inner.words, isCertain: true)] : [])
      steps += all.prefix(Self.maximumSteps).map { Launch.Step(words: $0.words, isCertain: $0.isCertain && step.isCertain) }
    }
  }

  /// Counts the scripts that are followed; false when there are too many.
  mutating func enter() -> Bool {
    depth += 1
    if depth > Self.maximumDepth { unknown = "the scripts that start one another are nested too deeply" }
    return unknown == nil
  }

  mutating func doubtSignals(_ reason: String) {
    guard !reachesGroup, case .delivered = signals else { return }
    signals = .unknown(reason)
  }

  mutating func loseSignals(_ reason: String, at location: Location, missingExec: Location?) {
    guard !reachesGroup else { return }
    if case .lost = signals { return }
    signals = .lost(reason, location)
    self.missingExec = missingExec
  }
}

/// Python's own command line (cpython `Python/initconfig.c`).
enum Python {
  static func isInterpreter(_ name: String) -> Bool {
    for prefix in ["python", "pypy"] where name.hasPrefix(prefix) {
      return name.dropFirst(prefix.count).allSatisfy { $0.isNumber || $0 == "." }
    }
    return false
  }

  private enum Target {
    case module(Int)
    case script(Int)
  }

  /// The index of the module's name behind `-m`.
  static func moduleStart(_ words: [CommandWord]) -> Int? {
    if case .module(let index)? = target(words) { index } else { nil }
  }

  /// The index of a script that is a server's own executable: `python /app/.venv/bin/uvicorn`.
  static func programStart(_ words: [CommandWord]) -> Int? {
    guard case .script(let index)? = target(words), let name = words[index].programName, Server.named(name) != nil else { return nil }
    return index
  }

  /// The index of the script.
  static func scriptStart(_ words: [CommandWord]) -> Int? {
    if case .script(let index)? = target(words) { index } else { nil }
  }

  private static func target(_ words: [CommandWord]) -> Target? {
    guard let name = words.first?.programName, isInterpreter(name) else { return nil }
    var index = 1
    while index < words.count {
      guard let text = words[index].known else { return words[index].knownSuffix.contains("/") ? .script(index) : nil }
      guard text.hasPrefix("-"), text != "-" else { return text == "-" ? nil : .script(index) }
      if text.hasPrefix("--") {
        index += text == "--check-hash-based-pycs" ? 2 : 1
        continue
      }
      let letters = Array(text.dropFirst())
      for (position, letter) in letters.enumerated() {
        let isLast = position == letters.count - 1
        if letter == "c" { return nil }
        // `-mMODULE` in one word is not written by anyone; the word has no place of its own for the module.
        if letter == "m" { return isLast && index + 1 < words.count ? .module(index + 1) : nil }
        if letter == "X" || letter == "W" {
          if isLast { index += 1 }
          break
        }
      }
      index += 1
    }
    return nil
  }
}
