extension RegularExpression {
  enum Instruction: Sendable {
    case scalar(UInt32)
    case set(Int)
    case assert(Assertion)
    /// Remembers the position.
    case save(Int)
    case jump(Int)
    /// Goes on at both places, the first one preferred.
    case split(Int, Int)
    case match
  }

  /// A set made ready for matching: most texts are ASCII.
  struct MatchingSet: Sendable {
    private let low: UInt64
    private let high: UInt64
    private let rest: CharacterClass

    init(_ set: CharacterClass) {
      rest = set
      low = (0..<64).reduce(UInt64(0)) { set.contains($1) ? $0 | 1 << UInt64($1) : $0 }
      high = (0..<64).reduce(UInt64(0)) { set.contains($1 + 64) ? $0 | 1 << UInt64($1) : $0 }
    }

    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
      if scalar < 64 { return low >> UInt64(scalar) & 1 == 1 }
      if scalar < 128 { return high >> UInt64(scalar - 64) & 1 == 1 }
      return rest.contains(scalar)
    }
  }

  /// Turns a tree into instructions.
  struct Assembler {
    private(set) var instructions: [Instruction] = []
    private(set) var sets: [MatchingSet] = []
    /// Parts written out, empty ones too.
    private var work = 0

    /// Enough for `([a-z]{0,63}\.){100}`; each step of the matcher may have to look at all of them.
    static let maximumSize = 20_000

    struct TooLarge: Error {}

    mutating func assemble(_ node: Node) throws(TooLarge) {
      try emit(.save(0))
      try write(node)
      try emit(.save(1))
      try emit(.match)
    }

    private mutating func emit(_ instruction: Instruction) throws(TooLarge) {
      guard instructions.count < Self.maximumSize else { throw TooLarge() }
      instructions.append(instruction)
    }

    private mutating func write(_ node: Node) throws(TooLarge) {
      work += 1
      guard work < 4 * Self.maximumSize else { throw TooLarge() }
      switch node {
      case .empty: break
      case .scalar(let scalar): try emit(.scalar(scalar))
      case .set(let set):
        sets.append(MatchingSet(set))
        try emit(.set(sets.count - 1))
      case .assertion(let assertion): try emit(.assert(assertion))
      case .group(let content, let index):
        try emit(.save(2 * index))
        try write(content)
        try emit(.save(2 * index + 1))
      case .sequence(let nodes):
        for node in nodes { try write(node) }
      case .choice(let branches):
        var ends: [Int] = []
        for branch in branches.dropLast() {
          let split = instructions.count
          try emit(.split(split + 1, 0))
          try write(branch)
          ends.append(instructions.count)
          try emit(.jump(0))
          instructions[split] = .split(split + 1, instructions.count)
        }
        if let last = branches.last { try write(last) }
        for end in ends { instructions[end] = .jump(instructions.count) }
      case .repeated(let content, let least, let most, let isLazy):
        try writeRepeated(content, least: least, most: most, isLazy: isLazy)
      }
    }

    private mutating func writeRepeated(_ content: Node, least: Int, most: Int?, isLazy: Bool) throws(TooLarge) {
      guard let most else {
        if least == 0, content.canBeEmpty {
          // `(x+)?`: a star alone would prefer to go round without taking anything.
          return try write(.repeated(.repeated(content, least: 1, most: nil, isLazy: isLazy), least: 0, most: 1, isLazy: isLazy))
        }
        for _ in 0..<max(0, least - 1) { try write(content) }
        let start = instructions.count
        if least == 0 { try emit(.split(0, 0)) }
        try write(content)
        if least == 0 {
          try emit(.jump(start))
          instructions[start] = branch(to: start + 1, or: instructions.count, isLazy: isLazy)
        } else {
          let end = instructions.count
          try emit(branch(to: start, or: end + 1, isLazy: isLazy))
        }
        return
      }
      for _ in 0..<least { try write(content) }
      var splits: [Int] = []
      for _ in least..<most {
        splits.append(instructions.count)
        try emit(.split(0, 0))
        try write(content)
      }
      for split in splits { instructions[split] = branch(to: split + 1, or: instructions.count, isLazy: isLazy) }
    }

    private func branch(to inside: Int, or outside: Int, isLazy: Bool) -> Instruction {
      isLazy ? .split(outside, inside) : .split(inside, outside)
    }
  }
}
