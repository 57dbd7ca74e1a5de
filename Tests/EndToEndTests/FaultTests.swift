import Foundation
import Testing

/// Full disks, closed streams, signals and surroundings that are not as they should be: a clear message, exit status 2, and no file that
/// is half written.
@Suite(.serialized)
struct FaultTests {
  private static let manifest = """
    apiVersion: v1
    kind: Pod
    metadata: {name: api}
    spec:
      containers:
        - name: api
          image: registry.example.com/api:1.4@sha256:0123456789012345678901234567890123456789012345678901234567890123

    """

  private static let fix = "check --fix --select no-privilege-escalation"

  /// A comment of some kilobytes makes every new text longer than what there is room for.
  private static let comment = String(repeating: "# a comment, so that there is more to write than there is room for\n", count: 200)

  /// Everything that the program writes into files: the words, and the file that is written.
  private static let writers = [
    ("check --fix --select no-privilege-escalation", "pod.yaml"),
    ("check --add-ignores --reason because --select memory-limit", "pod.yaml"), ("baseline create --force", ".readylint-baseline.json"),
    ("baseline update --accept-new", ".readylint-baseline.json"), ("baseline prune", ".readylint-baseline.json"),
    ("init --force", ".readylint.yaml"), ("check --output sarif=report.sarif", "report.sarif"),
    ("check --output json=report.json --output html=report.html", "report.json"), ("merge 1.json --output json=merged.json", "merged.json"),
  ]

  private func folder(bigBaseline: Bool = true) throws -> TemporaryFolder {
    let containers = (0..<40).map { "    - {name: c\($0), image: a}\n" }.joined()
    let folder = try TemporaryFolder([
      "pod.yaml": Self.manifest + Self.comment,
      "more.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspec:\n  containers:\n" + containers,
    ])
    #expect(try Program.run(["baseline", "create"], in: folder.url).status == 0)
    #expect(try Program.run(["check", "--output", "json=1.json", "--exit-zero"], in: folder.url).status == 0)
    return folder
  }

  private func contents(of folder: TemporaryFolder) -> [String: Data] {
    Dictionary(
      uniqueKeysWithValues: folder.names.map {
        ($0, (try? Data(contentsOf: folder.url.appendingPathComponent($0))) ?? Data())
      })
  }

  // MARK: Disks

  @Test("A limit on the size of files leaves all as it was", arguments: writers)
  func aLimitOnFiles(words: String, written: String) throws {
    let folder = try folder()
    let before = contents(of: folder)
    // Half a kilobyte, or one in some shells: enough to begin with.
    // What counts covered lines would be cut short too, and could not be read.
    let result = try Program.shell("export LLVM_PROFILE_FILE=/dev/null; ulimit -f 1; readylint \(words)", in: folder.url)
    #expect(result.status == 2)
    #expect(result.errors.contains("readylint: \(written): cannot be written: File too large\n"), "\(result.errors)")
    #expect(contents(of: folder) == before)
  }

  @Test("A full disk leaves all as it was", .enabled(if: mayMount, "needs the right to mount a small file system"), arguments: writers)
  func aFullDisk(words: String, written: String) throws {
    let folder = try folder()
    let disk = try TemporaryFolder()
    #expect(try Program.shell("mount -t tmpfs -o size=512k readylint '\(disk.url.path)'").status == 0)
    defer { _ = try? Program.shell("umount -l '\(disk.url.path)'") }
    let fill =
      "cp -R '\(folder.url.path)/.' . && head -c 1000000 /dev/zero > fill 2>/dev/null; head -c 1 /dev/zero > f 2>/dev/null; ! test -s f && rm f"
    #expect(try Program.shell(fill, in: disk.url).status == 0)
    let before = contents(of: disk)
    let result = try Program.shell("readylint \(words)", in: disk.url)
    #expect(result.status == 2)
    #expect(result.errors.contains("readylint: \(written): cannot be written: No space left on device\n"), "\(result.errors)")
    #expect(contents(of: disk) == before)
  }

  private static let mayMount: Bool = {
    guard getuid() == 0, let folder = try? TemporaryFolder() else { return false }
    let line = "mount -t tmpfs -o size=64k readylint '\(folder.url.path)' && umount '\(folder.url.path)'"
    return (try? Program.shell(line).status) == 0
  }()

  @Test("A read-only folder leaves all as it was", .enabled(if: canBeSomebody, "root may write everywhere"), arguments: writers)
  func aReadOnlyFolder(words: String, written: String) throws {
    let folder = try folder()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
    for name in folder.names { try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: folder.path(name)) }
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path) }
    let before = contents(of: folder)
    let result = try Program.runAsSomebody(words, in: folder)
    #expect(result.status == 2)
    #expect(result.errors.contains("readylint: \(written): cannot be written: permission denied\n"), "\(result.errors)")
    #expect(contents(of: folder) == before)
  }

  private static let canBeSomebody = getuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

  @Test func aFolderThatIsNotThere() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\n"])
    let result = try Program.run(["--output", "json=nowhere/report.json"], in: folder.url)
    #expect(result.errors == "readylint: nowhere/report.json: cannot be written: no such file or directory\n")
    #expect(result.status == 2)
    let onto = try Program.run(["--output", "json=."], in: folder.url)
    #expect(onto.errors.hasPrefix("readylint: .: cannot be written: "))
    #expect(onto.status == 2)
    #expect(folder.names == ["Dockerfile"])
  }

  @Test func aFullDevice() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\n"])
    for words in [
      "--output json=/dev/full", "--output concise > /dev/full", "rules > /dev/full", "--help > /dev/full", "graph > /dev/full",
    ] {
      let result = try Program.shell("readylint \(words)", in: folder.url)
      #expect(result.status == 2, "\(words)")
      #expect(result.errors.contains("cannot be written: No space left on device\n"), "\(words)")
    }
    // There is nobody to tell; what was found still counts.
    #expect(try Program.shell("readylint --output concise 2> /dev/full", in: folder.url).status == 1)
  }

  @Test func aWrittenFileKeepsItsPermissions() throws {
    let folder = try TemporaryFolder(["pod.yaml": Self.manifest])
    try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: folder.path("pod.yaml"))
    #expect(try Program.shell("umask 077; readylint \(Self.fix)", in: folder.url).errors.contains("1 fixed\n"))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("pod.yaml"))
    #expect(attributes[.posixPermissions] as? Int == 0o664)
  }

  @Test func aNameMayBeAsLongAsTheSystemAllows() throws {
    let name = String(repeating: "a", count: 250) + ".yaml"
    let folder = try TemporaryFolder([name: Self.manifest])
    #expect(try Program.shell("readylint \(Self.fix)", in: folder.url).errors.contains("1 fixed\n"))
    #expect(folder.names == [name])
  }

  #if os(Linux)
    /// To Swift the two names are equal, as they are to macOS' file systems.
    @Test func namesThatLookAlikeAreTwoFiles() throws {
      let folder = try TemporaryFolder(["Dockerfile.\u{E9}": "FROM a\nRUNN x\n"])
      let run = try Program.shell(
        "cp Dockerfile.* Dockerfile.e\u{301} && readylint --output concise --select dockerfile-syntax .", in: folder.url)
      #expect(run.output.split(separator: "\n").count == 2)
      #expect(run.errors.contains("in 2 files"))
      // What is kept by name could be either's.
      let fix = try Program.shell("printf 'FROM python:3.12\\nCMD python a.py\\n' | tee Dockerfile.* && readylint --fix .", in: folder.url)
      #expect(fix.errors.contains("not changed, the name of another file looks the same"))
      #expect(!fix.errors.contains(" fixed\n"))
    }
  #endif

  // MARK: Streams

  @Test func closedStreamsAreNotMistakenForFiles() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\nRUNN x\n", "pod.yaml": Self.manifest])
    let closedInput = try Program.shell("readylint --output concise --select dockerfile-syntax <&-", in: folder.url)
    #expect(closedInput.status == 1 && closedInput.output.hasPrefix("Dockerfile:2:1: error"))
    let noInput = try Program.shell("readylint - <&-", in: folder.url)
    #expect(noInput.errors == "readylint: standard input cannot be read: Bad file descriptor\n")
    #expect(noInput.status == 2)
    let closedOutput = try Program.shell("readylint --output concise >&-", in: folder.url)
    #expect(closedOutput.errors == "readylint: standard output cannot be written: Bad file descriptor\n")
    #expect(closedOutput.status == 2)
    #expect(try Program.shell("readylint --output concise --select dockerfile-syntax 2>&-", in: folder.url).status == 1)
    // What is written meanwhile gets none of what was meant for the streams.
    let fixed = try Program.shell("readylint \(Self.fix) pod.yaml --output json=report.json <&- >&- 2>&-", in: folder.url)
    #expect(fixed.status == 0)
    #expect(try folder.read("pod.yaml") == Self.manifest + "      securityContext:\n        allowPrivilegeEscalation: false\n")
    #expect(try JSONSerialization.jsonObject(with: Data(folder.read("report.json").utf8)) is [String: Any])
  }

  @Test func aClosedReaderChangesNothing() throws {
    let shop = Program.fixtures.appendingPathComponent("repositories/shop")
    for (words, status) in [("check .", 1), ("rules", 0), ("graph", 0), ("--help", 0)] {
      let result = try Program.shell("{ { readylint \(words) 2>/dev/null; echo $? >&3; } | true; } 3>&1", in: shop)
      #expect(result.output == "\(status)\n", "\(words)")
    }
    // Nor does one of standard error.
    let result = try Program.shell("{ { readylint check . 2>&1 >/dev/null; echo $? >&3; } | true; } 3>&1", in: shop)
    #expect(result.output == "1\n")
  }

  // MARK: Signals

  /// Starts it with signals as a shell's user has them: a job in the background may ignore some, and Dispatch's threads hold all of them
  /// back, both of which a new process inherits.
  private func start(_ process: Process) throws {
    let before = [SIGINT, SIGTERM, SIGHUP].map { ($0, signal($0, SIG_DFL)) }
    var (none, mask) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &mask)
    defer {
      pthread_sigmask(SIG_SETMASK, &mask, nil)
      for (number, handler) in before { signal(number, handler) }
    }
    try process.run()
  }

  /// How long it takes to end; it is killed after half a minute.
  private func end(_ process: Process, by number: Int32) -> Duration {
    let identifier = process.processIdentifier
    let killing = DispatchWorkItem { kill(identifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 30, execute: killing)
    let start = ContinuousClock.now
    kill(identifier, number)
    process.waitUntilExit()
    killing.cancel()
    return ContinuousClock.now - start
  }

  @Test("A signal ends a run at once, by that signal", arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignal(number: Int32) throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\n"])
    // It waits for standard input, which never ends.
    let process = Program.process(Program.executable.path, ["-"], in: folder.url)
    process.standardInput = Pipe()
    process.standardError = FileHandle.nullDevice
    try start(process)
    usleep(200_000)
    #expect(end(process, by: number) < .seconds(2))
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == number)
    #expect(folder.names == ["Dockerfile"])
  }

  /// More than a pipe holds, which a program that is asked for its version never reads.
  @Test func inputThatNobodyReadsIsNoMistake() throws {
    #expect(try Program.run(["--version"], input: String(repeating: "a: b\n", count: 1 << 18)).status == 0)
  }

  @Test func anIgnoredSignalStaysIgnored() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\n"])
    let line =
      "trap '' HUP; (sleep 0.3; echo 'FROM b') | readylint --output concise --select non-root-user - & sleep 0.1; kill -HUP $!; wait $!"
    #expect(try Program.shell(line, in: folder.url).status == 1)
  }

  @Test func aSignalWhileFilesAreWrittenLeavesEachWhole() throws {
    let files = Dictionary(uniqueKeysWithValues: (0..<60).map { ("k/\($0).yaml", Self.manifest + Self.comment) })
    let fixed = Self.manifest + "      securityContext:\n        allowPrivilegeEscalation: false\n"
    var outcomes: Set<Int> = []
    var pause: UInt32 = 10_000
    // From before the first file is written to behind the last one.
    while pause < 6_000_000 {
      let folder = try TemporaryFolder(files)
      let process = Program.process(
        Program.executable.path, Self.fix.split(separator: " ").map(String.init) + ["--output", "json=report.json"], in: folder.url)
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try start(process)
      usleep(pause)
      #expect(end(process, by: SIGTERM) < .seconds(2))
      let texts = try files.keys.map { try folder.read($0) }
      #expect(texts.allSatisfy { $0.hasPrefix(Self.manifest) && $0.hasSuffix(Self.comment) })
      let count = texts.count { $0.hasPrefix(fixed) }
      #expect(texts.count { $0 == Self.manifest + Self.comment } == files.count - count)
      let others = folder.names.filter { !$0.hasPrefix("k") }
      #expect(others == [] || others == ["report.json"])
      #expect(folder.names.count == files.count + 1 + others.count)
      if others == ["report.json"] { _ = try JSONSerialization.jsonObject(with: Data(folder.read("report.json").utf8)) }
      outcomes.insert(count)
      if process.terminationReason == .exit { break }
      pause += max(10_000, pause / 4)
    }
    // At least one run was ended before, and one came to its end.
    #expect(outcomes.contains(0) && outcomes.contains(files.count))
  }

  #if canImport(Glibc)
    @Test("On a terminal, a signal takes the line of progress with it", arguments: [SIGINT, SIGTERM])
    func aSignalOnATerminal(signal: Int32) throws {
      let folder = try TemporaryFolder(["Dockerfile": "FROM a\n"])
      let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      defer { close(terminal) }
      // TIOCSPTLCK and TIOCGPTN, of ioctl_tty(2): what unlockpt and ptsname ask for.
      var (unlocked, number): (CInt, CUnsignedInt) = (0, 0)
      #expect(ioctl(terminal, 0x4004_5431, &unlocked) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
      let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
      try #require(other >= 0)
      let process = Program.process(Program.executable.path, ["-"], in: folder.url, ["TERM": "xterm"])
      process.environment?["CI"] = nil
      process.standardInput = Pipe()
      process.standardError = FileHandle(fileDescriptor: other)
      try start(process)
      // Progress is shown after a second.
      usleep(1_800_000)
      _ = end(process, by: signal)
      close(other)
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
      var shown = ""
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(terminal, &buffer, buffer.count)
        guard count > 0 else { break }
        shown += String(decoding: buffer[..<count], as: UTF8.self)
      }
      #expect(shown.contains("readylint: reading, "))
      #expect(shown.hasSuffix("\r\u{1B}[K"))
    }
  #endif

  // MARK: Surroundings

  @Test func anEnvironmentWithNothingInIt() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\nRUNN ü\n"])
    let expected = try Program.run(["--output", "concise"], in: folder.url)
    for words in [
      "env -i", "env -u HOME", "env LANG=xx_YY.UTF-99 LC_ALL=nonsense", "env LC_ALL=C", "env TMPDIR=/nowhere", "env HOME=/nowhere TERM=",
      "env COLUMNS=0 LINES=-1 TZ=:/nowhere SOURCE_DATE_EPOCH=x",
    ] {
      let result = try Program.shell("\(words) \"$PROGRAM\" --output concise", in: folder.url)
      #expect(result.output == expected.output && result.status == expected.status, "\(words)")
    }
  }

  @Test func aLimitOnMemoryIsKept() throws {
    let shop = Program.fixtures.appendingPathComponent("repositories/shop")
    let result = try Program.run(["check", "."], in: shop, within: .init(megabytes: 120))
    #expect(result.status == 1 && result.signal == nil)
    // One that is too small to start with is a failure and no half report.
    let none = try Program.shell("ulimit -v 8192; ulimit -c 0; readylint check --output json .", in: shop)
    #expect(none.status > 1)
    #expect(none.output.isEmpty)
  }

  @Test func aFolderThatIsRemoved() throws {
    let folder = try TemporaryFolder()
    for words in ["check", "check .", "graph", "checklist", "baseline create", "init"] {
      let result = try Program.shell("mkdir gone && cd gone && rmdir ../gone && \"$PROGRAM\" \(words)", in: folder.url)
      #expect(result.status == 2, "\(words)")
      #expect(result.errors.contains("no such file or directory"), "\(words): \(result.errors)")
    }
  }

  @Test(.enabled(if: FaultTests.canBeSomebody && getuid() == 0, "another user is needed"))
  func aRepositoryOfAnotherUser() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\n"])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    let commit = "git init -q . && git add . && git -c user.name=t -c user.email=t@example.com commit -qm one"
    #expect(try Program.shell(commit, in: folder.url).status == 0)
    #expect(try Program.runAsSomebody("--output concise", in: folder).status == 1)
    let result = try Program.runAsSomebody("--diff-base HEAD", in: folder)
    #expect(result.errors.contains("readylint: git rev-parse: fatal: detected dubious ownership in repository at '"))
    #expect(result.errors.contains("git config --global --add safe.directory"))
    #expect(result.status == 2)
  }

  @Test func aWorktreeIsARepository() throws {
    let folder = try TemporaryFolder(["main/.gitignore": "*.json\n", "main/Dockerfile": "FROM a\n", "main/k/a.yaml": "a: b\n"])
    let line = """
      cd main && git init -q . && git add . && git -c user.name=t -c user.email=t@example.com commit -qm one && git worktree add -q ../tree
      """
    #expect(try Program.shell(line, in: folder.url).status == 0)
    let tree = folder.url.appendingPathComponent("tree")
    try folder.write("tree/Dockerfile", "FROM a\nRUNN x\n")
    try folder.write("tree/.readylint.yaml", "ignore: [non-root-user]\n")
    let below = tree.appendingPathComponent("k")
    // `.git` is a file there: the top all the same.
    let result = try Program.run(["--output", "concise", "--diff-base", "HEAD", "../Dockerfile"], in: below)
    #expect(result.output == "../Dockerfile:2:1: error[dockerfile-syntax] unknown instruction: RUNN (did you mean RUN?)\n")
    #expect(result.status == 1)
  }
}
