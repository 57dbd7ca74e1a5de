internal import Expressions
package import SourceText
internal import Workspace

/// Evaluates rules over the subjects of a repository.
package struct Linter: Sendable {
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
    /// In the order of every output.
    package fileprivate(set) var findings: [Finding] = []
    package fileprivate(set) var undecided: [Undecided] = []
    package fileprivate(set) var failures: [Failure] = []
    /// The ids of rules with findings, or that could not be decided for something.
    package fileprivate(set) var rules: Set<String> = []
  }

  private let rules: [DeferredRule]

  /// - Parameter rules: rules that are compiled when there is a subject for them, and not before.
  package init(rules: [DeferredRule]) { self.rules = rules }

  /// Each rule on each subject of its kind, on all cores.
  package func run(on repository: Repository) -> Result {
    let wanted = Set(rules.map(\.subject))
    let kinds = SubjectCatalog.namesInOrderOfWork.filter(wanted.contains)
    let isSmall = repository.workspace.isSmall
    let subjects = mapInParallel(count: kinds.count, isSmall: isSmall) { SubjectCatalog.subjects(kinds[$0], in: repository) }
    // From file to file, whatever the kind: what subjects of one kind have looked at, others find in the processor's cache.
    let batches = zip(kinds, subjects).flatMap { kind, subjects in
      Self.batches(subjects).map { (kind: kind, subjects: $0, file: $0.first?.anchor.file.index ?? 0) }
    }.sorted { $0.file < $1.file }
    var results = mapInParallel(count: batches.count, isSmall: isSmall, state: { CompiledRules(rules) }) { compiled, index in
      var result = Result()
      let rules = compiled.rules(about: batches[index].kind, &result.failures)
      Self.evaluate(rules, batches[index].subjects, in: repository, into: &result)
      return result
    }
    var sum = Result()
    for result in results {
      sum.undecided += result.undecided
      sum.failures += result.failures
      sum.rules.formUnion(result.rules)
    }
    sum.findings = Self.unique(&results)
    // What is wrong with a rule, each thread has said.
    sum.failures = Array(Set(sum.failures))
    return sum
  }

  /// The rules as one thread has them, compiled when the first subject of their kind is there. To evaluate an expression counts the
  /// references to its parts, and threads that share them wait for each other at every count.
  private struct CompiledRules {
    private let rules: [DeferredRule]
    private var ready: [String: [CompiledRule]] = [:]

    init(_ rules: [DeferredRule]) { self.rules = rules }

    /// - Parameter failures: where to say what is wrong with rules that cannot be compiled.
    mutating func rules(about kind: String, _ failures: inout [Failure]) -> [CompiledRule] {
      if let ready = ready[kind] { return ready }
      var compiled: [CompiledRule] = []
      for rule in rules where rule.subject == kind {
        do throws(CompiledRule.Failure) {
          compiled.append(try CompiledRule(rule.rule))
        } catch {
          failures.append(Failure(rule: rule.id, logicalPath: "", message: error.message))
        }
      }
      ready[kind] = compiled
      return compiled
    }
  }

  /// How often a rule may use up its steps before the rest of a batch is spared it: the run has failed, and takes no hours to say so.
  private static let patience = 3

  private static func evaluate(
    _ rules: [CompiledRule], _ subjects: ArraySlice<any Subject>, in repository: Repository, into result: inout Result
  ) {
    var exceeded = Array(repeating: 0, count: rules.count)
    var hasFired = Array(repeating: false, count: rules.count)
    for subject in subjects {
      let checked = CheckedSubject(subject)
      var bindings = RuleBindings(checked)
      for (index, rule) in rules.enumerated() where exceeded[index] < patience {
        switch rule.evaluate(checked, &bindings, fixesIn: repository) {
        case .pass: break
        case .fail(let finding):
          hasFired[index] = true
          result.findings.append(finding)
        case .undecided(let reasons):
          hasFired[index] = true
          result.undecided.append(
            Undecided(rule: rule.rule.id, location: checked.anchor, logicalPath: checked.logicalPath, reasons: reasons))
        case .failure(let error):
          result.failures.append(Failure(rule: rule.rule.id, logicalPath: checked.logicalPath, message: error.message))
          if error == .budgetExceeded { exceeded[index] += 1 }
        }
      }
    }
    for (rule, hasFired) in zip(rules, hasFired) where hasFired { result.rules.insert(rule.rule.id) }
  }

  private static func batches(_ subjects: [any Subject]) -> [ArraySlice<any Subject>] {
    // Few, so that no thread is left alone for long at the end.
    stride(from: 0, to: subjects.count, by: 32).map { subjects[$0..<min($0 + 32, subjects.count)] }
  }

  /// Two containers of one image start the same command: what is wrong with it is said once, at the command.
  ///
  /// - Returns: those of all batches, in order; they are taken out of these.
  private static func unique(_ batches: inout [Result]) -> [Finding] {
    // Numbers in the place of findings: to copy one, or to look into it, counts the references to it, which another core has made.
    var order: [Ordinal] = []
    order.reserveCapacity(batches.reduce(0) { $0 + $1.findings.count })
    for batch in batches.indices {
      for index in batches[batch].findings.indices {
        order.append(Ordinal(place: batches[batch].findings[index].place, batch: Int32(batch), index: Int32(index)))
      }
    }
    func finding(_ ordinal: Ordinal) -> Finding { batches[Int(ordinal.batch)].findings[Int(ordinal.index)] }
    order.sort { left, right in
      if left.place != right.place { return left.place < right.place }
      let (one, other) = (finding(left), finding(right))
      return Finding.precedes(one, other) || !Finding.precedes(other, one) && one.logicalPath.bytesPrecede(other.logicalPath)
    }
    var unique: [Finding] = []
    unique.reserveCapacity(order.count)
    var last: Finding.Place?
    let nothing = Finding(rule: "", severity: .info, message: "", location: Location(file: FileID(0), range: .startOfFile))
    for ordinal in order {
      var finding = nothing
      swap(&finding, &batches[Int(ordinal.batch)].findings[Int(ordinal.index)])
      if last == ordinal.place, let kept = unique.last, kept.rule == finding.rule, kept.message == finding.message { continue }
      unique.append(finding)
      last = ordinal.place
    }
    return unique
  }

  /// A finding of a batch with what its order nearly always depends on.
  private struct Ordinal {
    let place: Finding.Place
    let batch: Int32
    let index: Int32
  }
}
