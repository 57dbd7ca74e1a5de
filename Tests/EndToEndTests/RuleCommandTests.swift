import Foundation
import Testing

/// A rule of a user's own: raw fields, a severity that depends on the case, a variable and a second place.
private let ownRule = """
  id: acme-team-label
  title: Objects carry the team that owns them
  severity: warning
  severityExpression: "self.kind == 'Deployment' ? 'error' : 'warning'"
  tags: [acme]
  subject: object
  variables:
    - name: teams
      expression: "['payments', 'search']"
  matchConditions:
    - self.kind in ['Deployment', 'Service']
  expression: "'team' in self.labels && self.labels.team in variables.teams"
  at: labels.team
  related:
    - at: name
      labelExpression: "'this ' + self.kind"
  messageExpression: "'team' in self.labels ? self.labels.team + ' is no team' : 'the label team is missing'"
  why: Somebody must be called at night.
  fix: Add metadata.labels.team.
  sources: [the company's handbook]
  examples:
    - pass: |
        apiVersion: v1
        kind: Service
        metadata: {name: a, labels: {team: search}}
    - fail: |
        apiVersion: v1
        kind: Service
        ↓metadata: {name: a}

  """

@Suite(.serialized)
struct RuleCommandTests {
  @Test func rulesAsJSON() throws {
    let result = try Program.run(["rules", "--format", "json"])
    let rules = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    #expect(rules.count >= 26)
    for rule in rules {
      #expect(Set(rule.keys) == ["id", "title", "severity", "tags", "subject", "sources"])
      #expect((rule["sources"] as? [String])?.isEmpty == false)
    }
    let lines = try Program.run(["rules"]).output.split(separator: "\n")
    #expect(lines.count == rules.count)
  }

  @Test func everyRuleIsExplained() throws {
    let rules = try Program.run(["rules"]).output.split(separator: "\n").map { $0.split(separator: " ")[1] }
    for rule in rules {
      let result = try Program.run(["explain", String(rule)])
      #expect(result.status == 0)
      for part in ["Why\n", "Fix\n", "Sources\n"] { #expect(result.output.contains(part), "\(rule)") }
    }
  }

  @Test("Own rules do what the built-in ones do", arguments: ["option", "configuration"])
  func ownRules(way: String) throws {
    let folder = try TemporaryFolder([
      "policies/team.yaml": ownRule, "deploy/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {team: ↓x}}\n",
      "deploy/deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n",
    ])
    if way == "configuration" {
      try Data("rules: [policies]\n".utf8).write(to: folder.url.appendingPathComponent(".readylint.yaml"))
    }
    let options = way == "option" ? ["--rules", "policies"] : []
    let result = try Program.run(["--output", "concise", "--select", "acme-team-label", "deploy"] + options, in: folder.url)
    #expect(
      result.output == """
        deploy/deployment.yaml:3:1: error[acme-team-label] the label team is missing
        deploy/service.yaml:3:36: warning[acme-team-label] ↓x is no team

        """)
    #expect(result.status == 1)
    let text = try Program.run(["--select", "acme-team-label", "deploy/service.yaml"] + options, in: folder.url).output
    #expect(text.contains("- this Service"))
    #expect(text.contains("= why: Somebody must be called at night."))
    #expect(try Program.run(["explain", "acme-team-label"] + options, in: folder.url).output.contains("Add metadata.labels.team."))
  }

  @Test(
    "Mistakes in a rule file have a place",
    arguments: [
      ("subject: object", "subject: objekt", "7:10: unknown subject 'objekt'; did you mean 'object'?"),
      ("self.labels.team in variables", "self.label.team in variables", "13:44: object has no attribute 'label'; did you mean 'labels'?"),
      ("in variables.teams\"", "in variables.team\"", "13:59: undeclared name"),
      ("at: labels.team", "att: labels.team", "14:1: unknown key 'att'; did you mean 'at'?"),
      ("severity: warning", "severity: fatal", "4:11: a severity is error, warning or info, not 'fatal'"),
      ("id: acme-team-label", "id: memory-limit", "1:1: there is another rule 'memory-limit'"),
      ("title: Objects", "titel: Objects", "3:1: unknown key 'titel'; did you mean 'title'?"),
      ("why: Somebody", "# why: Somebody", "1:1: 'why' is missing"),
      ("expression: \"'team' in self.labels && ", "expression: \"'team' in self.labels & ", "13:36: unexpected character '&'"),
      ("messageExpression: \"'team'", "messageExpression: \"1 + 'team'", "18:23: '+' does not take (int, string)"),
    ])
  func mistakes(old: String, new: String, message: String) throws {
    // A comment in front, so that no place is right by chance.
    let text = "# A rule.\n" + ownRule.replacingOccurrences(of: old, with: new)
    let folder = try TemporaryFolder(["r/team.yaml": text])
    let result = try Program.run(["--rules", "r", "."], in: folder.url)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("readylint: r/team.yaml:\(message)"), "\(result.errors)")
  }

  @Test func ownRulesAreTestedOnTheirExamples() throws {
    let folder = try TemporaryFolder(["r/team.yaml": ownRule])
    let good = try Program.run(["rules", "--test", "--rules", "r"], in: folder.url)
    #expect(good.output == "ok   acme-team-label (2 examples)\n")
    #expect(good.status == 0)
    try Data(ownRule.replacingOccurrences(of: "team: search", with: "team: finance").utf8)
      .write(to: folder.url.appendingPathComponent("r/team.yaml"))
    let bad = try Program.run(["rules", "--test", "--rules", "r"], in: folder.url)
    #expect(bad.output == "FAIL acme-team-label, example 1: passes by its own word, but there is a finding: finance is no team\n")
    #expect(bad.status == 1)
  }

  @Test func aRuleThatFailsIsSaidSo() throws {
    let rule = ownRule.replacingOccurrences(of: "\"'team' in self.labels && ", with: "\"self.labels['x'] == 'y' && ")
    let folder = try TemporaryFolder(["r/team.yaml": rule, "a.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"])
    let result = try Program.run(["--rules", "r", "a.yaml"], in: folder.url)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("readylint: rule acme-team-label failed on Service/a: "))
  }
}
