internal import SourceText

/// Reads the `gem` lines of a Gemfile (bundler.io/man/gemfile.5): Ruby that nearly always is written one call to a line.
enum Gemfile {
  private static let development: Set<String> = ["development", "test", "ci", "lint", "docs", "doc", "rubocop"]

  static func read(_ file: SourceFile, _ id: FileID) -> [Dependency] {
    var found: [Dependency] = []
    // What each open `do` stands for: the scope of a group, or nil for another block.
    var open: [Dependency.Scope?] = []
    var start = 0
    for line in file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      defer { start += line.count + 1 }
      let text = String(decoding: line, as: UTF8.self)
      let words = text.prefix { $0 != "#" }.split { " \t\r,()".contains($0) }
      guard let first = words.first else { continue }
      if first == "end" {
        _ = open.popLast()
      } else if words.last == "do" || words.dropLast().last == "do" && words.last?.hasPrefix("|") == true {
        open.append(first == "group" ? scope(ofGroups: words.dropFirst().compactMap(symbol)) : nil)
      } else if ["if", "unless", "case"].contains(first) {
        open.append(nil)
      } else if first == "gem", words.count > 1, let name = quoted(words[1]) {
        let offset = text.utf8.distance(from: text.utf8.startIndex, to: words[1].utf8.startIndex) + 1
        let place = ByteRange((start + offset)..<(start + offset + name.utf8.count))
        let constraint = words.dropFirst(2).prefix { !$0.contains(":") || $0.hasPrefix("'") || $0.hasPrefix("\"") }
          .map { $0.filter { $0 != "'" && $0 != "\"" } }.joined(separator: " ")
        let own = words.firstIndex { ["group:", "groups:", ":group"].contains($0) }
          .map { scope(ofGroups: words[($0 + 1)...].compactMap(symbol)) }
        let surrounding = open.last { $0 != nil } ?? nil
        found.append(
          Dependency(.gem, name: name, constraint: constraint, scope: own ?? surrounding ?? .runtime, at: Location(file: id, range: place)))
      }
    }
    return found
  }

  /// `:test`, also with brackets of a list around it.
  private static func symbol(_ word: Substring) -> String? {
    let plain = word.filter { $0 != "[" && $0 != "]" }
    return plain.hasPrefix(":") ? String(plain.dropFirst()) : quoted(Substring(plain))
  }

  /// A gem of several groups is installed with any of them.
  private static func scope(ofGroups groups: [String]) -> Dependency.Scope {
    if groups.allSatisfy(development.contains) { return .development }
    return groups.contains { ["default", "production"].contains($0) } ? .runtime : .optional
  }

  private static func quoted(_ word: Substring) -> String? {
    guard let quote = word.first, quote == "'" || quote == "\"", word.count > 2, word.last == quote else { return nil }
    return String(word.dropFirst().dropLast())
  }
}
