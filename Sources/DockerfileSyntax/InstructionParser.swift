internal import SourceText

/// Turns a logical line into an instruction's parts: the cut of `parser` and the checks of `instructions`, in one go.
struct InstructionParser {
  /// The parts of one instruction; ONBUILD holds a second one.
  struct Node {
    var keyword: Keyword?
    var keywordWord: Word
    var flags: [Flag] = []
    var arguments: Range<Int>
    var payload = Payload.invalid
    /// JSON arguments have no heredocs.
    var isJSON = false
    /// For ONBUILD, the inner instruction decides.
    var canHaveHeredocs = false
  }

  struct Problem {
    var level: Diagnostic.Level
    var message: String
    var range: ByteRange
  }

  let text: MappedText
  let escape: EscapeToken
  /// Of `text`.
  private let bytes: [UInt8]
  private(set) var problems: [Problem] = []

  /// ONBUILD within ONBUILD is refused anyway; the limit keeps a long row of them from using up the stack.
  private static let maximumDepth = 8

  init(text: MappedText, escape: EscapeToken) {
    self.text = text
    self.escape = escape
    bytes = text.bytes
  }

  private mutating func refuse(_ level: Diagnostic.Level, _ message: String, _ range: ByteRange) {
    problems.append(Problem(level: level, message: message, range: range))
  }

  /// - Parameters:
  ///   - range: where the instruction stands in the logical line.
  ///   - isTrigger: whether it is the instruction behind ONBUILD, which BuildKit keeps as text: only its cut is checked.
  mutating func parse(_ range: Range<Int>, depth: Int = 0, isTrigger: Bool = false) -> Node {
    let range = Whitespace.trimming(range, in: bytes)
    let keywordEnd = bytes[range].firstIndex(where: Whitespace.separatesWords) ?? range.upperBound
    let keywordRange = range.lowerBound..<keywordEnd
    let (flags, start) = Flag.all(in: text, keywordEnd..<range.upperBound, escape: escape)
    var node = Node(
      keyword: Keyword(bytes[keywordRange]), keywordWord: Word(text.slice(keywordRange)), flags: flags,
      arguments: Whitespace.trimming(start..<range.upperBound, in: bytes))
    guard let keyword = node.keyword else {
      if !isTrigger {
        let name = node.keywordWord.string
        refuse(
          .instruction,
          "unknown instruction: \(name)" + suggestion(for: name, among: Keyword.allCases.map(\.rawValue), ignoringCase: true),
          node.keywordWord.range)
      }
      return node
    }
    let before = problems.count
    fill(&node, keyword, depth: depth)
    if isTrigger {
      problems.removeAll { $0.level != .parser }
    } else if !problems[before...].contains(where: { $0.level == .parser }), let error = flagError(node, keyword) {
      // BuildKit looks at the flags before the arguments, except where the number of these is wrong.
      let isCount = [.add, .copy, .from, .workdir, .user, .maintainer, .stopsignal, .onbuild, .expose, .volume].contains(keyword)
      if problems.count == before || !isCount {
        problems.insert(Problem(level: .instruction, message: error.message, range: error.range), at: before)
      } else {
        refuse(.instruction, error.message, error.range)
      }
    }
    return node
  }

  private func flagError(_ node: Node, _ keyword: Keyword) -> (message: String, range: ByteRange)? {
    switch keyword {
    // BuildKit never looks at the flags of these.
    case .arg, .stopsignal: nil
    case .healthcheck:
      if case .healthcheck(let healthcheck) = node.payload, healthcheck.command == nil {
        nil
      } else {
        FlagTable.of(keyword).firstError(in: node.flags)
      }
    default: FlagTable.of(keyword).firstError(in: node.flags)
    }
  }

  private mutating func fill(_ node: inout Node, _ keyword: Keyword, depth: Int) {
    let arguments = node.arguments
    switch keyword {
    case .run, .cmd, .entrypoint: fillCommand(&node, keyword)
    case .shell: fillShell(&node)
    case .add, .copy: fillTransfer(&node, keyword)
    case .env, .label: fillPairs(&node, keyword)
    case .arg: fillArguments(&node)
    case .from: fillFrom(&node)
    case .healthcheck: fillHealthcheck(&node)
    case .onbuild: fillTrigger(&node, depth: depth)
    case .expose:
      let ports = WordSplitting.blanks(text, arguments)
      if ports.isEmpty { return refuse(.instruction, "EXPOSE requires at least one argument", node.keywordWord.range) }
      node.payload = .expose(ports)
    case .volume: fillVolume(&node)
    case .workdir, .user, .maintainer, .stopsignal:
      guard !arguments.isEmpty else {
        return refuse(.instruction, "\(keyword.rawValue) requires exactly one argument", node.keywordWord.range)
      }
      let word = Word(text.slice(arguments))
      switch keyword {
      case .workdir: node.payload = .workdir(word)
      case .user: node.payload = .user(word)
      case .maintainer: node.payload = .maintainer(word)
      default: node.payload = .stopsignal(word)
      }
    }
  }

  private static let notAllStrings = "when using JSON array syntax, arrays must be comprised of strings only"

  private enum JSONArguments {
    case none
    case words([Word])
    case malformed(ByteRange)
    case refused
  }

  private mutating func jsonArguments(_ range: Range<Int>) -> JSONArguments {
    guard !range.isEmpty, bytes[range.lowerBound] == UInt8(ascii: "[") else { return .none }
    switch JSONStringArray.parse(text, range) {
    case .strings(let strings): return .words(strings.map(Word.init))
    case .malformed(let offset):
      return looksLikeJSON(range) ? .malformed(text.sourceRange(of: min(offset, range.upperBound - 1)..<range.upperBound)) : .none
    case .notAllStrings(let other):
      refuse(.parser, Self.notAllStrings, text.sourceRange(of: other))
      return .refused
    }
  }

  /// Tells `["a", 'b']` from the shell's `[ "$a" = b ] && c`: the command `[` needs a blank behind it, and in JSON a string is
  /// followed by a comma or the bracket.
  private func looksLikeJSON(_ range: Range<Int>) -> Bool {
    let first = Whitespace.trimmingStart(of: (range.lowerBound + 1)..<range.upperBound, in: bytes).lowerBound
    guard first < range.upperBound else { return false }
    let quote = bytes[first]
    if quote == UInt8(ascii: "]") { return true }
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return first == range.lowerBound + 1 && bytes[range].last == UInt8(ascii: "]")
    }
    if first == range.lowerBound + 1 { return true }
    guard let close = bytes[(first + 1)..<range.upperBound].firstIndex(of: quote) else { return false }
    let next = Whitespace.trimmingStart(of: (close + 1)..<range.upperBound, in: bytes).lowerBound
    return next < range.upperBound && (bytes[next] == UInt8(ascii: ",") || bytes[next] == UInt8(ascii: "]"))
  }

  /// nil after a refusal.
  private mutating func commandLine(_ range: Range<Int>, isJSON: inout Bool) -> CommandLine? {
    switch jsonArguments(range) {
    case .none: return CommandLine(form: .shell(text.slice(range)), malformedJSON: nil)
    case .malformed(let place): return CommandLine(form: .shell(text.slice(range)), malformedJSON: place)
    case .words(let words):
      isJSON = true
      return CommandLine(form: .exec(words), malformedJSON: nil)
    case .refused: return nil
    }
  }

  private mutating func fillCommand(_ node: inout Node, _ keyword: Keyword) {
    guard let command = commandLine(node.arguments, isJSON: &node.isJSON) else { return }
    switch keyword {
    case .cmd: node.payload = .cmd(command)
    case .entrypoint: node.payload = .entrypoint(command)
    default:
      node.canHaveHeredocs = !node.isJSON
      let mounts = node.flags.filter { $0.nameString == "mount" }.compactMap { $0.value.map(Mount.init) }
      node.payload = .run(command, mounts: mounts)
      for mount in mounts {
        if let error = mount.instructionError { refuse(.instruction, error.message, error.range) }
      }
      checkChoice(node, "network", ["default", "none", "host"])
      checkChoice(node, "security", ["sandbox", "insecure"])
    }
  }

  private mutating func checkChoice(_ node: Node, _ name: String, _ choices: [String]) {
    for flag in node.flags where flag.nameString == name {
      guard let value = flag.value, !choices.contains(value.string) else { continue }
      let quoted = goQuoted(bytes: value.bytes)
      refuse(.instruction, name == "network" ? "invalid network mode \(quoted)" : "security \(quoted) is not valid", value.range)
    }
  }

  private mutating func fillShell(_ node: inout Node) {
    switch jsonArguments(node.arguments) {
    case .refused: return
    case .words(let words) where !words.isEmpty:
      node.isJSON = true
      node.payload = .shell(words)
    case .words:
      node.isJSON = true
      refuse(.instruction, "SHELL requires at least one argument", node.keywordWord.range)
    case .none where node.arguments.isEmpty:
      refuse(.instruction, "SHELL requires at least one argument", node.keywordWord.range)
    case .none, .malformed:
      refuse(.instruction, "SHELL requires the arguments to be in JSON form", text.sourceRange(of: node.arguments))
    }
  }

  private mutating func fillTransfer(_ node: inout Node, _ keyword: Keyword) {
    var malformed: ByteRange?
    let words: [Word]
    switch jsonArguments(node.arguments) {
    case .refused: return
    case .words(let strings):
      node.isJSON = true
      words = strings
    case .malformed(let place):
      malformed = place
      words = WordSplitting.blanks(text, node.arguments)
    case .none: words = WordSplitting.blanks(text, node.arguments)
    }
    node.canHaveHeredocs = !node.isJSON
    guard words.count >= 2, let destination = words.last else {
      let message =
        "\(keyword.rawValue) requires at least two arguments, but only one was provided. Destination could not be determined"
      return refuse(.instruction, message, words.first?.range ?? node.keywordWord.range)
    }
    if HeredocOpening(word: destination.bytes) != nil {
      refuse(.instruction, "\(keyword.rawValue) cannot accept a heredoc as a destination", destination.range)
    }
    let sources = words.dropLast().filter { node.isJSON || HeredocOpening(word: $0.bytes) == nil }
    let from = keyword == .copy ? node.flags.last { $0.nameString == "from" }?.value : nil
    node.payload = payload(
      keyword,
      Transfer(
        sources: sources, destination: destination, from: from.flatMap { $0.text.isEmpty ? nil : $0 }, isJSON: node.isJSON,
        malformedJSON: malformed))
  }

  private func payload(_ keyword: Keyword, _ transfer: Transfer) -> Payload {
    keyword == .add ? .add(transfer) : .copy(transfer)
  }

  private mutating func fillPairs(_ node: inout Node, _ keyword: Keyword) {
    switch WordSplitting.pairs(text, node.arguments, keyword: keyword, escape: escape) {
    case .failure(let message, let range): refuse(.parser, message, range)
    case .pairs(let pairs):
      guard !pairs.isEmpty else {
        return refuse(.instruction, "\(keyword.rawValue) requires at least one argument", node.keywordWord.range)
      }
      for pair in pairs where pair.name.text.isEmpty {
        refuse(.instruction, "\(keyword.rawValue) names can not be blank", pair.range)
      }
      node.payload = keyword == .env ? .env(pairs) : .label(pairs)
    }
  }

  private mutating func fillArguments(_ node: inout Node) {
    let pairs = WordSplitting.quoted(text, node.arguments, escape: escape).map(WordSplitting.split)
    guard !pairs.isEmpty else { return refuse(.instruction, "ARG requires at least one argument", node.keywordWord.range) }
    if let blank = pairs.first(where: { $0.name.text.isEmpty }) {
      refuse(.instruction, "ARG names can not be blank", blank.range)
    }
    node.payload = .arg(pairs)
  }

  private mutating func fillFrom(_ node: inout Node) {
    let words = WordSplitting.blanks(text, node.arguments)
    let hasAlias = words.count == 3 && words[1].string.lowercased() == "as"
    guard words.count == 1 || hasAlias else {
      let place = words.isEmpty ? node.keywordWord.range : text.sourceRange(of: node.arguments)
      refuse(.instruction, "FROM requires either one or three arguments", place)
      // The image is plain all the same, and with it the instructions that follow have a stage.
      if let image = words.first { node.payload = .from(BaseImage(image: image, alias: nil, platform: platform(of: node))) }
      return
    }
    let alias = hasAlias ? words[2] : nil
    if let alias, !Self.isStageName(alias.string.lowercased()) {
      let name = goQuoted(bytes: alias.bytes)
      refuse(
        .instruction, "invalid name for build stage: \(name), name can't start with a number or contain symbols", alias.range)
    }
    node.payload = .from(BaseImage(image: words[0], alias: alias, platform: platform(of: node)))
  }

  private func platform(of node: Node) -> Word? { node.flags.last { $0.nameString == "platform" }?.value }

  /// `^[a-z][a-z0-9-_.]*$`
  private static func isStageName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
  }

  private mutating func fillVolume(_ node: inout Node) {
    let volumes: [Word]
    switch jsonArguments(node.arguments) {
    case .refused: return
    case .words(let words):
      node.isJSON = true
      volumes = words
    case .none, .malformed: volumes = WordSplitting.blanks(text, node.arguments)
    }
    guard !volumes.isEmpty else { return refuse(.instruction, "VOLUME requires at least one argument", node.keywordWord.range) }
    for volume in volumes where Whitespace.trimming(0..<volume.text.count, in: volume.bytes).isEmpty {
      refuse(.instruction, "VOLUME specified can not be an empty string", volume.range)
    }
    node.payload = .volume(volumes)
  }

  private mutating func fillHealthcheck(_ node: inout Node) {
    let arguments = node.arguments
    guard !arguments.isEmpty else {
      return refuse(.instruction, "HEALTHCHECK requires at least one argument", node.keywordWord.range)
    }
    let kindEnd = bytes[arguments].firstIndex(where: Whitespace.separatesWords) ?? arguments.upperBound
    let kind = Word(text.slice(arguments.lowerBound..<kindEnd))
    let rest = Whitespace.trimmingStart(of: kindEnd..<arguments.upperBound, in: bytes)
    guard let command = commandLine(rest, isJSON: &node.isJSON) else { return }
    let name = kind.string.uppercased()
    if name == "NONE" {
      if !rest.isEmpty { refuse(.instruction, "HEALTHCHECK NONE takes no arguments", text.sourceRange(of: rest)) }
      node.payload = .healthcheck(Healthcheck(command: nil, kind: kind))
      return
    }
    guard name == "CMD" else {
      return refuse(.instruction, "Unknown type \(goQuoted(name)) in HEALTHCHECK (try CMD)", kind.range)
    }
    var isMissing = rest.isEmpty
    if case .exec(let words) = command.form { isMissing = words.isEmpty }
    if isMissing { refuse(.instruction, "Missing command after HEALTHCHECK CMD", kind.range) }
    node.payload = .healthcheck(Healthcheck(command: command, kind: kind))
    for name in ["interval", "timeout", "start-period", "start-interval"] { checkInterval(node, name) }
    checkRetries(node)
  }

  private mutating func checkInterval(_ node: Node, _ name: String) {
    guard let value = node.flags.last(where: { $0.nameString == name })?.value, !value.text.isEmpty else { return }
    do {
      let nanoseconds = try goDuration(value.string)
      if nanoseconds != 0, nanoseconds < 1_000_000 {
        refuse(.instruction, "Interval \(goQuoted(name)) cannot be less than 1ms", value.range)
      }
    } catch {
      refuse(.instruction, error.message, value.range)
    }
  }

  private mutating func checkRetries(_ node: Node) {
    guard let value = node.flags.last(where: { $0.nameString == "retries" })?.value, !value.text.isEmpty else { return }
    let text = value.string
    guard let retries = Int32(text) else {
      let isNumber = !text.isEmpty && text.drop { $0 == "-" || $0 == "+" }.allSatisfy { ("0"..."9").contains($0) }
      let reason = isNumber ? "value out of range" : "invalid syntax"
      return refuse(.instruction, "strconv.ParseInt: parsing \(goQuoted(text)): \(reason)", value.range)
    }
    if retries < 0 { refuse(.instruction, "--retries cannot be negative (\(retries))", value.range) }
  }

  private mutating func fillTrigger(_ node: inout Node, depth: Int) {
    guard !node.arguments.isEmpty else {
      return refuse(.instruction, "ONBUILD requires at least one argument", node.keywordWord.range)
    }
    guard depth < Self.maximumDepth else { return }
    var inner = self
    inner.problems = []
    let trigger = inner.parse(node.arguments, depth: depth + 1, isTrigger: true)
    problems += inner.problems
    node.canHaveHeredocs = trigger.canHaveHeredocs
    node.payload = .onbuild(
      Trigger(keyword: trigger.keyword, keywordWord: trigger.keywordWord, flags: trigger.flags, payload: trigger.payload))
    guard let keyword = trigger.keyword else { return }
    switch keyword {
    case .onbuild: refuse(.instruction, "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed", trigger.keywordWord.range)
    case .from, .maintainer:
      refuse(.instruction, "\(keyword.rawValue) isn't allowed as an ONBUILD trigger", trigger.keywordWord.range)
    default: break
    }
  }
}
