import Foundation
import Testing

@Suite(.serialized)
struct CheckTests {
  /// Snapshots: `READYLINT_UPDATE_SNAPSHOTS=1 swift test` writes them anew.
  @Test(
    "Formats print what the snapshot says", arguments: ["first-look", "shop"],
    ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown", "html"])
  func formats(repository: String, format: String) throws {
    let result = try Program.run(
      ["--output", format], in: Program.fixtures.appendingPathComponent("repositories/\(repository)"),
      environment: ["SOURCE_DATE_EPOCH": "1767225600"])
    let snapshot = Program.fixtures.appendingPathComponent("snapshots/\(repository).\(format)")
    if ProcessInfo.processInfo.environment["READYLINT_UPDATE_SNAPSHOTS"] != nil {
      try Data(result.output.utf8).write(to: snapshot)
    }
    #expect(result.output == (try String(contentsOf: snapshot, encoding: .utf8)))
    #expect(result.status == 1)
    // The footer counts what is printed.
    let lines = try Program.run(["--output", "concise"], in: Program.fixtures.appendingPathComponent("repositories/\(repository)")).output
    let counts = ["error", "warning", "info"].map { severity in
      let count = lines.components(separatedBy: ": \(severity)[").count - 1
      return "\(count) \(severity)\(count == 1 || severity == "info" ? "" : "s")"
    }
    #expect(result.errors.hasPrefix(counts.joined(separator: ", ") + " in \(repository == "shop" ? 4 : 2) files ("))
  }

  /// Each is a repository of its own, so each is linted by itself.
  @Test func theDocumentsOwnExamplesAreJudged() throws {
    let folder = Program.fixtures.appendingPathComponent("repositories/documents")
    let output = try (0...4).map { number in
      let result = try Program.run(["check", "--output", "concise"], in: folder.appendingPathComponent("\(number)"))
      return "\(number)\n" + result.output
    }.joined(separator: "\n")
    let snapshot = Program.fixtures.appendingPathComponent("snapshots/documents.concise")
    if ProcessInfo.processInfo.environment["READYLINT_UPDATE_SNAPSHOTS"] != nil { try Data(output.utf8).write(to: snapshot) }
    #expect(output == (try String(contentsOf: snapshot, encoding: .utf8)))
  }

  @Test func aCleanFolderExitsWithZero() throws {
    let folder = try TemporaryFolder(["pod.yaml": "apiVersion: v1\nkind: Pod\n", "a.json": "{}"])
    let result = try Program.run(["check"], in: folder.url)
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
  }

  @Test(
    "Usage errors exit with 2", arguments: [["--nope"], ["--fail-on", "fatal"], ["-", "x"], ["explain"], ["rules", "--format", "xml"]])
  func usage(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("Error: "))
  }

  @Test(
    "A rule that nobody knows exits with 2",
    arguments: [["--select", "memory-limits"], ["--ignore", "memory-limits"], ["explain", "memory-limits"]])
  func unknownRule(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.errors == "readylint: there is no rule 'memory-limits'; did you mean 'memory-limit'?\n")
  }

  @Test func severitiesAndSelections() throws {
    let shop = Program.fixtures.appendingPathComponent("repositories/shop")
    let errors = try Program.run(["--output", "concise", "--min-severity", "error"], in: shop)
    #expect(errors.output.split(separator: "\n").allSatisfy { $0.contains(": error[") })
    let one = try Program.run(["--output", "concise", "--select", "numeric-user,no-reload", "--ignore", "no-reload"], in: shop)
    #expect(one.output == "api/Dockerfile:12:6: info[numeric-user] USER is the name 'shop'; Kubernetes can only tell a number from root\n")
    #expect(one.status == 0)
    #expect(try Program.run(["--select", "numeric-user", "--fail-on", "info"], in: shop).status == 1)
    #expect(try Program.run(["--select", "pinned-base-digest", "--fail-on", "error"], in: shop).status == 0)
  }

  @Test func findingsAreNoFailureWhenNobodyWantsItSo() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM debian\n"])
    #expect(try Program.run(["--exit-zero"], in: folder.url).status == 0)
    #expect(try Program.run([], in: folder.url).status == 1)
    #expect(try Program.run(["--exit-zero", "nowhere"], in: folder.url).status == 2)
  }

  @Test(arguments: [[], ["check"], ["check", "deploy"], ["api/Dockerfile", "deploy/api.yaml"], ["nowhere"]])
  func pathsAloneAreTheSameAsWithADefault(_ arguments: [String]) throws {
    let folder = Program.fixtures.appendingPathComponent("repositories/shop")
    func text(_ result: Program.Result) -> [String] {
      [result.output, String(result.errors.prefix { $0 != "(" }), String(result.status)]
    }
    let plain = try Program.run(arguments, in: folder)
    for option in [["--min-severity", "info"], ["--color", "auto"], ["--output", "text"], ["--context"], ["--ignores"]] {
      #expect(text(try Program.run(arguments + option, in: folder)) == text(plain))
    }
  }

  @Test func theOrderOfTheArgumentsChangesNothing() throws {
    let shop = Program.fixtures.appendingPathComponent("repositories/shop")
    let runs = try [["deploy", "api", "storefront"], ["storefront", "api", "deploy"], ["."]].map {
      try Program.run(["--output", "concise"] + $0, in: shop).output
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0] == runs[2])
  }

  @Test func undecidedThingsAreShownOnDemand() throws {
    let folder = try TemporaryFolder(["Dockerfile": "ARG BASE\nFROM ${BASE}\nUSER 1\n"])
    let quiet = try Program.run(["--output", "concise", "--select", "pinned-base-digest"], in: folder.url)
    #expect(quiet.output.isEmpty)
    let asked = try Program.run(["--output", "concise", "--select", "pinned-base-digest", "--show-undecided"], in: folder.url)
    #expect(asked.output == "Dockerfile:2:6: undecided[pinned-base-digest] the value of BASE is not known\n")
    #expect(asked.status == 0)
  }

  @Test func aMissingPathExitsWithTwoAndHidesNothing() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\nRUNN x\n"])
    let result = try Program.run(["--output", "concise", "--select", "dockerfile-syntax", "Dockerfile", "missing"], in: folder.url)
    #expect(result.status == 2)
    #expect(result.output == "Dockerfile:2:1: error[dockerfile-syntax] unknown instruction: RUNN (did you mean RUN?)\n")
    #expect(result.errors.contains("readylint: missing: no such file or directory"))
  }

  @Test func standardInput() throws {
    let result = try Program.run(["--output", "concise", "--stdin-filename", "api.dockerfile", "-"], input: "FROM\n")
    #expect(result.output == "api.dockerfile:1:1: error[dockerfile-syntax] FROM requires either one or three arguments\n")
    #expect(result.status == 1)
  }

  @Test func standardInputIsKnownByHowItBegins() throws {
    let dockerfile = try Program.run(["--output", "concise", "--select", "no-latest-tag", "-"], input: "# a\n\nfrom alpine\n")
    #expect(dockerfile.output.hasPrefix("Dockerfile:3:6: error[no-latest-tag]"))
    let manifest = "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: b}]}\n"
    let pod = try Program.run(["--output", "concise", "--select", "memory-limit", "-"], input: manifest)
    #expect(pod.output.hasPrefix("stdin.yaml:3:"))
  }

  @Test func ignoredFilesAreLeftAlone() throws {
    let broken = "apiVersion: v1\nkind: [\n"
    let folder = try TemporaryFolder([
      ".git/HEAD": "", ".gitignore": "out/\n*.gen.yaml\n!keep.gen.yaml\n", "out/a.yaml": broken, "b.gen.yaml": broken,
      "keep.gen.yaml": broken, "sub/.gitignore": "c.yaml\n", "sub/c.yaml": broken, "c.yaml": broken,
      "node_modules/d.yaml": broken,
    ])
    let lines = { (result: Program.Result) in result.output.split(separator: "\n").map { String($0.prefix { $0 != ":" }) } }
    #expect(lines(try Program.run(["--output", "concise"], in: folder.url)) == ["c.yaml", "keep.gen.yaml"])
    // The rules of the repository's top hold below it as well.
    #expect(lines(try Program.run(["--output", "concise", "."], in: folder.url.appendingPathComponent("sub"))).isEmpty)
  }

  @Test func aFileOfAnotherKindIsSaidToBeSkipped() throws {
    let folder = try TemporaryFolder(["notes.txt": "x", "values.yaml": "a: 1\n"])
    let result = try Program.run(["notes.txt", "values.yaml"], in: folder.url)
    #expect(result.status == 0)
    #expect(result.errors.hasPrefix("readylint: notes.txt: skipped, its name is neither a Dockerfile's nor a manifest's\n0 errors"))
  }

  @Test func templatesOfDockerfilesAreSaidToBeSkipped() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM python:3.13\n{% if uv %}\nRUN uv sync\n{% endif %}\n"])
    let result = try Program.run(["."], in: folder.url)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("readylint: Dockerfile: skipped, it is a template\n"))
  }

  @Test func manifestsWithPlaceholdersAreSaidToBeSkipped() throws {
    let folder = try TemporaryFolder(["job.yaml": "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: @JOB_NAME@\n"])
    let result = try Program.run(["."], in: folder.url)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("readylint: job.yaml: skipped, it is a template\n"))
  }

  @Test func chartTemplatesAreSkippedOncePerChart() throws {
    let folder = try TemporaryFolder([
      "chart/Chart.yaml": "apiVersion: v2\nname: x\n", "chart/templates/a.yaml": "apiVersion: v1\nkind: {{ .X }}\n",
      "chart/templates/b.yaml": "apiVersion: v1\nkind: {{ .X }}\n",
    ])
    let result = try Program.run(["."], in: folder.url)
    #expect(result.status == 0)
    #expect(result.errors.components(separatedBy: "Helm templates are skipped").count == 2)
  }
}
