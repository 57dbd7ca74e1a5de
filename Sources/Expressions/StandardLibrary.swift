/// The functions and operators of CEL (langdef.md, "List of Standard Definitions").
///
/// Each library has its own file; a function's name may have overloads in several.
enum StandardLibrary {
  /// What the names of operators begin with, which no function's can.
  static let operatorPrefix = "operator "

  struct Overload: Sendable {
    var function: Function
    /// The result's type for types of arguments, or nil when the function does not take them.
    let resultType: @Sendable ([DeclaredType]) -> DeclaredType?
    /// Whether the second argument is a regular expression, which is compiled once when it is a literal.
    var takesPattern = false
    /// Whether it reads a text of some format: a literal is read once, when the expression is compiled.
    var readsText = false
  }

  /// All functions of one name.
  struct Definition: Sendable {
    private(set) var overloads: [Overload] = []

    fileprivate mutating func add(_ overload: Overload) {
      overloads.append(overload)
      overloads[overloads.count - 1].function.overloads = 1 << (overloads.count - 1)
    }

    /// The function for types of arguments. When they leave several, those of the values decide.
    func overload(for types: [DeclaredType]) -> (overload: Overload, type: DeclaredType)? {
      let candidates = overloads.compactMap { overload in overload.resultType(types).map { (overload, $0) } }
      guard let first = candidates.first, candidates.count > 1 else { return candidates.first }
      let function = Self.function(first.0.function, among: candidates.map(\.0))
      return (Overload(function: function, resultType: { _ in nil }), candidates.dropFirst().reduce(first.1) { $0.joined($1.1) })
    }

    /// The function for some of the overloads, a bit each; nil for none.
    func function(_ bits: UInt32) -> Function? {
      if let single = overloads.first(where: { $0.function.overloads == bits }) { return single.function }
      let candidates = overloads.filter { $0.function.overloads & bits != 0 }
      return candidates.first.map { Self.function($0.function, among: candidates) }
    }

    private static func function(_ first: Function, among candidates: [Overload]) -> Function {
      var function = Function(
        first.name,
        .costing { (arguments, budget) throws(Interruption) in
          let types = arguments.map(\.declaredType)
          guard let overload = candidates.first(where: { $0.resultType(types) != nil }) else { throw .mismatch }
          return overload.function.call(arguments, &budget)
        })
      function.isMember = first.isMember
      function.overloads = candidates.reduce(0) { $0 | $1.function.overloads }
      return function
    }
  }

  static func definition(of name: String, isMember: Bool) -> Definition? {
    isMember ? members[name] : functions[name]
  }

  static func names(areMembers: Bool) -> [String] {
    (areMembers ? Array(members.keys) : functions.keys.filter { !$0.hasPrefix(operatorPrefix) }).sorted()
  }

  /// What stands before the dot of functions' names, as in `optional.of`.
  static let namespaces = Set(functions.keys.compactMap { name in name.lastIndex(of: ".").map { String(name[..<$0]) } })

  /// What those begin with: most receivers are told from them by it.
  static let namespaceRoots = Set(namespaces.map { name in String(name.prefix { $0 != "." }) })

  private static let functions: [String: Definition] = table(
    areMembers: false,
    [
      operators, conversions, TimestampLibrary.functions, StringLibrary.functions, RegularExpressionLibrary.functions,
      ListLibrary.functions,
      SetLibrary.functions, QuantityLibrary.functions, URLLibrary.functions, NetworkLibrary.functions, SemanticVersionLibrary.functions,
      FormatLibrary.functions,
    ].flatMap(\.self) + [
      define("size", [[.string], [.bytes], [.list(.dyn)], [.map(.dyn, .dyn)]], .int, size),
      define("dyn", [[.dyn]], .dyn) { .value($0[0]) },
      define("type", [[.dyn]], .type) { .value(.type($0[0].typeName)) },
      define("optional.of", resultType: { $0.count == 1 ? .optional($0[0]) : nil }) { arguments, _ in .value(.optional(arguments[0])) },
      define("optional.ofNonZeroValue", resultType: { $0.count == 1 ? .optional($0[0]) : nil }) { arguments, _ in
        .value(.optional(arguments[0].isZero ? nil : arguments[0]))
      },
      define("optional.none", [[]], .optional(.dyn)) { _ in .value(.optional(nil)) },
    ])

  private static let members: [String: Definition] = table(
    areMembers: true,
    [
      StringPositions.members, StringLibrary.members, StringFormat.members, RegularExpressionLibrary.members, ListLibrary.members,
      TimestampLibrary.members, QuantityLibrary.members, URLLibrary.members, NetworkLibrary.members, SemanticVersionLibrary.members,
      FormatLibrary.members,
    ].flatMap(\.self) + [
      define("size", [[.string], [.bytes], [.list(.dyn)], [.map(.dyn, .dyn)]], .int, size),
      define("hasValue", [[.optional(.dyn)]], .bool) { arguments throws(Interruption) in .bool(try arguments[0].optional() != nil) },
      define("value", resultType: { accepts([.optional(.dyn)], $0) ? $0[0].unwrapped : nil }) { (arguments, _) throws(Interruption) in
        try arguments[0].optional().map { .value($0) } ?? .error("the optional holds nothing")
      },
      define("orValue", resultType: { accepts([.optional(.dyn), .dyn], $0) ? $0[0].unwrapped.joined($0[1]) : nil }) {
        (arguments, _) throws(Interruption) in .value(try arguments[0].optional() ?? arguments[1])
      },
      define("or", resultType: { accepts([.optional(.dyn), .optional(.dyn)], $0) ? $0[0].joined($0[1]) : nil }) {
        (arguments, _) throws(Interruption) in
        let (first, second) = (try arguments[0].optional(), try arguments[1].optional())
        return .value(.optional(first ?? second))
      },
    ])

  // MARK: Declaring

  struct Entry: Sendable {
    let name: String
    var overload: Overload
  }

  private static func table(areMembers: Bool, _ entries: [Entry]) -> [String: Definition] {
    var table: [String: Definition] = [:]
    table.reserveCapacity(entries.count)
    for var entry in entries {
      entry.overload.function.isMember = areMembers
      table[entry.name, default: Definition()].add(entry.overload)
    }
    return table
  }

  /// A function with fixed lists of parameters and one type of result.
  static func define(
    _ name: String, _ parameters: [[DeclaredType]], _ result: DeclaredType,
    _ implementation: @escaping @Sendable (Arguments) throws(Interruption) -> Outcome
  ) -> Entry {
    define(name, parameters, result, .plain(implementation))
  }

  /// The same for a function that reads a text of some format.
  static func reading(
    _ name: String, _ parameters: [[DeclaredType]], _ result: DeclaredType,
    _ implementation: @escaping @Sendable (Arguments) throws(Interruption) -> Outcome
  ) -> Entry {
    var entry = define(name, parameters, result, implementation)
    entry.overload.readsText = true
    return entry
  }

  /// The same for a function whose work can be more than a step.
  static func define(
    _ name: String, _ parameters: [[DeclaredType]], _ result: DeclaredType,
    costing implementation: @escaping @Sendable (Arguments, inout Int) throws(Interruption) -> Outcome
  ) -> Entry {
    define(name, parameters, result, .costing(implementation))
  }

  private static func define(
    _ name: String, _ parameters: [[DeclaredType]], _ result: DeclaredType, _ implementation: Function.Implementation
  ) -> Entry {
    let resultType: @Sendable ([DeclaredType]) -> DeclaredType? = { types in parameters.contains { accepts($0, types) } ? result : nil }
    return Entry(name: name, overload: Overload(function: Function(name, implementation), resultType: resultType))
  }

  /// The same for a function whose result's type follows from its arguments'.
  static func define(
    _ name: String, resultType: @escaping @Sendable ([DeclaredType]) -> DeclaredType?,
    costing implementation: @escaping @Sendable (Arguments, inout Int) throws(Interruption) -> Outcome
  ) -> Entry {
    Entry(name: name, overload: Overload(function: Function(name, .costing(implementation)), resultType: resultType))
  }

  /// The comparisons of Kubernetes' libraries.
  static func comparisons<Opaque: OpaqueValue & Comparable>(of type: Opaque.Type) -> [Entry] {
    func define(_ name: String, _ result: DeclaredType, _ compare: @escaping @Sendable (Opaque, Opaque) -> Outcome) -> Entry {
      self.define(name, [[.opaque(Opaque.typeName), .opaque(Opaque.typeName)]], result) { arguments throws(Interruption) in
        compare(try arguments[0].opaque(Opaque.self), try arguments[1].opaque(Opaque.self))
      }
    }
    return [
      define("isGreaterThan", .bool) { .bool($0 > $1) }, define("isLessThan", .bool) { .bool($0 < $1) },
      define("compareTo", .int) { .int($0 < $1 ? -1 : $0 == $1 ? 0 : 1) },
    ]
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
  static func mismatch(_ name: String, _ arguments: Arguments) -> Outcome {
    let shown = name.hasPrefix(operatorPrefix) ? String(name.dropFirst(operatorPrefix.count)) : name
    return .error("\(shown)() does not take (\(arguments.map(\.typeName).joined(separator: ", ")))")
  }

  private static let size: @Sendable (Arguments) -> Outcome = { arguments in
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
