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
      let name = path?.split(separator: "/").last.map(String.init)
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
      if words.count > 2, ["sh", "bash", "ash"].contains(first.string.split(separator: "/").last.map(String.init) ?? ""),
        words[1].string.hasSuffix("c")
      {
        return tools(in: words[2].text)
      }
      return tool(first.string, first.range).map { [$0] } ?? []
    }
  }

  private func isMissing(_ program: String) -> Answer {
    guard let configuration = dockerfile.finalConfiguration else { return .unknown(because: "there is no stage") }
    for step in steps where isInImage(step.stage) {
      for (index, command) in step.commands.enumerated() {
        // What runs it has it.
        if command.program == program { return .no }
        let words = command.words
        if words.contains(where: { $0.written.split(whereSeparator: { "=-/@:".contains($0) }).first.map(String.init) == program }),
          let manager = command.program,
          ["apt-get", "apt", "apk", "dnf", "yum", "microdnf", "aptitude", "tdnf", "zypper", "install_packages"].contains(manager)
        {
          let isRemoved = step.commands[(index + 1)...].contains { later in
            later.arguments.contains { ["purge", "remove", "autoremove", "del", "erase"].contains($0.text) }
          }
          return isRemoved ? .unknown(because: "\(program) is installed and packages are removed again") : .no
        }
        if words.contains(where: { $0.text == nil }), words.contains(where: { ["install", "add"].contains($0.text) }) {
          return .unknown(because: "what is installed depends on a variable")
        }
        let first = words.first?.text ?? ""
        if first.hasSuffix(".sh") || first.hasPrefix("./") || first.hasPrefix("/") && !first.hasPrefix("/usr/") && !first.hasPrefix("/bin/")
          || ["sh", "bash", "ash", ".", "source", "xargs", "dpkg", "rpm", "conda", "mamba", "nix-env", "busybox", "ln"].contains(
            command.program)
          || words.contains(where: { $0.written.contains("install-deps") || $0.written.contains("--with-deps") })
        {
          return .unknown(because: "a RUN may install \(program)")
        }
      }
    }
    for copied in configuration.files {
      // A whole file system, a folder of programs, or the program itself.
      let destination = copied.absoluteDestination.known ?? "/"
      let isProgramFolder = [
        "/", "/bin/", "/usr/", "/usr/bin/", "/usr/local/", "/usr/local/bin/", "/bin", "/usr", "/usr/bin", "/usr/local", "/usr/local/bin",
      ].contains(destination)
      if destination.hasSuffix("/" + program) || isProgramFolder { return .unknown(because: "a COPY may bring \(program)") }
    }
    guard let base = configuration.externalBase else { return .yes }
    guard let reference = base.known.flatMap({ try? ImageReference(parsing: $0) }), let brings = BaseImages.brings(program, reference)
    else {
      return .unknown(because: "what the base image holds is not known")
    }
    return Answer(!brings)
  }
}
