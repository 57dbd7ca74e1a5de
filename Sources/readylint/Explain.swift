import ArgumentParser
import Linting
import Reports

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a rule wants and why, how to mend what it finds, and what it rests on.",
    discussion: """
      With the name of a kind of subject (container, workload, dockerfile …) it lists what rules of your own may ask of it.

        readylint explain grace-period-covers-shutdown
        readylint explain container
      """)

  @Argument(
    help: "The rule's id, or the name of a kind of subject.",
    completion: .custom { _, _, _ in RuleSet.builtIn().map(\.id) + FileProblems.rules.map(\.id) })
  var rule: String

  @OptionGroup var ruleOptions: RuleOptions

  func run() throws {
    if let attributes = AttributeReference.text(of: rule) { return try StandardStream.output.write(attributes) }
    let rules = try ruleOptions.asked.load(near: ".", examples: true).all
    guard let found = rules.first(where: { $0.id == rule }) else {
      throw CommandFailure([RuleFilter.UnknownRule(rule, among: Set(rules.map(\.id))).message])
    }
    try StandardStream.output.write(RuleList.explanation(of: found))
  }
}
