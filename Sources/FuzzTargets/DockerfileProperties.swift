internal import DockerfileSyntax
internal import ShellSyntax
internal import SourceText

enum DockerfileProperties {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    let file = SourceFile(path: "Dockerfile", bytes: bytes)
    let dockerfile = Dockerfile.parse(file)
    let places = Places(in: file)
    try places.requireAll(of: dockerfile.directives, "directives")
    try places.requireAll(of: dockerfile.comments, "comments")
    try places.requireAll(of: dockerfile.instructions, "instructions")
    try places.requireAll(of: dockerfile.diagnostics, "diagnostics")
    try places.requireAll(of: dockerfile.stages, "stages")
    try places.requireAll(of: dockerfile.globalArguments, "globalArguments")
    try checkOrder(dockerfile)
    try checkCover(dockerfile)
    for stage in dockerfile.stages {
      try require(dockerfile.instructions.indices.contains(stage.from), "stage \(stage.index) begins nowhere")
      try require(stage.instructions.upperBound <= dockerfile.instructions.count, "stage \(stage.index) leaves the file")
      if let configuration = dockerfile.configuration(ofStage: stage.index) { try places.requireAll(of: configuration, "configuration") }
    }
    for instruction in dockerfile.instructions { try checkShell(instruction, places, file) }
  }

  private static func checkOrder(_ dockerfile: Dockerfile) throws(Violation) {
    var end: UInt32 = 0
    var line = 0
    for instruction in dockerfile.instructions {
      let range = instruction.range
      try require(range.start >= end, "the instruction at \(range) begins within the one before it")
      try require(instruction.lines.lowerBound > line, "the instruction at \(range) has lines of the one before it")
      (end, line) = (range.end, instruction.lines.upperBound)
      let text = instruction.text.sourceRange
      try require(text.start <= range.start, "the text of the instruction at \(range) begins within it")
      try require(range.contains(instruction.keywordWord.range), "the keyword of the instruction at \(range) is not within it")
      try require(range.contains(instruction.argumentsRange), "the arguments of the instruction at \(range) are not within it")
      for flag in instruction.flags { try require(range.contains(flag.range), "a flag of the instruction at \(range) is not within it") }
      for heredoc in instruction.heredocs {
        try require(
          range.contains(heredoc.opening) && range.contains(heredoc.body), "a heredoc of the instruction at \(range) is not within it")
      }
      let comments = dockerfile.comments.indices
      try require(
        instruction.precedingComments.clamped(to: comments) == instruction.precedingComments
          && instruction.innerComments.clamped(to: comments) == instruction.innerComments,
        "the instruction at \(range) has unknown comments")
    }
    end = 0
    for comment in dockerfile.comments {
      try require(comment.range.start >= end, "the comment at \(comment.range) begins within the one before it")
      end = comment.range.end
    }
  }

  /// Whatever can be seen belongs to something.
  private static func checkCover(_ dockerfile: Dockerfile) throws(Violation) {
    let bytes = dockerfile.file.bytes
    var isCovered = [Bool](repeating: false, count: bytes.count)
    let parts = dockerfile.instructions.map(\.range) + dockerfile.comments.map(\.range) + dockerfile.directives.map(\.range)
    // A directive that is there twice is no directive, but it is spoken of.
    for range in parts + dockerfile.diagnostics.map(\.range) {
      for index in range.indices { isCovered[index] = true }
    }
    for (index, byte) in bytes.enumerated() where byte > 0x20 && byte < 0x7F && !isCovered[index] {
      // An instruction may begin on a later line than the escapes that lead to it.
      let rest = bytes[(index + 1)...].prefix { $0 != 0x0A }
      let isEscape = byte == dockerfile.escape.rawValue && rest.allSatisfy { $0 <= 0x20 }
      try require(isEscape, "the byte at \(index) belongs to nothing")
    }
  }

  /// What the shell reads of an instruction has its place in the file.
  private static func checkShell(_ instruction: Instruction, _ places: Places, _ file: SourceFile) throws(Violation) {
    let command: CommandLine? =
      switch instruction.payload {
      case .run(let command, _), .cmd(let command), .entrypoint(let command): command
      case .healthcheck(let healthcheck): healthcheck.command
      default: nil
      }
    guard let command, let text = instruction.shellText(of: command, in: file) else { return }
    try places.requireAll(of: text, "shell text")
    try ShellProperties.check(text.bytes)
    for command in ShellScript.parse(text.bytes).commands {
      let range = text.sourceRange(of: command.range)
      try require(instruction.range.contains(range), "a command at \(range) is not within its instruction at \(instruction.range)")
    }
  }
}
