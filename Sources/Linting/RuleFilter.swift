internal import Expressions

/// Which rules count in a run.
package struct RuleFilter: Sendable {
  private let selected: Set<String>
  private let ignored: Set<String>

  /// A name that no rule has.
  package struct UnknownRule: Error, Hashable, Sendable {
    package let message: String

    package init(_ id: String, among known: Set<String>) {
      message = "there is no rule '\(id)'\(Suggestion.text(for: id, among: known.sorted()))"
    }
  }

  /// - Parameters:
  ///   - select: only these rules, as ids joined by commas; none means all.
  ///   - ignore: not these.
  ///   - known: asked for when there are names to look up.
  package init(select: [String], ignore: [String], among known: @autoclosure () -> Set<String>) throws(UnknownRule) {
    selected = Set(Self.ids(select))
    ignored = Set(Self.ids(ignore))
    guard !selected.isEmpty || !ignored.isEmpty else { return }
    let known = known()
    for id in selected.union(ignored).sorted() where !known.contains(id) { throw UnknownRule(id, among: known) }
  }

  package func allows(_ id: String) -> Bool { (selected.isEmpty || selected.contains(id)) && !ignored.contains(id) }

  private static func ids(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",").map(String.init) }
  }
}
