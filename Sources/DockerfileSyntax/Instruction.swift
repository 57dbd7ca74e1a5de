package import SourceText

/// One instruction with its place, its parts and its meaning.
package struct Instruction: Sendable {
  /// nil for a word that is no instruction.
  package let keyword: Keyword?
  /// The first word as it is written.
  package let keywordWord: Word
  /// The logical line: its physical lines without escapes at their ends, comments and empty lines.
  package let text: MappedText
  /// Where in `text` the arguments behind the flags stand.
  package let arguments: Range<Int>
  package let flags: [Flag]
  package let payload: Payload
  package let heredocs: [Heredoc]
  /// From the first byte of the keyword to the last byte, heredoc bodies and terminators included.
  package let range: ByteRange
  /// The physical lines, 1-based, that BuildKit gives the instruction. They end at `\n` alone.
  package let lines: ClosedRange<Int>
  /// The block of comments before it, as BuildKit collects it: indices into `Dockerfile.comments`.
  package let precedingComments: Range<Int>
  /// The comments between its lines: indices into `Dockerfile.comments`.
  package let innerComments: Range<Int>
  /// Blank lines inside a continuation (BuildKit's NoEmptyContinuation).
  package let emptyContinuationLines: [ByteRange]

  /// The place in the file of a range of `text`.
  package func sourceRange(of range: Range<Int>) -> ByteRange { text.sourceRange(of: range) }

  /// The last flag of a name.
  package func flag(_ name: String) -> Flag? { flags.last { $0.name.bytes.elementsEqual(name.utf8) } }

  /// The place of the arguments in the file.
  package var argumentsRange: ByteRange { text.sourceRange(of: arguments) }
}

/// What an instruction says.
package indirect enum Payload: Sendable {
  case add(Transfer)
  case arg([NameValuePair])
  case cmd(CommandLine)
  case copy(Transfer)
  case entrypoint(CommandLine)
  case env([NameValuePair])
  case expose([Word])
  case from(BaseImage)
  case healthcheck(Healthcheck)
  case label([NameValuePair])
  case maintainer(Word)
  case onbuild(Trigger)
  case run(CommandLine, mounts: [Mount])
  case shell([Word])
  case stopsignal(Word)
  case user(Word)
  case volume([Word])
  case workdir(Word)
  /// An unknown instruction, or one whose arguments make no sense; a diagnostic says why.
  case invalid
}

/// The arguments of FROM.
package struct BaseImage: Hashable, Sendable {
  package let image: Word
  /// The name behind AS; stages are found under it in lower case.
  package let alias: Word?
  package let platform: Word?
}

/// The arguments of RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD.
package struct CommandLine: Hashable, Sendable {
  package enum Form: Hashable, Sendable {
    /// JSON: the words are passed on as they are.
    case exec([Word])
    /// Everything else is text for the shell.
    case shell(MappedText)
  }

  package let form: Form
  /// Set when the shell form looks like JSON with an error in it: from the byte at which it stops being JSON to the end.
  package let malformedJSON: ByteRange?

  package var isExec: Bool { if case .exec = form { true } else { false } }

  package var range: ByteRange? {
    switch form {
    case .shell(let text): text.isEmpty ? nil : text.sourceRange
    case .exec(let words): words.first.flatMap { first in words.last.map { first.range.union($0.range) } }
    }
  }
}

/// The arguments of COPY and ADD. Heredocs among the sources stand in `Instruction.heredocs` and are no sources here.
package struct Transfer: Hashable, Sendable {
  package let sources: [Word]
  package let destination: Word
  /// `--from` of COPY; nil when it is missing or empty.
  package let from: Word?
  package let isJSON: Bool
  /// Set when a list looks like JSON with an error in it.
  package let malformedJSON: ByteRange?
}

package struct Healthcheck: Hashable, Sendable {
  /// nil for HEALTHCHECK NONE.
  package let command: CommandLine?
  /// `CMD` or `NONE` as written.
  package let kind: Word
}

/// The instruction that ONBUILD keeps for the image's children.
package struct Trigger: Sendable {
  package let keyword: Keyword?
  package let keywordWord: Word
  package let flags: [Flag]
  package let payload: Payload
}
