/// Parses CEL's grammar (langdef.md, "Syntax") by precedence climbing.
struct Parser {
  /// Deep enough for every expression that people write, shallow enough for a thread's stack of 512 KiB.
  static let maximumDepth = 128
  /// Operands and selections in a row, which stand in each other too.
  static let maximumChain = 256

  private let tokens: [Token]
  private var position = 0
  private var depth = 0

  static func parse(_ source: String) throws(CompileError) -> Syntax {
    var parser = Parser(tokens: try Lexer.tokens(of: source))
    let expression = try parser.expression()
    guard case .end = parser.current.kind else { throw parser.unexpected() }
    return expression
  }

  private init(tokens: [Token]) { self.tokens = tokens }

  private var current: Token { tokens[position] }

  private mutating func advance() { position = min(position + 1, tokens.count - 1) }

  /// The current token, when it is an operator or a bracket.
  private var symbol: Token.Symbol? {
    if case .symbol(let symbol) = tokens[position].kind { symbol } else { nil }
  }

  private mutating func accept(_ wanted: Token.Symbol) -> Bool {
    guard symbol == wanted else { return false }
    advance()
    return true
  }

  private mutating func expect(_ symbol: Token.Symbol) throws(CompileError) {
    guard accept(symbol) else { throw unexpected(wanted: "'\(symbol.rawValue)'") }
  }

  private func unexpected(wanted: String? = nil) -> CompileError {
    let found =
      switch current.kind {
      case .end: "the end of the expression"
      case .symbol(let symbol): "'\(symbol.rawValue)'"
      case .identifier(let name), .quotedIdentifier(let name): "'\(name)'"
      case .int, .uint, .double: "a number"
      case .string, .bytes: "a string"
      }
    return CompileError(message: wanted.map { "expected \($0), found \(found)" } ?? "unexpected \(found)", range: current.range)
  }

  private mutating func nested<Result>(
    _ parse: (inout Parser) throws(CompileError) -> Result
  ) throws(CompileError) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw CompileError(message: "nested more than \(Self.maximumDepth) levels deep", range: current.range)
    }
    return try parse(&self)
  }

  private func bounded(_ syntax: Syntax) throws(CompileError) -> Syntax {
    guard syntax.depth <= Self.maximumChain else {
      throw CompileError(message: "more than \(Self.maximumChain) operations in a row", range: syntax.nameRange)
    }
    return syntax
  }

  // MARK: Operators

  private mutating func expression() throws(CompileError) -> Syntax {
    try nested { (parser: inout Parser) throws(CompileError) in try parser.conditional() }
  }

  private mutating func conditional() throws(CompileError) -> Syntax {
    let condition = try or()
    guard accept(.question) else { return condition }
    let first = try or()
    try expect(.colon)
    let second = try expression()
    return node(.conditional(condition, first, second), from: condition, to: second)
  }

  private mutating func or() throws(CompileError) -> Syntax {
    var left = try and()
    while accept(.or) {
      let right = try and()
      left = try bounded(node(.or(left, right), from: left, to: right))
    }
    return left
  }

  private mutating func and() throws(CompileError) -> Syntax {
    var left = try relation()
    while accept(.and) {
      let right = try relation()
      left = try bounded(node(.and(left, right), from: left, to: right))
    }
    return left
  }

  private mutating func relation() throws(CompileError) -> Syntax {
    var left = try sum()
    while let name = relationalOperator {
      let range = current.range
      advance()
      let right = try sum()
      left = try bounded(operation(name, [left, right], at: range))
    }
    return left
  }

  private var relationalOperator: String? {
    switch current.kind {
    case .symbol(let symbol):
      switch symbol {
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: symbol.rawValue
      default: nil
      }
    case .identifier("in"): "in"
    default: nil
    }
  }

  private mutating func sum() throws(CompileError) -> Syntax {
    var left = try product()
    while let symbol, symbol == .plus || symbol == .minus {
      let range = current.range
      advance()
      left = try bounded(operation(symbol.rawValue, [left, try product()], at: range))
    }
    return left
  }

  private mutating func product() throws(CompileError) -> Syntax {
    var left = try unary()
    while let symbol, symbol == .times || symbol == .divide || symbol == .modulo {
      let range = current.range
      advance()
      left = try bounded(operation(symbol.rawValue, [left, try unary()], at: range))
    }
    return left
  }

  private mutating func unary() throws(CompileError) -> Syntax {
    let start = current.range
    var sign: Token.Symbol?
    var count = 0
    while let next = symbol, next == .not || next == .minus, sign == nil || sign == next {
      // The sign belongs to the number: -9223372036854775808 has no positive counterpart.
      if next == .minus, case .int(let magnitude) = tokens[min(position + 1, tokens.count - 1)].kind {
        guard magnitude <= UInt64(Int64.max) + 1 else { break }
        advance()
        let range = current.range.lowerBound - 1..<current.range.upperBound
        advance()
        let value = magnitude == UInt64(Int64.max) + 1 ? Int64.min : -Int64(magnitude)
        let literal = try members(of: Syntax(kind: .literal(.int(value)), range: range, nameRange: range))
        return repeated(sign, count: count, operand: literal, at: start)
      }
      sign = next
      count += 1
      advance()
    }
    return repeated(sign, count: count, operand: try member(), at: start)
  }

  /// `--x` is x, `!!x` keeps its type check.
  private func repeated(_ sign: Token.Symbol?, count: Int, operand: Syntax, at range: Range<Int>) -> Syntax {
    guard let sign else { return operand }
    let name = sign == .minus ? "-_" : "!_"
    var result = operand
    for _ in 0..<(count.isMultiple(of: 2) ? 2 : 1) { result = operation(name, [result], at: range) }
    return result
  }

  // MARK: Members and primaries

  private mutating func member() throws(CompileError) -> Syntax { try members(of: try primary()) }

  private mutating func members(of operand: Syntax) throws(CompileError) -> Syntax {
    var result = operand
    while true {
      result = try bounded(result)
      if accept(.dot) {
        let isOptional = accept(.question)
        let nameRange = current.range
        let name: String
        let isQuoted: Bool
        switch current.kind {
        case .identifier(let text): (name, isQuoted) = (text, false)
        case .quotedIdentifier(let text): (name, isQuoted) = (text, true)
        default: throw unexpected(wanted: "a name")
        }
        advance()
        if !isOptional, !isQuoted, accept(.openParenthesis) {
          let arguments = try arguments(until: .closeParenthesis)
          result = Syntax(
            kind: .call(receiver: result, name: name, arguments: arguments),
            range: result.range.lowerBound..<tokens[position - 1].range.upperBound, nameRange: nameRange)
        } else {
          result = Syntax(
            kind: .select(result, name, isOptional: isOptional), range: result.range.lowerBound..<nameRange.upperBound,
            nameRange: nameRange)
        }
      } else if accept(.openBracket) {
        let isOptional = accept(.question)
        let index = try expression()
        try expect(.closeBracket)
        result = Syntax(
          kind: .index(result, index, isOptional: isOptional),
          range: result.range.lowerBound..<tokens[position - 1].range.upperBound, nameRange: index.range)
      } else {
        return result
      }
    }
  }

  private mutating func arguments(until end: Token.Symbol) throws(CompileError) -> [Syntax] {
    var arguments: [Syntax] = []
    if accept(end) { return arguments }
    repeat { arguments.append(try expression()) } while accept(.comma)
    try expect(end)
    return arguments
  }

  /// Names that the grammar keeps for later (langdef.md, RESERVED).
  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
    "var", "void", "while", "in",
  ]

  private mutating func primary() throws(CompileError) -> Syntax {
    let token = current
    func literal(_ value: Value) -> Syntax { Syntax(kind: .literal(value), range: token.range, nameRange: token.range) }
    switch token.kind {
    case .int(let magnitude):
      guard let value = Int64(exactly: magnitude) else {
        throw CompileError(message: "the number is above the largest int", range: token.range)
      }
      advance()
      return literal(.int(value))
    case .uint(let value):
      advance()
      return literal(.uint(value))
    case .double(let value):
      advance()
      return literal(.double(value))
    case .string(let value):
      advance()
      return literal(.string(value))
    case .bytes(let value):
      advance()
      return literal(.bytes(value))
    case .identifier(let name):
      return try identifier(name, token)
    case .symbol(.dot):
      advance()
      guard case .identifier(let name) = current.kind else { throw unexpected(wanted: "a name") }
      return try identifier(name, current, isRoot: true)
    case .symbol(.openParenthesis):
      advance()
      let inner = try expression()
      try expect(.closeParenthesis)
      return inner
    case .symbol(.openBracket):
      return try list()
    case .symbol(.openBrace):
      return try map()
    default:
      throw unexpected()
    }
  }

  private mutating func identifier(_ name: String, _ token: Token, isRoot: Bool = false) throws(CompileError) -> Syntax {
    guard !Self.reserved.contains(name) else {
      throw CompileError(message: "'\(name)' is a reserved word", range: token.range)
    }
    advance()
    if accept(.openParenthesis) {
      let arguments = try arguments(until: .closeParenthesis)
      return Syntax(
        kind: .call(receiver: nil, name: name, arguments: arguments),
        range: token.range.lowerBound..<tokens[position - 1].range.upperBound, nameRange: token.range)
    }
    let kind: Syntax.Kind =
      switch name {
      case "true": .literal(.bool(true))
      case "false": .literal(.bool(false))
      case "null": .literal(.null)
      default: .name(name, isRoot: isRoot)
      }
    return Syntax(kind: kind, range: token.range, nameRange: token.range)
  }

  private mutating func list() throws(CompileError) -> Syntax {
    let start = current.range.lowerBound
    advance()
    var elements: [Syntax.Element] = []
    while !accept(.closeBracket) {
      let isOptional = accept(.question)
      elements.append(Syntax.Element(value: try expression(), isOptional: isOptional))
      if !accept(.comma) {
        try expect(.closeBracket)
        break
      }
    }
    let range = start..<tokens[position - 1].range.upperBound
    return Syntax(kind: .list(elements), range: range, nameRange: range)
  }

  private mutating func map() throws(CompileError) -> Syntax {
    let start = current.range.lowerBound
    advance()
    var entries: [Syntax.Entry] = []
    while !accept(.closeBrace) {
      let isOptional = accept(.question)
      let key = try expression()
      try expect(.colon)
      entries.append(Syntax.Entry(key: key, value: try expression(), isOptional: isOptional))
      if !accept(.comma) {
        try expect(.closeBrace)
        break
      }
    }
    let range = start..<tokens[position - 1].range.upperBound
    return Syntax(kind: .map(entries), range: range, nameRange: range)
  }

  private func node(_ kind: Syntax.Kind, from first: Syntax, to last: Syntax) -> Syntax {
    let range = first.range.lowerBound..<max(first.range.upperBound, last.range.upperBound)
    return Syntax(kind: kind, range: range, nameRange: range)
  }

  private func operation(_ name: String, _ operands: [Syntax], at range: Range<Int>) -> Syntax {
    let start = min(range.lowerBound, operands.first?.range.lowerBound ?? range.lowerBound)
    let end = max(range.upperBound, operands.last?.range.upperBound ?? range.upperBound)
    return Syntax(kind: .call(receiver: nil, name: "operator " + name, arguments: operands), range: start..<end, nameRange: range)
  }
}
