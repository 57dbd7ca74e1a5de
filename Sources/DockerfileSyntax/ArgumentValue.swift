package import SourceText

/// An ARG above the first FROM with the value that a plain build gives it.
package struct ArgumentValue: Hashable, Sendable {
  package let name: String
  package let value: VariableValue
  package let range: ByteRange
}
