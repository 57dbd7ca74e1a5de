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

  package var rule: String
  package var severity: Severity
  package var message: String
  package var location: Location
  package var related: [Related]
  /// Where the finding stands in words that survive edits: `Deployment/shop/web · containers[name=api]`; empty for a whole file.
  package var logicalPath: String
  /// How it can be mended, the best way first.
  package var fixes: [Fix] = []

  package init(
    rule: String, severity: Severity, message: String, location: Location, related: [Related] = [], logicalPath: String = ""
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.location = location
    self.related = related
    self.logicalPath = logicalPath
  }

  /// The order of every output: file (whose numbers follow their paths), place, rule, message.
  package static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    let one = (left.location.file, left.location.range.start, left.location.range.end)
    let other = (right.location.file, right.location.range.start, right.location.range.end)
    return one == other ? (left.rule, left.message) < (right.rule, right.message) : one < other
  }
}
