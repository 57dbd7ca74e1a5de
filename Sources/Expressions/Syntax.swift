/// An expression as it is written, macros not yet expanded.
struct Syntax: Sendable {
  indirect enum Kind: Sendable {
    case literal(Value)
    /// A name; with a leading dot, one of the environment's, whatever a macro around it calls its variable.
    case name(String, isRoot: Bool = false)
    case select(Syntax, String, isOptional: Bool)
    case index(Syntax, Syntax, isOptional: Bool)
    /// A function, or a receiver's function.
    case call(receiver: Syntax?, name: String, arguments: [Syntax])
    case list([Element])
    case map([Entry])
    case and(Syntax, Syntax)
    case or(Syntax, Syntax)
    case conditional(Syntax, Syntax, Syntax)
  }

  struct Element: Sendable {
    var value: Syntax
    var isOptional: Bool
  }

  struct Entry: Sendable {
    var key: Syntax
    var value: Syntax
    var isOptional: Bool
  }

  let kind: Kind
  /// Where it stands, in UTF-8 bytes.
  let range: Range<Int>
  /// For a selection or a call: the name alone, which messages point at.
  let nameRange: Range<Int>
  /// How many expressions stand in each other, at most: every walk over the tree is a recursion.
  let depth: Int

  init(kind: Kind, range: Range<Int>, nameRange: Range<Int>) {
    self.kind = kind
    self.range = range
    self.nameRange = nameRange
    let inner =
      switch kind {
      case .literal, .name: 0
      case .select(let operand, _, _): operand.depth
      case .index(let one, let other, _), .and(let one, let other), .or(let one, let other): max(one.depth, other.depth)
      case .call(let receiver, _, let arguments): arguments.map(\.depth).reduce(receiver?.depth ?? 0, max)
      case .list(let elements): elements.map(\.value.depth).reduce(0, max)
      case .map(let entries): entries.map { max($0.key.depth, $0.value.depth) }.reduce(0, max)
      case .conditional(let test, let first, let second): max(test.depth, first.depth, second.depth)
      }
    depth = inner + 1
  }
}
