/// The functions and operators of CEL (langdef.md, "List of Standard Definitions").
///
/// Each library has its own file; a function's name may have overloads in several.
enum StandardLibrary {
  struct Definition: Sendable {
    let function: Function
    /// The result's type for types of arguments, or nil when the function does not take them.
    let resultType: @Sendable ([DeclaredType]) -> DeclaredType?
    /// Whether the second argument is a regular expression, which is compiled once when it is a literal.
    var takesPattern = false
  }

  static func definition(of name: String, isMember: Bool) -> Definition? {
    isMember ? members[name] : functions[name]
  }

  static func names(areMembers: Bool) -> [String] {
    (areMembers ? Array(members.keys) : functions.keys.filter { !$0.hasPrefix("operator ") }).sorted()
  }

  /// What stands before the dot of functions' names, as in `optional.of`.
  static let namespaces = Set(functions.keys.compactMap { name in name.lastIndex(of: ".").map { String(name[..<$0]) } })

  private static let functions: [String: Definition] = table(
    operators + conversions + TimestampLibrary.functions + StringLibrary.functions + RegularExpressionLibrary.functions + [
      define("size", [[.string], [.bytes], [.list(.dyn)], [.map(.dyn, .dyn)]], .int, size),
      define("dyn", [[.dyn]], .dyn) { .value($0[0]) },
      define("type", [[.dyn]], .type) { .value(.type($0[0].typeName)) },
      Entry(
        name: "optional.of",
        definition: Definition(function: Function(name: "optional.of") { .value(.optional($0[0])) }) {
          $0.count == 1 ? .optional($0[0]) : nil
        }),
      Entry(
        name: "optional.ofNonZeroValue",
        definition: Definition(
          function: Function(name: "optional.ofNonZeroValue") { .value(.optional($0[0].isZero ? nil : $0[0])) }
        ) { $0.count == 1 ? .optional($0[0]) : nil }),
      define("optional.none", [[]], .optional(.dyn)) { _ in .value(.optional(nil)) },
    ])

  private static let members: [String: Definition] = table(
    StringPositions.members + StringLibrary.members + StringFormat.members + RegularExpressionLibrary.members + TimestampLibrary.members + [
      define("size", [[.string], [.bytes], [.list(.dyn)], [.map(.dyn, .dyn)]], .int, size),
      define("hasValue", [[.optional(.dyn)]], .bool) { arguments in
        guard case .optional(let wrapped) = arguments[0] else { return mismatch("hasValue", arguments) }
        return .bool(wrapped != nil)
      },
      Entry(
        name: "value",
        definition: Definition(
          function: Function(name: "value") { arguments in
            guard case .optional(let wrapped) = arguments[0] else { return mismatch("value", arguments) }
            return wrapped.map { .value($0) } ?? .error("the optional holds nothing")
          }
        ) { $0.count == 1 && accepts([.optional(.dyn)], $0) ? $0[0].unwrapped : nil }),
      Entry(
        name: "orValue",
        definition: Definition(
          function: Function(name: "orValue") { arguments in
            guard case .optional(let wrapped) = arguments[0] else { return mismatch("orValue", arguments) }
            return .value(wrapped ?? arguments[1])
          }
        ) { accepts([.optional(.dyn), .dyn], $0) ? $0[0].unwrapped.joined($0[1]) : nil }),
      Entry(
        name: "or",
        definition: Definition(
          function: Function(name: "or") { arguments in
            guard case .optional(let wrapped) = arguments[0], case .optional = arguments[1] else { return mismatch("or", arguments) }
            return .value(wrapped == nil ? arguments[1] : arguments[0])
          }
        ) { accepts([.optional(.dyn), .optional(.dyn)], $0) ? $0[0].joined($0[1]) : nil }),
    ])

  // MARK: Declaring

  struct Entry: Sendable {
    let name: String
    var definition: Definition
  }

  private static func table(_ entries: [Entry]) -> [String: Definition] {
    Dictionary(entries.map { ($0.name, $0.definition) }, uniquingKeysWith: overloaded)
  }

  /// Two functions of one name: the types of the arguments tell which is meant, when it is compiled or else when it is called.
  private static func overloaded(_ first: Definition, _ second: Definition) -> Definition {
    Definition(
      function: Function(name: first.function.name) { arguments, budget in
        let chosen = second.resultType(arguments.map(\.declaredType)) == nil ? first : second
        return chosen.function.implementation(arguments, &budget)
      }
    ) { types in
      guard let one = first.resultType(types), let other = second.resultType(types) else {
        return first.resultType(types) ?? second.resultType(types)
      }
      return one.joined(other)
    }
  }

  /// A function with fixed lists of parameters and one type of result.
  static func define(
    _ name: String, _ parameters: [[DeclaredType]], _ result: DeclaredType,
    _ implementation: @escaping @Sendable ([Value]) throws(Interruption) -> Outcome
  ) -> Entry {
    define(name, parameters, result) { (arguments, _: inout Int) throws(Interruption) in try implementation(arguments) }
  }

  /// The same for a function whose work can be more than a step.
  static func define(
    _ name: String, _ parameters: [[DeclaredType]], _ result: DeclaredType,
    costing implementation: @escaping @Sendable ([Value], inout Int) throws(Interruption) -> Outcome
  ) -> Entry {
    define(name, resultType: { types in parameters.contains { accepts($0, types) } ? result : nil }, costing: implementation)
  }

  /// The same for a function whose result's type follows from its arguments'.
  static func define(
    _ name: String, resultType: @escaping @Sendable ([DeclaredType]) -> DeclaredType?,
    costing implementation: @escaping @Sendable ([Value], inout Int) throws(Interruption) -> Outcome
  ) -> Entry {
    let function = Function(name: name) { arguments, budget in
      do throws(Interruption) {
        return try implementation(arguments, &budget)
      } catch {
        switch error {
        case .mismatch: return mismatch(name, arguments)
        case .outcome(let outcome): return outcome
        }
      }
    }
    return Entry(name: name, definition: Definition(function: function, resultType: resultType))
  }

  static func accepts(_ parameters: [DeclaredType], _ types: [DeclaredType]) -> Bool {
    parameters.count == types.count
      && zip(parameters, types).allSatisfy { parameter, type in
        switch (parameter, type) {
        case (.dyn, _), (_, .dyn): true
        case (.list(let wanted), .list(let given)), (.optional(let wanted), .optional(let given)): accepts([wanted], [given])
        case (.map(let key, let value), .map(let givenKey, let givenValue)): accepts([key, value], [givenKey, givenValue])
        default: parameter == type
        }
      }
  }

  /// The error of a function that does not take these values: only `dyn` lets them come so far.
  static func mismatch(_ name: String, _ arguments: [Value]) -> Outcome {
    .error("\(name)() does not take (\(arguments.map(\.typeName).joined(separator: ", ")))")
  }

  private static let size: @Sendable ([Value]) -> Outcome = { arguments in
    switch arguments[0] {
    case .string(let value): .int(value.unicodeScalars.count)
    case .bytes(let value): .int(value.count)
    case .list(let value): .int(value.count)
    case .map(let value): .int(value.keys.count)
    default: mismatch("size", arguments)
    }
  }
}

extension Value {
  /// Whether the value is its type's empty or zero value.
  fileprivate var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .timestamp(let value): value.seconds == 0 && value.nanoseconds == 0
    case .duration(let value): value.nanoseconds == 0
    case .list(let value): value.count == 0
    case .map(let value): value.keys.isEmpty
    case .optional(let value): value == nil
    case .type, .object, .opaque: false
    }
  }
}
