import Foundation
import Testing

@Suite(.serialized)
struct DiffBaseTests {
  private func git(_ arguments: [String], in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"] + arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  private static func pod(_ names: [String]) -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
      + names.map { "    - name: \($0)\n      image: registry.example.com/\($0):1\n" }.joined()
  }

  @Test func onlyWhatAChangeIntroducesIsReported() throws {
    let folder = try TemporaryFolder([
      "deploy/web.yaml": Self.pod(["a"]), "deploy/old.yaml": Self.pod(["x"]), "Dockerfile": "FROM debian:12\n",
    ])
    try git(["init", "-q"], in: folder.url)
    try git(["add", "."], in: folder.url)
    try git(["commit", "-qm", "one"], in: folder.url)
    try folder.write("deploy/web.yaml", "# moved\n" + Self.pod(["b", "a"]))
    try folder.write("new/Dockerfile", "FROM debian:12\n")
    let arguments = ["--diff-base", "HEAD", "--select", "memory-limit,non-root-user", "--output", "concise"]
    let found = try Program.run(arguments, in: folder.url)
    #expect(
      found.output == """
        deploy/web.yaml:7:13: error[memory-limit] container 'b' has no memory limit
        new/Dockerfile:1:6: error[non-root-user] the final stage has no USER, so the image runs as root

        """)
    #expect(found.status == 1)
    // From below, of one folder and of one file, the same.
    let below = try Program.run(arguments, in: folder.url.appendingPathComponent("deploy")).output
    #expect(below == "web.yaml:7:13: error[memory-limit] container 'b' has no memory limit\n")
    #expect(try Program.run(arguments + ["deploy"], in: folder.url).output.split(separator: "\n").count == 1)
    #expect(try Program.run(arguments + ["deploy/web.yaml"], in: folder.url).output.split(separator: "\n").count == 1)
    #expect(try Program.run(arguments + ["deploy/old.yaml"], in: folder.url).output == "")

    let unknown = try Program.run(["--diff-base", "nowhere"], in: folder.url)
    #expect(unknown.status == 2 && unknown.errors.contains("readylint: git ls-tree: fatal: "))
    #expect(try Program.run(["--diff-base=--output=x"], in: folder.url).errors == "readylint: '--output=x' is no revision\n")
  }
}
