/// The text in which a compiled expression is embedded in a program: what is known beforehand is not parsed and checked at each start.
///
/// Prefix notation: a letter for the kind of node, its numbers (each with `;` behind it) and texts (each with its length before it), then
/// its operands. Types of objects are named, their attributes numbered: the text is for the declarations that it was made with.
enum ProgramEncoding {
  /// What stands before a node's parts.
  enum Kind: UInt8 {
    case null = 0x6E  // n
    case yes = 0x74  // t
    case no = 0x66  // f
    case int = 0x69  // i
    case uint = 0x75  // u
    case double = 0x64  // d
    case string = 0x73  // s
    case type = 0x79  // y
    case pattern = 0x2F  // /
    case slot = 0x24  // $
    case attribute = 0x2E  // .
    case select = 0x2C  // ,
    case optionalSelect = 0x3F  // ?
    case has = 0x68  // h
    case hasAttribute = 0x48  // H
    case index = 0x5B  // [
    case optionalIndex = 0x5D  // ]
    case call = 0x63  // c
    case and = 0x26  // &
    case or = 0x7C  // |
    case conditional = 0x3A  // :
    case list = 0x6C  // l
    case map = 0x6D  // m
    case loop = 0x72  // r
    case optionalMap = 0x6F  // o
  }

  /// - Returns: nil for a program with a value that only a library can make, such as a quantity.
  static func encode(_ program: Program) -> String? {
    var encoder = Encoder()
    encoder.node(program)
    return encoder.isComplete ? encoder.text : nil
  }

  /// - Returns: nil for a text that no program was made into, or that speaks of a type or a function that is not there.
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, objectType: @escaping (String) -> ObjectType?) -> Program? {
    var decoder = Decoder(bytes: bytes, objectType: objectType)
    guard let program = decoder.node(), decoder.isAtEnd else { return nil }
    return program
  }
}

extension ProgramEncoding {
  private struct Encoder {
    var text = ""
    var isComplete = true

    mutating func number(_ value: some FixedWidthInteger) { text += "\(value);" }

    mutating func string(_ value: String) {
      number(value.utf8.count)
      text += value
    }

    private mutating func kind(_ kind: Kind) { text.unicodeScalars.append(UnicodeScalar(kind.rawValue)) }

    private mutating func flag(_ flag: Bool) { number(flag ? 1 : 0) }

    mutating func node(_ program: Program) {
      switch program {
      case .constant(let value): constant(value)
      case .failure: isComplete = false
      case .slot(let slot):
        kind(.slot)
        number(slot)
      case .attribute(let operand, let index, let type): node(.attribute, type, index, operand)
      case .hasAttribute(let operand, let index, let type): node(.hasAttribute, type, index, operand)
      case .select(let operand, let name): node(.select, name, operand)
      case .optionalSelect(let operand, let name): node(.optionalSelect, name, operand)
      case .has(let operand, let name): node(.has, name, operand)
      case .index(let operand, let index): node(.index, [operand, index])
      case .optionalIndex(let operand, let index): node(.optionalIndex, [operand, index])
      case .and(let left, let right): node(.and, [left, right])
      case .or(let left, let right): node(.or, [left, right])
      case .conditional(let condition, let first, let second): node(.conditional, [condition, first, second])
      case .call(let function, let arguments):
        kind(.call)
        string(function.name)
        flag(function.isMember)
        number(function.overloads)
        number(arguments.count)
        for argument in arguments { node(argument) }
      case .list(let elements):
        kind(.list)
        number(elements.count)
        for element in elements {
          flag(element.isOptional)
          node(element.value)
        }
      case .map(let entries):
        kind(.map)
        number(entries.count)
        for entry in entries {
          flag(entry.isOptional)
          node(entry.key)
          node(entry.value)
        }
      case .loop(let loop):
        kind(.loop)
        number(loop.kind.rawValue)
        number(loop.slot)
        number(loop.secondSlot ?? -1)
        flag(loop.condition != nil)
        flag(loop.transform != nil)
        for part in [loop.range, loop.condition, loop.transform] { part.map { node($0) } }
      case .optionalMap(let operand, let slot, let body, let isFlat):
        kind(.optionalMap)
        number(slot)
        flag(isFlat)
        node(operand)
        node(body)
      }
    }

    private mutating func node(_ kind: Kind, _ operands: [Program]) {
      self.kind(kind)
      for operand in operands { node(operand) }
    }

    private mutating func node(_ kind: Kind, _ name: String, _ operand: Program) {
      self.kind(kind)
      string(name)
      node(operand)
    }

    private mutating func node(_ kind: Kind, _ type: Program.OperandType, _ index: Int, _ operand: Program) {
      self.kind(kind)
      string(type.type.name)
      number(index)
      node(operand)
    }

    private mutating func constant(_ value: Value) {
      switch value {
      case .null: kind(.null)
      case .bool(let value): kind(value ? .yes : .no)
      case .int(let value):
        kind(.int)
        number(value)
      case .uint(let value):
        kind(.uint)
        number(value)
      case .double(let value):
        kind(.double)
        number(value.bitPattern)
      case .string(let value):
        kind(.string)
        string(value)
      case .type(let name):
        kind(.type)
        string(name)
      case .opaque(let value as RegularExpression):
        kind(.pattern)
        string(value.pattern)
      case .bytes, .timestamp, .duration, .list, .map, .optional, .object, .opaque: isComplete = false
      }
    }
  }
}

extension ProgramEncoding {
  private struct Decoder {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let objectType: (String) -> ObjectType?
    private var position = 0
    /// The type that was named last: most attributes of an expression are of one.
    private var lastType: (name: Range<Int>, type: Program.OperandType)?

    init(bytes: UnsafeBufferPointer<UInt8>, objectType: @escaping (String) -> ObjectType?) {
      self.bytes = bytes
      self.objectType = objectType
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Int.self) -> Number? {
      guard position < bytes.count else { return nil }
      let isNegative = bytes[position] == UInt8(ascii: "-")
      if isNegative { position += 1 }
      var value: Number = 0
      while position < bytes.count, bytes[position] != UInt8(ascii: ";") {
        guard let digit = Number(exactly: Int(bytes[position]) - Int(UInt8(ascii: "0"))), (0...9).contains(digit) else { return nil }
        // Below zero from the beginning: the least number has no positive.
        value = isNegative ? value &* 10 &- digit : value &* 10 &+ digit
        position += 1
      }
      guard position < bytes.count else { return nil }
      position += 1
      return value
    }

    private mutating func range() -> Range<Int>? {
      guard let count = number(), count >= 0, count <= bytes.count - position else { return nil }
      defer { position += count }
      return position..<position + count
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self) }

    private mutating func string() -> String? { range().map { text($0) } }

    private mutating func flag() -> Bool? { number().map { $0 == 1 } }

    private mutating func type() -> Program.OperandType? {
      guard let name = range() else { return nil }
      if let lastType, bytes[lastType.name].elementsEqual(bytes[name]) { return lastType.type }
      guard let type = objectType(text(name)).map(Program.OperandType.init) else { return nil }
      lastType = (name, type)
      return type
    }

    mutating func node() -> Program? {
      guard position < bytes.count, let kind = Kind(rawValue: bytes[position]) else { return nil }
      position += 1
      switch kind {
      case .null: return .constant(.null)
      case .yes: return .constant(.bool(true))
      case .no: return .constant(.bool(false))
      case .int: return number(Int64.self).map { .constant(.int($0)) }
      case .uint: return number(UInt64.self).map { .constant(.uint($0)) }
      case .double: return number(UInt64.self).map { .constant(.double(Double(bitPattern: $0))) }
      case .string: return string().map { .constant(.string($0)) }
      case .type: return string().map { .constant(.type($0)) }
      case .pattern: return string().flatMap { try? RegularExpression($0) }.map { .constant(.opaque($0)) }
      case .slot: return number().map { .slot($0) }
      case .attribute, .hasAttribute:
        guard let type = type(), let index = number(), type.type.attributes.indices.contains(index), let operand = node() else {
          return nil
        }
        return kind == .attribute ? .attribute(operand, index: index, of: type) : .hasAttribute(operand, index: index, of: type)
      case .select, .optionalSelect, .has:
        guard let name = string(), let operand = node() else { return nil }
        return kind == .select
          ? .select(operand, name: name) : kind == .has ? .has(operand, name: name) : .optionalSelect(operand, name: name)
      case .index, .optionalIndex, .and, .or:
        guard let first = node(), let second = node() else { return nil }
        switch kind {
        case .and: return .and(first, second)
        case .or: return .or(first, second)
        case .index: return .index(first, second)
        default: return .optionalIndex(first, second)
        }
      case .conditional:
        guard let condition = node(), let first = node(), let second = node() else { return nil }
        return .conditional(condition, first, second)
      case .call: return call()
      case .list: return several { $0.element() }.map { .list($0) }
      case .map: return several { $0.entry() }.map { .map($0) }
      case .loop: return loop()
      case .optionalMap:
        guard let slot = number(), let isFlat = flag(), let operand = node(), let body = node() else { return nil }
        return .optionalMap(operand, slot: slot, body: body, isFlat: isFlat)
      }
    }

    /// Parts with their number before them.
    private mutating func several<Part>(_ part: (inout Self) -> Part?) -> [Part]? {
      guard let count = number(), count >= 0, count <= bytes.count - position else { return nil }
      var parts: [Part] = []
      parts.reserveCapacity(count)
      for _ in 0..<count {
        guard let next = part(&self) else { return nil }
        parts.append(next)
      }
      return parts
    }

    private mutating func call() -> Program? {
      guard let name = string(), let isMember = flag(), let overloads = number(UInt32.self),
        let function = StandardLibrary.definition(of: name, isMember: isMember)?.function(overloads),
        let arguments = several({ $0.node() })
      else { return nil }
      return .call(function, arguments)
    }

    private mutating func element() -> (value: Program, isOptional: Bool)? {
      guard let isOptional = flag(), let value = node() else { return nil }
      return (value, isOptional)
    }

    private mutating func entry() -> (key: Program, value: Program, isOptional: Bool)? {
      guard let isOptional = flag(), let key = node(), let value = node() else { return nil }
      return (key, value, isOptional)
    }

    private mutating func loop() -> Program? {
      guard let kind = number(UInt8.self).flatMap(Program.Loop.Kind.init), let slot = number(), let secondSlot = number(),
        let hasCondition = flag(), let hasTransform = flag(), let range = node()
      else { return nil }
      var loop = Program.Loop(kind: kind, range: range, slot: slot, secondSlot: secondSlot < 0 ? nil : secondSlot)
      if hasCondition {
        guard let condition = node() else { return nil }
        loop.condition = condition
      }
      if hasTransform {
        guard let transform = node() else { return nil }
        loop.transform = transform
      }
      return .loop(loop)
    }
  }
}
