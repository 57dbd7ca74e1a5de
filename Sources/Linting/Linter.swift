internal import Expressions
package import SourceText
internal import Workspace

/// Evaluates rules over the subjects of a repository. A class, because it keeps the rules that it has compiled.
package final class Linter: Sendable {
  /// A rule that could not be decided for a subject.
  package struct Undecided: Hashable, Sendable {
    package let rule: String
    package let location: Location
    package let logicalPath: String
    package let reasons: [String]

    package init(rule: String, location: Location, logicalPath: String, reasons: [String]) {
      self.rule = rule
      self.location = location
      self.logicalPath = logicalPath
      self.reasons = reasons
    }
  }

  /// A rule whose expression has no value for a subject: a mistake in the rule.
  package struct Failure: Hashable, Sendable {
    package let rule: String
    package let logicalPath: String
    package let message: String
  }

  package struct Result: Sendable {
    /// In no order that matters.
    package fileprivate(set) var findings: [Finding] = []
    package fileprivate(set) var undecided: [Undecided] = []
    package fileprivate(set) var failures: [Failure] = []

    fileprivate mutating func append(_ other: Result) {
      findings += other.findings
      undecided += other.undecided
      failures += other.failures
    }
  }

  private let rules: [BuiltInRule]
  private let compiled: [CompiledRule]
  /// The rules of a kind of subject, and what is wrong with others.
  private let ready = Memo<String, (rules: [CompiledRule], failures: [Failure])>()

  /// - Parameters:
  ///   - rules: rules that are compiled when there is a subject for them, and not before.
  ///   - compiled: further ones.
  package init(rules: [BuiltInRule] = [], compiled: [CompiledRule] = []) {
    self.rules = rules
    self.compiled = compiled
  }

  /// Each rule on each subject of its kind, on all cores.
  package func run(on repository: Repository) -> Result {
    var sum = Result()
    let wanted = Set(rules.map(\.subject)).union(compiled.map(\.rule.subject))
    let kinds = SubjectCatalog.subjectNames.filter(wanted.contains)
    let isSmall = repository.workspace.isSmall
    let subjects = mapInParallel(count: kinds.count, isSmall: isSmall) { SubjectCatalog.subjects(kinds[$0], in: repository) }
    var work: [(rules: [CompiledRule], subjects: ArraySlice<any Subject>)] = []
    for (kind, subjects) in zip(kinds, subjects) where !subjects.isEmpty {
      let ready = ready.value(for: kind) { compiledRules(about: kind) }
      sum.failures += ready.failures
      work += Self.batches(subjects).map { (ready.rules, $0) }
    }
    let batches = work
    let results = mapInParallel(count: batches.count, isSmall: isSmall) { index in
      var result = Result()
      // Each batch begins with another rule: two cores that evaluate the same one at once wait for each other's counts of references to it.
      let rules = batches[index].rules
      for offset in rules.indices {
        let rule = rules[(index * (rules.count * 5 / 8) + offset) % rules.count]
        Self.evaluate(rule, batches[index].subjects, in: repository, into: &result)
      }
      return result
    }
    for result in results { sum.append(result) }
    sum.findings = Self.unique(sum.findings)
    return sum
  }

  /// How often a rule may use up its steps before the rest of a batch is spared it: the run has failed, and takes no hours to say so.
  private static let patience = 3

  private func compiledRules(about kind: String) -> (rules: [CompiledRule], failures: [Failure]) {
    var ready = compiled.filter { $0.rule.subject == kind }
    var failures: [Failure] = []
    for rule in rules where rule.subject == kind {
      do throws(CompiledRule.Failure) {
        ready.append(try CompiledRule(rule.rule, isChecked: false))
      } catch {
        failures.append(Failure(rule: rule.id, logicalPath: "", message: error.message))
      }
    }
    return (ready, failures)
  }

  private static func evaluate(
    _ rule: CompiledRule, _ subjects: ArraySlice<any Subject>, in repository: Repository, into result: inout Result
  ) {
    var exceeded = 0
    for subject in subjects where exceeded < patience {
      switch rule.evaluate(subject, fixesIn: repository) {
      case .pass: break
      case .fail(let finding): result.findings.append(finding)
      case .undecided(let reasons):
        result.undecided.append(
          Undecided(rule: rule.rule.id, location: subject.anchor, logicalPath: subject.logicalPath, reasons: reasons))
      case .failure(let error):
        result.failures.append(Failure(rule: rule.rule.id, logicalPath: subject.logicalPath, message: error.message))
        if error == .budgetExceeded { exceeded += 1 }
      }
    }
  }

  private static func batches(_ subjects: [any Subject]) -> [ArraySlice<any Subject>] {
    stride(from: 0, to: subjects.count, by: 64).map { subjects[$0..<min($0 + 64, subjects.count)] }
  }

  /// Two containers of one image start the same command: what is wrong with it is said once, at the command.
  private static func unique(_ findings: [Finding]) -> [Finding] {
    let sorted = findings.sorted { left, right in
      Finding.precedes(left, right)
        || !Finding.precedes(right, left) && left.logicalPath.utf8.lexicographicallyPrecedes(right.logicalPath.utf8)
    }
    var unique: [Finding] = []
    for finding in sorted {
      if let last = unique.last, last.rule == finding.rule, last.location == finding.location, last.message == finding.message { continue }
      unique.append(finding)
    }
    return unique
  }
}
