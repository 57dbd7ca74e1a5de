/// A pattern of `${name#pattern}` and its kin: `*`, `?` and escapes, no brackets (lex.go, `convertShellPatternToRegex`).
struct ShellPattern {
  private enum Element: Equatable {
    case scalar(UInt32)
    case any
    case star
  }

  private var elements: [Element] = []
  /// Steps of matching beyond which the result counts as unknown: a pattern of stars over a long value costs their product.
  private static let maximumSteps = 4_000_000

  init(_ pattern: ArraySlice<UInt8>) throws(ExpansionError) {
    let scalars = Self.scalars(Array(pattern))
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case UInt32(UInt8(ascii: "*")): if elements.last != .star { elements.append(.star) }
      case UInt32(UInt8(ascii: "?")): elements.append(.any)
      case UInt32(UInt8(ascii: "\\")):
        guard index < scalars.count else { throw Self.invalid(pattern, escape: nil) }
        let next = scalars[index]
        index += 1
        // `}` and `/` have to be escaped to stand in `${}`; that escape is no part of the pattern.
        guard "*?\\}/".unicodeScalars.contains(where: { $0.value == next }) else { throw Self.invalid(pattern, escape: next) }
        elements.append(.scalar(next))
      default: elements.append(.scalar(scalar))
      }
    }
  }

  private static func invalid(_ pattern: ArraySlice<UInt8>, escape: UInt32?) -> ExpansionError {
    let character = escape.flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? "\u{FFFD}"
    return ExpansionError(
      message: "invalid pattern (\(String(decoding: pattern, as: UTF8.self))) in substitution: invalid escape '\\\(character)'")
  }

  private static func scalars(_ bytes: [UInt8]) -> [UInt32] {
    var scalars: [UInt32] = []
    scalars.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let (value, length) = UTF8Decoding.scalar(in: bytes, at: index, before: bytes.count)
      scalars.append(value)
      index += length
    }
    return scalars
  }

  private static func bytes(_ scalars: some Sequence<UInt32>) -> [UInt8] {
    var text = String.UnicodeScalarView()
    for scalar in scalars { text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
    return Array(String(text).utf8)
  }

  /// The value without what the pattern matches at its start or end; nil when that would take too long to find.
  func trim(_ value: [UInt8], fromEnd: Bool, longest: Bool) -> [UInt8]? {
    var subject = Self.scalars(value)
    var pattern = elements
    if fromEnd {
      subject.reverse()
      pattern.reverse()
    }
    guard subject.count * max(1, pattern.count) <= Self.maximumSteps else { return nil }
    guard let length = Self.match(pattern, subject[...], longest: longest) else { return value }
    let rest = subject.dropFirst(length)
    return fromEnd ? Self.bytes(rest.reversed()) : Self.bytes(rest)
  }

  /// The value with the first match or all matches replaced; nil when that would take too long to find.
  func replace(in value: [UInt8], with replacement: [UInt8], everywhere: Bool) -> [UInt8]? {
    let subject = Self.scalars(value)
    let new = Self.scalars(replacement)
    guard subject.count * (subject.count + 1) / 2 * max(1, elements.count) <= Self.maximumSteps,
      subject.count * (new.count + 1) <= Self.maximumSteps
    else { return nil }
    var result: [UInt32] = []
    var index = 0
    var previousEnd = -1
    while index <= subject.count {
      if let length = Self.match(elements, subject[index...], longest: true), length > 0 || index != previousEnd {
        result += new
        index += length
        previousEnd = index
        if !everywhere { break }
        if length > 0 { continue }
      }
      if index < subject.count { result.append(subject[index]) }
      index += 1
    }
    if index < subject.count { result += subject[index...] }
    return Self.bytes(result)
  }

  /// The length of the shortest or longest match at the start of `subject`: all states at once, so that no input back-tracks.
  private static func match(_ pattern: [Element], _ subject: ArraySlice<UInt32>, longest: Bool) -> Int? {
    var states = [Bool](repeating: false, count: pattern.count + 1)
    states[0] = true
    closeOverStars(&states, pattern)
    var found: Int? = states[pattern.count] ? 0 : nil
    if found != nil, !longest { return found }
    var length = 0
    for scalar in subject {
      length += 1
      var next = [Bool](repeating: false, count: pattern.count + 1)
      var isAlive = false
      for (index, element) in pattern.enumerated() where states[index] {
        switch element {
        case .scalar(scalar): next[index + 1] = true
        case .scalar: continue
        case .any: if scalar == 0x0A { continue } else { next[index + 1] = true }
        case .star: if scalar == 0x0A { continue } else { next[index] = true }
        }
        isAlive = true
      }
      guard isAlive else { break }
      closeOverStars(&next, pattern)
      states = next
      if states[pattern.count] {
        found = length
        if !longest { return found }
      }
    }
    return found
  }

  private static func closeOverStars(_ states: inout [Bool], _ pattern: [Element]) {
    for (index, element) in pattern.enumerated() where states[index] && element == .star { states[index + 1] = true }
  }
}
