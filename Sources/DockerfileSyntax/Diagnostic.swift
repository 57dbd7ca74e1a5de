package import SourceText

/// Something that BuildKit refuses. Unlike BuildKit, which stops at the first, a parsed Dockerfile holds all of them.
package struct Diagnostic: Hashable, Sendable {
  /// Which of BuildKit's three passes refuses it.
  package enum Level: Int, Comparable, Sendable {
    /// The cut into lines, words and heredocs (`parser`).
    case parser
    /// The meaning of one instruction (`instructions`).
    case instruction
    /// The build that the instructions describe (`dockerfile2llb`).
    case conversion

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  package let level: Level
  /// BuildKit's text, without its `dockerfile parse error on line N: `.
  package let message: String
  /// The line that BuildKit names; 0 when it names none.
  package let line: Int
  /// The token that is at fault.
  package let range: ByteRange
}
