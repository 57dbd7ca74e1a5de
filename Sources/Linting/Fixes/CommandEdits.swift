internal import DockerfileSyntax
internal import SourceText
internal import Workspace
internal import YAMLSyntax

/// Edits of a command at a word of it, in whatever form it is written: a JSON array or text for a shell in a Dockerfile, a list or a text
/// in YAML, a line of a script.
struct CommandEdits {
  private enum Form {
    case dockerfile(Dockerfile, Instruction)
    case yaml(YAMLNode)
    case script
  }

  private let location: Location
  private let file: SourceFile
  private let form: Form

  /// nil where no command is written, or in a form that is not known: Python, an ini file.
  init?(_ repository: Repository, _ location: Location) {
    self.location = location
    file = repository.file(location.file)
    if case .dockerfile(let dockerfile)? = repository.content(of: location.file) {
      guard let instruction = dockerfile.instruction(around: location.range) else { return nil }
      form = .dockerfile(dockerfile, instruction)
    } else if let stream = repository.stream(of: location.file) {
      guard let scalar = stream.scalar(around: location.range), !scalar.isShared else { return nil }
      form = .yaml(scalar)
    } else if file.path.hasSuffix(".sh") || file.bytes.starts(with: "#!".utf8) && !file.path.hasSuffix(".py") {
      form = .script
    } else {
      return nil
    }
  }

  private func insertion(_ text: String, at offset: Int, isIndependent: Bool = true) -> Fix.FileEdit {
    Fix.FileEdit(path: file.path, edit: .insertion(text, at: offset, isIndependent: isIndependent))
  }

  // MARK: Words

  /// New words behind the word.
  func inserting(_ words: [String]) -> [Fix.FileEdit]? {
    guard !words.isEmpty, !location.range.isEmpty else { return nil }
    let end = Int(location.range.end)
    // Words that every shell, JSON and YAML takes as they are.
    let isPlain = words.allSatisfy { word in
      !word.isEmpty && word.utf8.allSatisfy { Self.isPlain($0) } && !word.utf8.contains(UInt8(ascii: "~"))
    }
    switch form {
    case .dockerfile(_, let instruction):
      if let word = Self.execWord(at: location.range, in: instruction), word.range == location.range {
        guard end < file.bytes.count, file.bytes[end] == UInt8(ascii: "\"") else { return nil }
        return [insertion(words.map { ", " + YAMLLiteral.quoted($0) }.joined(), at: end + 1)]
      }
    case .yaml(let scalar):
      if scalar.parent?.isSequence == true, scalar.range.count - location.range.count <= 2, scalar.text?.contains(" ") != true {
        return scalar.appendingSiblings(words.map(YAMLLiteral.string)).map { [Fix.FileEdit(path: file.path, edit: $0)] }
      }
    case .script: break
    }
    return isPlain ? [insertion(words.map { " " + $0 }.joined(), at: end)] : nil
  }

  /// `exec ` before the program, behind variables that it is given; nil where those hold more than plain text and other variables.
  func insertingExec() -> [Fix.FileEdit]? {
    var offset = Int(location.range.start)
    let bytes = file.bytes
    while let name = bytes[offset...].firstIndex(where: { !Self.isName($0) }), name > offset, bytes[name] == UInt8(ascii: "=") {
      guard let end = Self.valueEnd(bytes, from: name + 1), let next = bytes[end...].firstIndex(where: { $0 != 0x20 }) else { return nil }
      offset = next
    }
    guard offset < bytes.count, Self.isPlain(bytes[offset]) || "$\"'".utf8.contains(bytes[offset]) else { return nil }
    return [insertion("exec ", at: offset)]
  }

  /// The blank behind the value of an assignment; nil for one with quotes, commands or blanks in it.
  private static func valueEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var depth = 0
    for (offset, byte) in bytes[start...].enumerated() {
      switch byte {
      case 0x20 where depth == 0: return start + offset
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case _ where isPlain(byte) || byte == UInt8(ascii: "$"): break
      default: return nil
      }
    }
    return nil
  }

  // MARK: Instructions

  /// Each word of a command in shell form as a JSON string, laid out as before.
  ///
  /// Only where the shell would do nothing but cut the text into words: no variable, no pattern, no operator, no builtin.
  func execForm(allowsWords: Bool) -> [Fix.FileEdit]? {
    guard allowsWords, case .dockerfile(let dockerfile, let instruction) = form else { return nil }
    let command: CommandLine
    switch instruction.payload {
    case .cmd(let line), .entrypoint(let line): command = line
    default: return nil
    }
    guard case .shell(let text) = command.form, instruction.heredocs.isEmpty,
      !dockerfile.setsShell
    else { return nil }
    let isArray = command.malformedJSON != nil
    guard let words = isArray ? Self.pythonList(text.bytes) : Self.shellWords(text.bytes), let first = words.first, let last = words.last,
      !Self.builtins.contains(first.text), isArray || !first.text.contains("=")
    else { return nil }
    func replacing(_ range: Range<Int>, _ replacement: String) -> Fix.FileEdit {
      Fix.FileEdit(path: file.path, edit: TextEdit(text.sourceRange(of: range), replacement))
    }
    if isArray { return words.map { replacing($0.range, YAMLLiteral.quoted($0.text)) } }
    return words.map { word in
      let isFirst = word.range == first.range
      let isLast = word.range == last.range
      return replacing(word.range, (isFirst ? "[" : "") + YAMLLiteral.quoted(word.text) + (isLast ? "]" : ","))
    }
  }

  /// A command behind all others of a RUN.
  func appending(_ command: String) -> [Fix.FileEdit]? {
    guard case .dockerfile(let dockerfile, let instruction) = form, instruction.heredocs.isEmpty,
      case .shell(let text)? = Self.run(instruction.payload)?.form, !dockerfile.setsShell
    else { return nil }
    let bytes = file.bytes
    var end = Int(text.sourceRange.end)
    while end > 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    guard end > Int(instruction.range.start), !"&|;\\`".utf8.contains(bytes[end - 1]), end == Self.trimmedEnd(instruction.range, bytes),
      !text.bytes.contains(UInt8(ascii: "#"))
    else { return nil }
    let layout = LineLayout(bytes: bytes)
    let lastLine = layout.lineStart(end)
    guard lastLine > Int(instruction.range.start) else { return [insertion(" && " + command, at: end, isIndependent: false)] }
    let indentation = bytes[lastLine...].prefix { $0 == 0x20 || $0 == 0x09 }
    let escape = dockerfile.escape == .backtick ? "`" : "\\"
    let text2 = " \(escape)\n" + String(decoding: indentation, as: UTF8.self) + "&& " + command
    return [insertion(text2, at: end, isIndependent: false)]
  }

  /// An instruction on the line behind this one.
  func following(_ text: String) -> [Fix.FileEdit]? {
    guard case .dockerfile(_, let instruction) = form, !text.contains("\n") else { return nil }
    return [insertion("\n" + text, at: LineLayout(bytes: file.bytes).lineEnd(Self.trimmedEnd(instruction.range, file.bytes)))]
  }

  // MARK: Text

  private static func trimmedEnd(_ range: ByteRange, _ bytes: [UInt8]) -> Int {
    var end = min(Int(range.end), bytes.count)
    while end > Int(range.start), [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    return end
  }

  private static func run(_ payload: Payload) -> CommandLine? {
    switch payload {
    case .run(let command, _): command
    case .onbuild(let trigger): run(trigger.payload)
    default: nil
    }
  }

  private static func execWord(at range: ByteRange, in instruction: Instruction) -> Word? {
    let command: CommandLine? =
      switch instruction.payload {
      case .cmd(let command), .entrypoint(let command): command
      case .healthcheck(let check): check.command
      default: run(instruction.payload)
      }
    guard case .exec(let words)? = command?.form else { return nil }
    return words.first { $0.range.contains(range) }
  }

  private struct ShellWord {
    var text: String
    var range: Range<Int>
  }

  /// nil when the text holds anything that a shell would act upon.
  private static func shellWords(_ bytes: [UInt8]) -> [ShellWord]? {
    var words: [ShellWord] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x0A {
        // A line break ends a command.
        guard bytes[index] != 0x0A || bytes[index...].allSatisfy({ $0 == 0x0A || $0 == 0x20 }) else { return nil }
        index += 1
        continue
      }
      let start = index
      var text: [UInt8] = []
      while index < bytes.count, bytes[index] != 0x20, bytes[index] != 0x09, bytes[index] != 0x0A {
        let byte = bytes[index]
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          guard let end = bytes[(index + 1)...].firstIndex(of: byte) else { return nil }
          let inner = bytes[(index + 1)..<end]
          guard byte == UInt8(ascii: "'") || !inner.contains(where: { "$`\\!".utf8.contains($0) }) else { return nil }
          text += inner
          index = end + 1
        } else {
          guard isPlain(byte), byte != UInt8(ascii: "~") || index > start else { return nil }
          text.append(byte)
          index += 1
        }
      }
      guard let string = String(validating: text, as: UTF8.self) else { return nil }
      words.append(ShellWord(text: string, range: start..<index))
    }
    return words
  }

  /// The strings of `['a', 'b']`, which Python would take and JSON does not.
  private static func pythonList(_ bytes: [UInt8]) -> [ShellWord]? {
    var words: [ShellWord] = []
    guard bytes.first == UInt8(ascii: "["), let close = bytes.lastIndex(of: UInt8(ascii: "]")),
      bytes[(close + 1)...].allSatisfy({ $0 == 0x20 })
    else { return nil }
    var index = 1
    var expectsWord = true
    while index < close {
      let byte = bytes[index]
      if byte == 0x20 {
        index += 1
      } else if byte == UInt8(ascii: ","), !expectsWord {
        expectsWord = true
        index += 1
      } else {
        guard expectsWord, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\""),
          let end = bytes[(index + 1)..<close].firstIndex(of: byte)
        else { return nil }
        let inner = bytes[(index + 1)..<end]
        guard !inner.contains(UInt8(ascii: "\\")), !inner.contains(UInt8(ascii: "\"")) else { return nil }
        words.append(ShellWord(text: String(decoding: inner, as: UTF8.self), range: index..<(end + 1)))
        expectsWord = false
        index = end + 1
      }
    }
    return expectsWord ? nil : words
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Bytes that mean themselves to a shell, wherever they stand.
  private static func isPlain(_ byte: UInt8) -> Bool { isName(byte) || "-./:,@%+=~".utf8.contains(byte) || byte >= 0x80 }

  /// Commands that are the shell's own (POSIX 2.14 and 1.6), so that nothing of the name can be executed, or nothing that does the same.
  private static let builtins: Set<String> = [
    ".", ":", "alias", "bg", "break", "cd", "command", "continue", "eval", "exec", "exit", "export", "fg", "getopts", "jobs", "read",
    "readonly", "return", "set", "shift", "source", "time", "times", "trap", "type", "ulimit", "umask", "unalias", "unset", "wait", "if",
    "for", "while", "until", "case", "function", "{", "}", "!", "[[",
  ]
}
