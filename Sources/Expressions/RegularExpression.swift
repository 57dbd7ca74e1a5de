/// A regular expression of RE2's syntax, matched in time that is linear in the text and in the pattern: what would need back-tracking,
/// looking around and going back to groups, is an error.
///
///     let pattern = try RegularExpression("v(?P<major>[0-9]+)")
///     pattern.firstMatch(in: Array("v12".utf8))?.groups[1]   // 1..<3
package struct RegularExpression: Sendable {
  package let pattern: String
  /// For each group its name, if it has one; the first is the whole match.
  package let groupNames: [String?]
  private let instructions: [Instruction]
  private let sets: [MatchingSet]
  /// The bytes that a match can begin with; nil when it can be empty.
  private let firstBytes: [Bool]?
  private let isAnchored: Bool

  package struct Match: Hashable, Sendable {
    /// In UTF-8 bytes, as all positions.
    package let range: Range<Int>
    /// Where the groups matched, the whole match first; nil for a group that took no part.
    package let groups: [Range<Int>?]
  }

  /// Longer patterns are refused: no rule needs one.
  package static let maximumLength = 8_192

  package init(_ pattern: String) throws(SyntaxError) {
    guard pattern.utf8.count <= Self.maximumLength else {
      throw SyntaxError(message: "the pattern is longer than \(Self.maximumLength) bytes", range: 0..<pattern.utf8.count)
    }
    var parser = Parser(pattern)
    let node = try parser.parse()
    var assembler = Assembler()
    do {
      try assembler.assemble(node)
    } catch {
      throw SyntaxError(message: "the pattern's repetitions make it too large", range: 0..<pattern.utf8.count)
    }
    self.pattern = pattern
    groupNames = parser.groupNames
    instructions = assembler.instructions
    sets = assembler.sets
    (firstBytes, isAnchored) = Self.start(of: instructions, sets)
  }

  /// How much of the budget of steps compiling may have taken.
  package var size: Int { instructions.count }

  package func isMatch(_ text: [UInt8]) -> Bool {
    var steps = Int.max
    return run(text, from: 0, slotCount: 0, steps: &steps) != nil
  }

  package func isMatch(_ text: String) -> Bool { isMatch(Array(text.utf8)) }

  /// The leftmost match at or behind a position; of several that begin there, the one that the pattern prefers.
  package func firstMatch(in text: [UInt8], from start: Int = 0) -> Match? {
    var steps = Int.max
    return firstMatch(in: text, from: start, steps: &steps)
  }

  /// - Parameter steps: how many steps of the matcher may be taken, and then how many are left; below 0 it was given up.
  package func firstMatch(in text: [UInt8], from start: Int = 0, steps: inout Int) -> Match? {
    guard let slots = run(text, from: start, slotCount: 2 * groupNames.count, steps: &steps) else { return nil }
    let groups = stride(from: 0, to: slots.count, by: 2).map { slots[$0] >= 0 && slots[$0 + 1] >= 0 ? slots[$0]..<slots[$0 + 1] : nil }
    return groups[0].map { Match(range: $0, groups: groups) }
  }

  package func isMatch(_ text: [UInt8], steps: inout Int) -> Bool { run(text, from: 0, slotCount: 0, steps: &steps) != nil }

  /// The matches from left to right without overlaps; an empty one that touches the one before does not count (Go, regexp).
  package func allMatches(in text: [UInt8], limit: Int = .max, steps: inout Int) -> [Match] {
    var matches: [Match] = []
    var position = 0
    var previousEnd = -1
    while matches.count < limit, position <= text.count, let match = firstMatch(in: text, from: position, steps: &steps) {
      if match.range.upperBound == position {
        if match.range.lowerBound != previousEnd { matches.append(match) }
        position += position < text.count ? Self.width(of: text, at: position) : 1
      } else {
        matches.append(match)
        position = match.range.upperBound
      }
      previousEnd = match.range.upperBound
    }
    return matches
  }

  package func allMatches(in text: [UInt8], limit: Int = .max) -> [Match] {
    var steps = Int.max
    return allMatches(in: text, limit: limit, steps: &steps)
  }

  // MARK: Before matching

  /// What can be told without a text.
  private static func start(of instructions: [Instruction], _ sets: [MatchingSet]) -> (firstBytes: [Bool]?, isAnchored: Bool) {
    var bytes = [Bool](repeating: false, count: 256)
    var seen = [Bool](repeating: false, count: instructions.count)
    var pending = [(place: 0, isAnchored: false)]
    var (canBeEmpty, isAnchored) = (false, true)
    while let (place, anchored) = pending.popLast() {
      guard !seen[place] else {
        isAnchored = isAnchored && anchored
        continue
      }
      seen[place] = true
      switch instructions[place] {
      case .jump(let target): pending.append((target, anchored))
      case .split(let one, let other): pending += [(one, anchored), (other, anchored)]
      case .save: pending.append((place + 1, anchored))
      case .assert(.textStart): pending.append((place + 1, true))
      case .assert: pending.append((place + 1, anchored))
      case .match:
        canBeEmpty = true
        isAnchored = isAnchored && anchored
      case .scalar(let scalar):
        isAnchored = isAnchored && anchored
        if let first = Unicode.Scalar(scalar).flatMap({ UTF8.encode($0)?.first }) { bytes[Int(first)] = true }
      case .set(let index):
        isAnchored = isAnchored && anchored
        for scalar in 0..<128 where sets[index].contains(UInt32(scalar)) { bytes[scalar] = true }
        for byte in 0xC2...0xF4 { bytes[byte] = true }
      }
    }
    return (canBeEmpty ? nil : bytes, isAnchored)
  }

  // MARK: Matching

  /// The places of the program at which threads wait for a character, in the order of preference (Pike's machine).
  private struct Threads {
    private(set) var places: [Int] = []
    /// What the threads remember, one after the other.
    private(set) var slots: [Int] = []
    /// Where a thread has been in this turn: one that comes second could only do what the first does.
    private var turns: [Int]
    private var turn = 1

    init(size: Int) { turns = Array(repeating: 0, count: size) }

    mutating func enter(_ place: Int) -> Bool {
      if turns[place] == turn { return false }
      turns[place] = turn
      return true
    }

    mutating func wait(at place: Int, _ remembered: [Int]) {
      places.append(place)
      if !remembered.isEmpty { slots += remembered }
    }

    mutating func removeAll() {
      places.removeAll(keepingCapacity: true)
      slots.removeAll(keepingCapacity: true)
      turn += 1
    }
  }

  private enum Pending {
    case place(Int)
    /// On the way back: a slot's value from before.
    case restore(slot: Int, value: Int)
  }

  /// - Returns: the slots of the preferred match, nil when there is none.
  private func run(_ text: [UInt8], from start: Int, slotCount: Int, steps: inout Int) -> [Int]? {
    var current = Threads(size: instructions.count)
    var next = Threads(size: instructions.count)
    var pending: [Pending] = []
    var scratch = [Int](repeating: -1, count: slotCount)
    var found: [Int]?
    var position = start
    while steps >= 0 {
      if current.places.isEmpty {
        if found != nil || isAnchored && position > 0 { break }
        if let firstBytes {
          let first = position
          while position < text.count, !firstBytes[Int(text[position])] { position += 1 }
          steps -= (position - first) / 8
        }
      }
      if found == nil {
        for slot in scratch.indices { scratch[slot] = -1 }
        follow(0, at: position, in: text, &scratch, &pending, into: &current, &steps)
      }
      let width = position < text.count ? Self.width(of: text, at: position) : 0
      let scalar = position < text.count ? Self.scalar(in: text, at: position, width: width) : nil
      steps -= current.places.count
      threads: for index in current.places.indices {
        let place = current.places[index]
        switch instructions[place] {
        case .match:
          found = Array(current.slots[(index * slotCount)..<((index + 1) * slotCount)])
          if slotCount == 0 { return found }
          // The threads behind are less preferred.
          break threads
        case .scalar(let wanted): if scalar != wanted { continue }
        case .set(let set): guard let scalar, sets[set].contains(scalar) else { continue }
        case .assert, .save, .jump, .split: continue
        }
        for slot in 0..<slotCount { scratch[slot] = current.slots[index * slotCount + slot] }
        follow(place + 1, at: position + width, in: text, &scratch, &pending, into: &next, &steps)
      }
      swap(&current, &next)
      next.removeAll()
      guard position < text.count else { break }
      position += width
    }
    return steps >= 0 ? found : nil
  }

  /// Adds a place and all that can be reached from it without taking a character.
  private func follow(
    _ place: Int, at position: Int, in text: [UInt8], _ slots: inout [Int], _ pending: inout [Pending], into threads: inout Threads,
    _ steps: inout Int
  ) {
    pending.append(.place(place))
    while let item = pending.popLast() {
      switch item {
      case .restore(let slot, let value): slots[slot] = value
      case .place(var place):
        while true {
          guard threads.enter(place) else { break }
          steps -= 1
          switch instructions[place] {
          case .scalar, .set, .match: threads.wait(at: place, slots)
          case .jump(let target):
            place = target
            continue
          case .split(let first, let second):
            pending.append(.place(second))
            place = first
            continue
          case .save(let slot):
            if slot < slots.count {
              pending.append(.restore(slot: slot, value: slots[slot]))
              slots[slot] = position
            }
            place += 1
            continue
          case .assert(let assertion):
            guard Self.holds(assertion, at: position, in: text) else { break }
            place += 1
            continue
          }
          break
        }
      }
    }
  }

  private static func holds(_ assertion: Assertion, at position: Int, in text: [UInt8]) -> Bool {
    switch assertion {
    case .textStart: return position == 0
    case .textEnd: return position == text.count
    case .lineStart: return position == 0 || text[position - 1] == 0x0A
    case .lineEnd: return position == text.count || text[position] == 0x0A
    case .wordBoundary, .noWordBoundary:
      // ASCII alone, as in RE2.
      let isBefore = position > 0 && isWord(text[position - 1])
      let isBehind = position < text.count && isWord(text[position])
      return (isBefore != isBehind) == (assertion == .wordBoundary)
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }

  /// How many bytes the code point at a position has; 1 where the text ends within it.
  private static func width(of text: [UInt8], at position: Int) -> Int {
    let lead = text[position]
    let width = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1
    return position + width <= text.count ? width : 1
  }

  /// The code point at a position. Bytes that are no UTF-8 come out as some code point or other, and never lead out of the text.
  private static func scalar(in text: [UInt8], at position: Int, width: Int) -> UInt32 {
    guard width > 1 else { return UInt32(text[position]) }
    var value = UInt32(text[position]) & (0x7F >> UInt32(width))
    for offset in 1..<width { value = value << 6 | UInt32(text[position + offset] & 0x3F) }
    return value
  }
}

extension RegularExpression: OpaqueValue, Equatable {
  package static let typeName = "regex"
  package static func == (left: RegularExpression, right: RegularExpression) -> Bool { left.pattern.utf8.elementsEqual(right.pattern.utf8) }
}
