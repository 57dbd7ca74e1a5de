import Foundation
import Testing

@Suite(.serialized)
struct HostileInputTests {
  @Test func hostileFilesEndInFindings() throws {
    let folder = try TemporaryFolder([
      "nested.yaml": "apiVersion: v1\nkind: Pod\nx: " + String(repeating: "[", count: 10_000),
      "nul.yaml": "apiVersion: v1\nkind: Pod\nx: \u{0}\n", "empty.yaml": "", "empty/Dockerfile": "",
      "bidi.yaml": "apiVersion: v1\nkind: Pod\n\"a\u{202E}\u{1B}[2J\": 1\n\"a\u{202E}\u{1B}[2J\": 1\n",
    ])
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("loop"), withDestinationURL: folder.url)
    #expect(mkfifo(folder.url.appendingPathComponent("pipe.yaml").path, 0o600) == 0)
    let result = try Program.run(["--output", "concise", "."], in: folder.url)
    #expect(result.status == 1)
    #expect(result.output.contains("empty/Dockerfile:1:1: error[dockerfile-syntax] file with no instructions"))
    #expect(result.output.contains("nested.yaml:3:"))
    #expect(result.output.contains("nul.yaml:3:"))
    #expect(!result.output.unicodeScalars.contains("\u{1B}"))
  }

  @Test func anUnreadableFileIsAFinding() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appendingPathComponent("big.yaml")
    #expect(FileManager.default.createFile(atPath: path.path, contents: nil))
    let file = try FileHandle(forWritingTo: path)
    try file.truncate(atOffset: 200 << 20)
    try file.close()
    let result = try Program.run(["--output", "concise", "."], in: folder.url)
    #expect(result.output == "big.yaml:1:1: error[unreadable-file] cannot be read: too large: 200 MB, the limit is 64 MB\n")
    #expect(result.status == 1)
  }

  @Test func anAliasBombIsAFinding() throws {
    var text = "apiVersion: v1\nkind: Pod\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
    for level in 1...12 { text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",") + "]\n" }
    let folder = try TemporaryFolder(["bomb.yaml": text, "Dockerfile": "FROM a@sha256:1\nUSER 1\n"])
    let result = try Program.run(["--output", "concise", "."], in: folder.url)
    #expect(result.output.contains("bomb.yaml:"))
    #expect(result.output.contains("error[yaml-syntax]"))
    // One bad file never hides the findings of another.
    #expect(result.output.contains("Dockerfile:1:6: error[dockerfile-syntax]"))
    #expect(result.status == 1)
  }

  @Test func aClosedReaderChangesNothing() throws {
    let shop = Program.fixtures.appendingPathComponent("repositories/shop")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", "'\(Program.executable.path)' . 2>/dev/null | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}"]
    shell.currentDirectoryURL = shop
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 1)
  }

  /// Root may read everything, so the program is run as somebody else.
  @Test(.enabled(if: getuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
  func aFolderWithoutPermissionExitsWithTwo() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\nRUNN x\n", "closed/Dockerfile": "FROM a\n"])
    let program = folder.url.appendingPathComponent("readylint").path
    try FileManager.default.copyItem(atPath: Program.executable.path, toPath: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    let closed = folder.url.appendingPathComponent("closed").path
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: closed) }
    let process = Process()
    let arguments = [program, "--output", "concise", "--select", "dockerfile-syntax"]
    process.executableURL = URL(fileURLWithPath: getuid() == 0 ? "/usr/bin/setpriv" : program)
    process.arguments = getuid() == 0 ? ["--reuid", "65534", "--clear-groups"] + arguments : Array(arguments.dropFirst())
    process.currentDirectoryURL = folder.url
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    process.waitUntilExit()
    #expect(String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self).contains("readylint: closed: permission denied"))
    #expect(
      String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).hasPrefix("Dockerfile:2:1: error[dockerfile-syntax]"))
    #expect(process.terminationStatus == 2)
  }
}
