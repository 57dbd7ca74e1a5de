/// An expression ready to be evaluated: names are slots, attributes of declared objects are indices, macros are loops.
///
/// Its nodes lie in one list and name each other by their numbers in it: each step through a tree would count references to its parts.
struct Program: Sendable {
  /// The number of a node.
  typealias Index = Int32

  enum Node: Sendable {
    /// The number of one of `outcomes`.
    case outcome(Int32)
    /// A binding or a macro's variable.
    case slot(Int32)
    /// An attribute of an object whose type is declared: one of `types`.
    case attribute(Index, index: Int32, of: Int32)
    /// A field of a map, or of an object whose type is not known beforehand; its name is one of `names`.
    case select(Index, name: Int32)
    case optionalSelect(Index, name: Int32)
    /// `has(operand.name)`.
    case has(Index, name: Int32)
    /// The same of an object whose type is declared.
    case hasAttribute(Index, index: Int32, of: Int32)
    case index(Index, Index)
    case optionalIndex(Index, Index)
    /// One of `functions`; its arguments are among `parts`.
    case call(Int32, first: Int32, count: Int32)
    case and(Index, Index)
    case or(Index, Index)
    case conditional(Index, Index, Index)
    /// The elements are among `parts`.
    case list(first: Int32, count: Int32)
    /// The keys and values are among `parts`, in turn; a value says whether its entry is optional.
    case map(first: Int32, count: Int32)
    /// The number of one of `loops`.
    case loop(Int32)
    /// `operand.optMap(x, body)`.
    case optionalMap(Index, slot: Int32, body: Index)
    /// `operand.optFlatMap(x, body)`.
    case optionalFlatMap(Index, slot: Int32, body: Index)
  }

  /// The declared type of an operand.
  struct OperandType: Sendable {
    let type: ObjectType
    /// Compared in place of the type: all threads share that, and wait for each other to count references to it.
    let identifier: ObjectIdentifier
  }

  /// A part of a call, a list or a map.
  struct Part: Sendable {
    let node: Index
    var isOptional = false
  }

  /// A macro over a list's elements or a map's keys.
  struct Loop: Sendable {
    enum Kind: UInt8, Sendable { case all, exists, existsOne, map, filter, transformMap, transformMapEntry, sortBy }
    var kind: Kind
    var range: Index
    var slot: Int32
    /// With two variables, the first is the index or the key and this one the element or the value.
    var secondSlot: Int32?
    /// What is asked of each element; for `map` with three arguments, which elements count.
    var condition: Index?
    var transform: Index?
  }

  private(set) var nodes: [Node] = []
  /// Constants, and what an unchecked expression gets wrong.
  private(set) var outcomes: [Outcome] = []
  private(set) var names: [String] = []
  private(set) var types: [OperandType] = []
  private(set) var functions: [Function] = []
  private(set) var parts: [Part] = []
  private(set) var loops: [Loop] = []
  /// The node that the expression comes to.
  var root: Index = 0

  // MARK: Adding nodes

  mutating func add(_ node: Node) -> Index {
    nodes.append(node)
    return Index(nodes.count - 1)
  }

  mutating func add(_ outcome: Outcome) -> Index {
    outcomes.append(outcome)
    return add(.outcome(Int32(outcomes.count - 1)))
  }

  mutating func add(_ loop: Loop) -> Index {
    loops.append(loop)
    return add(.loop(Int32(loops.count - 1)))
  }

  mutating func attribute(_ operand: Index, index: Int, of type: ObjectType) -> Index {
    add(.attribute(operand, index: Int32(index), of: number(type)))
  }

  mutating func hasAttribute(_ operand: Index, index: Int, of type: ObjectType) -> Index {
    add(.hasAttribute(operand, index: Int32(index), of: number(type)))
  }

  mutating func select(_ operand: Index, name: String) -> Index { add(.select(operand, name: number(name))) }
  mutating func optionalSelect(_ operand: Index, name: String) -> Index { add(.optionalSelect(operand, name: number(name))) }
  mutating func has(_ operand: Index, name: String) -> Index { add(.has(operand, name: number(name))) }

  /// `optMap`, or `optFlatMap`.
  mutating func optionalMap(_ operand: Index, slot: Int32, body: Index, isFlat: Bool) -> Index {
    add(isFlat ? .optionalFlatMap(operand, slot: slot, body: body) : .optionalMap(operand, slot: slot, body: body))
  }

  mutating func call(_ function: Function, _ arguments: [Index]) -> Index {
    functions.append(function)
    return add(.call(Int32(functions.count - 1), first: add(arguments.map { Part(node: $0) }), count: Int32(arguments.count)))
  }

  mutating func list(_ elements: [Part]) -> Index { add(.list(first: add(elements), count: Int32(elements.count))) }

  mutating func map(_ entries: [(key: Index, value: Part)]) -> Index {
    add(.map(first: add(entries.flatMap { [Part(node: $0.key), $0.value] }), count: Int32(entries.count)))
  }

  /// - Returns: where the first of some parts lies.
  private mutating func add(_ added: [Part]) -> Int32 {
    parts += added
    return Int32(parts.count - added.count)
  }

  private mutating func number(_ type: ObjectType) -> Int32 {
    let identifier = ObjectIdentifier(type)
    if let known = types.firstIndex(where: { $0.identifier == identifier }) { return Int32(known) }
    types.append(OperandType(type: type, identifier: identifier))
    return Int32(types.count - 1)
  }

  private mutating func number(_ name: String) -> Int32 {
    names.append(name)
    return Int32(names.count - 1)
  }
}
