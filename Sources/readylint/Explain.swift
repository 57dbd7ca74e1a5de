import ArgumentParser
import Linting
import Reports

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a rule wants and why, how to mend what it finds, and what it rests on.")

  @Argument(help: "The rule's id.", completion: .custom { _, _, _ in (RuleSet.builtIn() + FileProblems.rules).map(\.id) })
  var rule: String

  @OptionGroup var ruleOptions: RuleOptions

  func run() throws {
    let rules = try ruleOptions.load(near: ".", examples: true).all
    guard let found = rules.first(where: { $0.id == rule }) else {
      throw CommandFailure([RuleFilter.UnknownRule(rule, among: rules.map(\.id)).message])
    }
    StandardStream.output.write(RuleList.explanation(of: found))
  }
}
