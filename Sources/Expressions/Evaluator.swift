/// Runs expressions. Errors and unknowns travel as outcomes; nothing throws.
package struct Evaluator {
  /// A value for each of the environment's variables, in their order.
  package var bindings: [Outcome]
  /// The variables of macros, in the slots behind the bindings.
  private var variables: [Outcome] = []
  /// Where the attributes of the object in the first slot are kept.
  private let first: AttributeCache?
  /// Steps that may still be taken.
  private var budget = 0

  /// - Parameters:
  ///   - bindings: a value for each of the environment's variables, in their order.
  ///   - first: where the attributes of the first of them are kept, when it is an object.
  package init(bindings: [Outcome], first: AttributeCache?) {
    self.bindings = bindings
    self.first = first
  }

  /// - Parameter budget: how many steps may be taken before the evaluation ends with an error.
  package mutating func evaluate(_ expression: Expression, budget: Int = Expression.defaultBudget) -> Outcome {
    self.budget = budget
    if !variables.isEmpty { variables.removeAll(keepingCapacity: true) }
    return evaluate(expression.program.root, expression)
  }

  private mutating func evaluate(_ node: Program.Index, _ expression: Expression) -> Outcome {
    budget -= 1
    guard budget >= 0 else { return .error(.budgetExceeded) }
    switch expression.program.nodes[Int(node)] {
    case .outcome(let number): return expression.program.outcomes[Int(number)]
    case .slot(let slot): return value(in: Int(slot))
    case .attribute(let operand, let index, let type):
      if let cache = cache(of: operand, type, expression) {
        return charged(
          cache.attribute(at: Int(index))
            ?? Self.noField(expression.program.types[Int(type)].type.attributes[Int(index)].name, .object(cache.object)))
      }
      return charged(attribute(evaluate(operand, expression), index: Int(index), of: expression.program.types[Int(type)].type))
    case .select(let operand, let name):
      let name = expression.program.names[Int(name)]
      return charged(chain(evaluate(operand, expression)) { Self.field(name, of: $0) ?? Self.noField(name, $0) })
    case .optionalSelect(let operand, let name):
      return charged(optionalSelect(evaluate(operand, expression), expression.program.names[Int(name)]))
    case .has(let operand, let name):
      return chain(evaluate(operand, expression)) { Self.has($0, expression.program.names[Int(name)]) }
    case .hasAttribute(let operand, let index, let type):
      if let cache = cache(of: operand, type, expression) { return Self.isPresent(cache.attribute(at: Int(index))) }
      return chain(evaluate(operand, expression)) { Self.has($0, index: Int(index), of: expression.program.types[Int(type)].type) }
    case .index(let operand, let index): return charged(indexed(operand, index, isOptional: false, expression))
    case .optionalIndex(let operand, let index): return charged(indexed(operand, index, isOptional: true, expression))
    case .call(let function, let first, let count): return call(Int(function), Int(first)..<Int(first + count), expression)
    case .and(let left, let right): return combine(left, right, absorbing: false, expression)
    case .or(let left, let right): return combine(left, right, absorbing: true, expression)
    case .conditional(let condition, let first, let second):
      switch evaluate(condition, expression) {
      case .value(.bool(let isTrue)): return evaluate(isTrue ? first : second, expression)
      case .value(let other): return .error("a condition is a bool, not \(other.typeName)")
      case let undecided: return undecided
      }
    case .list(let first, let count): return list(Int(first)..<Int(first + count), expression)
    case .map(let first, let count): return map(from: Int(first), count: Int(count), expression)
    case .loop(let number): return run(expression.program.loops[Int(number)], expression)
    case .optionalMap(let operand, let slot, let body):
      return optionalMap(operand, slot: Int(slot), body: body, isFlat: false, expression)
    case .optionalFlatMap(let operand, let slot, let body):
      return optionalMap(operand, slot: Int(slot), body: body, isFlat: true, expression)
    }
  }

  // MARK: Slots

  private func value(in slot: Int) -> Outcome {
    if slot < bindings.count { return bindings[slot] }
    let index = slot - bindings.count
    return index < variables.count ? variables[index] : Self.unbound
  }

  private mutating func set(_ slot: Int, _ variable: Outcome) {
    let index = slot - bindings.count
    while variables.count <= index { variables.append(Self.unbound) }
    variables[index] = variable
  }

  private static var unbound: Outcome { .error("no value was bound") }

  // MARK: Fields

  /// A list that is read costs by its length, as it may be made anew each time: within a loop, that is work and memory.
  private mutating func charged(_ outcome: Outcome) -> Outcome {
    switch outcome {
    case .value(.list(let list)), .value(.optional(.list(let list))): budget -= list.count / 4
    default: return outcome
    }
    return budget >= 0 ? outcome : .error(.budgetExceeded)
  }

  private func chain(_ outcome: Outcome, _ transform: (Value) -> Outcome) -> Outcome {
    if case .value(let value) = outcome { transform(value) } else { outcome }
  }

  /// The attributes of what a node comes to; nil unless it is the object in the first slot, or one that its attributes lead to, and of
  /// the declared type.
  private func cache(of node: Program.Index, _ type: Int32, _ expression: Expression) -> AttributeCache? {
    let cache: AttributeCache? =
      switch expression.program.nodes[Int(node)] {
      case .slot(0): first
      case .attribute(let operand, let index, let type): self.cache(of: operand, type, expression)?.cache(at: Int(index))
      default: nil
      }
    return cache?.type == expression.program.types[Int(type)].identifier ? cache : nil
  }

  private func attribute(_ operand: Outcome, index: Int, of type: ObjectType) -> Outcome {
    chain(operand) { value in
      guard case .object(let object) = value, object.objectType === type else {
        return Self.noField(type.attributes[index].name, value)
      }
      return object.attribute(at: index) ?? Self.noField(type.attributes[index].name, value)
    }
  }

  /// A field by its name; nil when it is not there.
  private static func field(_ name: String, of value: Value) -> Outcome? {
    switch value {
    case .map(let map): map.value(for: .string(name))
    case .object(let object): object.objectType.index(of: name).flatMap { object.attribute(at: $0) }
    case .optional(let wrapped?): field(name, of: wrapped)
    default: nil
    }
  }

  private static func noField(_ name: String, _ value: Value) -> Outcome {
    switch value {
    case .map, .object: .error("there is no '\(name)' in this \(value.typeName)")
    default: .error("\(value.typeName) has no fields")
    }
  }

  private static func has(_ value: Value, _ name: String) -> Outcome {
    switch value {
    case .optional(nil): return .bool(false)
    case .optional(let wrapped?): return has(wrapped, name)
    case .map, .object: break
    default: return .error("\(value.typeName) has no fields")
    }
    return isPresent(field(name, of: value))
  }

  private static func has(_ value: Value, index: Int, of type: ObjectType) -> Outcome {
    // An object of another type than declared is asked by the name.
    guard case .object(let object) = value, object.objectType === type else { return has(value, type.attributes[index].name) }
    return isPresent(object.attribute(at: index))
  }

  private static func isPresent(_ field: Outcome?) -> Outcome {
    switch field {
    case nil: .bool(false)
    case .value?: .bool(true)
    case let undecided?: undecided
    }
  }

  private func optionalSelect(_ operand: Outcome, _ name: String) -> Outcome {
    chain(operand) { value in
      if case .optional(nil) = value { return .value(value) }
      var inner = value
      if case .optional(let wrapped?) = value { inner = wrapped }
      switch inner {
      case .map, .object: break
      default: return .error("\(inner.typeName) has no fields")
      }
      guard let found = Self.field(name, of: inner) else { return .value(.optional(nil)) }
      return chain(found) { .value(.optional($0)) }
    }
  }

  private mutating func indexed(
    _ operand: Program.Index, _ index: Program.Index, isOptional: Bool, _ expression: Expression
  ) -> Outcome {
    let (operand, index) = (evaluate(operand, expression), evaluate(index, expression))
    guard case .value(var container) = operand, case .value(let key) = index else {
      return operand.joined(index)
    }
    var isOptional = isOptional
    if case .optional(let wrapped) = container {
      guard let wrapped else { return .value(.optional(nil)) }
      (container, isOptional) = (wrapped, true)
    }
    let found: Outcome?
    switch container {
    case .list(let list):
      guard let position = key.wholeNumber else { return .error("a list's index is a whole number, not \(key.typeName)") }
      found = position >= 0 && position < list.count ? list.element(at: position) : nil
    case .map(let map): found = map.value(for: key)
    default: return .error("\(container.typeName) cannot be indexed")
    }
    guard let found else {
      return isOptional ? .value(.optional(nil)) : .error(container.typeName == "list" ? "index out of range" : "no such key")
    }
    return isOptional ? chain(found) { .value(.optional($0)) } : found
  }

  // MARK: Operators

  /// - Parameters:
  ///   - function: the number of a function.
  ///   - arguments: the numbers of parts.
  private mutating func call(_ function: Int, _ arguments: Range<Int>, _ expression: Expression) -> Outcome {
    var values = Arguments()
    var undecided: Outcome?
    var textSize = 0
    for argument in arguments {
      switch evaluate(expression.program.parts[argument].node, expression) {
      case .value(let value):
        textSize += value.textSize / 64
        values.append(value)
      case let outcome: undecided = undecided?.joined(outcome) ?? outcome
      }
    }
    if let undecided { return undecided }
    // Functions walk through their texts; what else they do, they count themselves.
    budget -= textSize
    guard budget >= 0 else { return .error(.budgetExceeded) }
    let result = expression.program.functions[function].call(values, &budget)
    guard budget >= 0 else { return .error(.budgetExceeded) }
    // What a function makes costs by its size: a doubling string must not outgrow the budget in a few steps.
    if case .value(let value) = result { budget -= value.size / 16 }
    return result
  }

  /// `&&` (absorbing false) and `||` (absorbing true): one absorbing operand decides, on whichever side it stands.
  private mutating func combine(
    _ left: Program.Index, _ right: Program.Index, absorbing: Bool, _ expression: Expression
  ) -> Outcome {
    let first = evaluate(left, expression)
    if case .value(.bool(let value)) = first, value == absorbing { return first }
    let second = evaluate(right, expression)
    if case .value(.bool(let value)) = second, value == absorbing { return second }
    return Self.joined(first, second)
  }

  /// Two operands of a logical operator of which none absorbs.
  private static func joined(_ first: Outcome, _ second: Outcome) -> Outcome {
    switch (first, second) {
    case (.value(.bool), .value(.bool)): return first
    case (.value(.bool), .value(let other)), (.value(let other), .value): return .error("a bool is wanted, not \(other.typeName)")
    default: return first.joined(second)
    }
  }

  // MARK: Literals

  private mutating func list(_ elements: Range<Int>, _ expression: Expression) -> Outcome {
    var values: [Value] = []
    for element in elements {
      let element = expression.program.parts[element]
      switch evaluate(element.node, expression) {
      case .value(.optional(let wrapped)) where element.isOptional:
        if let wrapped { values.append(wrapped) }
      case .value(let value):
        guard !element.isOptional else { return .error("'?' wants an optional, not \(value.typeName)") }
        values.append(value)
      case let undecided: return undecided
      }
    }
    return .value(.list(ArrayList(values)))
  }

  private mutating func map(from first: Int, count: Int, _ expression: Expression) -> Outcome {
    var pairs: [(key: Value, value: Outcome)] = []
    for part in stride(from: first, to: first + 2 * count, by: 2) {
      let entry = expression.program.parts[part + 1]
      let (key, value) = (evaluate(expression.program.parts[part].node, expression), evaluate(entry.node, expression))
      guard case .value(let keyValue) = key, case .value(let plain) = value else { return key.joined(value) }
      guard entry.isOptional else {
        pairs.append((keyValue, value))
        continue
      }
      guard case .optional(let wrapped) = plain else { return .error("'?' wants an optional, not \(plain.typeName)") }
      if let wrapped { pairs.append((keyValue, .value(wrapped))) }
    }
    return EntryMap(pairs).map { .value(.map($0)) } ?? .error("a map has a key twice, or one that is no key")
  }

  // MARK: Macros

  private mutating func optionalMap(
    _ operand: Program.Index, slot: Int, body: Program.Index, isFlat: Bool, _ expression: Expression
  ) -> Outcome {
    switch evaluate(operand, expression) {
    case .value(.optional(nil)): return .value(.optional(nil))
    case .value(.optional(let wrapped?)):
      set(slot, .value(wrapped))
      let result = evaluate(body, expression)
      if isFlat {
        guard case .value(let value) = result else { return result }
        guard case .optional = value else { return .error("optFlatMap() wants an optional, not \(value.typeName)") }
        return result
      }
      return chain(result) { .value(.optional($0)) }
    case .value(let other): return .error("an optional is wanted, not \(other.typeName)")
    case let undecided: return undecided
    }
  }

  private mutating func run(_ loop: Program.Loop, _ expression: Expression) -> Outcome {
    let range = evaluate(loop.range, expression)
    guard case .value(let container) = range else { return range }
    switch container {
    case .list(let list):
      return run(loop, expression, count: list.count) {
        loop.secondSlot == nil ? (list.element(at: $0), nil) : (.int($0), list.element(at: $0))
      }
    case .map(let map) where loop.kind != .sortBy:
      let keys = map.keys
      return run(loop, expression, count: keys.count) { index in
        (.value(keys[index]), loop.secondSlot == nil ? nil : map.value(for: keys[index]))
      }
    default: return .error("\(container.typeName) has no elements")
    }
  }

  private mutating func run(
    _ loop: Program.Loop, _ expression: Expression, count: Int, element: (Int) -> (first: Outcome, second: Outcome?)
  ) -> Outcome {
    var pending: Outcome?
    var results: [Outcome] = []
    var entries: [(key: Value, value: Outcome)] = []
    var matches = 0
    for index in 0..<count {
      let (item, second) = element(index)
      set(Int(loop.slot), item)
      if let slot = loop.secondSlot, let second { set(Int(slot), second) }
      let condition = loop.condition.map { evaluate($0, expression) } ?? .bool(true)
      guard budget >= 0 else { return .error(.budgetExceeded) }
      guard case .value(.bool(let isMatch)) = condition else {
        let outcome: Outcome =
          if case .value(let other) = condition { .error("a bool is wanted, not \(other.typeName)") } else { condition }
        switch loop.kind {
        // These fold with `&&` and `||`: a later element may still decide.
        case .all, .exists: pending = pending?.joined(outcome) ?? outcome
        // These do not: what is not decided for one element is not decided for the list.
        case .existsOne, .map, .filter, .transformMap, .transformMapEntry, .sortBy: return outcome
        }
        continue
      }
      switch loop.kind {
      case .all: if !isMatch { return .bool(false) }
      case .exists: if isMatch { return .bool(true) }
      case .existsOne: if isMatch { matches += 1 }
      case .filter: if isMatch { results.append(item) }
      case .map:
        guard isMatch, let transform = loop.transform else { continue }
        let result = evaluate(transform, expression)
        guard case .value = result else { return result }
        results.append(result)
      case .sortBy:
        guard let transform = loop.transform else { continue }
        let result = evaluate(transform, expression)
        guard case .value(let key) = result else { return result }
        entries.append((key, item))
      case .transformMap, .transformMapEntry:
        guard isMatch, let transform = loop.transform else { continue }
        let result = evaluate(transform, expression)
        guard case .value(let value) = result else { return result }
        if loop.kind == .transformMap, case .value(let key) = item {
          entries.append((key, result))
        } else if case .map(let made) = value {
          entries += made.keys.compactMap { key in made.value(for: key).map { (key, $0) } }
        } else {
          return .error("transformMapEntry() wants a map, not \(value.typeName)")
        }
      }
    }
    return switch loop.kind {
    case .all: pending ?? .bool(true)
    case .exists: pending ?? .bool(false)
    case .existsOne: .bool(matches == 1)
    case .map, .filter: .value(.list(ArrayList(results)))
    case .sortBy: ListLibrary.sorted(entries, &budget)
    case .transformMap, .transformMapEntry:
      EntryMap(entries).map { .value(.map($0)) } ?? .error("a map would have a key twice, or one that is no key")
    }
  }
}

extension Value {
  /// A number without a fraction, as an index.
  var wholeNumber: Int? {
    switch self {
    case .int(let value): Int(exactly: value)
    case .uint(let value): Int(exactly: value)
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  /// About how many bytes the value takes; nested ones are not counted.
  var size: Int {
    if case .list(let list) = self { list.count * 8 } else { textSize }
  }

  var textSize: Int {
    switch self {
    case .string(let value): value.utf8.count
    case .bytes(let value): value.count
    default: 0
    }
  }
}
