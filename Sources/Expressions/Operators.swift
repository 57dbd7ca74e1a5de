extension StandardLibrary {
  /// The operators; those of `&&`, `||` and `?:` are part of the evaluator, which they do not ask for all operands.
  static let operators: [Entry] = [
    compare("<") { arguments throws(Interruption) in .bool(try order(arguments) == .before) },
    compare("<=") { arguments throws(Interruption) in .bool([.before, .same].contains(try order(arguments))) },
    compare(">") { arguments throws(Interruption) in .bool(try order(arguments) == .after) },
    compare(">=") { arguments throws(Interruption) in .bool([.after, .same].contains(try order(arguments))) },
    equality("==") { arguments, budget in arguments[0].equals(arguments[1], &budget) },
    equality("!=") { arguments, budget in
      let outcome = arguments[0].equals(arguments[1], &budget)
      return if case .value(.bool(let areEqual)) = outcome { .bool(!areEqual) } else { outcome }
    },
    define("operator in", [[.dyn, .list(.dyn)], [.dyn, .map(.dyn, .dyn)]], .bool, costing: contains),
    define("operator !_", [[.bool]], .bool) { arguments in
      guard case .bool(let value) = arguments[0] else { return mismatch("!", arguments) }
      return .bool(!value)
    },
    arithmetic("-_", unary: true) { arguments in
      switch arguments[0] {
      case .int(let value): value == .min ? .error("integer overflow") : .value(.int(-value))
      case .double(let value): .value(.double(-value))
      default: mismatch("-", arguments)
      }
    },
    arithmetic("+", unary: false, others: [.string, .bytes, .list(.dyn)], add),
    arithmetic("-", unary: false) { arguments in
      switch (arguments[0], arguments[1]) {
      case (.int(let left), .int(let right)): checked(left.subtractingReportingOverflow(right)) { .int($0) }
      case (.uint(let left), .uint(let right)): checked(left.subtractingReportingOverflow(right)) { .uint($0) }
      case (.double(let left), .double(let right)): .value(.double(left - right))
      default: mismatch("-", arguments)
      }
    },
    arithmetic("*", unary: false) { arguments in
      switch (arguments[0], arguments[1]) {
      case (.int(let left), .int(let right)): checked(left.multipliedReportingOverflow(by: right)) { .int($0) }
      case (.uint(let left), .uint(let right)): checked(left.multipliedReportingOverflow(by: right)) { .uint($0) }
      case (.double(let left), .double(let right)): .value(.double(left * right))
      default: mismatch("*", arguments)
      }
    },
    arithmetic("/", unary: false) { arguments in
      switch (arguments[0], arguments[1]) {
      case (.int, .int(0)), (.uint, .uint(0)): .error("division by zero")
      case (.int(let left), .int(let right)): checked(left.dividedReportingOverflow(by: right)) { .int($0) }
      case (.uint(let left), .uint(let right)): .value(.uint(left / right))
      case (.double(let left), .double(let right)): .value(.double(left / right))
      default: mismatch("/", arguments)
      }
    },
    arithmetic("%", unary: false, takesDoubles: false) { arguments in
      switch (arguments[0], arguments[1]) {
      case (.int, .int(0)), (.uint, .uint(0)): .error("modulus by zero")
      case (.int(let left), .int(let right)): checked(left.remainderReportingOverflow(dividingBy: right)) { .int($0) }
      case (.uint(let left), .uint(let right)): .value(.uint(left % right))
      default: mismatch("%", arguments)
      }
    },
  ]

  private static let add: @Sendable (Arguments) -> Outcome = { arguments in
    switch (arguments[0], arguments[1]) {
    case (.int(let left), .int(let right)): checked(left.addingReportingOverflow(right)) { .int($0) }
    case (.uint(let left), .uint(let right)): checked(left.addingReportingOverflow(right)) { .uint($0) }
    case (.double(let left), .double(let right)): .value(.double(left + right))
    case (.string(let left), .string(let right)): .string(left + right)
    case (.bytes(let left), .bytes(let right)): .value(.bytes(left + right))
    case (.list(let left), .list(let right)):
      .value(
        .list(
          ArrayList((0..<left.count).map { left.element(at: $0) } + (0..<right.count).map { right.element(at: $0) })))
    default: mismatch("+", arguments)
    }
  }

  private static let contains: @Sendable (Arguments, inout Int) throws(Interruption) -> Outcome = { arguments, budget in
    switch arguments[1] {
    case .map(let map): return .bool(map.value(for: arguments[0]) != nil)
    case .list(let list): return ListLibrary.contains(list, arguments[0], &budget)
    default: return mismatch("in", arguments)
    }
  }

  private static func checked<Number>(_ result: (Number, overflow: Bool), _ wrap: (Number) -> Value) -> Outcome {
    result.overflow ? .error("integer overflow") : .value(wrap(result.0))
  }

  private static func order(_ arguments: Arguments) throws(Interruption) -> Value.Order {
    guard let order = arguments[0].compare(arguments[1]) else { throw .mismatch }
    return order
  }

  private static func compare(
    _ symbol: String, _ implementation: @escaping @Sendable (Arguments) throws(Interruption) -> Outcome
  ) -> Entry {
    Entry(
      name: operatorPrefix + symbol,
      overload: Overload(function: Function(operatorPrefix + symbol, .plain(implementation))) { types in
        guard types.count == 2 else { return nil }
        guard types.allSatisfy({ $0 == .dyn || $0.isOrdered }) else { return nil }
        return types.contains(.dyn) || types[0].isNumber && types[1].isNumber || types[0] == types[1] ? .bool : nil
      })
  }

  private static func equality(_ symbol: String, _ implementation: @escaping @Sendable (Arguments, inout Int) -> Outcome) -> Entry {
    define(operatorPrefix + symbol, resultType: { $0.count == 2 && $0[0].isComparable(to: $0[1]) ? .bool : nil }, costing: implementation)
  }

  /// An operator on numbers of one type, and on `others`.
  private static func arithmetic(
    _ symbol: String, unary: Bool, takesDoubles: Bool = true, others: [DeclaredType] = [],
    _ implementation: @escaping @Sendable (Arguments) -> Outcome
  ) -> Entry {
    Entry(
      name: operatorPrefix + symbol,
      overload: Overload(function: Function(operatorPrefix + symbol, .plain(implementation))) { types in
        guard types.count == (unary ? 1 : 2), let first = types.first else { return nil }
        let operands: [DeclaredType] = (unary ? [.int] : [.int, .uint]) + (takesDoubles ? [.double] : []) + others
        guard types.allSatisfy({ type in operands.contains { accepts([$0], [type]) } }) else { return nil }
        if first == .dyn || types.last == .dyn { return first == .dyn ? types.last : first }
        if case .list(let left) = first, case .list(let right)? = types.last { return .list(left.joined(right)) }
        return types.allSatisfy { $0 == first } ? first : nil
      })
  }
}
