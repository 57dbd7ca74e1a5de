import ArgumentParser
import Linting
import Reports

struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Begin with what is there: known findings are written down, and only new ones are reported.",
    discussion: """
      An entry is known by rule, file, place in the object, and token, so that it survives edits around it.

        readylint baseline create            write down all findings
        readylint check --baseline .readylint-baseline.json
        readylint baseline prune             take out what is mended
        readylint baseline update --accept-new
        readylint baseline show
      """,
    subcommands: [Create.self, Update.self, Prune.self, Show.self])

  struct Options: ParsableArguments {
    @Argument(help: "Files and folders. Nothing means the current folder.", completion: .file())
    var paths: [String] = []

    @Option(help: "The baseline. (default: the configuration's, else .readylint-baseline.json beside it)", completion: .file())
    var file: String?

    @OptionGroup var ruleOptions: RuleOptions

    func run() throws -> (run: LintRun, file: BaselineFile) {
      let run = try LintRun(LintRequest(paths: paths, readsContext: false), ruleOptions.asked)
      guard run.isComplete else {
        throw CommandFailure(["the baseline is left as it is, since not everything could be read"] + run.problems)
      }
      return (run, BaselineFile(named: file, run.settings))
    }
  }

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write down all findings; an existing baseline is not overwritten.")

    @Flag(help: "Overwrite an existing baseline.")
    var force = false

    @OptionGroup var options: Options

    func run() throws {
      let (run, file) = try options.run()
      guard force || !file.exists else {
        throw CommandFailure(["\(file.path) is there already; `readylint baseline update` changes it, --force writes it anew"])
      }
      try file.write(Baseline(run.findings.map { file.entry(of: $0, in: run) }))
      StandardStream.tell(["\(file.path): \(run.findings.count) findings written down"])
    }
  }

  struct Update: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take out what is mended; new findings are shown, and taken in only with --accept-new.")

    @Flag(help: "Take new findings in.")
    var acceptNew = false

    @OptionGroup var options: Options

    func run() throws {
      let (run, file) = try options.run()
      let old = try file.read()
      let comparison = file.compare(run, with: old)
      let fresh = zip(run.findings, comparison.isKnown).filter { !$0.1 }.map(\.0)
      let known = zip(run.findings, comparison.isKnown).filter { $0.1 }.map(\.0)
      try file.write(Baseline((acceptNew ? run.findings : known).map { file.entry(of: $0, in: run) }))
      if !acceptNew, !fresh.isEmpty {
        try StandardStream.output.write(ConciseFormat.render(Report(findings: fresh, files: run.files, rules: run.rules())))
      }
      let verdict = acceptNew ? "taken in" : "not taken in: mend them, or take them in with --accept-new"
      StandardStream.tell([
        "\(file.path): \(comparison.gone.count) mended and taken out, \(fresh.count) new" + (fresh.isEmpty ? "" : " and \(verdict)")
      ])
      if !acceptNew, !fresh.isEmpty { throw ExitCode(1) }
    }
  }

  struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Take out what is mended, and nothing else.")

    @OptionGroup var options: Options

    func run() throws {
      let (run, file) = try options.run()
      let comparison = file.compare(run, with: try file.read())
      try file.write(Baseline(zip(run.findings, comparison.isKnown).filter { $0.1 }.map { file.entry(of: $0.0, in: run) }))
      StandardStream.tell(["\(file.path): \(comparison.gone.count) mended and taken out"])
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what the baseline holds, by rule.")

    @OptionGroup var options: Options

    func run() throws {
      let settings = try options.ruleOptions.asked.load(near: options.paths.first ?? ".")
      try StandardStream.output.write(BaselineFormat.summary(try BaselineFile(named: options.file, settings).read()))
    }
  }
}
