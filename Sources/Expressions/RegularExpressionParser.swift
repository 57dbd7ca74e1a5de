extension RegularExpression {
  /// Why a text is no regular expression.
  package struct SyntaxError: Error, Hashable, Sendable {
    package var message: String
    /// In UTF-8 bytes of the pattern.
    package var range: Range<Int>
  }

  indirect enum Node: Sendable {
    case empty
    case scalar(UInt32)
    case set(CharacterClass)
    case assertion(Assertion)
    case group(Node, index: Int)
    case sequence([Node])
    case choice([Node])
    case repeated(Node, least: Int, most: Int?, isLazy: Bool)
  }

  enum Assertion: Sendable { case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary }

  /// Reads RE2's syntax as Go has it (re2, doc/syntax.txt; Go, regexp/syntax): what needs back-tracking is an error.
  struct Parser {
    private struct Flags {
      var foldsCase = false
      var isMultiline = false
      var dotMatchesNewline = false
      var isUngreedy = false
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var flags = Flags()
    private var depth = 0
    private(set) var groupNames: [String?] = [nil]

    private static let maximumDepth = 128
    private static let maximumRepetition = 1_000

    init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    mutating func parse() throws(SyntaxError) -> Node {
      let node = try choice()
      guard position == scalars.count else { throw error("a ')' has no '('", from: position, to: position + 1) }
      return node
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func accept(_ text: String) -> Bool {
      guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
      position += text.unicodeScalars.count
      return true
    }

    private func error(_ message: String, from start: Int, to end: Int? = nil) -> SyntaxError {
      let end = min(end ?? position, scalars.count)
      func bytes(_ index: Int) -> Int { scalars[..<index].reduce(0) { $0 + UTF8.width($1) } }
      return SyntaxError(message: message, range: bytes(min(start, end))..<bytes(end))
    }

    // MARK: Structure

    private mutating func choice() throws(SyntaxError) -> Node {
      var branches = [try sequence()]
      while accept("|") { branches.append(try sequence()) }
      return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(SyntaxError) -> Node {
      var nodes: [Node] = []
      while let scalar = current, scalar != "|", scalar != ")" {
        let start = position
        if accept("\\Q") {
          while position < scalars.count, !accept("\\E") {
            nodes.append(literal(scalars[position]))
            position += 1
          }
          // What follows repeats the last of the quoted characters.
          if let last = nodes.popLast() { nodes.append(try repetitions(of: last, from: start)) }
        } else if let node = try atom() {
          nodes.append(try repetitions(of: node, from: start))
        }
      }
      return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .sequence(nodes)
    }

    private mutating func repetitions(of node: Node, from start: Int) throws(SyntaxError) -> Node {
      let first = position
      guard let (least, most) = try bounds() else { return node }
      let isLazy = accept("?") != flags.isUngreedy
      let end = position
      if try bounds() != nil { throw error("a repetition is repeated: '\(text(first..<position))'", from: end) }
      let result = Node.repeated(node, least: least, most: most, isLazy: isLazy)
      guard result.repetition <= Self.maximumRepetition else {
        throw error("repetitions in each other multiply to more than \(Self.maximumRepetition)", from: start, to: end)
      }
      return result
    }

    /// `*`, `+`, `?` or `{n,m}`; nil when nothing of them stands here.
    private mutating func bounds() throws(SyntaxError) -> (least: Int, most: Int?)? {
      if accept("*") { return (0, nil) }
      if accept("+") { return (1, nil) }
      if accept("?") { return (0, 1) }
      let start = position
      guard accept("{"), let least = number() else {
        position = start
        return nil
      }
      var most: Int? = least
      if accept(",") { most = number() }
      guard accept("}") else {
        // Not a repetition, but a brace.
        position = start
        return nil
      }
      guard least <= Self.maximumRepetition, most ?? 0 <= Self.maximumRepetition, most.map({ $0 >= least }) ?? true else {
        throw error("repetitions go from a number to one as large, up to \(Self.maximumRepetition)", from: start)
      }
      return (least, most)
    }

    /// Numbers too large to be counted are as good as the first of them.
    private mutating func number() -> Int? {
      var value: Int?
      while let scalar = current, scalar.value >= 0x30, scalar.value <= 0x39 {
        value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), 1_000_000)
        position += 1
      }
      return value
    }

    /// One thing that can be repeated; nil for flags, which are nothing.
    private mutating func atom() throws(SyntaxError) -> Node? {
      let start = position
      guard let scalar = current else { return .empty }
      position += 1
      switch scalar {
      case "(": return try group(from: start)
      case "[": return try set(from: start)
      case ".": return .set(dot)
      case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
      case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
      case "*", "+", "?": throw error("nothing stands before '\(scalar)' to be repeated", from: start)
      case "\\": return try escape(from: start)
      default:
        position = start
        if try bounds() != nil { throw error("nothing stands before '\(text(start..<position))' to be repeated", from: start) }
        position = start + 1
        return literal(scalar)
      }
    }

    private var dot: CharacterClass {
      var set = CharacterClass(flags.dotMatchesNewline ? [] : [0x0A...0x0A])
      set.isNegated = true
      return set
    }

    private func literal(_ scalar: Unicode.Scalar) -> Node {
      guard flags.foldsCase else { return .scalar(scalar.value) }
      let cases = CharacterClass.cases(of: scalar.value)
      return cases.count == 1 ? .scalar(scalar.value) : .set(CharacterClass(cases.map { $0...$0 }))
    }

    private func text(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }

    // MARK: Groups

    private mutating func group(from start: Int) throws(SyntaxError) -> Node? {
      var name: String?
      var isCapturing = true
      let outer = flags
      if accept("?") {
        for prefix in ["=", "!", "<=", "<!"] where accept(prefix) {
          throw error("'\(text(start..<position))': looking around is not possible", from: start)
        }
        if accept("P<") || accept("<") {
          name = try groupName(from: start)
        } else {
          isCapturing = false
          // `(?i)` holds to the end of the group around it, `(?i:…)` within its own.
          if try readFlags(from: start) { return nil }
        }
      }
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.maximumDepth else { throw error("nested more than \(Self.maximumDepth) levels deep", from: start) }
      let index = groupNames.count
      if isCapturing { groupNames.append(name) }
      let content = try choice()
      guard accept(")") else { throw error("a '(' has no ')'", from: start, to: start + 1) }
      flags = outer
      return isCapturing ? .group(content, index: index) : content
    }

    private mutating func groupName(from start: Int) throws(SyntaxError) -> String {
      let first = position
      while let scalar = current, scalar.isASCII, CharacterClass(CharacterClass.word).contains(scalar.value) { position += 1 }
      let name = text(first..<position)
      guard !name.isEmpty, accept(">") else { throw error("a group's name is letters, digits and '_'", from: start) }
      guard !groupNames.contains(name) else { throw error("two groups are called '\(name)'", from: start) }
      return name
    }

    /// - Returns: whether a `)` followed, so that they hold for what comes next.
    private mutating func readFlags(from start: Int) throws(SyntaxError) -> Bool {
      var isOn = true
      var isEmpty = true
      while let scalar = current {
        position += 1
        switch scalar {
        case "i": flags.foldsCase = isOn
        case "m": flags.isMultiline = isOn
        case "s": flags.dotMatchesNewline = isOn
        case "U": flags.isUngreedy = isOn
        case "-" where isOn:
          isOn = false
          isEmpty = true
          continue
        case ":" where isOn || !isEmpty: return false
        case ")" where !isEmpty: return true
        default: throw error("'\(text(start..<position))' begins no group", from: start)
        }
        isEmpty = false
      }
      throw error("a '(' has no ')'", from: start, to: start + 1)
    }

    // MARK: Escapes and classes

    private mutating func escape(from start: Int) throws(SyntaxError) -> Node {
      switch current {
      case "A": return assertion(.textStart)
      case "z": return assertion(.textEnd)
      case "b": return assertion(.wordBoundary)
      case "B": return assertion(.noWordBoundary)
      default: break
      }
      var set = CharacterClass()
      if try insertClass(into: &set, from: start) {
        set.foldsCase = flags.foldsCase
        return .set(set)
      }
      return literal(try escapedScalar(from: start))
    }

    private mutating func assertion(_ assertion: Assertion) -> Node {
      position += 1
      return .assertion(assertion)
    }

    /// `\d`, `\pL` and the like, the backslash read; false when something else stands here.
    private mutating func insertClass(into set: inout CharacterClass, from start: Int) throws(SyntaxError) -> Bool {
      guard let letter = current else { return false }
      switch letter {
      case "d": set.insert(CharacterClass.digits)
      case "D": set.insert(complementOf: CharacterClass.digits)
      case "s": set.insert(CharacterClass.blanks)
      case "S": set.insert(complementOf: CharacterClass.blanks)
      case "w": set.insert(CharacterClass.word)
      case "W": set.insert(complementOf: CharacterClass.word)
      case "p", "P":
        position += 1
        var isNegated = letter == "P"
        let name: String
        if accept("{") {
          if accept("^") { isNegated.toggle() }
          let first = position
          while let scalar = current, scalar != "}" { position += 1 }
          name = text(first..<position)
          guard accept("}") else { throw error("a '{' has no '}'", from: start) }
        } else {
          name = current.map { String(Character($0)) } ?? ""
          position = min(position + 1, scalars.count)
        }
        guard set.insert(property: name, isNegated: isNegated) else {
          throw error("there is no category or script '\(name)'", from: start)
        }
        return true
      default: return false
      }
      position += 1
      return true
    }

    /// A single character behind a backslash, the backslash read.
    private mutating func escapedScalar(from start: Int) throws(SyntaxError) -> Unicode.Scalar {
      guard let letter = current else { throw error("a '\\' stands at the end", from: start) }
      position += 1
      let simple: [Unicode.Scalar: Unicode.Scalar] = [
        "a": "\u{07}", "f": "\u{0C}", "t": "\t", "n": "\n", "r": "\r", "v": "\u{0B}",
      ]
      if let scalar = simple[letter] { return scalar }
      switch letter {
      case "1"..."7" where !(current.map { ("0"..."7").contains($0) } ?? false), "8", "9":
        throw error("'\(text(start..<position))': going back to a group is not possible", from: start)
      case "0"..."7":
        var value = letter.value - 0x30
        for _ in 0..<2 {
          guard let digit = current, ("0"..."7").contains(digit) else { break }
          value = value * 8 + digit.value - 0x30
          position += 1
        }
        return Unicode.Scalar(value) ?? "\0"
      case "x":
        let isBraced = accept("{")
        var digits = ""
        while digits.utf8.count < (isBraced ? 8 : 2), let digit = current, digit.properties.isASCIIHexDigit {
          digits.unicodeScalars.append(digit)
          position += 1
        }
        guard isBraced ? accept("}") : digits.utf8.count == 2, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
        else { throw error("'\(text(start..<position))' is no code point", from: start) }
        return scalar
      default:
        guard letter.isASCII, !CharacterClass(CharacterClass.posix["alnum"] ?? []).contains(letter.value) else {
          throw error("there is no escape '\(text(start..<position))'", from: start)
        }
        return letter
      }
    }

    private mutating func set(from start: Int) throws(SyntaxError) -> Node {
      var set = CharacterClass()
      set.isNegated = accept("^")
      set.foldsCase = flags.foldsCase
      var isFirst = true
      while isFirst || current != "]" {
        isFirst = false
        let itemStart = position
        guard current != nil else { throw error("a '[' has no ']'", from: start, to: start + 1) }
        if accept("[:") {
          guard try insertPosix(into: &set, from: itemStart) else {
            position = itemStart
            try insertRange(into: &set, from: itemStart)
            continue
          }
        } else if accept("\\") {
          if try insertClass(into: &set, from: itemStart) { continue }
          position = itemStart
          try insertRange(into: &set, from: itemStart)
        } else {
          try insertRange(into: &set, from: itemStart)
        }
      }
      position += 1
      return .set(set)
    }

    /// - Returns: false when no `:]` follows, so that the bracket is a character.
    private mutating func insertPosix(into set: inout CharacterClass, from start: Int) throws(SyntaxError) -> Bool {
      let isNegated = accept("^")
      let first = position
      while let scalar = current, ("a"..."z").contains(scalar) { position += 1 }
      let name = text(first..<position)
      guard accept(":]") else { return false }
      guard let ranges = CharacterClass.posix[name] else { throw error("there is no class '[:\(name):]'", from: start) }
      if isNegated { set.insert(complementOf: ranges) } else { set.insert(ranges) }
      return true
    }

    private mutating func insertRange(into set: inout CharacterClass, from start: Int) throws(SyntaxError) {
      let low = try setScalar()
      var high = low
      let dash = position
      if accept("-") {
        if current == "]" || current == nil {
          position = dash
        } else {
          high = try setScalar()
        }
      }
      guard low.value <= high.value else { throw error("'\(text(start..<position))' goes backwards", from: start) }
      set.insert([low.value...high.value])
    }

    private mutating func setScalar() throws(SyntaxError) -> Unicode.Scalar {
      let start = position
      guard let scalar = current else { throw error("a '[' has no ']'", from: start) }
      position += 1
      return scalar == "\\" ? try escapedScalar(from: start) : scalar
    }
  }
}

extension RegularExpression.Node {
  /// How often something in it is repeated at most, by counted repetitions in each other.
  var repetition: Int {
    switch self {
    case .empty, .scalar, .set, .assertion: 1
    case .group(let node, _): node.repetition
    case .sequence(let nodes), .choice(let nodes): nodes.map(\.repetition).max() ?? 1
    case .repeated(let node, let least, let most, _): min(node.repetition * max(1, least, most ?? 0), 1_000_000)
    }
  }

  var canBeEmpty: Bool {
    switch self {
    case .empty, .assertion: true
    case .scalar, .set: false
    case .group(let node, _): node.canBeEmpty
    case .sequence(let nodes): nodes.allSatisfy(\.canBeEmpty)
    case .choice(let nodes): nodes.contains(where: \.canBeEmpty)
    case .repeated(let node, let least, _, _): least == 0 || node.canBeEmpty
    }
  }
}
