import ArgumentParser
import Linting
import Reports
import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct Checklist: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checklist",
    abstract: "Go through the production checklist: what is met, where it shows, and what nobody has shown yet.",
    discussion: """
      What a repository cannot show, such as a disaster-recovery plan, is attested in .readylint.yaml:

        attestations:
          - item: disaster-recovery
            document: docs/recovery.md
            reviewed: 2026-05-01

        readylint checklist
        readylint checklist --format html > checklist.html
        readylint checklist --fail-under 80
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, json, html
  }

  @Argument(help: "Files and folders. Nothing means the current folder.", completion: .file())
  var paths: [String] = []

  @Option(help: "text, markdown, json, or html (one page that needs nothing else).")
  var format: Format = .text

  @Option(help: "Exit with 1 when the score is below this many percent.")
  var failUnder: Int?

  @OptionGroup var ruleOptions: RuleOptions

  func validate() throws {
    if let failUnder, !(0...100).contains(failUnder) { throw ValidationError("--fail-under is a number from 0 to 100.") }
  }

  func run() throws {
    let source = RepositorySource(paths: paths)
    let settings = try ruleOptions.asked.load(near: source.configurationFolder)
    let repository = try source.read(settings).repository
    let rules = settings.builtIn.filter { Scorecard.rules.contains($0.id) }
    let result = Linter(rules: rules).run(on: repository)
    let today = Day.today
    let scorecard = Scorecard(
      repository, findings: result.findings, configuration: settings.configuration, today: today,
      documentExists: { access(settings.folder + $0, F_OK) == 0 })
    let page = ScorecardFormat(scorecard, of: repository)
    switch format {
    case .text: try StandardStream.output.write(page.text())
    case .markdown: try StandardStream.output.write(page.markdown())
    case .json: try StandardStream.output.write(page.json())
    case .html: try StandardStream.output.write(page.html())
    }
    let problems =
      repository.workspace.failures.map { "\($0.path): \($0.error.message)" }
      + result.failures.map { "rule \($0.rule) failed on \($0.logicalPath): \($0.message)" }
    guard problems.isEmpty else { throw CommandFailure(problems) }
    if let failUnder, scorecard.score < failUnder { throw ExitCode(1) }
  }
}
