/// A value of CEL, the Common Expression Language (cel-spec, doc/langdef.md, "Values").
///
/// What a library or a linter makes is held indirectly: values are copied at every step, and a copy then is two words and counts one
/// reference, to the value itself. An object may hold something that all threads share, and wait for each other to count.
package enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case timestamp(Timestamp)
  case duration(Duration)
  indirect case list(any ListValue)
  indirect case map(any MapValue)
  /// The type of another value, by its name: what `type(x)` gives.
  case type(String)
  indirect case optional(Value?)
  indirect case object(any ObjectValue)
  indirect case opaque(any OpaqueValue)
}

/// A list; its elements may be made only when they are asked for.
package protocol ListValue: Sendable {
  var count: Int { get }
  /// - Parameter index: within bounds.
  func element(at index: Int) -> Outcome
}

/// A map; its values may be made only when they are asked for.
package protocol MapValue: Sendable {
  /// Each key once, in the order of the source.
  var keys: [Value] { get }
  /// The value under a key that equals `key` as CEL sees it (`1 == 1u`, `1 == 1.0`); nil when there is none.
  func value(for key: Value) -> Outcome?
}

/// A linter's subject: something with declared attributes.
package protocol ObjectValue: Sendable {
  var objectType: ObjectType { get }
  /// The attribute declared at `index` of the type; nil when this object has none, which `has()` can ask.
  func attribute(at index: Int) -> Outcome?
  /// Tells objects of one type apart: two are equal when their types and identities are.
  var identity: [Int] { get }
}

/// A value of a library's own type, such as a quantity or a URL: only the library's functions look into it.
package protocol OpaqueValue: Sendable {
  /// As declarations and `type(x)` name it.
  static var typeName: String { get }
  func isEqual(to other: any OpaqueValue) -> Bool
}

extension OpaqueValue {
  var typeName: String { Self.typeName }
}

extension OpaqueValue where Self: Equatable {
  package func isEqual(to other: any OpaqueValue) -> Bool { (other as? Self) == self }
}

/// What evaluating an expression comes to. Errors and unknowns are values, so that `&&` and `||` can absorb them.
package enum Outcome: Sendable {
  case value(Value)
  /// It cannot be decided statically.
  case unknown(Unknown)
  case error(EvaluationError)

  package var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }
}

/// Why something cannot be decided: `image holds a variable`.
package struct Unknown: Hashable, Sendable {
  /// In the order of evaluation, each once.
  package private(set) var reasons: [String]

  package init(_ reason: String) { reasons = [reason] }

  package func merging(_ other: Unknown) -> Unknown {
    var merged = self
    for reason in other.reasons where !merged.reasons.contains(reason) { merged.reasons.append(reason) }
    return merged
  }
}

/// Why an expression has no value.
package struct EvaluationError: Error, Hashable, Sendable {
  package var message: String

  package init(_ message: String) { self.message = message }

  /// The bound on the work of one evaluation was reached.
  package static let budgetExceeded = EvaluationError("the expression takes too many steps")
}

extension Outcome {
  static func error(_ message: String) -> Outcome { .error(EvaluationError(message)) }
  static func bool(_ value: Bool) -> Outcome { .value(.bool(value)) }
  static func int(_ value: Int) -> Outcome { .value(.int(Int64(value))) }
  static func string(_ value: String) -> Outcome { .value(.string(value)) }
}

/// A list whose elements are there.
package struct ArrayList: ListValue {
  package let elements: [Outcome]

  package init(_ elements: [Outcome]) { self.elements = elements }
  package init(_ values: [Value]) { elements = values.map { .value($0) } }

  package var count: Int { elements.count }
  package func element(at index: Int) -> Outcome { elements[index] }
}

/// A map whose values are there.
package struct EntryMap: MapValue {
  private let entries: [(key: Value, value: Outcome)]
  private let positions: [MapKey: Int]

  /// - Returns: nil when a key is given twice or is of a type that cannot be a key.
  package init?(_ entries: [(key: Value, value: Outcome)]) {
    var positions: [MapKey: Int] = [:]
    for (position, entry) in entries.enumerated() {
      guard let key = MapKey(entry.key), positions.updateValue(position, forKey: key) == nil else { return nil }
    }
    self.entries = entries
    self.positions = positions
  }

  private init() { (entries, positions) = ([], [:]) }
  package static let empty = EntryMap()

  package var keys: [Value] { entries.map(\.key) }

  package func value(for key: Value) -> Outcome? {
    MapKey(key).flatMap { positions[$0] }.map { entries[$0].value }
  }
}

/// A key of a map, hashed so that keys that are equal for CEL are equal here: numbers by value, strings by their bytes.
enum MapKey: Hashable {
  case bool(Bool)
  case negative(Int64)
  case number(UInt64)
  /// Not `String`: Swift's equality is canonical equivalence, CEL's is that of code points.
  case string([UInt8])

  init?(_ value: Value) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = value < 0 ? .negative(value) : .number(UInt64(value))
    case .uint(let value): self = .number(value)
    case .double(let value):
      if let exact = UInt64(exactly: value) {
        self = .number(exact)
      } else if let exact = Int64(exactly: value) {
        self = .negative(exact)
      } else {
        return nil
      }
    case .string(let value): self = .string(Array(value.utf8))
    default: return nil
    }
  }
}
