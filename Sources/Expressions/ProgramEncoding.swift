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
    var encoder = Encoder(program)
    encoder.node(program.root)
    return encoder.isComplete ? encoder.text : nil
  }

  /// - Returns: nil for a text that no program was made into, or that speaks of a type or a function that is not there.
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, objectType: @escaping (String) -> ObjectType?) -> Program? {
    var decoder = Decoder(bytes: bytes, objectType: objectType)
    guard let root = decoder.node(), decoder.isAtEnd else { return nil }
    decoder.program.root = root
    return decoder.program
  }
}

extension ProgramEncoding {
  private struct Encoder {
    private let program: Program
    private(set) var text = ""
    private(set) var isComplete = true

    init(_ program: Program) { self.program = program }

    private mutating func number(_ value: some FixedWidthInteger) { text += "\(value);" }

    private mutating func string(_ value: String) {
      number(value.utf8.count)
      text += value
    }

    private mutating func kind(_ kind: Kind) { text.unicodeScalars.append(UnicodeScalar(kind.rawValue)) }

    private mutating func flag(_ flag: Bool) { number(flag ? 1 : 0) }

    mutating func node(_ node: Program.Index) {
      switch program.nodes[Int(node)] {
      case .outcome(let number):
        if case .value(let value) = program.outcomes[Int(number)] { constant(value) } else { isComplete = false }
      case .slot(let slot):
        kind(.slot)
        number(slot)
      case .attribute(let operand, let index, let type): self.node(.attribute, type, index, operand)
      case .hasAttribute(let operand, let index, let type): self.node(.hasAttribute, type, index, operand)
      case .select(let operand, let name): self.node(.select, name, operand)
      case .optionalSelect(let operand, let name): self.node(.optionalSelect, name, operand)
      case .has(let operand, let name): self.node(.has, name, operand)
      case .index(let operand, let index): self.node(.index, [operand, index])
      case .optionalIndex(let operand, let index): self.node(.optionalIndex, [operand, index])
      case .and(let left, let right): self.node(.and, [left, right])
      case .or(let left, let right): self.node(.or, [left, right])
      case .conditional(let condition, let first, let second): self.node(.conditional, [condition, first, second])
      case .call(let function, let first, let count):
        let function = program.functions[Int(function)]
        kind(.call)
        string(function.name)
        flag(function.isMember)
        number(function.overloads)
        number(count)
        for argument in program.parts[Int(first)..<Int(first + count)] { self.node(argument.node) }
      case .list(let first, let count):
        kind(.list)
        number(count)
        for element in program.parts[Int(first)..<Int(first + count)] {
          flag(element.isOptional)
          self.node(element.node)
        }
      case .map(let first, let count):
        kind(.map)
        number(count)
        for part in stride(from: Int(first), to: Int(first + 2 * count), by: 2) {
          flag(program.parts[part + 1].isOptional)
          self.node(program.parts[part].node)
          self.node(program.parts[part + 1].node)
        }
      case .loop(let number): self.loop(program.loops[Int(number)])
      case .optionalMap(let operand, let slot, let body): optionalMap(operand, slot, body, isFlat: false)
      case .optionalFlatMap(let operand, let slot, let body): optionalMap(operand, slot, body, isFlat: true)
      }
    }

    private mutating func loop(_ loop: Program.Loop) {
      kind(.loop)
      number(loop.kind.rawValue)
      number(loop.slot)
      number(loop.secondSlot ?? -1)
      flag(loop.condition != nil)
      flag(loop.transform != nil)
      for part in [loop.range, loop.condition, loop.transform] { part.map { node($0) } }
    }

    private mutating func optionalMap(_ operand: Program.Index, _ slot: Int32, _ body: Program.Index, isFlat: Bool) {
      kind(.optionalMap)
      number(slot)
      flag(isFlat)
      node(operand)
      node(body)
    }

    private mutating func node(_ kind: Kind, _ operands: [Program.Index]) {
      self.kind(kind)
      for operand in operands { node(operand) }
    }

    private mutating func node(_ kind: Kind, _ name: Int32, _ operand: Program.Index) {
      self.kind(kind)
      string(program.names[Int(name)])
      node(operand)
    }

    private mutating func node(_ kind: Kind, _ type: Int32, _ index: Int32, _ operand: Program.Index) {
      self.kind(kind)
      string(program.types[Int(type)].type.name)
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
    private var lastType: (name: Range<Int>, type: ObjectType)?
    /// What was read so far.
    var program = Program()

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

    private mutating func type() -> ObjectType? {
      guard let name = range() else { return nil }
      if let lastType, bytes[lastType.name].elementsEqual(bytes[name]) { return lastType.type }
      guard let type = objectType(text(name)) else { return nil }
      lastType = (name, type)
      return type
    }

    mutating func node() -> Program.Index? {
      guard position < bytes.count, let kind = Kind(rawValue: bytes[position]) else { return nil }
      position += 1
      switch kind {
      case .null, .yes, .no, .int, .uint, .double, .string, .type, .pattern: return constant(kind).map { program.add(.value($0)) }
      case .slot: return slot().map { program.add(.slot($0)) }
      case .attribute, .hasAttribute:
        guard let type = type(), let index = number(), type.attributes.indices.contains(index), let operand = node() else { return nil }
        return kind == .attribute
          ? program.attribute(operand, index: index, of: type) : program.hasAttribute(operand, index: index, of: type)
      case .select, .optionalSelect, .has:
        guard let name = string(), let operand = node() else { return nil }
        switch kind {
        case .select: return program.select(operand, name: name)
        case .has: return program.has(operand, name: name)
        default: return program.optionalSelect(operand, name: name)
        }
      case .index, .optionalIndex, .and, .or:
        guard let first = node(), let second = node() else { return nil }
        switch kind {
        case .and: return program.add(.and(first, second))
        case .or: return program.add(.or(first, second))
        case .index: return program.add(.index(first, second))
        default: return program.add(.optionalIndex(first, second))
        }
      case .conditional:
        guard let condition = node(), let first = node(), let second = node() else { return nil }
        return program.add(.conditional(condition, first, second))
      case .call: return call()
      case .list: return several { $0.element() }.map { program.list($0) }
      case .map: return several { $0.entry() }.map { program.map($0) }
      case .loop: return loop()
      case .optionalMap:
        guard let slot = slot(), let isFlat = flag(), let operand = node(), let body = node() else { return nil }
        return program.optionalMap(operand, slot: slot, body: body, isFlat: isFlat)
      }
    }

    private mutating func constant(_ kind: Kind) -> Value? {
      switch kind {
      case .null: .null
      case .yes: .bool(true)
      case .no: .bool(false)
      case .int: number(Int64.self).map { .int($0) }
      case .uint: number(UInt64.self).map { .uint($0) }
      case .double: number(UInt64.self).map { .double(Double(bitPattern: $0)) }
      case .string: string().map { .string($0) }
      case .type: string().map { .type($0) }
      case .pattern: string().flatMap { try? RegularExpression($0) }.map { .opaque($0) }
      default: nil
      }
    }

    private mutating func slot() -> Int32? { number(Int32.self).flatMap { $0 >= 0 ? $0 : nil } }

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

    private mutating func call() -> Program.Index? {
      guard let name = string(), let isMember = flag(), let overloads = number(UInt32.self),
        let function = StandardLibrary.definition(of: name, isMember: isMember)?.function(overloads),
        let arguments = several({ $0.node() })
      else { return nil }
      return program.call(function, arguments)
    }

    private mutating func element() -> Program.Part? {
      guard let isOptional = flag(), let value = node() else { return nil }
      return Program.Part(node: value, isOptional: isOptional)
    }

    private mutating func entry() -> (key: Program.Index, value: Program.Part)? {
      guard let isOptional = flag(), let key = node(), let value = node() else { return nil }
      return (key, Program.Part(node: value, isOptional: isOptional))
    }

    private mutating func loop() -> Program.Index? {
      guard let kind = number(UInt8.self).flatMap(Program.Loop.Kind.init), let slot = slot(), let secondSlot = number(Int32.self),
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
      return program.add(loop)
    }
  }
}
