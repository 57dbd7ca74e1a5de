import Foundation
import Testing

@Suite(.serialized)
struct BaselineTests {
  private static func pod(_ names: [String], before: String = "") -> String {
    "\(before)apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
      + names.map { "    - name: \($0)\n      image: registry.example.com/\($0):1\n" }.joined()
  }

  private static let select = ["--select", "memory-limit", "--output", "concise"]

  @Test func onlyNewFindingsAreReportedAndEditsAroundDoNotMatter() throws {
    let folder = try TemporaryFolder(["web.yaml": Self.pod(["a", "b"]), ".readylint.yaml": "select: [memory-limit]\n"])
    let created = try Program.run(["baseline", "create"], in: folder.url)
    #expect(created.status == 0 && created.errors == ".readylint-baseline.json: 2 findings written down\n")
    #expect(try Program.run(["baseline", "create"], in: folder.url).status == 2)
    let arguments = Self.select + ["--baseline", ".readylint-baseline.json"]
    #expect(try Program.run(arguments, in: folder.url).status == 0)

    // Lines move, a container is added before and one goes.
    try folder.write("web.yaml", Self.pod(["c", "b"], before: "# a comment\n\n"))
    let changed = try Program.run(arguments, in: folder.url)
    #expect(changed.status == 1)
    #expect(changed.output == "web.yaml:8:13: error[memory-limit] container 'c' has no memory limit\n")
    #expect(changed.errors.hasPrefix("readylint: 1 finding of the baseline is gone; readylint baseline prune\n"))
    // From another folder, the same.
    #expect(
      try Program.run(
        Self.select + ["--baseline", "\(folder.url.lastPathComponent)/.readylint-baseline.json", folder.url.lastPathComponent],
        in: folder.url.deletingLastPathComponent()
      ).output.hasSuffix("'c' has no memory limit\n"))
  }

  @Test func updateTakesNothingInUnasked() throws {
    let folder = try TemporaryFolder([
      "web.yaml": Self.pod(["a", "b"]), ".readylint.yaml": "select: [memory-limit]\nbaseline: known.json\n",
    ])
    #expect(try Program.run(["baseline", "create"], in: folder.url).status == 0)
    try folder.write("web.yaml", Self.pod(["b", "c"]))
    let refused = try Program.run(["baseline", "update"], in: folder.url)
    #expect(refused.status == 1)
    #expect(refused.output == "web.yaml:8:13: error[memory-limit] container 'c' has no memory limit\n")
    #expect(refused.errors == "known.json: 1 mended and taken out, 1 new and not taken in: mend them, or take them in with --accept-new\n")
    #expect(try Program.run(["baseline", "show"], in: folder.url).output == "memory-limit  1 in 1 file\n1 finding known\n")
    let taken = try Program.run(["baseline", "update", "--accept-new"], in: folder.url)
    #expect(taken.status == 0 && taken.errors == "known.json: 0 mended and taken out, 1 new and taken in\n")
    #expect(try Program.run(["--output", "concise"], in: folder.url).status == 0)
    try folder.write("web.yaml", Self.pod(["c"]))
    #expect(try Program.run(["baseline", "prune"], in: folder.url).errors == "known.json: 1 mended and taken out\n")
    #expect(try Program.run(["--baseline", "none", "--output", "concise"], in: folder.url).status == 1)
  }

  @Test func aSecondMistakeOfTheKindIsNew() throws {
    let folder = try TemporaryFolder([
      "a/Dockerfile": "FROM debian:12\nRUN pip install x\n", ".readylint.yaml": "select: [no-package-cache]\nfail-on: info\n",
    ])
    #expect(try Program.run(["baseline", "create"], in: folder.url).status == 0)
    try folder.write("a/Dockerfile", "FROM debian:12\nRUN pip install x\nRUN pip install x\n")
    let found = try Program.run(["--output", "concise", "--baseline", ".readylint-baseline.json"], in: folder.url).output
    #expect(found.split(separator: "\n").count == 1)
  }

  @Test func whatIsNoBaselineIsSaidToBeNone() throws {
    let folder = try TemporaryFolder(["b.json": "{\"version\": 2, \"findings\": []}\n", "c.json": "[]"])
    #expect(
      try Program.run(["--baseline", "b.json"], in: folder.url).errors == "readylint: b.json:1:13: a baseline of version 1 is expected\n")
    #expect(try Program.run(["--baseline", "c.json"], in: folder.url).status == 2)
    #expect(try Program.run(["--baseline", "d.json"], in: folder.url).errors == "readylint: d.json: no such file or directory\n")
  }
}
