import Foundation
import Testing

/// What others wrote drives neither a terminal nor a CI server that reads the log.
@Suite(.serialized)
struct TerminalSafetyTests {
  private static let names = [
    "a\n::error::pwned", "\u{1B}[2J\u{1B}]0;title\u{07}", "b\u{202E}txt.exe\u{2066}", "::warning file=x::y", "##[error]z",
    "##vso[task.complete]w",
    "c\rd", "e\u{9B}31m", "\u{200F}f\u{2028}g",
  ]

  /// Names in every place where a name can be: of folders, files, objects, containers, images, stages, keys, services.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder([:])
    for (index, name) in Self.names.enumerated() {
      let quoted =
        "\""
        + name.unicodeScalars.map {
          "\\U" + String(repeating: "0", count: 8 - String($0.value, radix: 16).count)
            + String($0.value, radix: 16)
        }.joined() + "\""
      let raw = name.filter { !$0.isNewline }
      try folder.write(
        "\(name)/\(index).yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: \(quoted), namespace: \(quoted)}\nspec:\n  \(quoted): 1\n  selector: {matchLabels: {a: \(quoted)}}\n"
          + "  template:\n    metadata: {labels: {a: \(quoted)}}\n    spec:\n      containers: # \(raw.filter { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) } })\n"
          + "      - {name: \(quoted), image: \(quoted), command: [\(quoted)], \(quoted): 2, env: [{name: \(quoted), value: \(quoted)}]}\n"
          + "---\napiVersion: v1\nkind: Service\nmetadata: {name: \(quoted)}\nspec: {selector: {a: \(quoted)}, ports: [{port: 80, targetPort: \(quoted)}]}\n"
      )
      try folder.write("\(name)/Dockerfile", "FROM a AS \(raw)\n\(raw) x\nCOPY --from=\(raw) . .\nENV A=\(raw)\nCMD [\"\(raw)\"]\n")
      try folder.write("\(name)/compose.prod.yaml", "services:\n  \(quoted): {image: \(quoted), restart: always, command: \(quoted)}\n")
      try folder.write("\(name)/broken.yaml", "apiVersion: v1\nkind: Pod\n\(quoted): [\n")
      try folder.write("\(name)/chart/Chart.yaml", "name: \(quoted)\n")
      try folder.write("\(name)/chart/templates/a.yaml", "a: {{ b }}\n")
    }
    return folder
  }

  private func check(_ text: String, _ note: String, location: SourceLocation = #_sourceLocation) {
    let stray = text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    #expect(stray.isEmpty, "\(note): \(stray.map { String($0.value, radix: 16) })", sourceLocation: location)
  }

  /// What GitHub's runner and Azure's agent take for commands.
  private func checkCommands(_ text: String, _ note: String, location: SourceLocation = #_sourceLocation) {
    for line in text.split(whereSeparator: \.isNewline) {
      #expect(!line.drop(while: \.isWhitespace).hasPrefix("::"), "\(note): \(line)", sourceLocation: location)
      #expect(!line.contains("##[") && !line.contains("##vso["), "\(note): \(line)", sourceLocation: location)
    }
  }

  @Test(
    "Nothing raw is written",
    arguments: [
      "check --output text", "check --output concise", "check --output concise --show-undecided", "check --group-by file",
      "check --statistics",
      "check --group-by workload", "graph", "checklist", "check --output markdown", "check --output html", "check --output junit",
      "graph --format dot", "graph --format mermaid", "checklist --format markdown", "check --output checkstyle", "check --output gitlab",
      "check --output sarif", "check --output json", "check --output rdjson", "graph --format json", "checklist --format json",
    ])
  func reports(words: String) throws {
    let folder = try folder()
    let result = try Program.run(words.split(separator: " ").map(String.init), in: folder.url, within: .init())
    #expect(result.signal == nil && !result.output.isEmpty)
    check(result.output, words)
    check(result.errors, words)
    checkCommands(result.errors, words)
    if ["text", "concise", "--group-by", "--statistics", "graph", "checklist"].contains(words.split(separator: " ").last ?? "")
      || words.contains("--group-by") || words.contains("--show-undecided")
    {
      checkCommands(result.output, words)
    }
  }

  @Test func annotationsAreOneCommandEach() throws {
    let folder = try folder()
    let result = try Program.run(["check", "--output", "github"], in: folder.url, within: .init())
    check(result.output, "github")
    for line in result.output.split(separator: "\n") {
      #expect(["::error ", "::warning ", "::notice "].contains { line.hasPrefix($0) })
    }
    // Text for people is fenced off under Actions, and its annotations stand behind it.
    let guarded = try Program.run(["check"], in: folder.url, environment: ["GITHUB_ACTIONS": "true"], within: .init())
    let lines = guarded.output.split(separator: "\n")
    let token = try #require(lines.first?.split(separator: "::").last)
    #expect(lines.first?.hasPrefix("::stop-commands::readylint-") == true)
    let end = try #require(lines.firstIndex { $0 == "::\(token)::" })
    #expect(lines[(end + 1)...].allSatisfy { line in ["::error ", "::warning ", "::notice "].contains { line.hasPrefix($0) } })
  }

  @Test func messagesOnStandardErrorAreHarmless() throws {
    let folder = try folder()
    for name in Self.names {
      let missing = try Program.run(["check", name + "/nowhere.yaml"], in: folder.url)
      #expect(missing.status == 2)
      let output = try Program.run(["check", "--output", "json=\(name)/nowhere/x"], in: folder.url)
      #expect(output.status == 2)
      let option = try Program.run(["check", "--\(name)"], in: folder.url)
      #expect(option.status == 2)
      let configuration = try Program.run(["check", "--config", name + "/Dockerfile"], in: folder.url)
      #expect(configuration.status == 2)
      for result in [missing, output, configuration] {
        check(result.errors, name)
        checkCommands(result.errors, name)
      }
      check(option.errors, name)
    }
    let fixed = try Program.run(["check", "--fix", "--unsafe-fixes"], in: folder.url)
    check(fixed.errors, "--fix")
  }

  @Test func aPatchHasNamesThatPatchesCanHave() throws {
    let pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a@sha256:\(String(repeating: "0", count: 64))\n"
    let name = "a\n+++ b\u{1B}\"\\\t.yaml"
    let folder = try TemporaryFolder([name: pod])
    let result = try Program.run(["check", "--diff", "--select", "no-privilege-escalation"], in: folder.url)
    #expect(result.output.hasPrefix("--- \"a/a\\n+++ b\\033\\\"\\\\\\t.yaml\"\n+++ \"b/a\\n+++ b\\033\\\"\\\\\\t.yaml\"\n@@ "))
    try folder.write("x.patch", result.output)
    #expect(try Program.shell("git apply x.patch", in: folder.url).status == 0)
    #expect(try folder.read(name).hasSuffix("allowPrivilegeEscalation: false\n"))
  }
}
