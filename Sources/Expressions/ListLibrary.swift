/// Functions on lists: Kubernetes' (apiserver, pkg/cel/library/lists.go), CEL's lists extension, version 3 (cel-go, ext/lists.go; its
/// macro `sortBy` is the compiler's), and `first` and `last` of optionals (cel-go, cel/library.go).
enum ListLibrary {
  static let functions: [StandardLibrary.Entry] = [
    StandardLibrary.define("lists.range", [[.int]], .list(.int)) { (arguments, budget) throws(Interruption) in
      let count = max(0, try arguments[0].int())
      guard count <= budget else { throw .outcome(.error(.budgetExceeded)) }
      budget -= Int(count)
      return .value(.list(ArrayList((0..<count).map { Value.int($0) })))
    }
  ]

  static let members: [StandardLibrary.Entry] =
    [
      ordered("isSorted", result: { _ in .bool }) { elements, budget throws(Interruption) in
        for (left, right) in zip(elements, elements.dropFirst()) where try left.order(right) == .after { return .bool(false) }
        return .bool(true)
      },
      ordered("min", result: { $0 }) { elements, _ throws(Interruption) in try extreme(elements, "min", replacedWhen: .after) },
      ordered("max", result: { $0 }) { elements, _ throws(Interruption) in try extreme(elements, "max", replacedWhen: .before) },
      ordered("sort", result: { .list($0) }) { elements, budget throws(Interruption) in
        sorted(elements.map { ($0, .value($0)) }, &budget)
      },
      sum(.int, zero: .int(0)), sum(.uint, zero: .uint(0)), sum(.double, zero: .double(0)),
      sum(.duration, zero: .duration(Value.Duration(nanoseconds: 0))),
      position("indexOf", isLast: false), position("lastIndexOf", isLast: true),
      StandardLibrary.define("includes", [[.dyn, .dyn]], .bool) { (arguments, budget) throws(Interruption) in
        if case .list(let list) = arguments[0] { return contains(list, arguments[1], &budget) }
        return arguments[0].equals(arguments[1], &budget)
      },
      sameType("distinct", []) { arguments, budget throws(Interruption) in
        var found: [Value] = []
        for element in try arguments[0].elements() {
          guard budget >= 0 else { throw .outcome(.error(.budgetExceeded)) }
          if case .value(.bool(true)) = contains(ArrayList(found), element, &budget) { continue }
          found.append(element)
        }
        return .value(.list(ArrayList(found)))
      },
      sameType("reverse", []) { arguments, _ throws(Interruption) in
        let list = try arguments[0].list()
        return .value(.list(ArrayList((0..<list.count).reversed().map { list.element(at: $0) })))
      },
      sameType("slice", [.int, .int]) { arguments, _ throws(Interruption) in
        let (list, start, end) = (try arguments[0].list(), try arguments[1].int(), try arguments[2].int())
        guard start >= 0, start <= end, end <= list.count else { throw .error("slice(): index out of range: \(start), \(end)") }
        return .value(.list(ArrayList((Int(start)..<Int(end)).map { list.element(at: $0) })))
      },
      StandardLibrary.define("flatten", resultType: flattened) { (arguments, budget) throws(Interruption) in
        let depth = arguments.count == 2 ? try arguments[1].int() : 1
        guard depth >= 0 else { throw .error("flatten() wants a depth that is not negative") }
        var result: [Outcome] = []
        flatten(try arguments[0].list(), depth: depth, into: &result, &budget)
        return .value(.list(ArrayList(result)))
      },
      end("first") { $0.count == 0 ? nil : 0 }, end("last") { $0.count == 0 ? nil : $0.count - 1 },
    ]

  /// `in`: an element that cannot be decided counts only when no other decides.
  static func contains(_ list: any ListValue, _ value: Value, _ budget: inout Int) -> Outcome {
    fold(list, absorbing: true, &budget) { value.equals($0, &$1) }
  }

  /// The elements' answers as `||` (absorbing true) or `&&` (absorbing false) folds them.
  static func fold(
    _ list: any ListValue, absorbing: Bool, _ budget: inout Int, _ answer: (Value, inout Int) -> Outcome
  ) -> Outcome {
    var pending: Outcome?
    for index in 0..<list.count {
      guard budget >= 0 else { return .error(.budgetExceeded) }
      let element = list.element(at: index)
      let outcome = if case .value(let value) = element { answer(value, &budget) } else { element }
      guard case .value(.bool(let isTrue)) = outcome else {
        pending = pending?.joined(outcome) ?? outcome
        continue
      }
      if isTrue == absorbing { return outcome }
    }
    return pending ?? .bool(!absorbing)
  }

  /// The values in the order of their keys, which must be of one ordered type.
  static func sorted(_ entries: [(key: Value, value: Outcome)], _ budget: inout Int) -> Outcome {
    guard let first = entries.first?.key else { return .value(.list(ArrayList([Outcome]()))) }
    guard first.declaredType.isOrdered, entries.allSatisfy({ $0.key.typeName == first.typeName }) else {
      return .error("what is sorted must be of one type that has an order")
    }
    budget -= entries.count * (Int.bitWidth - entries.count.leadingZeroBitCount) / 4
    guard budget >= 0 else { return .error(.budgetExceeded) }
    return .value(.list(ArrayList(entries.sorted { $0.key.compare($1.key) == .before }.map(\.value))))
  }

  // MARK: Declaring

  private static func element(_ type: DeclaredType) -> DeclaredType? {
    switch type {
    case .list(let element): element
    case .dyn: .dyn
    default: nil
    }
  }

  /// A function on a list of an ordered type.
  private static func ordered(
    _ name: String, result: @escaping @Sendable (DeclaredType) -> DeclaredType,
    _ implementation: @escaping @Sendable ([Value], inout Int) throws(Interruption) -> Outcome
  ) -> StandardLibrary.Entry {
    StandardLibrary.define(
      name,
      resultType: { types in
        guard types.count == 1, let element = element(types[0]), element == .dyn || element.isOrdered else { return nil }
        return result(element)
      },
      costing: { (arguments, budget) throws(Interruption) in
        let elements = try arguments[0].elements()
        budget -= elements.count / 4
        return try implementation(elements, &budget)
      })
  }

  /// A function that gives a list of the receiver's type.
  private static func sameType(
    _ name: String, _ parameters: [DeclaredType],
    _ implementation: @escaping @Sendable (Arguments, inout Int) throws(Interruption) -> Outcome
  ) -> StandardLibrary.Entry {
    StandardLibrary.define(
      name, resultType: { StandardLibrary.accepts([.list(.dyn)] + parameters, $0) ? $0[0] : nil }, costing: implementation)
  }

  private static func sum(_ type: DeclaredType, zero: Value) -> StandardLibrary.Entry {
    StandardLibrary.define("sum", [[.list(type)]], type) { (arguments, budget) throws(Interruption) in
      let elements = try arguments[0].elements()
      budget -= elements.count / 4
      guard var total = elements.first else { return .value(zero) }
      guard total.declaredType.isNumber || total.declaredType == .duration else { throw .mismatch }
      for element in elements.dropFirst() {
        guard element.typeName == total.typeName,
          let plus = StandardLibrary.definition(of: "operator +", isMember: false)?.overload(for: [
            total.declaredType, element.declaredType,
          ])
        else { throw .mismatch }
        total = try plus.overload.function.call([total, element], &budget).get()
      }
      return .value(total)
    }
  }

  private static func extreme(_ elements: [Value], _ name: String, replacedWhen order: Value.Order) throws(Interruption) -> Outcome {
    guard var result = elements.first else { throw .error("\(name)() of an empty list") }
    for element in elements.dropFirst() where try result.order(element) == order { result = element }
    return .value(result)
  }

  private static func position(_ name: String, isLast: Bool) -> StandardLibrary.Entry {
    StandardLibrary.define(
      name,
      resultType: { types in
        guard types.count == 2, let element = element(types[0]), element.isComparable(to: types[1]) else { return nil }
        return .int
      },
      costing: { (arguments, budget) throws(Interruption) in
        let list = try arguments[0].list()
        for step in 0..<list.count {
          let index = isLast ? list.count - 1 - step : step
          let element = try list.element(at: index).get()
          if try element.equals(arguments[1], &budget).isTrue() { return .int(index) }
        }
        return .int(-1)
      })
  }

  private static let flattened: @Sendable ([DeclaredType]) -> DeclaredType? = { types in
    switch (types.first, types.count) {
    case (.list(.list(let element)), 1): .list(element)
    case (.list(.dyn), 1), (.dyn, 1): .list(.dyn)
    case (.list, 2), (.dyn, 2): StandardLibrary.accepts([.int], [types[1]]) ? .list(.dyn) : nil
    default: nil
    }
  }

  private static func flatten(_ list: any ListValue, depth: Int64, into result: inout [Outcome], _ budget: inout Int) {
    budget -= list.count / 4
    for index in 0..<list.count where budget >= 0 {
      let element = list.element(at: index)
      if depth > 0, case .value(.list(let inner)) = element {
        flatten(inner, depth: depth - 1, into: &result, &budget)
      } else {
        result.append(element)
      }
    }
  }

  private static func end(_ name: String, _ index: @escaping @Sendable (any ListValue) -> Int?) -> StandardLibrary.Entry {
    StandardLibrary.define(
      name, resultType: { StandardLibrary.accepts([.list(.dyn)], $0) ? .optional(element($0[0]) ?? .dyn) : nil },
      costing: { (arguments, _) throws(Interruption) in
        let list = try arguments[0].list()
        guard let index = index(list) else { return .value(.optional(nil)) }
        return .value(.optional(try list.element(at: index).get()))
      })
  }
}

extension Value {
  fileprivate func order(_ other: Value) throws(Interruption) -> Order {
    guard let order = compare(other) else { throw .error("\(typeName) and \(other.typeName) have no order") }
    return order
  }
}
