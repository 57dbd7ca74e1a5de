internal import SourceText

/// The patterns of a `.dockerignore`, as Docker evaluates them (moby/patternmatcher `MatchesOrParentMatches`, ignorefile `ReadAll`).
package struct DockerIgnore: Sendable {
  private struct Pattern: Sendable {
    let tokens: [Token]
    let isException: Bool
  }

  private enum Token: Sendable {
    case scalar(Unicode.Scalar)
    /// `?`: anything but a slash.
    case one
    /// `*`: any number of these.
    case many
    /// `**` with something behind it: nothing, or anything that ends with a slash. `**` and `**/` are the same.
    case folders
    /// `**` at the start with nothing special behind it: what follows is a mere suffix.
    case anything
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  private let patterns: [Pattern]

  /// nil when Docker refuses a pattern: such a build fails anyway.
  package init?(_ text: String) {
    var patterns: [Pattern] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var line = line
      if index == 0, line.unicodeScalars.first == "\u{FEFF}" { line = Substring(line.unicodeScalars.dropFirst()) }
      // A comment begins in the first column.
      guard !line.hasPrefix("#") else { continue }
      var pattern = Self.trim(line)
      let isException = pattern.hasPrefix("!")
      if isException { pattern = Self.trim(pattern.dropFirst()) }
      guard !pattern.isEmpty else {
        if isException { return nil }
        continue
      }
      // A leading slash is the context's folder, and so is none.
      let cleaned = Self.clean(pattern)
      guard let tokens = Self.tokens(cleaned) else { return nil }
      patterns.append(Pattern(tokens: tokens, isException: isException))
    }
    self.patterns = patterns
  }

  /// Whether it keeps everything out but for what it names: the context holds what was meant to be in it.
  package var isAllowList: Bool {
    guard let first = patterns.first, !first.isException, patterns.contains(where: \.isException) else { return false }
    return Self.matches(first.tokens[...], ["a"])
  }

  /// Whether a path is kept out of the context.
  ///
  /// - Parameter path: relative to the context's folder, with `/`.
  package func excludes(_ path: String) -> Bool {
    // The path itself and the folders above it.
    var paths: [[Unicode.Scalar]] = []
    var above: [Unicode.Scalar] = []
    for component in path.pathComponents {
      if !above.isEmpty { above.append("/") }
      above += component.unicodeScalars
      paths.append(above)
    }
    var isExcluded = false
    for pattern in patterns where pattern.isException == isExcluded {
      // A pattern that matches a folder matches what is in it.
      if paths.contains(where: { Self.matches(pattern.tokens[...], $0[...]) }) { isExcluded = !pattern.isException }
    }
    return isExcluded
  }

  private static func trim(_ text: Substring) -> Substring {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// Go's `filepath.Clean`, then without a leading slash.
  private static func clean(_ pattern: Substring) -> String {
    var components: [Substring] = []
    for component in pattern.pathComponents where component != "." {
      if component == "..", let last = components.last, last != ".." {
        components.removeLast()
      } else if component != ".." || !pattern.hasPrefix("/") {
        components.append(component)
      }
    }
    return components.isEmpty ? "." : components.path
  }

  private static func tokens(_ pattern: String) -> [Token]? {
    let scalars = Array(pattern.unicodeScalars)
    var tokens: [Token] = []
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "*":
        guard index < scalars.count, scalars[index] == "*" else {
          tokens.append(.many)
          continue
        }
        let isFirst = index == 1
        index += 1
        let hadSlash = index < scalars.count && scalars[index] == "/"
        if hadSlash { index += 1 }
        let isSuffix = isFirst && !hadSlash && !scalars[index...].contains { "*?[\\".unicodeScalars.contains($0) }
        tokens.append(index == scalars.count || isSuffix ? .anything : .folders)
      case "?": tokens.append(.one)
      case "\\":
        guard index < scalars.count else { return nil }
        tokens.append(.scalar(scalars[index]))
        index += 1
      case "[":
        guard let set = set(scalars, &index) else { return nil }
        tokens.append(set)
      default: tokens.append(.scalar(scalar))
      }
    }
    return tokens
  }

  /// A bracket expression after Go's `filepath.Match`, behind its `[`.
  private static func set(_ scalars: [Unicode.Scalar], _ index: inout Int) -> Token? {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false
    if index < scalars.count, scalars[index] == "^" {
      isNegated = true
      index += 1
    }
    func member(_ index: inout Int) -> Unicode.Scalar? {
      guard index < scalars.count, scalars[index] != "-", scalars[index] != "]" else { return nil }
      if scalars[index] == "\\" { index += 1 }
      guard index < scalars.count else { return nil }
      index += 1
      return scalars[index - 1]
    }
    while true {
      if index < scalars.count, scalars[index] == "]", !ranges.isEmpty {
        index += 1
        return .set(ranges, isNegated: isNegated)
      }
      guard let low = member(&index) else { return nil }
      var high = low
      if index < scalars.count, scalars[index] == "-" {
        index += 1
        guard let upper = member(&index) else { return nil }
        high = upper
      }
      // An inverted range matches nothing.
      ranges.append(low <= high ? low.value...high.value : UInt32.max...UInt32.max)
    }
  }

  /// Matches by keeping the set of reachable positions in the path, so that no pattern takes more than tokens times characters.
  private static func matches(_ tokens: ArraySlice<Token>, _ path: ArraySlice<Unicode.Scalar>) -> Bool {
    let text = Array(path)
    var reachable = [Bool](repeating: false, count: text.count + 1)
    reachable[0] = true
    for token in tokens {
      var next = [Bool](repeating: false, count: text.count + 1)
      var isOpen = false
      for position in 0...text.count {
        switch token {
        case .many:
          if position > 0, text[position - 1] == "/" { isOpen = false }
          if reachable[position] { isOpen = true }
          next[position] = isOpen
        case .anything:
          if reachable[position] { isOpen = true }
          next[position] = isOpen
        case .folders:
          // Nothing, or up to a slash.
          next[position] = reachable[position] || isOpen && position > 0 && text[position - 1] == "/"
          if reachable[position] { isOpen = true }
        default:
          guard position < text.count, reachable[position] else { continue }
          if accepts(token, text[position]) { next[position + 1] = true }
        }
      }
      reachable = next
      // Most patterns fail in their first characters.
      guard reachable.contains(true) else { return false }
    }
    return reachable[text.count]
  }

  private static func accepts(_ token: Token, _ scalar: Unicode.Scalar) -> Bool {
    switch token {
    case .scalar(let expected): expected == scalar
    case .one: scalar != "/"
    // Docker makes a regular expression of it, in which a negated set takes a slash too.
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar.value) } != isNegated
    case .many, .folders, .anything: false
    }
  }
}
