import Foundation
import Linting
import SourceText
import Testing
import Workspace
import YAMLSyntax

/// What holds of all fixes together, whatever they are for.
@Suite struct FixerTests {
  private struct Case: Sendable {
    var name: String
    var files: [SourceFile]
  }

  /// All faulty examples of the rules that have edits, and the fixtures.
  private static let cases: [Case] = {
    let examples = RuleSet.builtIn(examples: true).map(\.rule).filter { !$0.edits.isEmpty }.flatMap { rule in
      rule.examples.enumerated().filter { $0.element.verdict == .fail }.map { index, example in
        Case(
          name: "\(rule.id) \(index + 1)",
          files: example.files.map { SourceFile(path: $0.path, text: $0.text.replacingOccurrences(of: "↓", with: "")) })
      }
    }
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Fixtures/repositories")
    let folders = (try? FileManager.default.contentsOfDirectory(at: fixtures.standardizedFileURL, includingPropertiesForKeys: nil)) ?? []
    return examples
      + folders.sorted { $0.path < $1.path }.map { folder in
        let paths = (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []).sorted()
        let files = paths.compactMap { path in
          try? SourceFile.read(systemPath: folder.appendingPathComponent(path).path, as: path)
        }
        return Case(name: folder.lastPathComponent, files: files)
      }
  }()

  private static let rules = RuleSet.builtIn()

  private static func state(_ files: [SourceFile], _ texts: [String: [UInt8]]) -> Fixer.State {
    let known = Set(files.map(\.path))
    let made = texts.keys.filter { !known.contains($0) }.sorted().map { SourceFile(path: $0, bytes: texts[$0] ?? []) }
    let repository = Repository(files.map { file in texts[file.path].map { SourceFile(path: file.path, bytes: $0) } ?? file } + made)
    return Fixer.State(Linter(rules: rules).run(on: repository).findings, in: repository)
  }

  private static func fix(_ files: [SourceFile], _ safety: Fix.Safety) throws -> Fixer.Outcome {
    try Fixer(allowing: safety, mayWrite: { _ in true }) { state(files, $0) }.run(from: state(files, [:]))
  }

  @Test(arguments: cases.indices, [Fix.Safety.safe, .unsafe])
  func fixesKeepWhatTheyDoNotSpeakOf(number: Int, safety: Fix.Safety) throws {
    let (name, files) = (Self.cases[number].name, Self.cases[number].files)
    let outcome = try Self.fix(files, safety)
    #expect(outcome.dropped.isEmpty, "\(name)")
    for (path, bytes) in outcome.texts {
      guard let old = files.first(where: { $0.path == path }) else { continue }
      let new = SourceFile(path: path, bytes: bytes)
      // It parses as well as before, and no comment is gone.
      #expect(outcome.state.problems[path] == Self.state(files, [:]).problems[path], "\(name)")
      if path.hasSuffix(".yaml") {
        #expect(Self.comments(new) == Self.comments(old), "\(name)")
      }
      // Of the lines, only those are others that an edit stands on.
      let (before, after) = (Self.lines(old), Self.lines(new))
      let gone = after.difference(from: before).removals.count
      #expect(gone <= outcome.appliedCount * 3, "\(name)")
      #expect(bytes.last == old.bytes.last || old.bytes.isEmpty, "\(name)")
    }
    let fixed = files.map { file in outcome.texts[file.path].map { SourceFile(path: file.path, bytes: $0) } ?? file }
    let known = Set(files.map(\.path))
    let made = outcome.texts.filter { !known.contains($0.key) }.map { SourceFile(path: $0.key, bytes: $0.value) }
    #expect(try Self.fix(fixed + made, safety).texts.isEmpty, "\(name)")
  }

  private static func comments(_ file: SourceFile) -> [String] { YAMLStream.parse(file).comments.map { file.text($0.range) } }

  private static func lines(_ file: SourceFile) -> [Substring] { file.text(ByteRange(file.bytes.indices)).split(separator: "\n") }

  @Test func mostExamplesCanBeFixed() throws {
    let fixable = RuleSet.builtIn(examples: true).map(\.rule).filter { !$0.edits.isEmpty }
    #expect(fixable.count >= 15)
    for rule in fixable { #expect(rule.examples.contains { !$0.fixed.isEmpty }, "\(rule.id) shows no fix") }
  }

  // MARK: Edits

  @Test func groupsAreTakenWholeOrNotAtAll() {
    var plan = EditPlan()
    let first = TextEdit(ByteRange(2..<4), "x")
    let isFirstTaken = plan.take([("a", first)])
    let isSecondTaken = plan.take([("b", .insertion("y", at: 0)), ("a", TextEdit(ByteRange(3..<5), "z"))])
    #expect(isFirstTaken && !isSecondTaken)
    #expect(plan.edits["b"] == nil)
    // The same word for word is done once.
    let isThirdTaken = plan.take([("a", first), ("b", .insertion("y", at: 0))])
    #expect(isThirdTaken)
    #expect(plan.edits["a"] == [first])
  }

  @Test func insertionsAtOnePlaceFollowEachOther() {
    let edits = [TextEdit.insertion("1", at: 1, isIndependent: true), .insertion("2", at: 1, isIndependent: true)]
    var plan = EditPlan()
    for edit in edits {
      let isTaken = plan.take([("a", edit)])
      #expect(isTaken)
    }
    let isThirdTaken = plan.take([("a", .insertion("3", at: 1))])
    #expect(!isThirdTaken)
    #expect(TextEdit.apply(plan.edits["a"] ?? [], to: Array("ab".utf8)) == Array("a12b".utf8))
  }

  // MARK: Rule files

  private static func load(_ edits: String) -> String? {
    let rule = """
      id: acme
      title: t
      severity: error
      subject: container
      expression: "true"
      message: m
      why: w
      fix: f
      edits:
        - \(edits)
      """
    do throws(RuleFileError) {
      _ = try RuleFile.load(SourceFile(path: "acme.yaml", text: rule))
      return nil
    } catch {
      return error.message
    }
  }

  @Test(arguments: [
    ("{title: t, safety: safe, set: {path: a.b, value: false}}", nil),
    ("{title: t, safety: unsafe, when: has(self.preStop), remove: {path: a.b}}", nil),
    ("{title: t, safety: safe, insertArguments: {value: [--a, b]}}", nil),
    ("{safety: safe, remove: {path: a}}", "'title'"), ("{title: t, remove: {path: a}}", "'safety'"),
    ("{title: t, safety: sure, remove: {path: a}}", "'safety'"), ("{title: t, safety: safe}", "one operation"),
    ("{title: t, safety: safe, remove: {path: a}, set: {path: a, value: 1}}", "one operation"),
    ("{title: t, safety: safe, sett: {path: a}}", "unknown key 'sett'; did you mean"),
    ("{title: t, safety: safe, set: {path: a}}", "needs a 'value'"), ("{title: t, safety: safe, set: {value: 1}}", "needs 'path'"),
    ("{title: t, safety: safe, set: {path: a, value: {b: 1}}}", "needs a 'value'"),
    ("{title: t, safety: safe, remove: {path: a, value: 1}}", "unknown key 'value'"),
    ("{title: t, safety: safe, when: self.name, remove: {path: a}}", "not bool"),
    ("{title: t, safety: safe, set: {path: a, valueExpression: self.nme}}", "nme"),
    ("{title: t, safety: safe, appendCommand: {value: 1}}", "cannot write a value of the type int"),
  ])
  func editsAreCheckedWhenTheyAreLoaded(edits: String, expected: String?) {
    let message = Self.load(edits)
    if let expected { #expect(message?.contains(expected) == true, "\(message ?? "nothing")") } else { #expect(message == nil) }
  }
}
