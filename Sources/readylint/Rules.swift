import ArgumentParser
import Linting
import Reports

struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rules", abstract: "List the rules.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "text: a line a rule; json: an array of objects with id, title, severity, tags, subject and sources.")
  var format: Format = .text

  @Option(
    help: "Show which rules ask for what the checks of another linter ask for: \(PeerRules.tools.joined(separator: ", ")).",
    completion: .list(PeerRules.tools))
  var like: String?

  @Flag(help: "Test your own rules, those of --rules and of the configuration, on their examples; exit status 1 when one does not hold.")
  var test = false

  @OptionGroup var ruleOptions: RuleOptions

  func run() throws {
    let settings = try ruleOptions.asked.load(near: ".")
    if test { return try runExamples(of: settings.own) }
    if let like {
      let matches = PeerRules.all.filter { $0.tool == like.lowercased() }
      guard !matches.isEmpty else {
        throw CommandFailure(["nothing is known of '\(like)'; there are: \(PeerRules.tools.joined(separator: ", "))"])
      }
      return try StandardStream.output.write(RuleList.peers(matches))
    }
    let rules = settings.all
    switch format {
    case .text: try StandardStream.output.write(RuleList.text(rules))
    case .json: try StandardStream.output.write(RuleList.json(rules))
    }
  }

  private func runExamples(of rules: [Rule]) throws {
    guard !rules.isEmpty else { throw CommandFailure(["there are no rules of your own; give their folder with --rules"]) }
    var failed = false
    for rule in rules {
      let mismatches = RuleExamples.mismatches(of: rule)
      if mismatches.isEmpty {
        let count = rule.examples.count
        try StandardStream.output.write("ok   \(rule.id) (\(count) example\(count == 1 ? "" : "s"))\n")
      }
      for mismatch in mismatches {
        try StandardStream.output.write("FAIL \(rule.id), example \(mismatch.example + 1): \(printable(mismatch.message))\n")
      }
      failed = failed || !mismatches.isEmpty
    }
    if failed { throw ExitCode(1) }
  }
}
