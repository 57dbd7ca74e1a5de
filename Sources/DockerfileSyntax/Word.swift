package import SourceText

/// One word of an instruction, as BuildKit's parser cuts it: quotes, escapes and variables are still in it, except in the JSON
/// form, where the text is what the string says.
package struct Word: Hashable, Sendable {
  package let text: MappedText

  package init(_ text: MappedText) { self.text = text }

  /// The word; invalid UTF-8 is repaired.
  package var string: String { text.string }
  package var bytes: [UInt8] { text.bytes }
  /// Where the word stands in the file. The quotes around a JSON string are no part of it.
  package var range: ByteRange { text.sourceRange }
}

/// `NAME=value` of ENV, LABEL and ARG, and of a flag.
package struct NameValuePair: Hashable, Sendable {
  package let name: Word
  /// nil when no value is written (`ARG NAME`).
  package let value: Word?
  /// The old form of ENV and LABEL: `ENV NAME value`, one pair, the rest of the line is the value.
  package let usesOldForm: Bool

  package init(name: Word, value: Word?, usesOldForm: Bool = false) {
    self.name = name
    self.value = value
    self.usesOldForm = usesOldForm
  }

  package var range: ByteRange { value.map { name.range.union($0.range) } ?? name.range }
}
