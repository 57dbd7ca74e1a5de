internal import SourceText

/// One option of a server's command line, as the server's own parser declares it.
struct CommandLineOption: Sendable {
  enum Kind: Hashable, Sendable {
    /// Takes no value.
    case flag
    case value
    /// argparse's `nargs="?"`: the next word unless it begins with `-`.
    case optionalValue
  }

  /// The name without dashes of the option's first long flag, under which settings ask for it.
  let key: String
  let names: [String]
  /// The flags that switch it off: click's `--reload/--no-reload`.
  let negations: [String]
  let kind: Kind

  private init(_ names: [String], _ kind: Kind, negations: [String] = []) {
    let long = names.first { $0.hasPrefix("--") } ?? names.first ?? ""
    key = String(long.drop { $0 == "-" })
    self.names = names
    self.negations = negations
    self.kind = kind
  }

  static func flag(_ names: String...) -> CommandLineOption { CommandLineOption(names, .flag) }
  static func value(_ names: String...) -> CommandLineOption { CommandLineOption(names, .value) }
  static func optionalValue(_ names: String...) -> CommandLineOption { CommandLineOption(names, .optionalValue) }
  /// `--name` and `--no-name`.
  static func toggle(_ name: String) -> CommandLineOption {
    CommandLineOption([name], .flag, negations: ["--no-" + name.dropFirst(2)])
  }
}

/// The options of a server, and how its parser reads a command line.
struct CommandLineSyntax: Sendable {
  enum Style: Sendable {
    /// Python's argparse: unambiguous beginnings of long options count, `-w=4` is `-w 4`.
    case argparse
    /// click and typer: names in full; variables `<prefix>_<OPTION>` stand for options.
    case click
  }

  let style: Style
  let options: [CommandLineOption]
  /// Whether the server refuses a command line without a positional argument.
  let requiresOperand: Bool
  private let byName: [String: (index: Int, isOn: Bool)]

  init(_ style: Style, requiresOperand: Bool, _ options: [CommandLineOption]) {
    self.style = style
    self.options = options
    self.requiresOperand = requiresOperand
    var byName: [String: (index: Int, isOn: Bool)] = [:]
    for (index, option) in options.enumerated() {
      for name in option.names { byName[name] = (index, true) }
      for name in option.negations { byName[name] = (index, false) }
    }
    self.byName = byName
  }

  fileprivate func option(named name: String) -> (option: CommandLineOption, isOn: Bool)? {
    if let exact = byName[name] { return (options[exact.index], exact.isOn) }
    guard style == .argparse, name.hasPrefix("--"), name.utf8.count > 2 else { return nil }
    var found: (index: Int, isOn: Bool)?
    for (candidate, entry) in byName where candidate.hasPrefix(name) {
      // Two names of one option are no ambiguity for our purpose: either way it is that option.
      if let other = found, other.index != entry.index { return nil }
      found = entry
    }
    return found.map { (options[$0.index], $0.isOn) }
  }
}

/// A command line taken apart by a server's option table.
struct ParsedCommandLine: Sendable {
  struct Occurrence: Sendable {
    /// The word's number; later ones win.
    let index: Int
    /// The value, or the flag itself.
    let word: CommandWord
    let isOn: Bool
  }

  private(set) var occurrences: [String: [Occurrence]] = [:]
  private(set) var operands: [CommandWord] = []
  /// The last word of which nothing is known, so that it may have set anything.
  private(set) var unknownWord: (index: Int, word: CommandWord)?
  /// The variable that all the words come from, and its place.
  private let environment: (name: String, location: Location?)?

  init(
    _ words: some Sequence<CommandWord>, _ syntax: CommandLineSyntax, environment: (name: String, location: Location?)? = nil,
    operandFromElsewhere: Bool = false
  ) {
    self.environment = environment
    let words = Array(words)
    var index = 0
    var unknown: [(index: Int, word: CommandWord)] = []
    var doubtful: [CommandWord] = []
    var isAfterUnknownOption = false
    while index < words.count {
      let word = words[index]
      let start = index
      index += 1
      let text: String
      switch word.text {
      case .known(let known): text = known
      case .unknown:
        guard word.knownPrefix.hasPrefix("-"), !word.knownPrefix.hasPrefix("--") || word.knownPrefix.contains("=") else {
          if word.knownPrefix.isEmpty || word.knownPrefix.hasPrefix("-") || word.mayBeSeveral {
            unknown.append((start, word))
          } else {
            operands.append(word)
          }
          continue
        }
        text = word.knownPrefix
        // `--workers=$N` unquoted: what follows the first space of the value may be further options.
        if word.mayBeSeveral, !Self.hasInlineValue(text, syntax) { unknown.append((start, word)) }
      }
      if text == "--" {
        operands += words[index...]
        break
      }
      guard text.hasPrefix("-"), text != "-" else {
        if isAfterUnknownOption { doubtful.append(word) } else { operands.append(word) }
        isAfterUnknownOption = false
        continue
      }
      isAfterUnknownOption = !read(text, word, at: start, words, &index, syntax)
    }
    // A word behind an option that the table does not have is its value or an operand.
    if operands.isEmpty { operands = doubtful }
    // The server would refuse to start without an operand, so a word that is exactly one can only be that.
    if operands.isEmpty, !operandFromElsewhere, syntax.requiresOperand, unknown.count == 1, !unknown[0].word.mayBeSeveral {
      operands = [unknown[0].word]
    } else {
      unknownWord = unknown.last
    }
  }

  private static func hasInlineValue(_ text: String, _ syntax: CommandLineSyntax) -> Bool {
    text.hasPrefix("--") ? text.contains("=") : syntax.option(named: String(text.prefix(2)))?.option.kind == .value
  }

  /// Reads one option; false when the table does not have it.
  private mutating func read(
    _ text: String, _ word: CommandWord, at start: Int, _ words: [CommandWord], _ index: inout Int, _ syntax: CommandLineSyntax
  ) -> Bool {
    let bytes = Array(text.utf8)
    if text.hasPrefix("--") {
      let equals = bytes.firstIndex(of: UInt8(ascii: "="))
      let name = String(decoding: bytes[..<(equals ?? bytes.count)], as: UTF8.self)
      guard let (option, isOn) = syntax.option(named: name) else { return equals != nil }
      if let equals {
        note(option, start, word.droppingFirst(equals + 1), isOn)
      } else {
        takeValue(option, isOn, word, at: start, words, &index)
      }
      return true
    }
    var position = 1
    while position < bytes.count {
      guard bytes[position] < 0x80,
        let (option, isOn) = syntax.option(named: "-" + String(decoding: [bytes[position]], as: UTF8.self))
      else { return false }
      position += 1
      if option.kind != .flag, position < bytes.count || word.known == nil {
        if syntax.style == .argparse, position < bytes.count, bytes[position] == UInt8(ascii: "=") { position += 1 }
        note(option, start, word.droppingFirst(position), isOn)
        return true
      }
      takeValue(option, isOn, word, at: start, words, &index)
    }
    return true
  }

  private mutating func takeValue(
    _ option: CommandLineOption, _ isOn: Bool, _ word: CommandWord, at start: Int, _ words: [CommandWord], _ index: inout Int
  ) {
    switch option.kind {
    case .flag: note(option, start, word, isOn)
    case .value:
      guard index < words.count else { return }
      // The index of the value: an unknown value says nothing of other options.
      note(option, index, words[index], isOn)
      index += 1
    case .optionalValue:
      if index < words.count, let next = words[index].known, !next.hasPrefix("-") { index += 1 }
    }
  }

  private mutating func note(_ option: CommandLineOption, _ index: Int, _ word: CommandWord, _ isOn: Bool) {
    occurrences[option.key, default: []].append(Occurrence(index: index, word: word, isOn: isOn))
  }

  /// What the command line says of an option that takes a value; nil when it does not speak of it.
  func text(_ key: String) -> Setting<String>? {
    let last = occurrences[key]?.last
    if let doubt: Setting<String> = doubt(behind: last) { return doubt }
    return last.map { setting($0.word) }
  }

  /// The path of a socket in the file system, as `unix:PATH`. What only might be said does not count: no word that is not known is
  /// likely to move a server from its port to a socket.
  func socket(_ key: String, or environment: EnvironmentOptions? = nil) -> Setting<String>? {
    let said = occurrences[key]?.last.map { setting($0.word) } ?? environment?.text(key).flatMap { $0.value == nil ? nil : $0 }
    return said?.map { "unix:" + $0 }
  }

  /// The values of an option that may be repeated.
  func texts(_ key: String) -> [Setting<String>] {
    let all = occurrences[key] ?? []
    if let doubt: Setting<String> = doubt(behind: all.last) { return [doubt] }
    return all.map { setting($0.word) }
  }

  func flag(_ key: String) -> Setting<Bool>? {
    let last = occurrences[key]?.last
    if let doubt: Setting<Bool> = doubt(behind: last) { return doubt }
    return last.map { Setting(.value($0.isOn), origin: origin(), at: place($0.word)) }
  }

  /// Not nil when a word of which nothing is known stands behind the option's last occurrence.
  private func doubt<Value>(behind last: Occurrence?) -> Setting<Value>? {
    guard let (index, word) = unknownWord, index > (last?.index ?? -1) else { return nil }
    return Setting(.unknown(reason: word.reason), origin: origin(), at: place(word))
  }

  private func setting(_ word: CommandWord) -> Setting<String> {
    switch word.text {
    case .known(let text): Setting(.value(text), origin: origin(), at: place(word))
    case .unknown(let reason): Setting(.unknown(reason: reason), origin: origin(), at: place(word))
    }
  }

  private func origin<Value>() -> Setting<Value>.Origin { environment.map { .environment($0.name) } ?? .flag }

  private func place(_ word: CommandWord) -> Location? { environment.map(\.location) ?? word.location }
}

/// An option's environment variables, as click reads them (click `core.py` `Parameter.value_from_envvar`): an empty one is unset.
struct EnvironmentOptions: Sendable {
  let prefix: String
  let context: any ProcessContext

  func text(_ key: String) -> Setting<String>? { environmentSetting(name(key), in: context, emptyIsUnset: true) }

  func flag(_ key: String) -> Setting<Bool>? {
    text(key)?.flatMap { text in
      switch Number.trim(text).lowercased() {
      case "1", "true", "t", "yes", "y", "on": .value(true)
      case "0", "false", "f", "no", "n", "off": .value(false)
      default: .unknown(reason: "'\(text)' is neither true nor false")
      }
    }
  }

  private func name(_ key: String) -> String {
    // By bytes, as each option of each process is asked for: names of options are ASCII.
    var name = Array(prefix.utf8)
    name.append(UInt8(ascii: "_"))
    for byte in key.utf8 {
      let isLower = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
      name.append(byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : isLower ? byte & ~0x20 : byte)
    }
    return String(decoding: name, as: UTF8.self)
  }
}

/// What an environment variable says; nil when it is not set.
func environmentSetting(_ name: String, in context: any ProcessContext, emptyIsUnset: Bool = false) -> Setting<String>? {
  switch context.variable(name) {
  case .unset: nil
  case .known("", _) where emptyIsUnset: nil
  case .known(let text, let location): Setting(.value(text), origin: .environment(name), at: location)
  case .unknown(let reason, let location): Setting(.unknown(reason: reason), origin: .environment(name), at: location)
  }
}
