import Foundation
import Testing

/// What a repository may hold that nobody would commit in good faith. Each run has a bound on time and on memory.
@Suite(.serialized)
struct HostileInputTests {
  /// Runs the program over a folder with findings on single lines.
  private func lint(
    _ folder: TemporaryFolder, _ arguments: [String] = [], within bound: Program.Bound = .init(),
    location: SourceLocation = #_sourceLocation
  ) throws -> Program.Result {
    let result = try Program.run(["--output", "concise"] + arguments, in: folder.url, within: bound)
    #expect(result.signal == nil, "\(result.errors.suffix(2000))", sourceLocation: location)
    return result
  }

  private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  // MARK: YAML

  @Test func hostileFilesEndInFindings() throws {
    let folder = try TemporaryFolder([
      "nested.yaml": "apiVersion: v1\nkind: Pod\nx: " + Self.repeated("[", 100_000),
      "block.yaml": "apiVersion: v1\nkind: Pod\nx:\n" + Self.repeated("- ", 100_000) + "x\n",
      "mapping.json": "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"x\": " + Self.repeated("{\"a\":", 100_000),
      "nul.yaml": "apiVersion: v1\nkind: Pod\nx: \u{0}\n", "empty.yaml": "", "empty/Dockerfile": "",
      "bidi.yaml": "apiVersion: v1\nkind: Pod\n\"a\u{202E}\u{1B}[2J\": 1\n\"a\u{202E}\u{1B}[2J\": 1\n",
    ])
    let result = try lint(folder)
    #expect(result.status == 1)
    #expect(result.output.contains("empty/Dockerfile:1:1: error[dockerfile-syntax] file with no instructions"))
    for name in ["nested.yaml:3:", "block.yaml:4:", "mapping.json:1:"] { #expect(result.output.contains(name)) }
    #expect(result.output.components(separatedBy: "nested more than 500 levels deep").count == 4)
    #expect(result.output.contains("nul.yaml:3:"))
    #expect(!result.output.unicodeScalars.contains("\u{1B}"))
  }

  enum Bomb: String, CaseIterable {
    case sequences, mergeKeys, mappings
    /// Lists of objects: each would be linted.
    case objects
    /// A chain that is only long.
    case chain

    private static func tenfold(_ level: Int) -> String { Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",") }

    var text: String {
      let pod = "{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, image: a}]}}"
      var text = "a0: &a0 " + (self == .sequences ? "[x]" : self == .objects ? pod : "{k: v}") + "\n"
      for level in 1...(self == .chain ? 2000 : 12) {
        text += "a\(level): &a\(level) "
        switch self {
        case .sequences: text += "[" + Self.tenfold(level) + "]\n"
        case .mergeKeys: text += "{<<: [" + Self.tenfold(level) + "], k\(level): v}\n"
        case .mappings: text += "{a: *a\(level - 1), b: *a\(level - 1), c: *a\(level - 1), d: *a\(level - 1)}\n"
        case .objects: text += "{apiVersion: v1, kind: List, items: [" + Self.tenfold(level) + "]}\n"
        case .chain: text += "{<<: *a\(level - 1), k\(level): v}\n"
        }
      }
      return "apiVersion: v1\nkind: List\n" + text + "items: [*a12]\n"
    }
  }

  @Test("Aliases that multiply are a finding, and hide none of another file", arguments: Bomb.allCases)
  func aliasBombs(bomb: Bomb) throws {
    let folder = try TemporaryFolder(["bomb.yaml": bomb.text, "Dockerfile": "FROM a@sha256:1\nUSER 1\n"])
    let result = try lint(folder)
    #expect(result.output.contains("bomb.yaml:"))
    #expect(result.output.contains("which Kubernetes refuses as excessive aliasing"))
    #expect(result.output.contains("Dockerfile:1:6: error[dockerfile-syntax]"))
    #expect(result.status == 1)
  }

  @Test func manyBrokenDocumentsTakeNoLongerThanTheyAreLong() throws {
    let folder = try TemporaryFolder(["a.yaml": Self.repeated("---\napiVersion: v1\nkind: Pod\nx: [ä\n", 2000)])
    let result = try lint(folder)
    #expect(result.output.split(separator: "\n").count == 2000)
    // Places are right behind characters of several bytes, and behind errors.
    #expect(result.output.contains("a.yaml:8001:1: error[yaml-syntax]") || result.output.contains("a.yaml:8000:"))
  }

  @Test("The same objects in hundreds of folders are linked with those beside them, not each with all", arguments: ["", "namespace: n, "])
  func manyCopiesTakeNoLongerThanTheyAreMany(namespace: String) throws {
    let objects = [
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {\(namespace)name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n"
        + "    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web, image: a, ports: [{containerPort: 80}]}]}\n",
      "apiVersion: v1\nkind: Service\nmetadata: {\(namespace)name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n",
      "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {\(namespace)name: web}\n"
        + "spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n",
    ].joined(separator: "---\n")
    let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: (0..<500).map { ("c\($0)/a.yaml", objects) }))
    let result = try lint(folder)
    #expect(result.status == 1)
    #expect(result.output.split(separator: "\n").count { $0.contains("a Service sends it requests") } == 500)
  }

  @Test("What is wrong within a schema is a finding, although no rule asks for schemas")
  func schemas() throws {
    let head =
      "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a.b\nspec:\n  versions:\n"
      + "  - schema:\n      openAPIV3Schema:\n"
    let folder = try TemporaryFolder([
      "twice.yaml": head + "        type: object\n        type: string\n", "tab.yaml": head + "        type: object\n\ta: b\n",
      "open.yaml": head + "        description: 'a\n", "deep.yaml": head + "        type: object\n          a: b\n",
      "right.yaml": head + "        type: object\n    name: v1\n",
      "behind.yaml": head + "        type: object\n    name: v1\n    name: v2\n",
    ])
    let result = try lint(folder)
    #expect(result.output.contains("twice.yaml:10:9: error[duplicate-key]"))
    for name in ["tab", "open", "deep"] { #expect(result.output.contains("\(name).yaml:") && result.output.contains("error[yaml-syntax]")) }
    #expect(result.output.contains("behind.yaml:11:5: error[duplicate-key]"))
    #expect(!result.output.contains("right.yaml:"))
  }

  // MARK: Bytes

  @Test func encodingsAreReadOrRefused() throws {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: ä}\nspec: {hostNetwork: true, containers: []}\n"
    let folder = try TemporaryFolder()
    for (name, encoding) in [("utf16le", String.Encoding.utf16LittleEndian), ("utf16be", .utf16BigEndian), ("utf32", .utf32)] {
      let mark = encoding == .utf32 ? Data() : try #require("\u{FEFF}".data(using: encoding))
      try folder.write("\(name).yaml", mark + (try #require(pod.data(using: encoding))))
    }
    try folder.write("latin1.yaml", try #require(pod.data(using: .isoLatin1)))
    try folder.write("cut.yaml", Data("apiVersion: v1\nkind: Pod\nx: \u{1F600}".utf8.dropLast()))
    try folder.write("surrogates.yaml", Data([0xFF, 0xFE]) + Data(repeating: 0xD8, count: 1001))
    try folder.write("binary/Dockerfile", Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7919) }))
    try folder.write("utf16/Dockerfile", try #require("\u{FEFF}FROM a\nRUNN x\n".data(using: .utf16LittleEndian)))
    try folder.write("latin1/Dockerfile", Data("FROM a\nRUN echo ".utf8) + Data([0xE4, 0x0A]))
    let result = try lint(folder)
    for name in ["utf16le", "utf16be", "utf32"] { #expect(result.output.contains("\(name).yaml:4:21: error[no-host-access]")) }
    #expect(result.output.contains("latin1.yaml:3:19: error[yaml-syntax]"))
    #expect(result.output.contains("cut.yaml:3:4: error[yaml-syntax]"))
    #expect(result.output.contains("binary/Dockerfile:1:1: error[dockerfile-syntax]"))
    #expect(result.output.contains("utf16/Dockerfile:2:1: error[dockerfile-syntax]"))
    #expect(result.output.contains("latin1/Dockerfile:1:6: error[non-root-user]"))
    #expect(result.status == 1)
  }

  @Test func anUnreadableFileIsAFinding() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appendingPathComponent("big.yaml")
    #expect(FileManager.default.createFile(atPath: path.path, contents: nil))
    let file = try FileHandle(forWritingTo: path)
    try file.truncate(atOffset: 200 << 20)
    try file.close()
    let result = try lint(folder, within: .init(megabytes: 150))
    #expect(result.output == "big.yaml:1:1: error[unreadable-file] cannot be read: too large: 200 MB, the limit is 64 MB\n")
    #expect(result.status == 1)
  }

  @Test(
    "A line of a megabyte is read, and cut where it is shown",
    arguments: [
      ("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: '%'}]}\n"),
      ("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: '%'}\nspec: {containers: [{name: a, image: b}]}\n"),
      ("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b, command: [sh, -c, '%']}]}\n"),
      ("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n'%': b\nspec: {containers: [{name: a, image: b}]}\n"),
      ("Dockerfile", "FROM a\nRUN %\n"), ("Dockerfile", "FROM %\n"), ("Dockerfile", "FROM a\n% x\n"),
      ("Dockerfile", "FROM a\nENV A=\"%\"\nUSER $A\n"), ("nginx.conf", "http { server { listen 80; server_name %; } }\n"),
      ("compose.prod.yaml", "services: {a: {image: a, restart: always, command: '%'}}\n"),
    ])
  func longLines(name: String, text: String) throws {
    let long = Self.repeated("ab ${A} ", 131_072)
    let folder = try TemporaryFolder([name: text.replacingOccurrences(of: "%", with: name == "Dockerfile" ? long : long + "x")])
    #expect(try lint(folder).status < 2)
    let frames = try Program.run(["check"], in: folder.url, within: .init())
    #expect(frames.signal == nil)
    // Messages and names may be of a megabyte; the frame around each is not.
    for line in frames.output.split(separator: "\n") where line.contains(" | ") && !line.contains("^") { #expect(line.utf8.count < 8000) }
  }

  @Test(
    "Scripts and settings of a megabyte on one line are read",
    arguments: [
      ("run.sh", "exec gunicorn app:app %\n"), ("run.sh", "A=\"%\"\nexec gunicorn app:app $A\n"), ("gunicorn.conf.py", "workers = '%'\n"),
      ("gunicorn.conf.py", "workers = [[[[%\n"), ("package.json", "{\"scripts\": {\"start\": \"%\"}}"), (".dockerignore", "%\n"),
      (".gitignore", "%\n"), ("pyproject.toml", "[project]\nname = \"%\"\n"), ("app/main.py", "x = \"%\"\n"),
    ])
  func longLinesOfOtherFiles(name: String, text: String) throws {
    let folder = try TemporaryFolder([
      "Dockerfile": "FROM python:3.12\nCOPY . .\nENTRYPOINT [\"/run.sh\"]\nCMD [\"gunicorn\", \"app.main:app\"]\n",
      "run.sh": "#!/bin/sh\nexec \"$@\"\n",
    ])
    try folder.write(name, text.replacingOccurrences(of: "%", with: Self.repeated("ab*${A} ", 131_072)))
    #expect(try lint(folder).status == 1)
  }

  // MARK: The tree

  @Test func whatIsNoFileIsPassedOver() throws {
    let outside = try TemporaryFolder(["secret.yaml": "apiVersion: v1\nkind: Pod\n1: 2\n1: 2\n"])
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\nRUNN x\n", "folder.yaml/x.txt": "", "Dockerfile.dir/x": ""])
    for (link, target) in [
      ("loop", folder.url.path), ("self.yaml", folder.path("self.yaml")), ("one.yaml", folder.path("two.yaml")),
      ("two.yaml", folder.path("one.yaml")), ("up", ".."), ("zero.yaml", "/dev/zero"), ("Dockerfile.zero", "/dev/zero"),
      ("outside.yaml", outside.path("secret.yaml")), ("gone.yaml", "nowhere"), ("memory.yaml", "/proc/self/mem"),
    ] { try FileManager.default.createSymbolicLink(atPath: folder.path(link), withDestinationPath: target) }
    for name in ["pipe.yaml", "Dockerfile.pipe", "gunicorn.conf.py", ".dockerignore"] { #expect(mkfifo(folder.path(name), 0o600) == 0) }
    // A path in an address of a socket has room for a hundred bytes.
    let line = "import socket; socket.socket(socket.AF_UNIX).bind('socket.yaml')"
    if FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") {
      #expect(try Program.shell("/usr/bin/python3 -c \"\(line)\"", in: folder.url).status == 0)
    }
    // Root may make devices, where the container allows it.
    _ = mknod(folder.path("device.yaml"), S_IFCHR | 0o600, 5)
    let result = try lint(folder)
    #expect(result.output.split(separator: "\n").allSatisfy { $0.hasPrefix("Dockerfile:") })
    #expect(result.output.contains("Dockerfile:2:1: error[dockerfile-syntax]"))
    #expect(result.status == 1)
  }

  @Test func namedExplicitlyTheyAreFindings() throws {
    let folder = try TemporaryFolder(["x/a": ""])
    #expect(mkfifo(folder.path("pipe.yaml"), 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: folder.path("Dockerfile"), withDestinationPath: "/dev/zero")
    try FileManager.default.createSymbolicLink(atPath: folder.path("loop.yaml"), withDestinationPath: folder.path("loop.yaml"))
    let result = try lint(folder, ["pipe.yaml", "Dockerfile"])
    #expect(
      result.output == """
        Dockerfile:1:1: error[unreadable-file] cannot be read: not a regular file
        pipe.yaml:1:1: error[unreadable-file] cannot be read: not a regular file

        """)
    #expect(result.status == 1)
    let loop = try lint(folder, ["loop.yaml"])
    #expect(loop.errors.contains("readylint: loop.yaml: Too many levels of symbolic links"))
    #expect(loop.status == 2)
  }

  @Test(
    "An ignore file or configuration that is none",
    arguments: [(".gitignore", false), (".readylint.yaml", true), (".dockerignore", false), (".git", false)])
  func settingsThatAreNoFiles(name: String, isConfiguration: Bool) throws {
    for make in ["mkfifo", "mkdir", "ln -s /dev/zero", "ln -s /proc/self/mem"] {
      let folder = try TemporaryFolder(["Dockerfile": "FROM a\nRUNN x\nCOPY . .\n"])
      #expect(try Program.shell("\(make) \(name)", in: folder.url).status == 0)
      let result = try lint(folder)
      #expect(result.status == (isConfiguration ? 2 : 1), "\(make) \(name)")
      if isConfiguration { #expect(result.errors.contains("readylint: .readylint.yaml: ")) }
    }
  }

  @Test func linksLeadNowhereOutOfTheRepository() throws {
    let outside = try TemporaryFolder(["gunicorn.conf.py": "workers = 1\ngraceful_timeout = 4711\n"])
    let folder = try TemporaryFolder([
      "repository/Dockerfile": "FROM python:3.12\nCOPY . .\nCMD [\"gunicorn\", \"-c\", \"gunicorn.conf.py\", \"app:app\"]\n",
      "repository/compose.prod.yaml": "services: {a: {image: a, restart: always, env_file: ../../../../../../etc/passwd}}\n",
      "repository/kustomization.yaml": "resources: [../../../../../etc, ../outside.yaml]\n",
      "outside.yaml": "apiVersion: v1\nkind: Pod\n1: 2\n1: 2\n",
    ])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("repository/gunicorn.conf.py"), withDestinationPath: outside.path("gunicorn.conf.py"))
    try FileManager.default.createSymbolicLink(atPath: folder.path("repository/app"), withDestinationPath: outside.url.path)
    let result = try Program.run(["check", "--output", "json"], in: folder.url.appendingPathComponent("repository"), within: .init())
    #expect(!result.output.contains("4711"))
    #expect(!result.output.contains("outside.yaml\""))
    #expect(result.status == 1)
  }

  @Test func filesMayChangeAndVanishWhileTheyAreRead() throws {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n"
    let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: (0..<200).map { ("k\($0 % 10)/\($0).yaml", pod) }))
    // Written, cut off, removed, and replaced by folders and links, all the time.
    let restless = Program.process(
      "/bin/sh",
      [
        "-c",
        """
        while :; do for i in 1 23 45 67 89; do f=k$((i % 10))/$i.yaml
        rm -rf $f; mkdir $f; rmdir $f; ln -s /dev/zero $f; rm -f $f; printf '%s' 'apiVersion: v1' > $f; : > $f
        head -c 300000 /dev/zero > $f; rm -rf k$((i % 7)); mkdir k$((i % 7)); done; done
        """,
      ], in: folder.url)
    restless.standardError = FileHandle.nullDevice
    try restless.run()
    defer {
      restless.terminate()
      restless.waitUntilExit()
    }
    for _ in 0..<8 { #expect(try lint(folder).status <= 2) }
  }

  @Test("Twenty thousand tiny files take no more than they should", arguments: ["txt", "yaml"])
  func manyTinyFiles(suffix: String) throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\n"])
    for index in 0..<20_000 {
      if index % 100 == 0 { try folder.write("d\(index / 100)/x", "") }
      let descriptor = open(folder.path("d\(index / 100)/\(index).\(suffix)"), O_WRONLY | O_CREAT, 0o600)
      #expect(write(descriptor, "a: b\n", 5) == 5)
      close(descriptor)
    }
    let result = try lint(folder, ["--select", "non-root-user"], within: .init(megabytes: 200))
    #expect(result.output.hasPrefix("Dockerfile:1:6: error[non-root-user]"))
    #expect(result.errors.contains("in 1 file ("))
  }

  /// Root may read everything, so the program is run as somebody else.
  @Test(.enabled(if: getuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
  func aFolderWithoutPermissionExitsWithTwo() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\nRUNN x\n", "closed/Dockerfile": "FROM a\n"])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path("closed"))
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path("closed")) }
    let result = try Program.runAsSomebody("--output concise --select dockerfile-syntax", in: folder)
    #expect(result.errors.contains("readylint: closed: permission denied"))
    #expect(result.output.hasPrefix("Dockerfile:2:1: error[dockerfile-syntax]"))
    #expect(result.status == 2)
  }

  @Test(.enabled(if: getuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
  func anUnreadableConfigurationExitsWithTwo() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\n", ".readylint.yaml": "ignore: []\n"])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path(".readylint.yaml"))
    let result = try Program.runAsSomebody("", in: folder)
    // Not alone: what counts covered lines complains there that it may not write.
    #expect(result.errors.hasPrefix("readylint: .readylint.yaml: permission denied\n"))
    #expect(result.status == 2)
  }

  // MARK: Patterns and expressions

  @Test(
    "Patterns of ignore files do not back-track",
    arguments: [
      (".gitignore", repeated("**/", 12) + "x"), (".gitignore", repeated("*a", 60) + "b"), (".gitignore", repeated("**/a*a*", 12) + "/x"),
      (".dockerignore", repeated("**/", 12) + "x"), (".dockerignore", repeated("*a", 60) + "b"),
      (".dockerignore", repeated("**/a*a*", 12) + "/x"),
    ])
  func patterns(name: String, pattern: String) throws {
    let deep = Array(repeating: "aaaa", count: 60).joined(separator: "/")
    let folder = try TemporaryFolder([
      "Dockerfile": "FROM python:3.12\nCOPY . .\n", name: (0..<10).map { "\(pattern)\($0)\n" }.joined(), deep + "/a.yaml": "a: b\n",
      Self.repeated("a", 200) + ".yaml": "a: b\n",
    ])
    #expect(try lint(folder).status == 1)
  }

  @Test(
    "Expressions of a rule from the repository are held to a budget",
    arguments: [
      // What a back-tracking matcher takes for ever to deny.
      ("self.name.matches('^(a+)+$')", false), ("self.name.matches('^(a|a)*(a|a)*(a|aa)*b$')", false),
      ("self.name.matches('^" + repeated("a?", 100) + repeated("a", 100) + "$')", false),
      // Loops in loops over a list of thousands.
      ("self.object.args.all(a, self.object.args.all(b, self.object.args.all(c, a != b || b != c || a == c)))", true),
      ("self.object.args.map(a, self.object.args.map(b, self.object.args)).size() >= 0", true),
    ])
  func expressions(expression: String, isRefused: Bool) throws {
    let folder = try TemporaryFolder([
      "rules/hostile.yaml": """
      id: hostile
      title: Names are short
      severity: warning
      subject: container
      expression: >-
        \(expression)
      message: the name is long
      why: It takes long.
      fix: Shorten it.
      sources: [https://example.com]

      """,
      "a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: \(Self.repeated("a", 3000))!\n    args: ["
        + (0..<3000).map { "x\($0), " }.joined() + "]\n",
    ])
    let result = try lint(folder, ["--rules", "rules", "--select", "hostile", "a.yaml"])
    #expect(result.status == (isRefused ? 2 : 1))
    #expect(isRefused ? result.errors.contains("rule hostile failed on ") : result.output.contains("warning[hostile]"))
  }
}

extension Program {
  /// Runs a copy of the program as `nobody` where the tests run as root, who may read everything.
  static func runAsSomebody(_ arguments: String, in folder: TemporaryFolder) throws -> Result {
    let copy = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copy.url.path)
    try FileManager.default.copyItem(atPath: executable.path, toPath: copy.path("readylint"))
    let prefix = getuid() == 0 ? "/usr/bin/setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
    return try shell(prefix + "'\(copy.path("readylint"))' " + arguments, in: folder.url)
  }
}
