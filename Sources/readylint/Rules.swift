import ArgumentParser
import Linting
import Reports

struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the rules.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "text: a line a rule; json: an array of objects with id, title, severity, tags, subject and sources.")
  var format: Format = .text

  @OptionGroup var ruleOptions: RuleOptions

  func run() throws {
    let rules = try ruleOptions.load(near: ".").all
    switch format {
    case .text: StandardStream.output.write(RuleList.text(rules))
    case .json: StandardStream.output.write(RuleList.json(rules))
    }
  }
}
