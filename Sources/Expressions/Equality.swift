extension Value {
  /// CEL's `==`: numbers by value whatever their types, strings by code points, everything else within its type; values of different
  /// types are unequal (langdef.md, "Equality"). Each value that is looked at costs a step.
  func equals(_ other: Value, _ budget: inout Int) -> Outcome {
    budget -= 1
    guard budget >= 0 else { return .error(.budgetExceeded) }
    switch (self, other) {
    case (.null, .null): return .bool(true)
    case (.bool(let left), .bool(let right)): return .bool(left == right)
    case (.string(let left), .string(let right)):
      budget -= left.utf8.count / 64
      return .bool(left.utf8.elementsEqual(right.utf8))
    case (.bytes(let left), .bytes(let right)): return .bool(left == right)
    case (.timestamp(let left), .timestamp(let right)): return .bool(left == right)
    case (.duration(let left), .duration(let right)): return .bool(left == right)
    case (.opaque(let left), .opaque(let right)): return .bool(left.isEqual(to: right))
    case (.type(let left), .type(let right)): return .bool(left == right)
    case (.list(let left), .list(let right)): return Self.equals(left, right, &budget)
    case (.map(let left), .map(let right)): return Self.equals(left, right, &budget)
    case (.object(let left), .object(let right)):
      return .bool(left.objectType === right.objectType && left.identity == right.identity)
    case (.optional(let left), .optional(let right)):
      guard let left, let right else { return .bool(left == nil && right == nil) }
      return left.equals(right, &budget)
    default:
      guard let order = compareNumbers(other) else { return .bool(false) }
      return .bool(order == .same)
    }
  }

  enum Order { case before, same, after, unordered }

  /// Compares two numbers by value; nil when one is no number.
  func compareNumbers(_ other: Value) -> Order? {
    switch (self, other) {
    case (.int(let left), .int(let right)): Self.order(left, right)
    case (.uint(let left), .uint(let right)): Self.order(left, right)
    case (.double(let left), .double(let right)): Self.order(left, right)
    case (.int(let left), .uint(let right)): left < 0 ? .before : Self.order(UInt64(left), right)
    case (.uint(let left), .int(let right)): right < 0 ? .after : Self.order(left, UInt64(right))
    case (.int(let left), .double(let right)): Self.order(left, right)
    case (.double(let left), .int(let right)): Self.order(right, left).reversed
    case (.uint(let left), .double(let right)): Self.order(left, right)
    case (.double(let left), .uint(let right)): Self.order(right, left).reversed
    default: nil
    }
  }

  /// The order of two values of one ordered type; nil when CEL has none for them.
  func compare(_ other: Value) -> Order? {
    switch (self, other) {
    case (.bool(let left), .bool(let right)): Self.order(left ? 1 : 0, right ? 1 : 0)
    // The order of UTF-8 bytes is that of code points.
    case (.string(let left), .string(let right)): Self.order(left.utf8, right.utf8)
    case (.bytes(let left), .bytes(let right)): Self.order(left, right)
    case (.timestamp(let left), .timestamp(let right)): Self.order(left, right)
    case (.duration(let left), .duration(let right)): Self.order(left, right)
    default: compareNumbers(other)
    }
  }

  private static func order<T: Comparable>(_ left: T, _ right: T) -> Order {
    left < right ? .before : left == right ? .same : left > right ? .after : .unordered
  }

  private static func order<Bytes: Collection<UInt8>>(_ left: Bytes, _ right: Bytes) -> Order {
    left.lexicographicallyPrecedes(right) ? .before : left.elementsEqual(right) ? .same : .after
  }

  /// An integer against a double: the integer is rounded to the nearest double first, as cel-go does and the conformance cases want
  /// (`9223372036854775807 == 9223372036854775808.0`).
  private static func order<Integer: BinaryInteger>(_ left: Integer, _ right: Double) -> Order { order(Double(left), right) }

  private static func equals(_ left: any ListValue, _ right: any ListValue, _ budget: inout Int) -> Outcome {
    guard left.count == right.count else { return .bool(false) }
    var pending: Outcome?
    for index in 0..<left.count where budget >= 0 {
      switch equals(left.element(at: index), right.element(at: index), &budget) {
      case .value(.bool(false)): return .bool(false)
      case .value: continue
      case let undecided: pending = pending ?? undecided
      }
    }
    return pending ?? .bool(true)
  }

  private static func equals(_ left: any MapValue, _ right: any MapValue, _ budget: inout Int) -> Outcome {
    let keys = left.keys
    guard keys.count == right.keys.count else { return .bool(false) }
    var pending: Outcome?
    for key in keys where budget >= 0 {
      guard let one = left.value(for: key), let other = right.value(for: key) else { return .bool(false) }
      switch equals(one, other, &budget) {
      case .value(.bool(false)): return .bool(false)
      case .value: continue
      case let undecided: pending = pending ?? undecided
      }
    }
    return pending ?? .bool(true)
  }

  private static func equals(_ left: Outcome, _ right: Outcome, _ budget: inout Int) -> Outcome {
    switch (left, right) {
    case (.value(let left), .value(let right)): left.equals(right, &budget)
    case (.value, let undecided), (let undecided, _): undecided
    }
  }
}

extension Value.Order {
  var reversed: Value.Order {
    switch self {
    case .before: .after
    case .after: .before
    case .same, .unordered: self
    }
  }
}
