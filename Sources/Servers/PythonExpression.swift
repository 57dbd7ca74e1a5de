internal import PythonSource

/// Evaluates one expression of a Python file as far as it is plain.
struct PythonExpression {
  /// Deeper nesting is not followed.
  private static let maximumDepth = 64

  private let tokens: [PythonLexer.Token]
  private let context: any ProcessContext
  private let names: ConfigurationFile
  private var index = 0
  private var depth = 0

  init(_ tokens: [PythonLexer.Token], context: any ProcessContext, names: ConfigurationFile) {
    self.tokens = tokens
    self.context = context
    self.names = names
  }

  private static let notPlain = ConfigurationValue.unknown(reason: "it is computed by Python code that readylint does not run")

  mutating func value() -> ConfigurationValue {
    let value = disjunction()
    guard index == tokens.count else {
      // A known cause says more than that the rest could not be read.
      let isChosen = tokens.contains { $0.isName("if") || $0.isName("min") }
      if !isChosen, tokens.contains(where: { $0.isName("cpu_count") }) { return Self.cores }
      if case .unknown = value { return value }
      return Self.notPlain
    }
    return value
  }

  private static let cores = ConfigurationValue.unknown(reason: Setting<Int>.coreCount)

  private var current: PythonLexer.Token? { index < tokens.count ? tokens[index] : nil }

  private mutating func take(_ op: String) -> Bool {
    guard current?.isOp(op) == true else { return false }
    index += 1
    return true
  }

  /// `a or b`: the first value that counts as true.
  private mutating func disjunction() -> ConfigurationValue {
    guard depth < Self.maximumDepth else { return Self.notPlain }
    depth += 1
    defer { depth -= 1 }
    var left = sum()
    while current?.isName("or") == true {
      index += 1
      let right = sum()
      left = Self.isTrue(left).map { $0 ? left : right } ?? left
    }
    return left
  }

  private static func isTrue(_ value: ConfigurationValue) -> Bool? {
    switch value {
    case .none: false
    case .boolean(let isOn): isOn
    case .integer(let number): number != 0
    case .real(let number): number != 0
    case .text(let text): !text.isEmpty
    case .list(let items): !items.isEmpty
    case .unknown: nil
    }
  }

  private mutating func sum() -> ConfigurationValue {
    var left = product()
    while let op = current, op.isOp("+") || op.isOp("-") {
      index += 1
      let right = product()
      if case .text(let first) = left, case .text(let second) = right, op.text == "+" {
        left = .text(first + second)
      } else {
        left = Self.calculate(left, op.text, right)
      }
    }
    return left
  }

  private mutating func product() -> ConfigurationValue {
    var left = unary()
    while let op = current, op.isOp("*") || op.isOp("//") || op.isOp("/") || op.isOp("%") {
      index += 1
      left = Self.calculate(left, op.text, unary())
    }
    return left
  }

  private mutating func unary() -> ConfigurationValue {
    if take("-") {
      switch atom() {
      case .integer(let number): return number == .min ? Self.notPlain : .integer(-number)
      case .real(let number): return .real(-number)
      case .unknown(let reason): return .unknown(reason: reason)
      default: return Self.notPlain
      }
    }
    return atom()
  }

  private static func calculate(_ left: ConfigurationValue, _ op: String, _ right: ConfigurationValue) -> ConfigurationValue {
    if case .unknown = left { return left }
    if case .unknown = right { return right }
    if case .integer(let first) = left, case .integer(let second) = right {
      let (value, overflow): (Int, Bool)
      switch op {
      case "+": (value, overflow) = first.addingReportingOverflow(second)
      case "-": (value, overflow) = first.subtractingReportingOverflow(second)
      case "*": (value, overflow) = first.multipliedReportingOverflow(by: second)
      case "//":
        guard second != 0, first != .min else { return notPlain }
        let quotient = first / second
        return .integer(first % second != 0 && (first < 0) != (second < 0) ? quotient - 1 : quotient)
      default: return notPlain
      }
      return overflow ? notPlain : .integer(value)
    }
    guard let first = real(left), let second = real(right) else { return notPlain }
    switch op {
    case "+": return .real(first + second)
    case "-": return .real(first - second)
    case "*": return .real(first * second)
    default: return notPlain
    }
  }

  private static func real(_ value: ConfigurationValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .real(let number): number
    default: nil
    }
  }

  private mutating func atom() -> ConfigurationValue {
    guard let token = current else { return Self.notPlain }
    index += 1
    switch token.kind {
    case .number: return Self.number(token.text)
    case .string(let text): return string(text)
    case .name: return name(token.text)
    case .op where token.text == "(": return sequence(closedBy: ")")
    case .op where token.text == "[": return sequence(closedBy: "]")
    case .op, .invalid: return Self.notPlain
    }
  }

  private static func number(_ text: String) -> ConfigurationValue {
    let digits = text.lowercased().filter { $0 != "_" }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
      return Int(digits.dropFirst(2), radix: radix).map { .integer($0) } ?? notPlain
    }
    if let number = Int(digits) { return .integer(number) }
    return Double(digits).map { .real($0) } ?? notPlain
  }

  /// Strings that stand side by side are one.
  private mutating func string(_ first: String?) -> ConfigurationValue {
    var text = first
    while case .string(let next)? = current?.kind {
      index += 1
      text = text.flatMap { text in next.map { text + $0 } }
    }
    return text.map { .text($0) } ?? .unknown(reason: "it is a formatted string")
  }

  /// `( value )`, a tuple or a list.
  private mutating func sequence(closedBy close: String) -> ConfigurationValue {
    var items: [ConfigurationValue] = []
    var hasComma = false
    while !take(close) {
      guard current != nil else { return Self.notPlain }
      items.append(disjunction())
      if take(",") { hasComma = true } else if current?.isOp(close) != true { return Self.notPlain }
    }
    if close == ")", !hasComma, items.count == 1 { return items[0] }
    return .list(items)
  }

  private mutating func name(_ first: String) -> ConfigurationValue {
    var path = [first]
    while take(".") {
      guard let next = current, next.kind == .name else { return Self.notPlain }
      path.append(next.text)
      index += 1
    }
    let dotted = path.joined(separator: ".")
    if dotted.hasSuffix("cpu_count") || dotted == "os.sched_getaffinity" {
      if current?.isOp("(") == true { _ = arguments() }
      return Self.cores
    }
    if take("[") {
      let key = disjunction()
      guard take("]"), path.last == "environ" else { return Self.notPlain }
      return variable(key, default: .unknown(reason: "the variable is not set"))
    }
    if current?.isOp("(") == true { return call(dotted) }
    switch dotted {
    case "True": return .boolean(true)
    case "False": return .boolean(false)
    case "None": return .none
    default: break
    }
    guard path.count == 1 else { return Self.notPlain }
    if let entry = names.entries[first] { return entry.value }
    return names.unknown.map { .unknown(reason: $0.reason) } ?? Self.notPlain
  }

  /// The arguments of a call; nil when one is not understood.
  private mutating func arguments() -> [ConfigurationValue]? {
    guard take("(") else { return nil }
    var values: [ConfigurationValue] = []
    while !take(")") {
      guard let token = current else { return nil }
      // `default=…` of os.getenv.
      if token.isName("default"), index + 1 < tokens.count, tokens[index + 1].isOp("=") { index += 2 }
      values.append(disjunction())
      if !take(","), current?.isOp(")") != true { return nil }
    }
    return values
  }

  private mutating func call(_ function: String) -> ConfigurationValue {
    guard let arguments = arguments(), let first = arguments.first else { return Self.notPlain }
    switch function {
    case "os.environ.get", "os.getenv", "environ.get", "getenv":
      return variable(first, default: arguments.count > 1 ? arguments[1] : .none)
    default: break
    }
    if let unknown = arguments.first(where: { if case .unknown = $0 { true } else { false } }) {
      // What `min` gives may have nothing to do with the cores.
      return function == "min" ? Self.notPlain : unknown
    }
    switch (function, first) {
    case ("int", .integer), ("float", .real), ("str", .text): return first
    case ("int", .text(let text)): return Number.integer(text).map { .integer($0) } ?? Self.notPlain
    case ("int", .boolean(let isOn)): return .integer(isOn ? 1 : 0)
    case ("int", .real(let number)) where number.magnitude < 1e15: return .integer(Int(number))
    case ("float", .integer(let number)): return .real(Double(number))
    case ("float", .text(let text)): return Double(Number.trim(text)).map { .real($0) } ?? Self.notPlain
    case ("str", .integer(let number)): return .text(String(number))
    case ("bool", _): return Self.isTrue(first).map { .boolean($0) } ?? Self.notPlain
    case ("max", .integer), ("min", .integer):
      let numbers = arguments.compactMap { if case .integer(let number) = $0 { number } else { nil } }
      guard numbers.count == arguments.count, numbers.count > 1 else { return Self.notPlain }
      return (function == "max" ? numbers.max() : numbers.min()).map { .integer($0) } ?? Self.notPlain
    default: return Self.notPlain
    }
  }

  private func variable(_ key: ConfigurationValue, default fallback: ConfigurationValue) -> ConfigurationValue {
    guard case .text(let name) = key else { return Self.notPlain }
    switch context.variable(name) {
    case .known(let text, _): return .text(text)
    case .unset: return fallback
    case .unknown(let reason, _): return .unknown(reason: "the variable \(name) is not known: \(reason)")
    }
  }
}
