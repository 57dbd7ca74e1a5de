import Expressions
import Foundation
import Linting
import Reports
import SourceText
import Testing
import Workspace

/// The rule files of this repository, as `make rules` finds them.
let ruleFiles: [SourceFile] = {
  let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Rules"
  var discovery = Discovery()
  discovery.add(folder)
  discovery.finish()
  return discovery.files.compactMap { file in
    try? SourceFile.read(systemPath: file.systemPath, as: String(file.path.dropFirst(folder.count + 1)))
  }
}()

@Suite struct RuleExampleTests {
  @Test("Conditions may speak of variables, however they are written", arguments: ["variables.pods > 1", "variables .pods > 1"])
  func variablesInConditions(condition: String) throws {
    let rule = try RuleFile.load(
      SourceFile(
        path: "acme.yaml",
        text: """
          id: acme
          title: Many pods have a budget
          severity: error
          subject: workload
          variables:
            - {name: pods, expression: self.minimumReplicas}
          matchConditions: ["self.kind == 'Deployment'", "\(condition)"]
          expression: variables.pods < 3
          message: too many
          why: They are.
          fix: Have fewer.
          examples:
            - pass: |
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api}
                spec: {replicas: 2, selector: {matchLabels: {a: b}}, template: {spec: {containers: [{name: api, image: a}]}}}
            - fail: |
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: ↓api}
                spec: {replicas: 3, selector: {matchLabels: {a: b}}, template: {spec: {containers: [{name: api, image: a}]}}}

          """))
    #expect(RuleExamples.mismatches(of: rule).map(\.message) == [])
  }

  @Test(arguments: ruleFiles.map(\.path))
  func examplesHold(path: String) throws {
    let file = try #require(ruleFiles.first { $0.path == path })
    let rule = try RuleFile.load(file)
    for mismatch in RuleExamples.mismatches(of: rule) {
      Issue.record("example \(mismatch.example + 1): \(mismatch.message)")
    }
    #expect(path.hasSuffix("/\(rule.id).yaml"), "a rule's file is named after its id")
    #expect(rule.examples.count { $0.verdict == .pass } >= 1)
    #expect(rule.examples.count { $0.verdict == .fail } >= 2)
    #expect(!rule.sources.isEmpty)
  }

  @Test func embeddedRulesAreThoseOfTheFiles() throws {
    let files = try ruleFiles.map { try RuleFile.read($0) }.sorted { $0.id < $1.id }
    let embedded = RuleSet.builtIn(examples: true).map(\.rule)
    // Not compared within the expectation: it would print all of them. The text holds the compiled expressions as well: those of the files
    // as they are compiled now, against the embedded ones, read and written again.
    let areUpToDate = RuleEncoding.encode(files) == RuleEncoding.encode(embedded)
    #expect(areUpToDate, "run `make rules`")
    let examplesAreUpToDate = RuleEncoding.encodeExamples(files) == RuleEncoding.encodeExamples(embedded)
    #expect(examplesAreUpToDate, "run `make rules`")
  }

  @Test func theRulePagesAreUpToDate() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Docs/rules")
    let rules = (RuleSet.builtIn(examples: true).map(\.rule) + FileProblems.rules + SuppressionRules.all).sorted { $0.id < $1.id }
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(pages) == Set(rules.map { $0.id + ".md" } + ["README.md"]))
    for rule in rules {
      let isUpToDate = try String(contentsOf: folder.appendingPathComponent(rule.id + ".md"), encoding: .utf8) == RulePage.markdown(rule)
      #expect(isUpToDate, "run `make rules`: \(rule.id)")
    }
    #expect(try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8) == RulePage.index(rules))
  }

  @Test func theAttributePageIsUpToDate() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Docs/attributes.md")
    #expect(try String(contentsOf: page, encoding: .utf8) == AttributeReference.markdown(), "run `make rules`")
  }
}

@Suite struct SubjectCatalogTests {
  /// Kinds are looked up by name before their schemas are made.
  @Test func kindsAreCalledAsTheirSchemasSay() throws {
    for name in SubjectCatalog.subjectNames { #expect(SubjectCatalog.objectType(named: name)?.name == name) }
    #expect(Set(SubjectCatalog.objectTypes.map(\.name)).count == SubjectCatalog.objectTypes.count)
  }
}
