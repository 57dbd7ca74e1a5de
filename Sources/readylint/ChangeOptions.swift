import ArgumentParser
import Linting

/// How the command line says what `ChangeRequest` is to be.
struct ChangeOptions: ParsableArguments {
  @Flag(help: "Mend what can be mended without changing anything else, and report the rest.")
  var fix = false

  @Flag(help: "With --fix or --diff: mend as well what somebody has to look at afterwards.")
  var unsafeFixes = false

  @Flag(help: "Print what --fix would change, and change nothing; the exit status is 1 when there is something.")
  var diff = false

  @Flag(help: "Write an ignore above each finding that fails the run; with --diff, print what would be written.")
  var addIgnores = false

  @Option(help: "With --add-ignores: why the findings are meant to be.")
  var reason: String?

  @Option(help: ArgumentHelp("With --add-ignores: the last day on which the ignores count, like 2026-12-31.", valueName: "day"))
  var until: String?

  func validate() throws {
    if addIgnores {
      if fix || unsafeFixes { throw ValidationError("--add-ignores and --fix are two runs: fix first, then ignore what is left.") }
      guard let reason, IgnoreComments.isReason(reason) else {
        throw ValidationError("--add-ignores needs --reason with a sentence: whoever reads it next has to know whether it still holds.")
      }
      if let until, Day(until) == nil { throw ValidationError("--until is a day like 2026-12-31, not '\(until)'.") }
    } else if reason != nil || until != nil {
      throw ValidationError("--reason and --until go with --add-ignores.")
    }
    if unsafeFixes, !fix, !diff { throw ValidationError("--unsafe-fixes goes with --fix or --diff.") }
  }

  var asked: ChangeRequest {
    ChangeRequest(fix: fix, unsafeFixes: unsafeFixes, diff: diff, addIgnores: addIgnores, reason: reason, until: until)
  }
}
