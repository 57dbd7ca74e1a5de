/// Finds the simple commands of a script. Compound commands are followed with a stack of their own, so that nesting costs no
/// recursion.
struct ShellParser {
  private enum Construct {
    case ifCondition, ifBranch
    case loopHead, loopCondition, loopBody
    case caseHead, casePattern, caseBranch
    case brace, parenthesis
  }

  private struct Frame {
    var construct: Construct
    var context: ShellScript.Context
    /// Where the commands of the whole compound command begin.
    var firstCommand: Int
    var range: Range<Int>
  }

  /// Deeper nesting is not followed: each level may mark all commands within it, and the product has to stay bounded.
  private static let maximumDepth = 500

  private var lexer: ShellLexer
  private(set) var script = ShellScript()
  private var frames: [Frame] = []
  /// The context that the construct around gives its commands.
  private var context: ShellScript.Context = []
  /// Where the commands of the current pipeline and of the current list begin.
  private var pipelineStart = 0
  private var listStart = 0
  private var isInPipeline = false
  private var isConditional = false
  private var isNegated = false
  /// A function's name was read: the next compound command is its body.
  private var isFunctionBody = false
  /// The open here-documents: command, redirection, name.
  private var pendingHeredocs: [(command: Int, redirection: Int, name: [UInt8], stripsTabs: Bool)] = []
  private var lookahead: (token: ShellLexer.Token, range: Range<Int>)?

  init(_ bytes: [UInt8]) { lexer = ShellLexer(bytes, range: 0..<bytes.count) }

  private mutating func next() -> (token: ShellLexer.Token, range: Range<Int>) {
    if let token = lookahead {
      lookahead = nil
      return token
    }
    return lexer.next()
  }

  mutating func run() {
    while true {
      let (token, range) = next()
      switch token {
      case .end:
        for frame in frames { script.errors.append(.init(message: "compound command is never closed", range: frame.range)) }
        script.errors = lexer.errors + script.errors
        return
      case .newline:
        readHeredocs()
        endList()
      case .op(let op): operation(op, range)
      case .word(let word): word.isQuoted ? simpleCommand(startingWith: word) : keywordOrCommand(word)
      }
    }
  }

  private mutating func endList() {
    if let top = frames.last?.construct, top == .loopHead || top == .caseHead { return }
    pipelineStart = script.commands.count
    listStart = pipelineStart
    (isInPipeline, isConditional, isNegated) = (false, false, false)
  }

  private mutating func operation(_ op: String, _ range: Range<Int>) {
    switch op {
    case ";": endList()
    case "&":
      mark(from: listStart, .background)
      endList()
    case "|":
      // The commands behind the first `|` are marked as they are read.
      if !isInPipeline { mark(from: pipelineStart, .pipeline) }
      isInPipeline = true
    case "&&", "||":
      if op == "||" { mark(from: pipelineStart, .condition) }
      pipelineStart = script.commands.count
      (isInPipeline, isConditional, isNegated) = (false, true, false)
    case ";;", ";&", ";;&":
      if frames.last?.construct == .caseBranch { frames[frames.count - 1].construct = .casePattern }
      endList()
      skipCasePattern()
    case "(": push(.parenthesis, adding: .subshell, range)
    case ")":
      if frames.last?.construct == .parenthesis {
        pop(range)
      } else {
        script.errors.append(.init(message: "')' closes nothing", range: range))
      }
    default:
      // A redirection without a command.
      lookahead = (.op(op), range)
      simpleCommand(startingWith: nil)
    }
  }

  private mutating func mark(from start: Int, _ context: ShellScript.Context) {
    for index in start..<max(start, script.commands.count) { script.commands[index].context.insert(context) }
  }

  private mutating func push(_ construct: Construct, adding added: ShellScript.Context, _ range: Range<Int>) {
    guard frames.count < Self.maximumDepth else {
      script.errors.append(.init(message: "compound commands are nested too deeply", range: range))
      return
    }
    var outer = context
    if isInPipeline { context.insert(.pipeline) }
    if isConditional { context.insert(.conditional) }
    if isNegated { context.insert(.negated) }
    if isFunctionBody { context.insert(.function) }
    isFunctionBody = false
    swap(&outer, &context)
    frames.append(Frame(construct: construct, context: context, firstCommand: script.commands.count, range: range))
    context = outer.union(added)
    saved.append((pipelineStart, listStart, isInPipeline, isConditional))
    endList()
  }

  private var saved: [(pipeline: Int, list: Int, isInPipeline: Bool, isConditional: Bool)] = []

  private mutating func pop(_ range: Range<Int>) {
    guard let frame = frames.popLast(), let outer = saved.popLast() else { return }
    context = frame.context
    (pipelineStart, listStart, isInPipeline, isConditional) = outer
    isNegated = false
  }

  private mutating func keywordOrCommand(_ word: ShellWord) {
    guard let text = word.literal else { return simpleCommand(startingWith: word) }
    let top = frames.last?.construct
    switch (text, top) {
    case ("!", _): isNegated.toggle()
    case ("if", _): push(.ifCondition, adding: .condition, word.range)
    case ("while", _), ("until", _): push(.loopCondition, adding: [.loop, .condition], word.range)
    case ("for", _), ("select", _):
      push(.loopHead, adding: .loop, word.range)
      skipLoopHead()
    case ("case", _):
      push(.caseHead, adding: .conditional, word.range)
      skipCaseHead()
    case ("{", _): push(.brace, adding: [], word.range)
    case ("then", .ifCondition?), ("else", .ifBranch?): branch(to: .ifBranch, removing: .condition, adding: .conditional)
    case ("elif", .ifBranch?): branch(to: .ifCondition, removing: [], adding: [.condition, .conditional])
    case ("do", .loopCondition?), ("do", .loopHead?): branch(to: .loopBody, removing: .condition, adding: .loop)
    case ("fi", .ifBranch?), ("done", .loopBody?), ("}", .brace?), ("esac", .caseBranch?), ("esac", .casePattern?): pop(word.range)
    case ("function", _):
      isFunctionBody = true
      _ = next()
      skipParentheses()
    default: simpleCommand(startingWith: word)
    }
  }

  private mutating func branch(
    to construct: Construct, removing removed: ShellScript.Context, adding added: ShellScript.Context
  ) {
    frames[frames.count - 1].construct = construct
    context = context.subtracting(removed).union(added)
    endList()
  }

  /// `name in words` up to the separator before `do`.
  private mutating func skipLoopHead() {
    while true {
      let token = next()
      switch token.token {
      case .end:
        lookahead = token
        return
      case .newline: return
      case .op(";"): return
      case .word(let word) where !word.isQuoted && word.literal == "do":
        lookahead = token
        return
      default: continue
      }
    }
  }

  private mutating func skipCaseHead() {
    while true {
      let token = next()
      if case .word(let word) = token.token, !word.isQuoted, word.literal == "in" { break }
      if case .end = token.token {
        lookahead = token
        return
      }
    }
    frames[frames.count - 1].construct = .casePattern
    skipCasePattern()
  }

  /// A pattern up to its `)`; `esac` ends the command.
  private mutating func skipCasePattern() {
    guard frames.last?.construct == .casePattern else { return }
    var isFirst = true
    while true {
      let token = next()
      switch token.token {
      case .end:
        lookahead = token
        return
      case .op(")"):
        frames[frames.count - 1].construct = .caseBranch
        endList()
        return
      case .word(let word) where isFirst && !word.isQuoted && word.literal == "esac":
        lookahead = token
        return
      case .newline, .op("("): continue
      default: isFirst = false
      }
    }
  }

  /// `()` behind a function's name.
  private mutating func skipParentheses() {
    let open = next()
    guard case .op("(") = open.token else {
      lookahead = open
      return
    }
    let close = next()
    if case .op(")") = close.token { return }
    lookahead = close
  }

  private mutating func simpleCommand(startingWith first: ShellWord?) {
    var assignments: [ShellScript.Assignment] = []
    var words: [ShellWord] = []
    var redirections: [ShellScript.Redirection] = []
    var start = first?.range.lowerBound
    var end = first?.range.upperBound ?? 0
    var pending = first
    let index = script.commands.count
    scan: while true {
      if let word = pending {
        pending = nil
        start = start ?? word.range.lowerBound
        end = max(end, word.range.upperBound)
        if words.isEmpty, let assignment = assignment(word) { assignments.append(assignment) } else { words.append(word) }
      }
      let token = next()
      switch token.token {
      case .word(let word): pending = word
      case .op("(") where words.count == 1 && assignments.isEmpty && redirections.isEmpty:
        lookahead = token
        skipParentheses()
        isFunctionBody = true
        return
      case .op(let op) where Self.redirectionOperators.contains(op):
        let target = next()
        guard case .word(let word) = target.token else {
          script.errors.append(.init(message: "'\(op)' has no target", range: token.range))
          lookahead = target
          break scan
        }
        let descriptor = takeDescriptor(&words, before: token.range)
        if op == "<<" || op == "<<-" {
          pendingHeredocs.append((index, redirections.count, Self.heredocName(word), op == "<<-"))
        }
        start = start ?? token.range.lowerBound
        end = max(end, word.range.upperBound)
        redirections.append(
          .init(
            operator: op, fileDescriptor: descriptor, target: word, body: nil,
            range: token.range.lowerBound..<word.range.upperBound))
      default:
        lookahead = token
        break scan
      }
    }
    var context = context
    if isInPipeline { context.insert(.pipeline) }
    if isConditional { context.insert(.conditional) }
    if isNegated { context.insert(.negated) }
    isFunctionBody = false
    // Redirections behind `done` or `}` belong to the compound command; they are no command.
    if assignments.isEmpty, words.isEmpty, redirections.allSatisfy({ $0.body == nil }), redirections.isEmpty { return }
    script.commands.append(
      .init(
        assignments: assignments, words: words, redirections: redirections, context: context,
        range: (start ?? end)..<max(start ?? end, end)))
  }

  private static let redirectionOperators: Set<String> = [
    "<", ">", "<<", "<<-", ">>", "<&", ">&", "<>", ">|", "<<<", "&>", "&>>",
  ]

  /// `2` of `2>&1` was read as a word.
  private func takeDescriptor(_ words: inout [ShellWord], before range: Range<Int>) -> Int? {
    guard let last = words.last, last.range.upperBound == range.lowerBound, !last.isQuoted, let text = last.literal,
      let number = Int(text)
    else { return nil }
    words.removeLast()
    return number
  }

  private static func heredocName(_ word: ShellWord) -> [UInt8] {
    word.parts.flatMap { part -> [UInt8] in
      switch part.kind {
      case .text(let text, _): text
      case .parameter(let expansion): Array(("$" + expansion.name).utf8)
      case .glob(let byte): [byte]
      case .commandSubstitution, .arithmetic: []
      }
    }
  }

  private func assignment(_ word: ShellWord) -> ShellScript.Assignment? {
    guard let first = word.parts.first, case .text(let text, false) = first.kind, !first.isDoubleQuoted,
      let equals = text.firstIndex(of: UInt8(ascii: "=")), equals > 0, !ShellLexer.isDigit(text[0]),
      text[..<equals].allSatisfy(ShellLexer.isNameByte)
    else { return nil }
    let valueStart = word.range.lowerBound + equals + 1
    let rest = Array(text[(equals + 1)...])
    var parts = Array(word.parts.dropFirst())
    if !rest.isEmpty {
      parts.insert(
        .init(kind: .text(rest, isQuoted: false), range: valueStart..<first.range.upperBound, isDoubleQuoted: false), at: 0)
    }
    return .init(
      name: String(decoding: text[..<equals], as: UTF8.self),
      value: ShellWord(parts: parts, range: valueStart..<word.range.upperBound), range: word.range)
  }

  /// Behind the line end come the here-documents that the line opened.
  private mutating func readHeredocs() {
    let bytes = lexer.bytes
    for heredoc in pendingHeredocs {
      let bodyStart = lexer.index
      var bodyEnd = bytes.count
      var isClosed = false
      while lexer.index < bytes.count {
        let lineStart = lexer.index
        let newline = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n"))
        var line = bytes[lineStart..<(newline ?? bytes.count)]
        lexer.index = newline.map { $0 + 1 } ?? bytes.count
        if heredoc.stripsTabs { line = line.drop { $0 == UInt8(ascii: "\t") } }
        if line.elementsEqual(heredoc.name) {
          bodyEnd = lineStart
          isClosed = true
          break
        }
      }
      guard heredoc.command < script.commands.count else { continue }
      let place = script.commands[heredoc.command].redirections[heredoc.redirection].range
      script.commands[heredoc.command].redirections[heredoc.redirection].body = bodyStart..<bodyEnd
      if !isClosed { script.errors.append(.init(message: "here-document is never closed", range: place)) }
    }
    pendingHeredocs = []
  }
}
