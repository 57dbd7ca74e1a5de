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

  var kind: Kind
  /// Where it stands, in UTF-8 bytes.
  var range: Range<Int>
  /// For a selection or a call: the name alone, which messages point at.
  var nameRange: Range<Int>
}
