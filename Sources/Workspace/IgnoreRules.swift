/// The patterns of one `.gitignore` (gitignore(5)), relative to the folder that holds it.
package struct IgnoreRules: Sendable {
  private var patterns: [Pattern] = []

  private struct Pattern: Sendable {
    /// What to match, without the marks that the other fields record.
    var glob: [UInt8]
    var isNegated: Bool
    var onlyFolders: Bool
    /// Matched against the path from the rules' folder rather than against the name alone.
    var isAnchored: Bool
  }

  package init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if let pattern = Self.pattern(line) { patterns.append(pattern) }
    }
  }

  package var isEmpty: Bool { patterns.isEmpty }

  /// Whether the last pattern that matches excludes (`true`) or re-includes (`false`) the path; nil when none matches.
  ///
  /// - Parameter path: relative to the rules' folder, with `/`.
  package func verdict(on path: String, isFolder: Bool) -> Bool? {
    let bytes = Array(path.utf8)
    let nameStart = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    for pattern in patterns.reversed() where isFolder || !pattern.onlyFolders {
      if Self.matches(pattern.glob[...], pattern.isAnchored ? bytes[...] : bytes[nameStart...]) { return !pattern.isNegated }
    }
    return nil
  }

  /// Whether a path, or a folder above it, is excluded.
  package func excludes(_ path: String, isFolder: Bool) -> Bool {
    var start = path.startIndex
    while let slash = path[start...].firstIndex(of: "/") {
      if verdict(on: String(path[..<slash]), isFolder: true) == true { return true }
      start = path.index(after: slash)
    }
    return verdict(on: path, isFolder: isFolder) ?? false
  }

  private static func pattern(_ line: [UInt8].SubSequence) -> Pattern? {
    var rest = line
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    // Trailing blanks count only behind a backslash.
    while rest.last == UInt8(ascii: " "), rest.dropLast().last != UInt8(ascii: "\\") { rest.removeLast() }
    guard let first = rest.first, first != UInt8(ascii: "#") else { return nil }
    let isNegated = first == UInt8(ascii: "!")
    if isNegated { rest.removeFirst() }
    let onlyFolders = rest.last == UInt8(ascii: "/")
    if onlyFolders { rest.removeLast() }
    let isAnchored = rest.contains(UInt8(ascii: "/"))
    if rest.first == UInt8(ascii: "/") { rest.removeFirst() }
    guard !rest.isEmpty else { return nil }
    return Pattern(glob: Array(rest), isNegated: isNegated, onlyFolders: onlyFolders, isAnchored: isAnchored)
  }

  /// fnmatch with FNM_PATHNAME and `**`, as git's wildmatch.c has it. When it fails, only the last `*`, and then the last `**/`, takes one
  /// more: what stands between two `**/` are whole names, and where they fit first leaves most for those behind.
  private static func matches(_ glob: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var pattern = glob
    var rest = text
    var star: (pattern: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)?
    var folders: (pattern: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)?
    let slash = UInt8(ascii: "/")
    while true {
      if pattern.starts(with: "**".utf8), pattern.startIndex == glob.startIndex || glob[pattern.startIndex - 1] == slash {
        let behind = pattern.dropFirst(2)
        if behind.isEmpty { return true }
        if behind.first == slash {
          // `**/x`: x here, or below any folder.
          pattern = behind.dropFirst()
          folders = (pattern, rest)
          star = nil
          continue
        }
      }
      if let token = pattern.first {
        if token == UInt8(ascii: "*") {
          pattern = pattern.dropFirst()
          star = (pattern, rest)
          continue
        }
        if let (length, isMatch) = matchOne(pattern, rest.first), isMatch {
          pattern = pattern.dropFirst(length)
          rest = rest.dropFirst()
          continue
        }
      } else if rest.isEmpty {
        return true
      }
      if let last = star, let taken = last.rest.first, taken != slash {
        (pattern, rest) = (last.pattern, last.rest.dropFirst())
        star = (pattern, rest)
      } else if let last = folders, let end = last.rest.firstIndex(of: slash) {
        (pattern, rest) = (last.pattern, last.rest[(end + 1)...])
        folders = (pattern, rest)
        star = nil
      } else {
        return false
      }
    }
  }

  /// Matches one pattern element against one byte: how many bytes the element has, and whether it matches.
  private static func matchOne(_ pattern: ArraySlice<UInt8>, _ byte: UInt8?) -> (length: Int, isMatch: Bool)? {
    guard let token = pattern.first, let byte else { return nil }
    switch token {
    case UInt8(ascii: "?"):
      return (1, byte != UInt8(ascii: "/"))
    case UInt8(ascii: "\\"):
      let escaped = pattern.dropFirst().first
      return (escaped == nil ? 1 : 2, (escaped ?? token) == byte)
    case UInt8(ascii: "["):
      guard let set = bracket(pattern, byte) else { return (1, byte == token) }
      return (set.length, set.isMatch && byte != UInt8(ascii: "/"))
    default:
      return (1, token == byte)
    }
  }

  private static func bracket(_ pattern: ArraySlice<UInt8>, _ byte: UInt8) -> (length: Int, isMatch: Bool)? {
    var index = pattern.startIndex + 1
    guard index < pattern.endIndex else { return nil }
    let isNegated = pattern[index] == UInt8(ascii: "!") || pattern[index] == UInt8(ascii: "^")
    if isNegated { index += 1 }
    var isMatch = false
    var isFirst = true
    while index < pattern.endIndex, isFirst || pattern[index] != UInt8(ascii: "]") {
      isFirst = false
      let low = pattern[index]
      if index + 2 < pattern.endIndex, pattern[index + 1] == UInt8(ascii: "-"), pattern[index + 2] != UInt8(ascii: "]") {
        if low <= byte && byte <= pattern[index + 2] { isMatch = true }
        index += 3
      } else {
        if low == byte { isMatch = true }
        index += 1
      }
    }
    guard index < pattern.endIndex else { return nil }
    return (index - pattern.startIndex + 1, isMatch != isNegated)
  }
}
