/// Ends a function's work early.
enum Interruption: Error {
  /// An argument is of a type that the function does not take.
  case mismatch
  case outcome(Outcome)

  static func error(_ message: String) -> Interruption { .outcome(.error(message)) }
}

/// The values that a function is called with. Nearly every function takes one or two: an array for them would take longer than most do.
struct Arguments: RandomAccessCollection, ExpressibleByArrayLiteral, Sendable {
  private(set) var endIndex = 0
  private var one = Value.null
  private var two = Value.null
  private var further: [Value] = []

  init() {}
  init(arrayLiteral elements: Value...) { for element in elements { append(element) } }

  var startIndex: Int { 0 }

  mutating func append(_ value: Value) {
    switch endIndex {
    case 0: one = value
    case 1: two = value
    default: further.append(value)
    }
    endIndex += 1
  }

  subscript(index: Int) -> Value {
    switch index {
    case 0: one
    case 1: two
    default: further[index - 2]
    }
  }
}

/// What a function takes from its arguments; only `dyn` lets other types come so far.
extension Value {
  func string() throws(Interruption) -> String {
    guard case .string(let value) = self else { throw .mismatch }
    return value
  }

  func int() throws(Interruption) -> Int64 {
    guard case .int(let value) = self else { throw .mismatch }
    return value
  }

  func bool() throws(Interruption) -> Bool {
    guard case .bool(let value) = self else { throw .mismatch }
    return value
  }

  func list() throws(Interruption) -> any ListValue {
    guard case .list(let value) = self else { throw .mismatch }
    return value
  }

  func optional() throws(Interruption) -> Value? {
    guard case .optional(let wrapped) = self else { throw .mismatch }
    return wrapped
  }

  func opaque<Opaque: OpaqueValue>(_ type: Opaque.Type) throws(Interruption) -> Opaque {
    guard case .opaque(let value) = self, let wanted = value as? Opaque else { throw .mismatch }
    return wanted
  }

  /// A list's elements, all of which the function needs.
  func elements() throws(Interruption) -> [Value] {
    let list = try list()
    var values: [Value] = []
    values.reserveCapacity(list.count)
    var undecided: Outcome?
    for index in 0..<list.count {
      switch list.element(at: index) {
      case .value(let value): values.append(value)
      case let outcome: undecided = undecided?.joined(outcome) ?? outcome
      }
    }
    if let undecided { throw .outcome(undecided) }
    return values
  }
}

extension Outcome {
  /// The value, or else the function ends with this outcome.
  func get() throws(Interruption) -> Value {
    guard case .value(let value) = self else { throw .outcome(self) }
    return value
  }

  /// A bool, or else the function ends.
  func isTrue() throws(Interruption) -> Bool {
    guard case .bool(let value) = try get() else { throw .mismatch }
    return value
  }

  /// What two operands come to of which at least one is no value: an unknown outweighs an error.
  func joined(_ other: Outcome) -> Outcome {
    switch (self, other) {
    case (.unknown(let one), .unknown(let another)): .unknown(one.merging(another))
    case (.unknown, _): self
    case (_, .unknown): other
    case (.error, _): self
    default: other
    }
  }

  static func strings(_ texts: some Sequence<String>) -> Outcome { .value(.list(ArrayList(texts.map { Value.string($0) }))) }
}
