import ArgumentParser
import Linting

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Lint files and folders (the default).",
    discussion: """
      Folders are walked for Dockerfiles, Kubernetes manifests and compose files, .gitignore honoured; files are taken whatever git says of them.

        readylint check --output concise --fail-on error
        readylint check --select grace-period-covers-shutdown,pre-stop-hook deploy/
        readylint check --rules policies/ --show-undecided
        readylint check --group-by workload --output html=audit.html

      What is named together is one system, with the configuration of the first. Folders that are the tops of different repositories of
      Git are systems of their own, each with its own configuration; their findings are in one report.
      """)

  @Argument(
    help: "Files and folders; `-` reads one file from standard input. Nothing means the current folder.", completion: .file())
  var paths: [String] = []

  @OptionGroup var outputOptions: OutputOptions

  @Option(help: "Only these rules; separate ids by commas or repeat the option.", completion: .custom { _, _, _ in Check.ruleIDs })
  var select: [String] = []

  @Option(help: "All but these rules; separate ids by commas or repeat the option.", completion: .custom { _, _, _ in Check.ruleIDs })
  var ignore: [String] = []

  @Flag(help: "Print what could not be decided as well, and why.")
  var showUndecided = false

  @Flag(inversion: .prefixedNo, help: "Honour ignores in comments, annotations and the configuration; --no-ignores shows auditors all.")
  var ignores = true

  @Flag(
    inversion: .prefixedNo,
    help: "When single files are named, read the rest of the repository as well, so that what they refer to is known.")
  var context = true

  @Option(help: ArgumentHelp("Report only what changes since this revision of Git introduce.", valueName: "revision"))
  var diffBase: String?

  @Option(
    help: "Report only what is not in this baseline; none leaves out that of the configuration. See readylint baseline.",
    completion: .file())
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "Lint a part of the folders: those on top are dealt out to N parts, and readylint merge makes one report of their JSON reports.",
      valueName: "I/N"))
  var shard: Shard?

  @OptionGroup(title: "Changing files") var changes: ChangeOptions

  @OptionGroup var ruleOptions: RuleOptions

  @Option(
    help: "The name of the file that is read from standard input. (default: Dockerfile for what begins like one, else stdin.yaml)")
  var stdinFilename: String?

  private static var ruleIDs: [String] { RuleSet.builtIn().map(\.id) + FileProblems.rules.map(\.id) }

  func validate() throws {
    if paths.contains("-"), changes.asked.isWanted, !changes.diff {
      throw ValidationError("What is read from standard input cannot be changed; --diff shows what would be.")
    }
    if paths.contains("-"), paths.count > 1 {
      throw ValidationError("'-' reads standard input and cannot be combined with paths.")
    }
    if shard != nil, !paths.allSatisfy(RepositorySource.isFolder) {
      throw ValidationError("--shard deals out what is in folders; name no files with it.")
    }
  }

  func run() throws {
    try CheckRun(
      paths: paths, output: outputOptions.asked, select: select, ignore: ignore, showsUndecided: showUndecided, honoursIgnores: ignores,
      readsContext: context, diffBase: diffBase, baseline: baseline, shard: shard, changes: changes.asked, rules: ruleOptions.asked,
      stdinFilename: stdinFilename
    ).run()
  }
}
