package import SourceText

/// How much a finding matters.
package enum Severity: String, Comparable, CaseIterable, Sendable {
  /// Advice.
  case info
  /// It will hurt under load, rollout or failure.
  case warning
  /// Requests, data or secrets are lost in production.
  case error

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// Something wrong at a place.
package struct Finding: Hashable, Sendable {
  /// A second place that the message speaks of, in the same file or another.
  package struct Related: Hashable, Sendable {
    package let location: Location
    package let label: String

    package init(location: Location, label: String) {
      self.location = location
      self.label = label
    }
  }

  package var severity: Severity
  package var location: Location
  /// The first eight letters of the rule's id, which put nearly all findings of a place in order.
  private let ruleStart: UInt64
  /// How safe the safest of the fixes is; nil without one.
  package let fixSafety: Fix.Safety?
  /// What hardly ever changes is shared: findings are sorted, filtered and passed on by the thousand.
  private var content: Content

  private final class Content: Hashable, Sendable {
    let rule: String
    let message: String
    let related: [Related]
    let logicalPath: String
    let fixes: [Fix]

    init(rule: String, message: String, related: [Related], logicalPath: String, fixes: [Fix]) {
      self.rule = rule
      self.message = message
      self.related = related
      self.logicalPath = logicalPath
      self.fixes = fixes
    }

    static func == (left: Content, right: Content) -> Bool {
      left === right
        || left.rule == right.rule && left.message == right.message && left.related == right.related
          && left.logicalPath == right.logicalPath && left.fixes == right.fixes
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(rule)
      hasher.combine(message)
      hasher.combine(logicalPath)
    }
  }

  package init(
    rule: String, severity: Severity, message: String, location: Location, related: [Related] = [], logicalPath: String = "",
    fixes: [Fix] = []
  ) {
    self.severity = severity
    self.location = location
    var (start, count) = (UInt64(0), 0)
    for byte in rule.utf8.prefix(8) {
      start = start << 8 | UInt64(byte)
      count += 1
    }
    ruleStart = start << UInt64(8 * (8 - count))
    fixSafety = fixes.lazy.map(\.safety).min()
    content = Content(rule: rule, message: message, related: related, logicalPath: logicalPath, fixes: fixes)
  }

  package var rule: String { content.rule }
  package var message: String { content.message }
  /// Where the finding stands in words that survive edits: `Deployment/shop/web · containers[name=api]`; empty for a whole file.
  package var logicalPath: String { content.logicalPath }
  /// How it can be mended, the best way first.
  package var fixes: [Fix] { content.fixes }
  package var related: [Related] { content.related }

  /// The same finding in another place, or with other places beside it.
  package func moved(to location: Location, related: [Related]) -> Finding {
    Finding(
      rule: rule, severity: severity, message: message, location: location, related: related, logicalPath: logicalPath, fixes: fixes)
  }

  /// Where a finding comes among others, as far as that can be said without a look into what it shares.
  struct Place: Comparable {
    /// The file, or its rank among others, and where the finding begins in it.
    private let start: UInt64
    private let end: UInt32
    private let ruleStart: UInt64

    fileprivate init(_ location: Location, fileRank: Int32, ruleStart: UInt64) {
      start = UInt64(fileRank) << 32 | UInt64(location.range.start)
      end = location.range.end
      self.ruleStart = ruleStart
    }

    static func < (left: Place, right: Place) -> Bool {
      if left.start != right.start { return left.start < right.start }
      return left.end == right.end ? left.ruleStart < right.ruleStart : left.end < right.end
    }
  }

  var place: Place { place(fileRank: location.file.index) }

  private func place(fileRank: Int32) -> Place { Place(location, fileRank: fileRank, ruleStart: ruleStart) }

  /// Whether findings come in the order of every output already: to sort them copies each.
  ///
  /// - Parameter ranks: where the files come, by their numbers.
  package static func areInOrder(_ findings: [Finding], ranks: [Int32]) -> Bool {
    findings.indices.dropFirst().allSatisfy { index in
      let one = findings[index - 1].place(fileRank: ranks[Int(findings[index - 1].location.file.index)])
      let other = findings[index].place(fileRank: ranks[Int(findings[index].location.file.index)])
      return one < other || one == other && !precedes(findings[index], findings[index - 1])
    }
  }

  /// The order of every output: file (whose numbers follow their paths), place, rule, message.
  package static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    let one = (left.location.file, left.location.range.start, left.location.range.end)
    let other = (right.location.file, right.location.range.start, right.location.range.end)
    return one == other ? (left.rule, left.message) < (right.rule, right.message) : one < other
  }
}
