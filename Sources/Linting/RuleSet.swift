internal import Rules
package import SourceText

/// The rules of a run.
package enum RuleSet {
  /// The checklist that is part of the program, in the order of the ids.
  ///
  /// - Parameter examples: whether the rules are to have their examples, which only their explanation and their tests need.
  package static func builtIn(examples: Bool = false) -> [DeferredRule] {
    RuleEncoding.rules(EmbeddedText(EmbeddedRules.text), examples: examples ? EmbeddedText(EmbeddedRules.examples) : nil)
  }

  /// A rule file that cannot be used.
  package struct LoadError: Error, Sendable {
    package let file: SourceFile
    package let error: RuleFileError
  }

  /// Reads users' own rule files; a rule may not have the id of another.
  package static func load(_ files: [SourceFile], besides known: Set<String>) -> (rules: [Rule], errors: [LoadError]) {
    var ids = known
    var rules: [Rule] = []
    var errors: [LoadError] = []
    for file in files {
      do throws(RuleFileError) {
        let rule = try RuleFile.load(file)
        guard ids.insert(rule.id).inserted else {
          throw RuleFileError(message: "there is another rule '\(rule.id)'", range: .startOfFile)
        }
        rules.append(rule)
      } catch {
        errors.append(LoadError(file: file, error: error))
      }
    }
    return (rules, errors)
  }
}
