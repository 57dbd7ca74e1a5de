import Foundation
import Testing

/// The commands of the documents, run as they are written, one after the other, in a copy of the example repository.
@Suite(.serialized)
struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Lines of ```sh blocks that begin with the program's name.
  private static func commands(of document: String) throws -> [String] {
    let text = try String(contentsOf: root.appendingPathComponent(document), encoding: .utf8)
    var commands: [String] = []
    var isShell = false
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("```") { isShell = line == "```sh" && !isShell }
      if isShell, line.hasPrefix("readylint") { commands.append(line) }
    }
    return commands
  }

  /// What needs other programs, or files that no example has.
  private static func isElsewhere(_ command: String) -> Bool {
    ["repositories/*/", "shard-", "reviewdog"].contains(where: command.contains)
  }

  @Test(arguments: ["README.md", "Docs/configuration.md", "Docs/ci.md", "Docs/writing-rules.md"])
  func commandsOfTheDocumentsWork(_ document: String) throws {
    let folder = try TemporaryFolder()
    let repository = folder.url.appendingPathComponent("shop")
    try FileManager.default.copyItem(at: Self.root.appendingPathComponent("Fixtures/repositories/shop"), to: repository)
    let policy = try #require(
      String(contentsOf: Self.root.appendingPathComponent("Docs/writing-rules.md"), encoding: .utf8)
        .components(separatedBy: "```yaml\n").first { $0.hasPrefix("id: acme-registry\n") }?.components(separatedBy: "```").first)
    try FileManager.default.createDirectory(at: repository.appendingPathComponent("policies"), withIntermediateDirectories: true)
    try Data(policy.utf8).write(to: repository.appendingPathComponent("policies/acme-registry.yaml"))
    try Data("FROM debian:12\n".utf8).write(to: repository.appendingPathComponent("Dockerfile"))
    let program = Program.executable.deletingLastPathComponent().path
    let preparation = """
      git init -q . && git -c user.name=t -c user.email=t@example.com -c commit.gpgsign=false add . \
      && git -c user.name=t -c user.email=t@example.com commit -qm one && git update-ref refs/remotes/origin/main HEAD \
      && mkdir -p big/a ../billing && cp Dockerfile big/a && cp Dockerfile ../billing && git init -q ../billing \
      && for part in 1 2 3 4; do readylint check --exit-zero --shard $part/4 --output json=$part.json big || exit; done
      """
    #expect(try run(preparation, in: repository, program).status == 0)
    for command in try Self.commands(of: document) where !Self.isElsewhere(command) {
      let result = try run(command, in: repository, program)
      #expect(result.status == 0 || result.status == 1, "\(command): \(result.text)")
    }
  }

  /// The table of a rule file's keys is whole.
  @Test func everyKeyOfARuleFileIsExplained() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("Docs/writing-rules.md"), encoding: .utf8)
    let folder = try TemporaryFolder(["x.yaml": "nothing: 1\n"])
    let message = try Program.run(["rules", "--test", "--rules", "x.yaml"], in: folder.url).errors
    #expect(message.contains("unknown key 'nothing'"))
    for key in [
      "id", "title", "tags", "severity", "severityExpression", "subject", "matchConditions", "parameters", "variables", "expression",
      "message", "messageExpression", "at", "atExpression", "related", "why", "fix", "sources", "edits", "examples",
    ] { #expect(text.contains("`\(key)`"), "\(key)") }
  }

  @Test func theContributorsRuleHolds() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
    let block = try #require(text.components(separatedBy: "   ```yaml\n").dropFirst().first?.components(separatedBy: "   ```").first)
    let rule = block.components(separatedBy: "\n").map { $0.hasPrefix("   ") ? String($0.dropFirst(3)) : $0 }.joined(separator: "\n")
    let folder = try TemporaryFolder(["priority-class.yaml": rule])
    let result = try Program.run(["rules", "--test", "--rules", "priority-class.yaml"], in: folder.url)
    #expect(result.output == "ok   priority-class (3 examples)\n")
  }

  private func run(_ command: String, in folder: URL, _ program: String) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = program + ":" + (environment["PATH"] ?? "")
    process.environment = environment
    let output = folder.appendingPathComponent("../output")
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    let handle = try FileHandle(forWritingTo: output)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self))
  }
}
