internal import SourceText

extension YAMLStream {
  /// What of a file its reader has no use for: the values under one key, in documents whose root mapping says what they are.
  ///
  /// Such values are checked (`BlockScanner`), but libyaml does not read them, and no nodes are kept of them: an empty scalar stands at the
  /// value's place.
  package struct Omission: Sendable {
    package var key: StaticString
    /// The entry of a document's root mapping by which it is known; nil for every document.
    package var marker: (key: StaticString, value: StaticString)?

    package init(of key: StaticString, whereRootHas marker: (key: StaticString, value: StaticString)? = nil) {
      self.key = key
      self.marker = marker
    }
  }

  /// A value that libyaml is not given.
  struct OmittedValue: Hashable {
    /// Behind the colon of its key.
    var keyEnd: UInt32
    /// The value, from its first to its last byte.
    var range: ByteRange
    /// The lines on which it stands: all of them, and nothing else.
    var lines: ByteRange
  }
}
