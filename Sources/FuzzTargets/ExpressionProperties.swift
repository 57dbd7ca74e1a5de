internal import Expressions

enum ExpressionProperties {
  /// What an expression of a rule finds: things that are known, unknown, and there for every type.
  private static let variables: [(name: String, type: DeclaredType, value: Outcome)] = [
    ("s", .string, .value(.string("a.b-c/é:1"))), ("n", .int, .value(.int(.min))), ("l", .list(.dyn), .value(.list(list))),
    ("m", .dyn, .value(.map(EntryMap([(.string("a"), .value(.int(1))), (.string("u"), .unknown(Unknown("u")))]) ?? .empty))),
    ("u", .dyn, .unknown(Unknown("nobody knows"))), ("b", .bool, .unknown(Unknown("nobody knows"))), ("x", .dyn, .value(.double(.nan))),
  ]
  private static let list = ArrayList([Value.int(1), .string("a"), .null, .uint(.max), .bool(true), .double(0.5)])
  private static let environment = Environment(variables: variables.map { ($0.name, $0.type) })

  static func check(_ bytes: [UInt8]) throws(Violation) {
    let source = String(decoding: bytes, as: UTF8.self)
    let bindings = variables.map(\.value)
    let checked = try compile(source, isChecked: true)
    let unchecked = try compile(source, isChecked: false)
    try require(checked == nil || unchecked != nil, "what the checker takes does not compile without it")
    guard let unchecked else { return }
    let outcome = unchecked.evaluate(bindings, budget: 200_000)
    _ = unchecked.evaluate(bindings, budget: 20)
    guard let checked else { return }
    let other = checked.evaluate(bindings, budget: 200_000)
    try require(kind(of: outcome) == kind(of: other), "it is \(other) with the checker, and \(outcome) without")
    guard let text = checked.encoded else { return }
    let read = Array(text.utf8).withUnsafeBufferPointer { Expression(decoding: $0, objectType: environment.objectType) }
    guard let read, read.encoded == text else { throw Violation(message: "its embedded form \(text) is not read as it was written") }
    let third = read.evaluate(bindings, budget: 200_000)
    try require(kind(of: third) == kind(of: other), "it is \(other), and \(third) when it was embedded")
  }

  private static func compile(_ source: String, isChecked: Bool) throws(Violation) -> Expression? {
    do throws(CompileError) {
      return try Expression(compiling: source, in: environment, isChecked: isChecked)
    } catch {
      let range = error.range
      try require(range.lowerBound >= 0 && range.upperBound <= source.utf8.count, "the error '\(error.message)' stands at \(range)")
      return nil
    }
  }

  private static func kind(of outcome: Outcome) -> String {
    switch outcome {
    case .value(.bool(let value)): "\(value)"
    case .value(.int(let value)): "\(value)"
    case .value(.string(let value)): value
    case .value: "value"
    case .unknown: "unknown"
    case .error: "error"
    }
  }
}

/// The pattern is the first line, the text is the rest.
enum RegularExpressionProperties {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    let source = String(decoding: parts[0], as: UTF8.self)
    let text = parts.count > 1 ? Array(parts[1]) : []
    let pattern: RegularExpression
    do throws(RegularExpression.SyntaxError) {
      pattern = try RegularExpression(source)
    } catch {
      let range = error.range
      try require(range.lowerBound >= 0 && range.upperBound <= source.utf8.count, "the error '\(error.message)' stands at \(range)")
      return
    }
    let most = 4 * (pattern.size + 1) * (text.count + 2)
    var steps = most
    let match = pattern.firstMatch(in: text, steps: &steps)
    try require(steps >= 0, "more than \(most) steps for \(pattern.size) instructions and \(text.count) bytes")
    try require(pattern.isMatch(text) == (match != nil), "whether there is a match depends on who asks")
    if let match { try check(match, in: 0..<text.count, pattern) }
    var end = 0
    for match in pattern.allMatches(in: text, limit: 50) {
      try check(match, in: end..<text.count, pattern)
      end = match.range.upperBound
    }
  }

  private static func check(_ match: RegularExpression.Match, in outer: Range<Int>, _ pattern: RegularExpression) throws(Violation) {
    try require(match.groups.count == pattern.groupNames.count, "a match has \(match.groups.count) groups")
    try require(
      outer.lowerBound <= match.range.lowerBound && match.range.upperBound <= outer.upperBound, "a match at \(match.range), not in \(outer)"
    )
    for case let group? in match.groups {
      let isInside = match.range.lowerBound <= group.lowerBound && group.upperBound <= match.range.upperBound
      try require(isInside, "a group at \(group) of a match at \(match.range)")
    }
  }
}
