package import SourceText
internal import YAMLSyntax

/// The findings that a repository had when it began with readylint: they are known, and only others are reported.
package struct Baseline: Sendable {
  package struct Entry: Hashable, Sendable {
    package let fingerprint: String
    package let rule: String
    /// For people alone, and as they were when the entry was written.
    package let path: String
    package let logicalPath: String
    package let message: String

    package init(fingerprint: String, rule: String, path: String, logicalPath: String, message: String) {
      self.fingerprint = fingerprint
      self.rule = rule
      self.path = path
      self.logicalPath = logicalPath
      self.message = message
    }
  }

  package static let fileName = ".readylint-baseline.json"
  private static let version: Int64 = 1

  /// In the order of their paths; an entry stands for one finding, so that equal ones may stand several times.
  package private(set) var entries: [Entry]

  package init(_ entries: [Entry]) {
    self.entries = entries.sorted {
      ($0.path, $0.rule, $0.logicalPath, $0.message, $0.fingerprint) < ($1.path, $1.rule, $1.logicalPath, $1.message, $1.fingerprint)
    }
  }

  package struct ParseError: Error, Hashable, Sendable {
    package let message: String
    package let range: ByteRange
  }

  package init(_ file: SourceFile) throws(ParseError) {
    let stream = YAMLStream.parse(file)
    if let diagnostic = stream.diagnostics.first { throw ParseError(message: diagnostic.message, range: diagnostic.range) }
    guard let root = stream.roots.first, root.isMapping, let list = root["findings"], list.isSequence else {
      throw ParseError(message: "this is no baseline: it has no list of 'findings'", range: .startOfFile)
    }
    guard root["version"]?.int == Self.version else {
      throw ParseError(message: "a baseline of version \(Self.version) is expected", range: root["version"]?.range ?? .startOfFile)
    }
    var entries: [Entry] = []
    for node in list.elements {
      guard let fingerprint = node["fingerprint"]?.text, let rule = node["rule"]?.text else {
        throw ParseError(message: "an entry has a 'fingerprint' and a 'rule'", range: node.range)
      }
      entries.append(
        Entry(
          fingerprint: fingerprint, rule: rule, path: node["path"]?.text ?? "", logicalPath: node["logicalPath"]?.text ?? "",
          message: node["message"]?.text ?? ""))
    }
    self.init(entries)
  }

  /// How findings of a run compare with the baseline.
  package struct Comparison: Sendable {
    /// By the order of the findings that were given: whether each is known.
    package fileprivate(set) var isKnown: [Bool] = []
    /// Entries for which there is no finding any more.
    package fileprivate(set) var gone: [Entry] = []
  }

  /// Each entry stands for one finding at most: a second mistake of the same kind at the same place is new.
  package func compare(_ fingerprints: [String]) -> Comparison {
    var open = Dictionary(grouping: entries, by: \.fingerprint)
    var comparison = Comparison()
    for fingerprint in fingerprints {
      let isKnown = open[fingerprint]?.popLast() != nil
      comparison.isKnown.append(isKnown)
    }
    comparison.gone = Baseline(open.values.flatMap { $0 }).entries
    return comparison
  }
}
