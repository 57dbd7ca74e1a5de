package import SourceText

/// A build stage: one FROM and what follows it.
package struct Stage: Sendable {
  package enum Base: Hashable, Sendable {
    case scratch
    /// An earlier stage, by index.
    case stage(Int)
    /// An image from a registry: the reference after expansion.
    case image(Expansion)
  }

  package let index: Int
  /// In lower case, as later stages refer to it; nil without AS.
  package let name: String?
  package let base: Base
  /// The index of FROM in `Dockerfile.instructions`.
  package let from: Int
  /// The instructions behind FROM.
  package let instructions: Range<Int>
}

/// An ARG with the value that a plain build gives it.
package struct ArgumentValue: Hashable, Sendable {
  package let name: String
  package let value: VariableValue
  package let range: ByteRange
}

extension Dockerfile {
  mutating func convert() {}
}
