/// Whether something holds, as far as the repository says.
package enum Answer: Hashable, Sendable {
  case yes
  case no
  case unknown(because: String)

  package init(_ value: Bool) { self = value ? .yes : .no }
}
