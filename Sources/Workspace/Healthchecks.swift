internal import DockerfileSyntax
internal import ShellSyntax
package import SourceText

/// A program that a HEALTHCHECK calls and that the image does not have.
package struct MissingHealthcheckTool: Sendable {
  package let name: String
  package let range: ByteRange
}

extension ImageBuild {
  /// The `curl` or `wget` that the image's HEALTHCHECK calls, with whether the image has it; nil when it calls neither.
  package var healthcheckTool: (tool: MissingHealthcheckTool, isMissing: Answer)? {
    guard let setting = dockerfile.finalConfiguration?.healthcheck, let command = setting.value.command else { return nil }
    let tools = Self.tools(of: command, in: dockerfile.instructions[setting.instruction], dockerfile)
    // `curl … || wget …` tries both.
    let answers = tools.map { ($0, isMissing($0.name)) }
    return answers.first { $0.1 == .no } ?? answers.first { $0.1 != .yes } ?? answers.first
  }

  private static func tools(of line: CommandLine, in instruction: Instruction, _ dockerfile: Dockerfile) -> [MissingHealthcheckTool] {
    func tool(_ path: String?, _ range: ByteRange) -> MissingHealthcheckTool? {
      let name = path?.lastPathComponent.map(String.init)
      guard let name, name == "curl" || name == "wget" else { return nil }
      return MissingHealthcheckTool(name: name, range: range)
    }
    func tools(in text: MappedText) -> [MissingHealthcheckTool] {
      ShellScript.parse(text.bytes).commands.compactMap { command in
        command.program.first.flatMap { tool($0.literal, text.sourceRange(of: $0.range)) }
      }
    }
    switch line.form {
    case .shell: return instruction.shellText(of: line, in: dockerfile.file).map(tools) ?? []
    case .exec(let words):
      guard let first = words.first else { return [] }
      if words.count > 2, ["sh", "bash", "ash"].contains(first.string.lastPathComponent.map(String.init) ?? ""),
        words[1].string.hasSuffix("c")
      {
        return tools(in: words[2].text)
      }
      return tool(first.string, first.range).map { [$0] } ?? []
    }
  }
}
