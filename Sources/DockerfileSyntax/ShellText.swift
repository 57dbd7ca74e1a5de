package import SourceText

extension Instruction {
  /// What the shell reads for a command of this instruction: the shell form's text with its here-documents behind it, or, when a
  /// here-document is all there is (`RUN <<EOF`), that document, which BuildKit runs as a script (dockerfile2llb, `dispatchRun`).
  /// nil in the exec form.
  ///
  /// Its ranges, and those of a `ShellScript` parsed from it, map back with `MappedText.sourceRange(of:)`.
  package func shellText(of command: CommandLine, in file: SourceFile) -> MappedText? {
    guard case .shell(var text) = command.form else { return nil }
    guard let last = heredocs.last else { return text }
    if heredocs.count == 1, text.sourceRange == last.opening { return MappedText(last.body, of: file.bytes) }
    for heredoc in heredocs {
      if heredoc == heredocs.first {
        // The line end before the first body.
        text.append([UInt8(ascii: "\n")], for: ByteRange(start: heredoc.body.start, end: heredoc.body.start))
      }
      text.append(heredoc.body.indices, of: file.bytes)
      if let terminator = heredoc.terminator {
        text.append(terminator.indices, of: file.bytes)
        text.append([UInt8(ascii: "\n")], for: ByteRange(start: terminator.end, end: terminator.end))
      }
    }
    return text
  }
}
