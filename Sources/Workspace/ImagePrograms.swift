internal import DockerfileSyntax
internal import SourceText

/// A program that probes, hooks and health checks like to call and that small images lack.
package enum CommonTool {
  private static let names: Set<String> = ["sh", "bash", "ash", "sleep", "cat", "kill", "curl", "wget", "nc", "grep", "ls", "test"]
  private static let folders = ["/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/"]

  /// The name of the tool that a command calls; nil for another program, and for one in a folder of the image's own.
  package static func name(of program: String) -> String? {
    guard let slash = program.lastIndex(of: "/") else { return names.contains(program) ? program : nil }
    let name = String(program[program.index(after: slash)...])
    return folders.contains(String(program[...slash])) && names.contains(name) ? name : nil
  }
}

extension ImageBuild {
  /// Whether the image lacks a tool: neither its base has it, nor does a RUN install it, nor a COPY bring it.
  package func isMissing(_ tool: String) -> Answer {
    guard let configuration = dockerfile.finalConfiguration else { return .unknown(because: "there is no stage") }
    let steps = steps.filter { isInImage($0.stage) && !$0.isTrigger }
    for step in steps {
      if let found = step.isMissing(tool) { return found }
    }
    for copied in configuration.files {
      // A whole file system, a folder of programs, or the program itself.
      let destination = copied.absoluteDestination.known ?? "/"
      let last = destination.lastPathComponent.map(String.init) ?? ""
      if last == tool || ["", "bin", "sbin", "usr", "local"].contains(last) || copied.sources.contains(where: { $0.value.known == nil }) {
        return .unknown(because: "a COPY may bring \(tool)")
      }
    }
    guard let base = configuration.externalBase else { return .yes }
    guard let reference = base.known.flatMap({ try? ImageReference(parsing: $0) }), let brings = BaseImages.brings(tool, reference) else {
      return .unknown(because: "what the base image holds is not known")
    }
    // What a RUN calls is there, and so is the shell that it needs.
    if BaseImages.hasNoShell(reference), !steps.isEmpty {
      return .unknown(because: "a RUN needs a shell that the base image is said not to have")
    }
    return Answer(!brings)
  }
}

extension BuildStep {
  private static let packageManagers: Set<String> = [
    "apt-get", "apt", "apk", "dnf", "yum", "microdnf", "aptitude", "tdnf", "zypper", "install_packages",
  ]
  private static let installers: Set<String> = [
    "sh", "bash", "ash", ".", "source", "xargs", "dpkg", "rpm", "conda", "mamba", "nix-env", "busybox", "ln",
  ]

  /// What a RUN says of a tool; nil when it says nothing.
  fileprivate func isMissing(_ tool: String) -> Answer? {
    for (index, command) in commands.enumerated() {
      // What runs it has it.
      if command.program == tool { return .no }
      let words = command.words
      if let manager = command.program, Self.packageManagers.contains(manager),
        words.contains(where: { $0.written.split(whereSeparator: { "=-/@:".contains($0) }).first.map(String.init) == tool })
      {
        let isRemoved = commands[(index + 1)...].contains { later in
          later.arguments.contains { ["purge", "remove", "autoremove", "del", "erase"].contains($0.text) }
        }
        return isRemoved ? .unknown(because: "\(tool) is installed and packages are removed again") : .no
      }
      if words.contains(where: { $0.text == nil }), words.contains(where: { ["install", "add"].contains($0.text) }) {
        return .unknown(because: "what is installed depends on a variable")
      }
      let first = words.first?.text ?? ""
      if first.hasSuffix(".sh") || first.hasPrefix("./") || first.hasPrefix("/") && !first.hasPrefix("/usr/") && !first.hasPrefix("/bin/")
        || command.program.map(Self.installers.contains) ?? false
        || words.contains(where: { $0.written.containsText("install-deps") || $0.written.containsText("--with-deps") })
      {
        return .unknown(because: "a RUN may install \(tool)")
      }
    }
    return nil
  }
}
