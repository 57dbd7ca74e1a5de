/// The functions and operators of CEL (langdef.md, "List of Standard Definitions").
///
/// Not here yet: timestamps and durations, regular expressions, and the extension libraries beyond optionals and the commonest of
/// strings.
enum StandardLibrary {
  struct Definition: Sendable {
    let function: Function
    /// The result's type for types of arguments, or nil when the function does not take them.
    let resultType: @Sendable ([DeclaredType]) -> DeclaredType?
  }

  static func definition(of name: String, isMember: Bool) -> Definition? {
    isMember ? members[name] : functions[name]
  }

  static func names(areMembers: Bool) -> [String] {
    (areMembers ? Array(members.keys) : functions.keys.filter { !$0.hasPrefix("operator ") }).sorted()
  }

  private static let functions: [String: Definition] = table(
    operators + conversions + [
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
    StringPositions.entries + [
      define("size", [[.string], [.bytes], [.list(.dyn)], [.map(.dyn, .dyn)]], .int, size),
      define("contains", [[.string, .string]], .bool, StringLibrary.contains),
      define("startsWith", [[.string, .string]], .bool, StringLibrary.startsWith),
      define("endsWith", [[.string, .string]], .bool, StringLibrary.endsWith),
      define("lowerAscii", [[.string]], .string) { StringLibrary.mapBytes($0, UInt8(ascii: "A")...UInt8(ascii: "Z"), by: 0x20) },
      define("upperAscii", [[.string]], .string) { StringLibrary.mapBytes($0, UInt8(ascii: "a")...UInt8(ascii: "z"), by: 0x20) },
      define("trim", [[.string]], .string, StringLibrary.trim),
      define("split", [[.string, .string]], .list(.string), StringLibrary.split),
      define("join", [[.list(.dyn)], [.list(.dyn), .string]], .string, StringLibrary.join),
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
    let definition: Definition
  }

  private static func table(_ entries: [Entry]) -> [String: Definition] {
    Dictionary(entries.map { ($0.name, $0.definition) }, uniquingKeysWith: { first, _ in first })
  }

  /// A function with fixed lists of parameters and one type of result.
  static func define(
    _ name: String, _ parameters: [[DeclaredType]], _ result: DeclaredType,
    _ implementation: @escaping @Sendable ([Value]) -> Outcome
  ) -> Entry {
    Entry(
      name: name,
      definition: Definition(function: Function(name: name, implementation: implementation)) { types in
        parameters.contains { accepts($0, types) } ? result : nil
      })
  }

  static func accepts(_ parameters: [DeclaredType], _ types: [DeclaredType]) -> Bool {
    parameters.count == types.count
      && zip(parameters, types).allSatisfy { parameter, type in
        switch (parameter, type) {
        case (.dyn, _), (_, .dyn), (.list, .list), (.map, .map), (.optional, .optional): true
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
    case .list(let value): value.count == 0
    case .map(let value): value.keys.isEmpty
    case .optional(let value): value == nil
    case .type, .object: false
    }
  }
}
