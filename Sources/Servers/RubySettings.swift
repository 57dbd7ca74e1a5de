internal import PythonSource
internal import SourceText

/// Reads the calls at the top level of a Ruby configuration file, `workers ENV.fetch("N", 2)`, as far as their first argument is plain:
/// literals, environment variables, `Integer(…)`, and variables that hold such. Python's tokens do for that: comments, strings, numbers
/// and names look alike.
struct RubySettings {
  private let context: any ProcessContext
  private let file: FileID
  private var variables: [String: ConfigurationValue] = [:]
  private var result = ConfigurationFile()
  /// Of `if`, `do` and the like that are open.
  private var depth = 0

  /// The settings by the names of the calls.
  static func read(_ file: SourceFile, _ id: FileID, in context: any ProcessContext) -> ConfigurationFile {
    var reader = RubySettings(context: context, file: id)
    for line in PythonLexer.lines(file.bytes) { reader.read(line.tokens) }
    return reader.result
  }

  private init(context: any ProcessContext, file: FileID) {
    self.context = context
    self.file = file
  }

  private static let openers: Set<String> = ["if", "unless", "case", "while", "until", "begin", "def", "class", "module", "for"]
  private static let modifiers: Set<String> = ["if", "unless", "while", "until", "rescue"]
  private static let conditional = ConfigurationValue.unknown(reason: "it is set under a condition")

  private mutating func read(_ tokens: [PythonLexer.Token]) {
    for statement in tokens.split(whereSeparator: { $0.isOp(";") }) { readStatement(Array(statement)) }
  }

  private mutating func readStatement(_ tokens: [PythonLexer.Token]) {
    guard let first = tokens.first else { return }
    var opened = tokens.contains { $0.isName("do") } ? 1 : 0
    let isOpener = { (token: PythonLexer.Token) in token.kind == .name && Self.openers.contains(token.text) }
    if isOpener(first) { opened = 1 }
    if tokens.count > 2, tokens[1].isOp("="), isOpener(tokens[2]) { opened = 1 }
    let closed = tokens.filter { $0.isName("end") }.count
    let isOutside = depth == 0 && opened == 0
    depth = max(0, depth + opened - closed)
    guard first.kind == .name, tokens.count > 1, !isOpener(first), !first.isName("end") else {
      // `if x then workers 2 end`.
      for token in tokens.dropFirst() where token.kind == .name && isOpener(first) && result.entries[token.text] != nil { forget(token) }
      return
    }
    let modifier = tokens.dropFirst().firstIndex { $0.kind == .name && Self.modifiers.contains($0.text) }
    var rest = Array(tokens[1..<(modifier ?? tokens.count)])
    if rest.first?.isOp("=") == true {
      variables[first.text] = isOutside && modifier == nil ? value(Array(rest.dropFirst())) : Self.conditional
      return
    }
    if let second = rest.first, second.kind == .op, second.text != "(", second.text != ":", second.text != "-" {
      // `a ||= b`, `a.b`, `a += 1`.
      if tokens.contains(where: { $0.kind == .op && $0.text.hasSuffix("=") }) { variables[first.text] = Self.conditional }
      return
    }
    if rest.first?.isOp("(") == true, rest.last?.isOp(")") == true { rest = Array(rest.dropFirst().dropLast()) }
    let argument = Self.firstArgument(rest)
    guard let start = argument.first?.range.lowerBound, let end = argument.last?.range.upperBound else { return }
    let location = Location(file: file, range: ByteRange(start..<end))
    result.entries[first.text] = .init(value: isOutside && modifier == nil ? value(argument) : Self.conditional, location: location)
  }

  private mutating func forget(_ name: PythonLexer.Token) {
    result.entries[name.text] = .init(value: Self.conditional, location: Location(file: file, range: ByteRange(name.range)))
  }

  private static func firstArgument(_ tokens: [PythonLexer.Token]) -> [PythonLexer.Token] {
    var depth = 0
    for (index, token) in tokens.enumerated() where token.kind == .op {
      if ["(", "[", "{"].contains(token.text) { depth += 1 }
      if [")", "]", "}"].contains(token.text) { depth -= 1 }
      if token.text == ",", depth == 0 { return Array(tokens[..<index]) }
    }
    return tokens
  }

  private func value(_ tokens: [PythonLexer.Token]) -> ConfigurationValue {
    var expression = RubyExpression(tokens, context: context, variables: variables)
    return expression.value()
  }
}

/// Evaluates one expression.
private struct RubyExpression {
  private static let maximumDepth = 32
  private static let notPlain = ConfigurationValue.unknown(reason: "it is computed by Ruby code that readylint does not run")

  private let tokens: [PythonLexer.Token]
  private let context: any ProcessContext
  private let variables: [String: ConfigurationValue]
  private var index = 0
  private var depth = 0

  init(_ tokens: [PythonLexer.Token], context: any ProcessContext, variables: [String: ConfigurationValue]) {
    self.tokens = tokens
    self.context = context
    self.variables = variables
  }

  private var current: PythonLexer.Token? { index < tokens.count ? tokens[index] : nil }

  private mutating func take(_ op: String) -> Bool {
    guard current?.isOp(op) == true else { return false }
    index += 1
    return true
  }

  mutating func value() -> ConfigurationValue {
    let value = alternative()
    guard index < tokens.count else { return value }
    let countsCores = tokens.contains { $0.isName("nprocessors") || $0.text.hasSuffix("processor_count") }
    return countsCores ? .unknown(reason: Setting<Int>.coreCount) : Self.notPlain
  }

  /// `a || b`.
  private mutating func alternative() -> ConfigurationValue {
    guard depth < Self.maximumDepth else { return Self.notPlain }
    depth += 1
    defer { depth -= 1 }
    var left = conversion()
    while index + 1 < tokens.count, tokens[index].isOp("|"), tokens[index + 1].isOp("|") {
      index += 2
      let right = conversion()
      if left == .none || left == .boolean(false) { left = right }
    }
    return left
  }

  /// `value.to_i`, and nothing else behind a dot.
  private mutating func conversion() -> ConfigurationValue {
    let value = atom()
    guard current?.isOp(".") == true else { return value }
    guard index + 1 < tokens.count, tokens[index + 1].isName("to_i") else { return Self.notPlain }
    index += 2
    return Self.integer(value)
  }

  private static func integer(_ value: ConfigurationValue) -> ConfigurationValue {
    switch value {
    case .integer, .unknown: value
    case .text(let text): Number.integer(text).map { .integer($0) } ?? notPlain
    default: notPlain
    }
  }

  private mutating func atom() -> ConfigurationValue {
    guard let token = current else { return Self.notPlain }
    index += 1
    switch token.kind {
    case .number:
      let digits = token.text.filter { $0 != "_" }
      return Int(digits).map { .integer($0) } ?? Double(digits).map { .real($0) } ?? Self.notPlain
    case .string(let text):
      guard let text, !text.containsText("#{") else { return .unknown(reason: "it is a text that is made from other values") }
      return .text(text)
    case .op where token.text == ":":
      guard let name = current, name.kind == .name else { return Self.notPlain }
      index += 1
      return .text(name.text)
    case .op where token.text == "(":
      let value = alternative()
      return take(")") ? value : Self.notPlain
    case .name: return name(token.text)
    case .op, .invalid: return Self.notPlain
    }
  }

  private mutating func name(_ name: String) -> ConfigurationValue {
    switch name {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "nil": return .none
    case "ENV": return variable()
    case "Integer":
      guard take("(") else { return Self.notPlain }
      let value = alternative()
      return take(")") ? Self.integer(value) : Self.notPlain
    default: return variables[name] ?? Self.notPlain
    }
  }

  /// `ENV["X"]`, `ENV.fetch("X")`, `ENV.fetch("X", d)`, `ENV.fetch("X") { d }`.
  private mutating func variable() -> ConfigurationValue {
    if take("[") {
      guard case .text(let name) = alternative(), take("]") else { return Self.notPlain }
      return variable(name, default: .none)
    }
    guard take("."), current?.isName("fetch") == true else { return Self.notPlain }
    index += 1
    guard take("("), case .text(let name) = alternative() else { return Self.notPlain }
    var fallback = ConfigurationValue.unknown(reason: "the variable \(name) is not set")
    if take(",") { fallback = alternative() }
    guard take(")") else { return Self.notPlain }
    if take("{") {
      fallback = alternative()
      guard take("}") else {
        while let token = current, !token.isOp("}") { index += 1 }
        guard take("}") else { return Self.notPlain }
        return variable(name, default: Self.notPlain)
      }
    }
    return variable(name, default: fallback)
  }

  private func variable(_ name: String, default fallback: ConfigurationValue) -> ConfigurationValue {
    switch context.variable(name) {
    case .known(let text, _): .text(text)
    case .unset: fallback
    case .unknown(let reason, _): .unknown(reason: "the variable \(name) is not known: \(reason)")
    }
  }
}
