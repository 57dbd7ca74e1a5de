/// An expression ready to be evaluated: names are slots, attributes of declared objects are indices, macros are loops.
indirect enum Program: Sendable {
  case constant(Value)
  /// What an unchecked expression gets wrong.
  case failure(EvaluationError)
  /// A binding or a macro's variable.
  case slot(Int)
  /// An attribute of an object whose type is declared.
  case attribute(Program, index: Int, of: OperandType)
  /// A field of a map, or of an object whose type is not known beforehand.
  case select(Program, name: String)
  case optionalSelect(Program, name: String)
  /// `has(operand.name)`.
  case has(Program, name: String)
  /// The same of an object whose type is declared.
  case hasAttribute(Program, index: Int, of: OperandType)
  case index(Program, Program)
  case optionalIndex(Program, Program)
  case call(Function, [Program])
  case and(Program, Program)
  case or(Program, Program)
  case conditional(Program, Program, Program)
  case list([(value: Program, isOptional: Bool)])
  case map([(key: Program, value: Program, isOptional: Bool)])
  case loop(Loop)
  /// `operand.optMap(x, body)` and `optFlatMap`.
  case optionalMap(Program, slot: Int, body: Program, isFlat: Bool)

  /// The declared type of an operand, for one program: all threads share the types themselves, and wait for each other to count references to
  /// them.
  final class OperandType: Sendable {
    let type: ObjectType
    let identifier: ObjectIdentifier

    init(_ type: ObjectType) {
      self.type = type
      identifier = ObjectIdentifier(type)
    }
  }

  /// A macro over a list's elements or a map's keys.
  struct Loop: Sendable {
    enum Kind: UInt8, Sendable { case all, exists, existsOne, map, filter, transformMap, transformMapEntry, sortBy }
    var kind: Kind
    var range: Program
    var slot: Int
    /// With two variables, the first is the index or the key and this one the element or the value.
    var secondSlot: Int?
    /// What is asked of each element; for `map` with three arguments, which elements count.
    var condition: Program?
    var transform: Program?
  }
}

/// A function that takes evaluated arguments.
struct Function: Sendable {
  let name: String
  /// Which of the standard library's it is: whether it is called on a receiver, and a bit for each of the name's overloads that it stands for.
  var isMember = false
  var overloads: UInt32 = 0
  /// What the work costs beyond one step and beyond the size of the result, it takes off the budget.
  let implementation: @Sendable (_ arguments: Arguments, _ budget: inout Int) -> Outcome

  init(name: String, costing implementation: @escaping @Sendable (Arguments, inout Int) -> Outcome) {
    self.name = name
    self.implementation = implementation
  }

  init(name: String, implementation: @escaping @Sendable (Arguments) -> Outcome) {
    self.init(name: name) { arguments, _ in implementation(arguments) }
  }
}
