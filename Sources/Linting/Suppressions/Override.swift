package import SourceText
internal import Workspace

/// An entry under `overrides:` of the configuration: what is different for some files, objects or containers.
package struct Override: Sendable {
  /// Where the entry is written.
  package let range: ByteRange
  /// In `.gitignore`'s syntax, seen from the configuration's folder; nil for all files.
  let paths: IgnoreRules?
  /// `Deployment/shop/web`, `*/kube-system/*`, `Deployment/web`; empty for everything.
  let resources: [String]
  /// Names of containers; empty for everything.
  let containers: [String]
  /// The rules that are silenced; `*` for all.
  let ignore: Set<String>
  let severities: [String: Severity]
  let reason: String
  let until: Day?

  /// - Parameter path: a file, seen from the configuration's folder; nil for one outside of it.
  func covers(path: String?) -> Bool {
    guard let paths else { return true }
    return path.map { paths.excludes($0, isFolder: false) } ?? false
  }

  /// Whether it is about a finding of a file that it covers.
  func covers(_ finding: Finding) -> Bool {
    if !resources.isEmpty {
      let object = finding.logicalPath.prefix { $0 != " " }
      guard resources.contains(where: { Self.matches($0, object: object) }) else { return false }
    }
    return containers.isEmpty || containers.contains { finding.logicalPath.containsText("[name=\($0)]") }
  }

  /// The rules that it names, `*` among them.
  package var ruleIDs: [String] { Array(ignore) + severities.keys }

  func silences(_ rule: String) -> Bool { ignore.contains(rule) || ignore.contains("*") }

  /// `kind/name` fits any namespace; `*` fits any part.
  private static func matches(_ pattern: String, object: Substring) -> Bool {
    let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
    let parts = object.split(separator: "/", omittingEmptySubsequences: false)
    guard let kind = parts.first, let name = parts.last, parts.count >= 2, wanted.count == 2 || wanted.count == 3 else { return false }
    let namespace = parts.count == 3 ? parts[1] : ""
    return fits(wanted[0], kind) && fits(wanted[wanted.count - 1], name) && (wanted.count == 2 || fits(wanted[1], namespace))
  }

  /// `*` stands for any text, as often as it occurs.
  private static func fits(_ pattern: Substring, _ text: Substring) -> Bool {
    let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard pieces.count > 1, let first = pieces.first, let last = pieces.last else { return pattern == text }
    guard text.hasPrefix(first), text.hasSuffix(last), text.count >= first.count + last.count else { return false }
    var rest = text.dropFirst(first.count).dropLast(last.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let found = rest.firstRange(of: piece) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}

extension Substring {
  /// Where a text first stands; without Foundation.
  fileprivate func firstRange(of text: Substring) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
