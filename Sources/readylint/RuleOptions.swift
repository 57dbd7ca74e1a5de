import ArgumentParser

/// How the command line says what `RuleSources` are to be.
struct RuleOptions: ParsableArguments {
  @Option(help: "A folder, or a file, with rules of your own; repeat it for several.", completion: .directory)
  var rules: [String] = []

  @Option(
    help:
      "The configuration file. Without it, .readylint.yaml of the folder that is linted or of one above it, up to the repository's top.",
    completion: .file(extensions: ["yaml"]))
  var config: String?

  var asked: RuleSources { RuleSources(rules: rules, config: config) }
}
