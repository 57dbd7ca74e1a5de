package import SourceText

/// A comment line.
package struct Comment: Hashable, Sendable {
  /// From `#` to the end of the line's content.
  package let range: ByteRange
  /// Whether the line stands between the lines of one instruction.
  package let isInsideInstruction: Bool
}

/// A Dockerfile as BuildKit reads it, with the place of every part, and with the rest of the file parsed after an error.
package struct Dockerfile: Sendable {
  package let file: SourceFile
  package let escape: EscapeToken
  package let directives: [Directive]
  package let comments: [Comment]
  package let instructions: [Instruction]
  /// Whether a SHELL says that other programs than the usual one run the commands.
  package let setsShell: Bool
  /// In the order of BuildKit's passes, and within a pass by place.
  package internal(set) var diagnostics: [Diagnostic]
  package internal(set) var stages: [Stage] = []
  /// The last stage of each name, in lower case.
  package internal(set) var stagesByName: [String: Int] = [:]
  /// The arguments above the first FROM, which only FROM sees.
  package internal(set) var globalArguments: [ArgumentValue] = []

  package static func parse(_ file: SourceFile) -> Dockerfile {
    var parser = DockerfileParser(file)
    parser.run()
    var dockerfile = Dockerfile(
      file: file, escape: parser.escape, directives: parser.directives, comments: parser.comments,
      instructions: parser.instructions.exact, setsShell: parser.instructions.contains { $0.keyword == .shell },
      diagnostics: parser.diagnostics)
    dockerfile.convert()
    dockerfile.diagnostics.sort { ($0.level, $0.range.start) < ($1.level, $1.range.start) }
    return dockerfile
  }

  /// The instruction that a range lies in.
  package func instruction(around range: ByteRange) -> Instruction? {
    // They are in the order of the text, and apart from each other.
    let behind = instructions.partitioningIndex { $0.range.start > range.start }
    guard behind > 0, instructions[behind - 1].range.contains(range) else { return nil }
    return instructions[behind - 1]
  }
}
