internal import ShellSyntax
internal import SourceText

/// What a running shell knows: its variables and positional parameters.
struct ShellState {
  var changes: ProcessChanges
  let outer: any ProcessContext
  /// Variables that are not exported.
  var locals: [String: Variable] = [:]
  /// `set -a`: every assignment is exported.
  var exportsAll = false
  /// `$1`, `$2` …; nil when they cannot be told.
  var parameters: [CommandWord]?
  /// `$0`.
  var name: CommandWord?

  func variable(_ name: String) -> Variable {
    if let local = locals[name] { return local }
    return ChangedContext(outer: outer, changes: changes).variable(name)
  }

  /// An assignment; a variable that came from the environment stays exported.
  mutating func assign(_ name: String, _ value: Variable, exported: Bool = false) {
    let isInherited = if case .unset = ChangedContext(outer: outer, changes: changes).variable(name) { false } else { true }
    if exported || exportsAll || isInherited {
      changes.variables[name] = value
      locals[name] = nil
    } else {
      locals[name] = value
    }
  }

  mutating func export(_ name: String) {
    if let local = locals.removeValue(forKey: name) { changes.variables[name] = local }
  }

  mutating func forgetVariables(_ reason: String) {
    locals = [:]
    changes.forgetVariables(reason)
  }
}

/// Turns the words of a shell command into the words that the program gets (POSIX XCU 2.6): parameters replaced, split, quotes removed.
struct ShellExpansion {
  let state: ShellState
  /// The script, and where its parts stand in the workspace.
  let bytes: [UInt8]
  let locate: @Sendable (Range<Int>) -> Location

  /// `${a:-${b:-…}}` deeper than this is not followed.
  private static let maximumDepth = 32
  /// More words, or longer ones, are not followed: a script can double a variable in every line.
  fileprivate static let maximumWords = 4096
  fileprivate static let maximumLength = 64 << 10

  /// The words of a whole command; nil when they are too many.
  func words(_ words: some Sequence<ShellWord>) -> [CommandWord]? {
    var all: [CommandWord] = []
    var length = 0
    for word in words {
      let expanded = self.words(word)
      all += expanded
      for word in expanded { length += word.known?.utf8.count ?? 0 }
      guard all.count <= Self.maximumWords, length <= 1 << 20 else { return nil }
    }
    return all
  }

  func words(_ word: ShellWord) -> [CommandWord] {
    if let parameters = parameters(ifOnlyOf: word) { return parameters }
    var builder = WordBuilder(location: place(of: word))
    append(word, to: &builder, isQuoted: false, depth: 0)
    builder.endWord()
    return builder.words
  }

  /// The word, without quotes that stand around the whole of it.
  private func place(of word: ShellWord) -> Location {
    let range = word.range
    guard range.count > 2, range.upperBound <= bytes.count, bytes[range.lowerBound] == UInt8(ascii: "\""),
      bytes[range.upperBound - 1] == UInt8(ascii: "\""), word.parts.allSatisfy(\.isDoubleQuoted),
      !bytes[(range.lowerBound + 1)..<(range.upperBound - 1)].contains(UInt8(ascii: "\""))
    else { return locate(range) }
    return locate((range.lowerBound + 1)..<(range.upperBound - 1))
  }

  /// The word's value where the shell does not split: an assignment's.
  func value(_ word: ShellWord) -> CommandWord {
    var builder = WordBuilder(location: place(of: word))
    builder.isQuoted = true
    append(word, to: &builder, isQuoted: true, depth: 0)
    builder.endWord()
    return builder.words.first ?? CommandWord(.known(""), at: locate(word.range))
  }

  func variable(_ word: ShellWord) -> Variable {
    let value = value(word)
    switch value.text {
    case .known(let text): return .known(text, value.location)
    case .unknown(let reason): return .unknown(reason: reason, value.location)
    }
  }

  /// `"$@"` by itself: the words as they were given, with their places.
  private func parameters(ifOnlyOf word: ShellWord) -> [CommandWord]? {
    guard let parameters = state.parameters, word.parts.count == 1, case .parameter(let expansion) = word.parts[0].kind,
      expansion.operator == nil
    else { return nil }
    if expansion.name == "@" { return parameters }
    guard word.parts[0].isDoubleQuoted, let number = Int(expansion.name), number > 0, parameters.indices.contains(number - 1)
    else { return nil }
    return [parameters[number - 1]]
  }

  private func append(_ word: ShellWord, to builder: inout WordBuilder, isQuoted: Bool, depth: Int) {
    guard depth < Self.maximumDepth else { return builder.appendUnknown("the expansion is nested too deeply", isQuoted: isQuoted) }
    if word.isQuoted { builder.isQuoted = true }
    for part in word.parts {
      let isQuoted = isQuoted || part.isDoubleQuoted
      switch part.kind {
      case .text(let text, _): builder.append(text, identity(text, part.range))
      case .commandSubstitution: builder.appendUnknown("it depends on the output of a command", isQuoted: isQuoted)
      case .arithmetic: builder.appendUnknown("it depends on arithmetic of the shell", isQuoted: isQuoted)
      case .glob(let byte):
        // A pattern that matches no file stays as it is, and no file is called `--forwarded-allow-ips=…`.
        if isQuoted || builder.beginsLikeOption {
          builder.append([byte], identity([byte], part.range))
        } else {
          builder.appendUnknown("it depends on which files there are", isQuoted: false)
        }
      case .parameter(let expansion): append(expansion, part.range, to: &builder, isQuoted: isQuoted, depth: depth)
      }
    }
  }

  private func append(
    _ expansion: ParameterExpansion, _ range: Range<Int>, to builder: inout WordBuilder, isQuoted: Bool, depth: Int
  ) {
    if expansion.name == "@" || expansion.name == "*" { return appendParameters(expansion, to: &builder, isQuoted: isQuoted) }
    let (variable, isParameter) = lookup(expansion.name)
    let isNull: Bool
    let text: String
    let place: Location?
    switch variable {
    case .unset: (isNull, text, place) = (true, "", nil)
    case .known(let known, let location): (isNull, text, place) = (known.isEmpty, known, location)
    case .unknown(let reason, _):
      let name = isParameter ? "the argument" : "the variable"
      return builder.appendUnknown("\(name) \(expansion.name) is not known: \(reason)", isQuoted: isQuoted)
    }
    let isUnset = if case .unset = variable { true } else { false }
    func isAbsent(_ ifNull: Bool) -> Bool { isUnset || (ifNull && isNull) }
    func appendArgument() {
      if let argument = expansion.argument { append(argument, to: &builder, isQuoted: isQuoted, depth: depth + 1) }
    }
    func appendValue(_ text: String) {
      let location = place ?? locate(range)
      isQuoted
        ? builder.append(Array(text.utf8), .init(whole: location))
        : builder.appendSplit(Array(text.utf8), .init(whole: location))
    }
    switch expansion.operator {
    case nil where isUnset:
      // Nobody writes `--port $PORT` for nothing: whoever runs the container sets it.
      builder.appendUnknown("the variable \(expansion.name) is not set in the repository", isQuoted: isQuoted)
    case nil: appendValue(text)
    case .useDefault(let ifNull)?, .assignDefault(let ifNull)?: isAbsent(ifNull) ? appendArgument() : appendValue(text)
    case .requireValue(let ifNull)?:
      // The shell ends with an error where the value is absent: what would follow never runs.
      isAbsent(ifNull)
        ? builder.appendUnknown("the variable \(expansion.name) is not set", isQuoted: isQuoted) : appendValue(text)
    case .useAlternative(let ifNull)?: if !isAbsent(ifNull) { appendArgument() }
    case .length?: appendValue(String(text.unicodeScalars.count))
    case .removeSuffix?, .removePrefix?, .other?:
      builder.appendUnknown("a part of the variable \(expansion.name) is taken", isQuoted: isQuoted)
    }
  }

  private func appendParameters(_ expansion: ParameterExpansion, to builder: inout WordBuilder, isQuoted: Bool) {
    guard let parameters = state.parameters, expansion.operator == nil else {
      return builder.appendUnknown("the script's arguments are not known", isQuoted: false)
    }
    guard parameters.count <= Self.maximumWords else {
      return builder.appendUnknown("the script has too many arguments", isQuoted: false)
    }
    for (index, parameter) in parameters.enumerated() {
      if index > 0 {
        if expansion.name == "*", isQuoted {
          builder.append([UInt8(ascii: " ")], .init(whole: parameter.location))
        } else {
          builder.endWord()
        }
      }
      switch parameter.text {
      case .known(let text):
        let source = WordBuilder.Source(whole: parameter.location, part: parameter.place)
        if isQuoted { builder.isQuoted = true }
        isQuoted ? builder.append(Array(text.utf8), source) : builder.appendSplit(Array(text.utf8), source)
      case .unknown(let reason): builder.appendUnknown(reason, isQuoted: isQuoted && !parameter.mayBeSeveral)
      }
    }
  }

  private func lookup(_ name: String) -> (Variable, isParameter: Bool) {
    func variable(_ word: CommandWord) -> Variable {
      switch word.text {
      case .known(let text): .known(text, word.location)
      case .unknown(let reason): .unknown(reason: reason, word.location)
      }
    }
    if let number = Int(name) {
      if number == 0 { return (state.name.map(variable) ?? .unknown(reason: "the shell's own name", nil), true) }
      guard let parameters = state.parameters else { return (.unknown(reason: "the script's arguments are not known", nil), true) }
      return (parameters.indices.contains(number - 1) ? variable(parameters[number - 1]) : .unset, true)
    }
    if name == "#" {
      return (state.parameters.map { .known(String($0.count), nil) } ?? .unknown(reason: "it counts the arguments", nil), true)
    }
    guard let first = name.utf8.first, first == UInt8(ascii: "_") || (first | 0x20) >= UInt8(ascii: "a") else {
      return (.unknown(reason: "only the shell knows it", nil), true)
    }
    return (state.variable(name), false)
  }

  /// Where the bytes of a text stand when the script has them as they are, perhaps between quotes.
  private func identity(_ text: [UInt8], _ range: Range<Int>) -> WordBuilder.Source {
    let locate = locate
    for inset in 0...1 {
      let inner = range.lowerBound + inset..<max(range.lowerBound + inset, range.upperBound - inset)
      if inner.count == text.count, inner.upperBound <= bytes.count, bytes[inner].elementsEqual(text) {
        return .init(whole: locate(inner)) { locate((inner.lowerBound + $0.lowerBound)..<(inner.lowerBound + $0.upperBound)) }
      }
    }
    return .init(whole: locate(range))
  }
}

/// Puts words together from parts that each have a place.
private struct WordBuilder {
  struct Source {
    let whole: Location
    let part: (@Sendable (Range<Int>) -> Location)?

    init(whole: Location, part: (@Sendable (Range<Int>) -> Location)? = nil) {
      self.whole = whole
      self.part = part
    }

    func slice(_ range: Range<Int>) -> Source {
      guard let part else { return self }
      let start = range.lowerBound
      return Source(whole: part(range)) { part((start + $0.lowerBound)..<(start + $0.upperBound)) }
    }
  }

  private struct Piece: Sendable {
    let range: Range<Int>
    let whole: Location
    let part: (@Sendable (Range<Int>) -> Location)?

    func location(_ wanted: Range<Int>) -> Location {
      let inner = wanted.clamped(to: range)
      guard inner != range else { return whole }
      return part?((inner.lowerBound - range.lowerBound)..<(inner.upperBound - range.lowerBound)) ?? whole
    }
  }

  /// Of the word as it is written.
  let location: Location
  private(set) var words: [CommandWord] = []
  /// A quoted word is a word even when it is empty.
  var isQuoted = false
  private var text: [UInt8] = []
  private var pieces: [Piece] = []
  private var unknown: (reason: String, prefix: [UInt8])?
  private var mayBeSeveral = false

  init(location: Location) { self.location = location }

  var beginsLikeOption: Bool { text.first == UInt8(ascii: "-") }

  mutating func append(_ bytes: [UInt8], _ source: Source) {
    guard !bytes.isEmpty else { return }
    guard text.count + bytes.count <= ShellExpansion.maximumLength, pieces.count < ShellExpansion.maximumWords else {
      return appendUnknown("it is too long", isQuoted: false)
    }
    pieces.append(Piece(range: text.count..<(text.count + bytes.count), whole: source.whole, part: source.part))
    text += bytes
  }

  mutating func appendSplit(_ bytes: [UInt8], _ source: Source) {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0A }
    var start = 0
    while start < bytes.count {
      if isSpace(bytes[start]) {
        endWord()
        start += 1
        continue
      }
      let end = bytes[start...].firstIndex(where: isSpace) ?? bytes.count
      let range = start..<end
      if range == bytes.indices {
        append(bytes, source)
      } else {
        append(Array(bytes[range]), source.slice(range))
      }
      start = end
    }
  }

  mutating func appendUnknown(_ reason: String, isQuoted: Bool) {
    unknown = unknown.map { ($0.reason, $0.prefix) } ?? (reason, text)
    // What follows is the suffix.
    text = []
    pieces = []
    if !isQuoted { mayBeSeveral = true }
  }

  mutating func endWord() {
    guard words.count < ShellExpansion.maximumWords else {
      words = [CommandWord(.unknown(reason: "it makes too many words"), at: location, mayBeSeveral: true)]
      return
    }
    defer { (text, pieces, unknown, mayBeSeveral, isQuoted) = ([], [], nil, false, false) }
    if let unknown {
      words.append(
        CommandWord(
          .unknown(reason: unknown.reason), at: location, knownPrefix: String(decoding: unknown.prefix, as: UTF8.self),
          knownSuffix: String(decoding: text, as: UTF8.self), mayBeSeveral: mayBeSeveral))
      return
    }
    guard !text.isEmpty || isQuoted else { return }
    let known = CommandWord.Text.known(String(decoding: text, as: UTF8.self))
    guard let first = pieces.first else {
      words.append(CommandWord(known, at: location))
      return
    }
    if pieces.count == 1 {
      words.append(CommandWord(known, at: first.whole, place: first.part))
      return
    }
    // Pieces that stand next to each other in the word have a place together; those from variables stand elsewhere.
    let pieces = pieces
    let location = location
    let place = { @Sendable (wanted: Range<Int>) -> Location in
      let touched = pieces.filter { $0.range.overlaps(wanted) }
      guard let start = touched.first?.location(wanted), let end = touched.last?.location(wanted) else { return location }
      let union = Location(file: start.file, range: start.range.union(end.range))
      let isWritten = touched.allSatisfy { $0.whole.file == location.file && location.range.contains($0.whole.range) }
      return touched.count == 1 || isWritten ? union : location
    }
    words.append(CommandWord(known, at: location, place: place))
  }
}
