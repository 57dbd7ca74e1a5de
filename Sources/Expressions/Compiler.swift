/// Checks an expression against the declared names and types and turns it into a program.
///
/// Gradual: what is declared is checked, `dyn` passes and is checked when it is evaluated.
struct Compiler {
  private let environment: Environment
  /// Without, wrong names and types end only those evaluations that come to them.
  private let isChecked: Bool
  /// The variables of macros, the innermost last.
  private var scopes: [(name: String, type: DeclaredType, slot: Int32)]
  private var slotCount: Int32
  /// What was compiled so far.
  private(set) var program = Program()

  /// A node and its type.
  private typealias Checked = (node: Program.Index, type: DeclaredType)

  init(_ environment: Environment, isChecked: Bool) {
    self.environment = environment
    self.isChecked = isChecked
    scopes = []
    slotCount = Int32(environment.variables.count)
  }

  /// Makes the program of an expression.
  ///
  /// - Returns: the type of what it comes to.
  mutating func compile(_ syntax: Syntax) throws(CompileError) -> DeclaredType {
    let checked = try self.checked(syntax)
    program.root = checked.node
    return checked.type
  }

  private mutating func checked(_ syntax: Syntax) throws(CompileError) -> Checked {
    switch syntax.kind {
    case .literal(let value): return (program.add(.value(value)), value.declaredType)
    case .name(let name, _):
      if let found = resolve(syntax) { return found }
      let suggestion = Suggestion.text(for: name, among: environment.variables.map(\.name) + scopes.map(\.name))
      return try refused("undeclared name '\(name)'\(suggestion)", at: syntax.range)
    case .select(let operand, let name, let isOptional):
      if let found = resolve(syntax) { return found }
      return try select(operand, name, isOptional: isOptional, syntax)
    case .index(let operand, let index, let isOptional): return try subscripted(operand, index, isOptional: isOptional)
    case .call(let receiver, let name, let arguments): return try call(receiver, name, arguments, syntax)
    case .and(let left, let right):
      let (left, right) = (try condition(left, of: "&&"), try condition(right, of: "&&"))
      return (program.add(.and(left, right)), .bool)
    case .or(let left, let right):
      let (left, right) = (try condition(left, of: "||"), try condition(right, of: "||"))
      return (program.add(.or(left, right)), .bool)
    case .conditional(let test, let first, let second):
      let condition = try condition(test, of: "?:")
      let (one, other) = (try checked(first), try checked(second))
      return (program.add(.conditional(condition, one.node, other.node)), one.type.joined(other.type))
    case .list(let elements): return try list(elements)
    case .map(let entries): return try map(entries)
    }
  }

  private mutating func condition(_ syntax: Syntax, of operation: String) throws(CompileError) -> Program.Index {
    let checked = try checked(syntax)
    guard checked.type == .bool || checked.type == .dyn || !isChecked else {
      throw CompileError(message: "'\(operation)' wants a bool, not \(checked.type.description)", range: syntax.range)
    }
    return checked.node
  }

  // MARK: Names and fields

  private static let typeNames: Set<String> = [
    "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "optional_type",
    "google.protobuf.Timestamp", "google.protobuf.Duration",
  ]

  /// What a name, or names with dots between them, stand for as a whole: a macro's variable, a variable of the environment in one of
  /// the namespaces around it, or a type.
  private mutating func resolve(_ syntax: Syntax) -> Checked? {
    guard let (first, isRoot) = Self.root(of: syntax) else { return nil }
    let isAlone = if case .name = syntax.kind { true } else { false }
    if !isRoot, let local = scopes.last(where: { $0.name == first }) {
      return isAlone ? (program.add(.slot(local.slot)), local.type) : nil
    }
    // `self.a.b` is most often a field of a field: no variable is looked for.
    if !isAlone, environment.container.isEmpty, !environment.namespaces.contains(first) { return nil }
    guard let name = isAlone ? first : Self.path(syntax)?.joined(separator: ".") else { return nil }
    var container = isRoot ? [] : environment.container.split(separator: ".")
    while true {
      let full = container.isEmpty ? name : (container + [name[...]]).joined(separator: ".")
      if let slot = environment.variables.lastIndex(where: { $0.name == full }) {
        return (program.add(.slot(Int32(slot))), environment.variables[slot].type)
      }
      if Self.typeNames.contains(full) { return (program.add(.value(.type(full))), .type) }
      guard container.popLast() != nil else { return nil }
    }
  }

  /// The `a` of `a.b.c`; nil for what is no name with names behind it.
  private static func root(of syntax: Syntax) -> (name: String, isRoot: Bool)? {
    switch syntax.kind {
    case .name(let name, let isRoot): (name, isRoot)
    case .select(let operand, _, isOptional: false): root(of: operand)
    default: nil
    }
  }

  /// The names of `a.b.c`; nil for anything else.
  private static func path(_ syntax: Syntax) -> [String]? {
    switch syntax.kind {
    case .name(let name, _): [name]
    case .select(let operand, let name, isOptional: false): path(operand).map { $0 + [name] }
    default: nil
    }
  }

  /// What stands in for a part that the checker refuses, where wrong parts may stand.
  private mutating func refused(_ message: String, at range: Range<Int>) throws(CompileError) -> Checked {
    guard !isChecked else { throw CompileError(message: message, range: range) }
    return (program.add(.error(message)), .dyn)
  }

  private mutating func select(
    _ operand: Syntax, _ name: String, isOptional: Bool, _ syntax: Syntax
  ) throws(CompileError) -> Checked {
    let checked = try checked(operand)
    let field = try field(name, of: checked.type, at: syntax.nameRange)
    let isOptional = if case .optional = checked.type { true } else { isOptional }
    if isOptional { return (program.optionalSelect(checked.node, name: name), .optional(field.type.unwrapped)) }
    if let index = field.index, let type = field.owner {
      return (program.attribute(checked.node, index: index, of: type), field.type)
    }
    return (program.select(checked.node, name: name), field.type)
  }

  /// The type of a field, and for a declared object its index.
  private func field(
    _ name: String, of type: DeclaredType, at range: Range<Int>
  ) throws(CompileError) -> (type: DeclaredType, index: Int?, owner: ObjectType?) {
    switch type {
    case .object(let typeName):
      guard let owner = environment.objectType(typeName) else { return (.dyn, nil, nil) }
      guard let index = owner.index(of: name) else {
        let suggestion = Suggestion.text(for: name, among: owner.attributes.map(\.name))
        throw CompileError(message: "\(typeName) has no attribute '\(name)'\(suggestion)", range: range)
      }
      return (owner.attributes[index].type, index, owner)
    case .map(_, let value): return (value, nil, nil)
    case .optional(let wrapped): return (try field(name, of: wrapped, at: range).type, nil, nil)
    case .dyn: return (.dyn, nil, nil)
    default: throw CompileError(message: "\(type.description) has no fields", range: range)
    }
  }

  private mutating func subscripted(
    _ operand: Syntax, _ index: Syntax, isOptional: Bool
  ) throws(CompileError) -> Checked {
    let (operand, checkedIndex) = (try checked(operand), try checked(index))
    var type = operand.type
    var optional = isOptional
    if case .optional(let wrapped) = type { (type, optional) = (wrapped, true) }
    let element: DeclaredType
    switch type {
    case .list(let elementType):
      guard checkedIndex.type.isNumber || checkedIndex.type == .dyn else {
        throw CompileError(message: "a list's index is a number, not \(checkedIndex.type.description)", range: index.range)
      }
      element = elementType
    case .map(_, let value): element = value
    case .dyn: element = .dyn
    default: throw CompileError(message: "\(type.description) cannot be indexed", range: index.range)
    }
    return optional
      ? (program.add(.optionalIndex(operand.node, checkedIndex.node)), .optional(element))
      : (program.add(.index(operand.node, checkedIndex.node)), element)
  }

  private mutating func list(_ elements: [Syntax.Element]) throws(CompileError) -> Checked {
    var parts: [Program.Part] = []
    var type: DeclaredType?
    for element in elements {
      let checked = try checked(element.value)
      parts.append(Program.Part(node: checked.node, isOptional: element.isOptional))
      let elementType = element.isOptional ? checked.type.unwrapped : checked.type
      type = type?.joined(elementType) ?? elementType
    }
    return (program.list(parts), .list(type ?? .dyn))
  }

  private mutating func map(_ entries: [Syntax.Entry]) throws(CompileError) -> Checked {
    var parts: [(key: Program.Index, value: Program.Part)] = []
    var (keyType, valueType): (DeclaredType?, DeclaredType?)
    for entry in entries {
      let (key, value) = (try checked(entry.key), try checked(entry.value))
      parts.append((key.node, Program.Part(node: value.node, isOptional: entry.isOptional)))
      keyType = keyType?.joined(key.type) ?? key.type
      let type = entry.isOptional ? value.type.unwrapped : value.type
      valueType = valueType?.joined(type) ?? type
    }
    return (program.map(parts), .map(keyType ?? .dyn, valueType ?? .dyn))
  }

  // MARK: Calls and macros

  private mutating func call(
    _ receiver: Syntax?, _ name: String, _ arguments: [Syntax], _ syntax: Syntax
  ) throws(CompileError) -> Checked {
    if let receiver, let loop = try macro(receiver, name, arguments, syntax) { return loop }
    if let receiver, let loop = try twoVariableMacro(receiver, name, arguments) { return loop }
    if receiver == nil, name == "has", arguments.count == 1 { return try has(arguments[0]) }
    // `optional.of(x)`: a function's name has a dot, unless somebody declared `optional`.
    if let receiver, let (root, _) = Self.root(of: receiver), StandardLibrary.namespaceRoots.contains(root),
      let path = Self.path(receiver)?.joined(separator: "."), StandardLibrary.namespaces.contains(path), resolve(receiver) == nil,
      !scopes.contains(where: { $0.name == root })
    {
      return try apply(path + "." + name, isMember: false, arguments, syntax)
    }
    return try apply(name, isMember: receiver != nil, (receiver.map { [$0] } ?? []) + arguments, syntax)
  }

  private mutating func apply(
    _ name: String, isMember: Bool, _ arguments: [Syntax], _ syntax: Syntax
  ) throws(CompileError) -> Checked {
    guard let definition = StandardLibrary.definition(of: name, isMember: isMember) else {
      let suggestion = Suggestion.text(for: name, among: StandardLibrary.names(areMembers: isMember))
      return try refused("there is no function '\(name)'\(suggestion)", at: syntax.nameRange)
    }
    var (nodes, types): ([Program.Index], [DeclaredType]) = ([], [])
    for argument in arguments {
      let checked = try checked(argument)
      nodes.append(checked.node)
      types.append(checked.type)
    }
    // Unchecked, a function takes any types, though not any number of arguments.
    let found = definition.overload(for: types) ?? (isChecked ? nil : definition.overload(for: types.map { _ in .dyn }))
    guard let (overload, result) = found else {
      let shown = types.map(\.description).joined(separator: ", ")
      let prefix = StandardLibrary.operatorPrefix
      let operation = name.hasPrefix(prefix) ? "'\(name.dropFirst(prefix.count).replacing("_", with: ""))'" : "\(name)()"
      return try refused("\(operation) does not take (\(shown))", at: syntax.nameRange)
    }
    if overload.readsText, case .literal(let text) = arguments.first?.kind, arguments.count == 1 {
      var budget = Expression.defaultBudget
      switch overload.function.call([text], &budget) {
      case .value(let value): return (program.add(.value(value)), result)
      case .error(let error): return try refused(error.message, at: arguments[0].range)
      case .unknown: break
      }
    }
    if isMember, name == "format", case .literal(.string(let format)) = arguments[0].kind, case .list(let elements) = arguments[1].kind,
      !elements.contains(where: \.isOptional), let problem = StringFormat.problem(in: format, argumentCount: elements.count)
    {
      return try refused(problem, at: arguments[0].range)
    }
    if overload.takesPattern, case .literal(.string(let pattern)) = arguments[1].kind {
      do throws(RegularExpression.SyntaxError) {
        nodes[1] = program.add(.value(.opaque(try RegularExpression(pattern))))
      } catch {
        return try refused("the regular expression is wrong: \(error.message)", at: arguments[1].range)
      }
    }
    return (program.call(overload.function, nodes), result)
  }

  private mutating func has(_ argument: Syntax) throws(CompileError) -> Checked {
    guard case .select(let operand, let name, false) = argument.kind else {
      throw CompileError(message: "has() wants a field, as in has(self.name)", range: argument.range)
    }
    let checked = try checked(operand)
    let field = try field(name, of: checked.type, at: argument.nameRange)
    if let index = field.index, let type = field.owner {
      return (program.hasAttribute(checked.node, index: index, of: type), .bool)
    }
    return (program.has(checked.node, name: name), .bool)
  }

  private mutating func macro(
    _ receiver: Syntax, _ name: String, _ arguments: [Syntax], _ syntax: Syntax
  ) throws(CompileError) -> Checked? {
    guard arguments.count == 2 || name == "map" && arguments.count == 3 else { return nil }
    let isOptionalMap = name == "optMap" || name == "optFlatMap"
    let loopKind: Program.Loop.Kind? =
      switch name {
      case "all": .all
      case "exists": .exists
      case "exists_one", "existsOne": .existsOne
      case "map": .map
      case "filter": .filter
      case "sortBy": .sortBy
      default: nil
      }
    guard loopKind != nil || isOptionalMap else { return nil }
    guard case .name(let variable, false) = arguments[0].kind else {
      throw CompileError(message: "the first argument of \(name)() is a name", range: arguments[0].range)
    }
    let operand = try checked(receiver)
    let slot = slotCount
    slotCount += 1
    if isOptionalMap {
      scopes.append((variable, operand.type.unwrapped, slot))
      defer { scopes.removeLast() }
      let body = try checked(arguments[1])
      let isFlat = name == "optFlatMap"
      let type = isFlat ? body.type.unwrapped : body.type
      return (program.optionalMap(operand.node, slot: slot, body: body.node, isFlat: isFlat), .optional(type))
    }
    guard let kind = loopKind else { return nil }
    let element: DeclaredType
    switch operand.type {
    case .list(let type): element = type
    case .map(let key, _) where kind != .sortBy: element = key
    case .dyn: element = .dyn
    default:
      let wanted = kind == .sortBy ? "a list" : "a list or a map"
      throw CompileError(message: "\(name)() wants \(wanted), not \(operand.type.description)", range: receiver.range)
    }
    scopes.append((variable, element, slot))
    defer { scopes.removeLast() }
    var loop = Program.Loop(kind: kind, range: operand.node, slot: slot)
    if kind == .map {
      if arguments.count == 3 { loop.condition = try condition(arguments[1], of: "map()") }
      let transform = try checked(arguments[arguments.count - 1])
      loop.transform = transform.node
      return (program.add(loop), .list(transform.type))
    }
    if kind == .sortBy {
      let key = try checked(arguments[1])
      guard key.type == .dyn || key.type.isOrdered else {
        throw CompileError(message: "sortBy() wants a key that has an order, not \(key.type.description)", range: arguments[1].range)
      }
      loop.transform = key.node
      return (program.add(loop), operand.type)
    }
    loop.condition = try condition(arguments[1], of: "\(name)()")
    return (program.add(loop), kind == .filter ? .list(element) : .bool)
  }

  /// Macros with a variable for the index or the key and one for the element or the value (cel-go, ext/comprehensions.go).
  private mutating func twoVariableMacro(
    _ receiver: Syntax, _ name: String, _ arguments: [Syntax]
  ) throws(CompileError) -> Checked? {
    let kind: Program.Loop.Kind
    switch (name, arguments.count) {
    case ("all", 3): kind = .all
    case ("exists", 3): kind = .exists
    case ("existsOne", 3), ("exists_one", 3): kind = .existsOne
    case ("transformList", 3...4): kind = .map
    case ("transformMap", 3...4): kind = .transformMap
    case ("transformMapEntry", 3...4): kind = .transformMapEntry
    default: return nil
    }
    guard case .name(let first, false) = arguments[0].kind, case .name(let second, false) = arguments[1].kind else {
      throw CompileError(message: "the first two arguments of \(name)() are names", range: arguments[0].range)
    }
    guard first != second else {
      throw CompileError(message: "\(name)() wants two different names", range: arguments[1].range)
    }
    let operand = try checked(receiver)
    let (firstType, secondType): (DeclaredType, DeclaredType)
    switch operand.type {
    case .list(let element): (firstType, secondType) = (.int, element)
    case .map(let key, let value): (firstType, secondType) = (key, value)
    case .dyn: (firstType, secondType) = (.dyn, .dyn)
    default:
      throw CompileError(message: "\(name)() wants a list or a map, not \(operand.type.description)", range: receiver.range)
    }
    var loop = Program.Loop(kind: kind, range: operand.node, slot: slotCount, secondSlot: slotCount + 1)
    scopes.append((first, firstType, slotCount))
    scopes.append((second, secondType, slotCount + 1))
    slotCount += 2
    defer { scopes.removeLast(2) }
    let isTransform = kind == .map || kind == .transformMap || kind == .transformMapEntry
    if !isTransform || arguments.count == 4 { loop.condition = try condition(arguments[2], of: "\(name)()") }
    guard isTransform else { return (program.add(loop), .bool) }
    let transform = try checked(arguments[arguments.count - 1])
    loop.transform = transform.node
    switch kind {
    case .map: return (program.add(loop), .list(transform.type))
    case .transformMap: return (program.add(loop), .map(firstType, transform.type))
    default: return (program.add(loop), transform.type)
    }
  }
}

extension DeclaredType {
  /// What an optional holds; other types are `dyn` or themselves.
  var unwrapped: DeclaredType {
    if case .optional(let wrapped) = self { wrapped } else { self }
  }
}

extension Value {
  var declaredType: DeclaredType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .optional: .optional(.dyn)
    case .object(let object): .object(object.objectType.name)
    case .opaque(let value): .opaque(value.typeName)
    }
  }

  /// The name that `type(x)` gives and that errors name.
  var typeName: String {
    switch self {
    case .null: "null_type"
    case .list: "list"
    case .map: "map"
    case .optional: "optional_type"
    default: declaredType.description
    }
  }
}
