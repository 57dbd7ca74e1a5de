import Foundation
import Testing

@Suite(.serialized)
struct AuditTests {
  private static func pod(_ name: String, in namespace: String = "shop") -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: \(name), namespace: \(namespace)}\nspec:\n  containers:\n"
      + "    - name: \(name)\n      image: registry.example.com/\(name):1\n"
  }

  private static let select = ["--select", "memory-limit,seccomp-profile"]
  private static let formats = [
    "text", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown", "html",
  ]
  private static let fixedTime = ["SOURCE_DATE_EPOCH": "1767225600"]

  @Test func shardsAreAPartitionAndMergeIntoTheWhole() throws {
    var files = ["top.yaml": Self.pod("top"), "rules/acme.yaml": Self.ownRule]
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
      files["\(name)/deploy/x.yaml"] = Self.pod(name)
      files["\(name)/y.yaml"] = Self.pod(name + "2")
    }
    let folder = try TemporaryFolder(files)
    let arguments = ["--select", "memory-limit,acme-name", "--rules", "rules"]
    let shards = try (1...3).map { number in
      let shard = try Program.run(
        arguments + ["--shard", "\(number)/3", "--output", "json=out/\(number).json", "--output", "concise"].filter { !$0.isEmpty },
        in: try prepared(folder))
      return shard.output.split(separator: "\n").map { $0.prefix { $0 != ":" } }
    }
    let tops = shards.map { Set($0.map { $0.prefix { $0 != "/" } }) }
    #expect(tops[0].isDisjoint(with: tops[1]) && tops[0].isDisjoint(with: tops[2]) && tops[1].isDisjoint(with: tops[2]))
    #expect(tops.allSatisfy { !$0.isEmpty })
    for format in Self.formats {
      let whole = try Program.run(arguments + ["--output", format, "."], in: folder.url, environment: Self.fixedTime)
      let merged = try Program.run(
        ["merge", "out/3.json", "out/1.json", "out/2.json", "--output", format], in: folder.url, environment: Self.fixedTime)
      #expect(merged.output == whole.output, "\(format)")
      #expect(merged.status == 1 && whole.status == 1)
      #expect(whole.errors.hasPrefix(merged.errors.dropLast()), "\(format)")
    }
    #expect(try Program.run(["merge", "out/1.json", "--min-severity", "error", "--fail-on", "error"], in: folder.url).status == 1)
    #expect(try Program.run(["merge", "rules/acme.yaml"], in: folder.url).status == 2)
    #expect(try Program.run(["--shard", "4/3"], in: folder.url).status == 2)
    #expect(try Program.run(["--shard", "1/3", "top.yaml"], in: folder.url).status == 2)
  }

  private func prepared(_ folder: TemporaryFolder) throws -> URL {
    try FileManager.default.createDirectory(at: folder.url.appendingPathComponent("out"), withIntermediateDirectories: true)
    return folder.url
  }

  private static let ownRule = """
    id: acme-name
    title: Containers are called after their team
    severity: info
    subject: container
    expression: self.name.startsWith('team-')
    at: name
    message: the name does not begin with team-
    why: Our dashboards look for it.
    fix: Put it in front.
    sources: [us]
    examples:
      - pass: |
          apiVersion: v1
          kind: Pod
          metadata: {name: x}
          spec: {containers: [{name: team-x, image: a}]}
      - fail: |
          apiVersion: v1
          kind: Pod
          metadata: {name: x}
          spec: {containers: [{name: ↓x, image: a}]}

    """

  @Test func repositoriesAreSystemsOfTheirOwn() throws {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n"
    let folder = try TemporaryFolder([
      "one/.git/HEAD": "", "one/.readylint.yaml": "ignore: [seccomp-profile]\n", "one/x.yaml": Self.pod("x"),
      "two/.git/HEAD": "", "two/.readylint.yaml": "fail-on: error\nseverity: {memory-limit: info}\n", "two/y.yaml": Self.pod("y"),
      "two/service.yaml": service,
    ])
    let both = try Program.run(Self.select + ["--output", "concise", "two", "one"], in: folder.url)
    #expect(
      both.output.split(separator: "\n").map { $0.prefix { $0 != "]" } } == [
        "one/x.yaml:6:13: error[memory-limit", "two/y.yaml:6:13: info[memory-limit", "two/y.yaml:6:13: warning[seccomp-profile",
      ])
    #expect(both.status == 1)
    #expect(both.errors.contains(" in 3 files ("))
    // Each repository's own threshold counts.
    #expect(try Program.run(["--select", "memory-limit,seccomp-profile", "two"], in: folder.url).status == 0)
    #expect(try Program.run(["--diff-base", "HEAD", "one", "two"], in: folder.url).status == 2)
    // Folders that are no repositories' tops are one system, with the first one's configuration.
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("two/.git"))
    let joint = try Program.run(Self.select + ["--output", "concise", "one", "two"], in: folder.url)
    #expect(joint.output.split(separator: "\n").allSatisfy { $0.contains("error[memory-limit]") })
  }

  @Test func findingsAreGroupedAndCounted() throws {
    let folder = try TemporaryFolder(["a.yaml": Self.pod("a"), "b/Dockerfile": "FROM debian:latest\n"])
    let arguments = ["--select", "memory-limit,no-latest-tag"]
    func headings(_ grouping: String) throws -> [String] {
      try Program.run(arguments + ["--group-by", grouping], in: folder.url).output.split(separator: "\n").filter { $0.hasPrefix("== ") }
        .map(String.init)
    }
    #expect(try headings("rule") == ["== memory-limit: 1 error", "== no-latest-tag: 1 error"])
    #expect(try headings("file") == ["== a.yaml: 1 error", "== b/Dockerfile: 1 error"])
    #expect(try headings("workload") == ["== Pod/shop/a: 1 error", "== b/Dockerfile: 1 error"])
    let markdown = try Program.run(arguments + ["--group-by", "rule", "--output", "markdown"], in: folder.url).output
    #expect(markdown.contains("\n## memory-limit\n"))
    let counts = try Program.run(arguments + ["--statistics"], in: folder.url)
    #expect(counts.status == 1)
    #expect(
      counts.output == """
        By severity
          error    2
          warning  0
          info     0

        By rule
          memory-limit   1  Containers have a memory limit
          no-latest-tag  1  Base images have a tag other than latest

        By file
          a.yaml        1 error
          b/Dockerfile  1 error

        """)
  }

  @Test func manyFindingsBeginWithASummary() throws {
    var files: [String: String] = [:]
    for number in 0..<101 { files["p\(number).yaml"] = Self.pod("p\(number)") }
    let folder = try TemporaryFolder(files)
    let audit = try Program.run(["--select", "memory-limit"], in: folder.url)
    #expect(audit.output.hasPrefix("101 errors, 0 warnings, 0 info\n\nBy workload\n  Pod/shop/p0    1 error\n"))
    #expect(audit.output.contains("  and 91 more\n\nBy rule\n  memory-limit  101  Containers have a memory limit\n\nerror[memory-limit]: "))
    #expect(!audit.errors.contains("\u{1B}"))
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("p0.yaml"))
    #expect(try Program.run(["--select", "memory-limit"], in: folder.url).output.hasPrefix("error[memory-limit]: "))
  }

  @Test func gitHubActionsSeesAnnotationsBesideTheLog() throws {
    let shop = Program.fixtures.appendingPathComponent("repositories/shop")
    let plain = try Program.run([], in: shop).output
    let annotated = try Program.run([], in: shop, environment: ["GITHUB_ACTIONS": "true"]).output
    let lines = annotated.split(separator: "\n", omittingEmptySubsequences: false)
    let token = try #require(lines.first?.hasPrefix("::stop-commands::") == true ? lines[0].dropFirst("::stop-commands::".count) : nil)
    #expect(annotated.hasPrefix("::stop-commands::\(token)\n\(plain)::\(token)::\n::error "))
    #expect(lines.count { $0.hasPrefix("::error ") } == 10)
    #expect(lines.count { $0.hasPrefix("::warning ") } == 10)
    #expect(lines.count { $0.hasPrefix("::notice ") } == 10)
    // Other formats are what was asked for.
    let concise = try Program.run(["--output", "concise"], in: shop, environment: ["GITHUB_ACTIONS": "true"]).output
    #expect(concise == (try Program.run(["--output", "concise"], in: shop).output))
  }

  @Test func suppressedAndKnownFindingsAreInTheReports() throws {
    let folder = try TemporaryFolder([
      "a.yaml": Self.pod("a").replacingOccurrences(
        of: "- name: a", with: "- name: a # readylint: ignore[seccomp-profile] measured | twice"),
      "b.yaml": Self.pod("b"),
    ])
    #expect(try Program.run(["baseline", "create", "b.yaml"], in: folder.url).status == 0)
    let arguments = Self.select + ["--baseline", ".readylint-baseline.json", "--output"]
    let sarif = try Program.run(arguments + ["sarif"], in: folder.url).output
    #expect(sarif.contains("\"suppressions\":[{\"kind\":\"inSource\",\"justification\":\"measured | twice\"}],\"baselineState\":\"new\""))
    #expect(sarif.components(separatedBy: "\"baselineState\":\"unchanged\"").count == 3)
    let junit = try Program.run(arguments + ["junit"], in: folder.url).output
    #expect(junit.contains("<skipped message=\"measured | twice\"/>"))
    #expect(junit.contains("<testcase name=\"no findings\" classname=\"b.yaml\" time=\"0\"/>"))
    let json = try Program.run(arguments + ["json=r.json", "--output", "text=r.txt"], in: folder.url)
    #expect(json.output.isEmpty && json.status == 1)
    #expect(try Program.run(["merge", "r.json", "--output", "sarif"], in: folder.url).output == sarif)
  }

  @Test func pathsOfReportsAreRelative() throws {
    let folder = try TemporaryFolder(["sub/a.yaml": Self.pod("a")])
    let reports = try ["./sub", "sub", folder.url.resolvingSymlinksInPath().path + "/sub"].map { path in
      try Program.run(["--select", "memory-limit", "--output", "gitlab", path], in: folder.url.resolvingSymlinksInPath()).output
    }
    #expect(reports[0].contains("\"path\":\"sub/a.yaml\""))
    #expect(Set(reports).count == 1)
  }

  @Test func whatCouldNotBeReadIsInTheReports() throws {
    let folder = try TemporaryFolder(["a.yaml": Self.pod("a")])
    let result = try Program.run(["--select", "memory-limit", "--output", "sarif", "a.yaml", "missing"], in: folder.url)
    #expect(result.status == 2)
    #expect(result.output.contains("\"executionSuccessful\":false"))
    #expect(result.output.contains("missing: no such file or directory"))
    let junit = try Program.run(["--select", "memory-limit", "--output", "junit", "a.yaml", "missing"], in: folder.url)
    #expect(junit.output.contains("<error type=\"error\" message=\"missing: no such file or directory\"/>"))
  }

  @Test("Nobody reads a secret in a report", arguments: formats)
  func secretsAreConcealed(format: String) throws {
    // Made up, and put together here, so that nobody takes this file for a leak.
    let secret = "wJalrXUtnFEMI" + "K7MDENGbPxRfi" + "CYq8Zr4Lw2Vt0"
    let folder = try TemporaryFolder(["Dockerfile": "FROM debian:12\nENV AWS_SECRET_ACCESS_KEY=\(secret)\n"])
    let result = try Program.run(["--output", format, "."], in: folder.url)
    #expect(result.output.contains("no-secrets-in-image"))
    #expect(!result.output.contains(secret.dropLast(4)))
    if format == "text" {
      #expect(result.output.contains("2 | ENV AWS_SECRET_ACCESS_KEY=" + String(repeating: "*", count: secret.count) + "\n"))
    }
  }

  @Test func theValueOfASecretIsConcealedAndItsKeyIsNot() throws {
    let manifest = "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\ndata:\n  password: aHVudGVyMi1odW50ZXIy\n"
    let folder = try TemporaryFolder(["s.yaml": manifest])
    let result = try Program.run(["--select", "no-committed-secret"], in: folder.url)
    #expect(result.output.contains("5 |   password: ********************\n"))
  }

  @Test func aPipeIsWrittenToRatherThanReplaced() throws {
    let folder = try TemporaryFolder(["a.yaml": Self.pod("a")])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "mkfifo p && { cat p > read & \"$0\" --select memory-limit --output concise=p a.yaml; wait; test -p p; }"]
    process.arguments?.append(Program.executable.path)
    process.currentDirectoryURL = folder.url
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try folder.read("read") == "a.yaml:6:13: error[memory-limit] container 'a' has no memory limit\n")
  }

  @Test func aListFromKubectlIsRead() throws {
    func indented(_ text: String) -> String {
      text.split(separator: "\n").enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }.joined(separator: "\n") + "\n"
    }
    let list = "apiVersion: v1\nkind: List\nmetadata: {resourceVersion: \"\"}\nitems:\n" + indented(Self.pod("a")) + indented(Self.pod("b"))
    let result = try Program.run(["check", "--select", "memory-limit", "--output", "concise", "-"], input: list)
    #expect(
      result.output
        == "stdin.yaml:10:17: error[memory-limit] container 'a' has no memory limit\n"
        + "stdin.yaml:17:17: error[memory-limit] container 'b' has no memory limit\n")
    #expect(result.status == 1)
  }
}
