import ArgumentParser
import Reports

@main
struct Readylint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readylint",
    abstract: "Says whether a repository's Dockerfiles and Kubernetes manifests are ready for production.",
    discussion: """
      Reads the repository as one system and prints findings at the exact token.

        readylint                      lint the current folder
        readylint check deploy/ api/   lint some folders
        readylint --output concise     one finding a line
        kubectl get deploy -o yaml | readylint check -
        readylint rules                what is checked
        readylint explain pre-stop-hook
        readylint graph                what leads to what, and why
        readylint checklist            the production checklist, with evidence
        readylint baseline create      from now on, report only what is new
        readylint init                 write a first .readylint.yaml
        readylint merge a.json b.json     reports of several runs as one

      Exit status: 0 no finding at or above --fail-on, 1 findings, 2 the job could not be done.
      """,
    version: Tool.version,
    subcommands: [
      Check.self, Rules.self, Explain.self, GraphCommand.self, Checklist.self, BaselineCommand.self, ConfigCommand.self,
      Initialize.self, Merge.self,
    ],
    defaultSubcommand: Check.self)

  /// ArgumentParser ends with 64 (EX_USAGE) on a usage error; linters' users expect 2, and 1 to mean findings alone.
  static func main() {
    Allocator.prepare()
    StandardStream.prepare()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if let run = plainCheck(arguments) { return try run.run() }
      var command = try command(for: arguments)
      try command.run()
    } catch let status as ExitCode {
      // Not through ArgumentParser, which would make up its help to find out that there is nothing to say.
      endProcess(status.rawValue)
    } catch let failure as CommandFailure {
      end(failure)
    } catch {
      let code = exitCode(for: error).rawValue
      let message = fullMessage(for: error)
      if code == 0 {
        do { try StandardStream.output.write(message + "\n") } catch { end(error) }
      } else if !message.isEmpty {
        StandardStream.tell(message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
      }
      endProcess(code == 0 ? 0 : 2)
    }
  }

  private static func end(_ failure: any Error) -> Never {
    StandardStream.tell(((failure as? CommandFailure)?.lines ?? ["\(failure)"]).map { "readylint: \($0)" })
    endProcess(2)
  }

  /// `readylint check a b`, with paths and at most an `--output`, as hooks and CI call it; nil for all else.
  private static func plainCheck(_ arguments: [String]) -> CheckRun? {
    var words = arguments
    var output = Output()
    if let option = words.firstIndex(of: "--output"), option + 1 < words.count, let request = OutputRequest(argument: words[option + 1]) {
      output.requests = [request]
      words.removeSubrange(option...(option + 1))
    }
    guard !words.contains(where: { $0.hasPrefix("-") || $0.isEmpty }), !names(otherCommand: words.first) else { return nil }
    return CheckRun(paths: arguments.first == Check._commandName ? Array(words.dropFirst()) : words, output: output)
  }

  /// Whether a word is the name of a command other than `check`, which is meant without one.
  private static func names(otherCommand word: String?) -> Bool {
    word == "help" || configuration.subcommands.dropFirst().contains { $0._commandName == word }
  }

  /// `check` is tried by itself, which takes half as long as parsing all commands to find that it is meant. Whatever that does not
  /// understand, help and mistakes too, is for the whole.
  private static func command(for arguments: [String]) throws -> any ParsableCommand {
    guard !names(otherCommand: arguments.first) else { return try parseAsRoot(arguments) }
    let rest = arguments.first == Check._commandName ? Array(arguments.dropFirst()) : arguments
    if let check = try? Check.parse(rest) { return check }
    return try parseAsRoot(arguments)
  }
}
