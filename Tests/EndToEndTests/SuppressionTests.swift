import Foundation
import Testing

@Suite(.serialized)
struct SuppressionTests {
  private static func deployment(_ annotations: String = "", comment: String = "", trailing: String = "", more: String = "") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: api
      annotations: {\(annotations)}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec:
          containers:
            \(comment)
            - name: api\(trailing)
              image: registry.example.com/api:1.4
            - name: proxy
              image: registry.example.com/proxy:1.4
    \(more)

    """
  }

  private func findings(_ text: String, _ arguments: [String] = [], rules: String = "memory-limit") throws -> [String] {
    let folder = try TemporaryFolder(["api.yaml": text])
    let suppressionRules = "unused-suppression,invalid-suppression,expired-suppression"
    return try Program.run(["--output", "concise", "--select", rules + "," + suppressionRules] + arguments, in: folder.url).output
      .split(separator: "\n").map(String.init)
  }

  private static let api = "api.yaml:13:17: error[memory-limit] container 'api' has no memory limit"
  private static let proxy = "api.yaml:15:17: error[memory-limit] container 'proxy' has no memory limit"

  @Test(
    "A comment silences the finding of its line, or of the next",
    arguments: [
      ("# readylint: ignore[memory-limit] measured", ""), ("", "  # readylint: ignore[memory-limit] measured"),
      ("# readylint: ignore[liveness-probe, memory-limit] until=2999-01-01 measured", ""),
      ("# readylint: ignore[memory-limit] measured\n        # and more words", ""),
    ])
  func comments(_ comment: String, _ trailing: String) throws {
    let text = Self.deployment(comment: comment, trailing: trailing)
    #expect(!(try findings(text)).contains { $0.contains("'api'") })
    #expect(try findings(text).contains { $0.contains("'proxy' has no memory limit") })
    #expect(try findings(text, ["--no-ignores"]).contains { $0.contains("'api' has no memory limit") })
  }

  @Test func annotationsSilenceAnObjectOrAContainer() throws {
    #expect(try findings(Self.deployment("readylint/ignore.memory-limit: measured")) == [])
    #expect(try findings(Self.deployment("readylint/ignore.memory-limit.api: measured")) == [Self.proxy])
  }

  @Test(
    "What is wrong with an ignore is a finding",
    arguments: [
      ("# readylint: ignore[memory-limit]", "error[invalid-suppression] an ignore needs a reason behind it"),
      ("# readylint: ignore memory-limit", "error[invalid-suppression] an ignore names its rules in brackets"),
      ("# readylint: ignore[memory-limits] measured", "there is no rule 'memory-limits'; did you mean 'memory-limit'?"),
      ("# readylint: ignore[memory-limit] until=soon measured", "'until' is a day like 2026-12-31, not 'soon'"),
      ("# readylint: ignore[memory-limit] until=2020-01-01 measured", "warning[expired-suppression] the ignore of memory-limit held until"),
    ])
  func mistakes(_ comment: String, _ message: String) throws {
    let found = try findings(Self.deployment(comment: comment))
    #expect(found.contains(Self.api))
    #expect(found.contains { $0.hasPrefix("api.yaml:12:9: ") && $0.contains(message) })
  }

  @Test func anIdleIgnoreIsAFindingUnlessItsRuleWasNotAsked() throws {
    let text = Self.deployment(comment: "# readylint: ignore[no-privileged] it must")
    #expect(
      try findings(text, rules: "no-privileged") == [
        "api.yaml:12:9: warning[unused-suppression] there is no finding of no-privileged to ignore here"
      ])
    #expect(try findings(text, rules: "memory-limit") == [Self.api, Self.proxy])
  }

  @Test func commentsAboveAnInstructionSpeakOfAllOfIt() throws {
    let folder = try TemporaryFolder([
      "Dockerfile":
        "FROM debian:12\n# readylint: ignore[no-recommended-packages] they are wanted\nRUN apt-get update \\\n  && apt-get install -y x\n"
    ])
    #expect(try Program.run(["--output", "concise", "--select", "no-recommended-packages"], in: folder.url).output == "")
  }

  @Test func textInScalarsIsNoComment() throws {
    let text = Self.deployment(
      more: "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  x: |\n    # readylint: ignore[memory-limit]\n")
    #expect(try findings(text) == [Self.api, Self.proxy])
  }

  @Test func organisationsForbidIgnoresInFiles() throws {
    let folder = try TemporaryFolder([
      "api.yaml": Self.deployment(comment: "# readylint: ignore[memory-limit] measured"), ".readylint.yaml": "inline-ignores: forbidden\n",
    ])
    let found = try Program.run(["--output", "concise", "--select", "memory-limit,invalid-suppression"], in: folder.url).output
    #expect(found.contains(Self.api))
    #expect(found.contains("api.yaml:12:9: error[invalid-suppression] ignores in files are forbidden here"))
  }

  @Test func overridesSpeakOfPathsResourcesAndContainers() throws {
    func run(_ override: String, _ arguments: [String] = []) throws -> String {
      let folder = try TemporaryFolder([
        "deploy/api.yaml": Self.deployment(), ".readylint.yaml": "overrides:\n  - \(override)\n    reason: measured\n",
      ])
      let rules = "memory-limit,unused-suppression"
      return try Program.run(["--output", "concise", "--select", rules, "--min-severity", "info"] + arguments, in: folder.url).output
    }
    let both = try run("paths: [other/]\n    ignore: [memory-limit]")
    #expect(both.contains("'api'") && both.contains("'proxy'"))
    #expect(both.contains(".readylint.yaml:2:5: warning[unused-suppression] there is no finding that the override changes"))
    #expect(try run("paths: [deploy/]\n    ignore: [memory-limit]") == "")
    #expect(try run("resources: [Deployment/api]\n    ignore: ['*']") == "")
    #expect(try run("resources: ['Deployment/shop/*']\n    ignore: [memory-limit]").contains("'api'"))
    let one = try run("containers: [proxy]\n    ignore: [memory-limit]")
    #expect(one.contains("'api'") && !one.contains("'proxy'"))
    #expect(try run("paths: ['*.yaml']\n    severity: {memory-limit: info}").contains("info[memory-limit]"))
  }
}
