import Foundation
import Testing

/// The built program, run as users run it.
struct Program {
  struct Result {
    var output: String
    var errors: String
    var status: Int32
  }

  /// SwiftPM puts the test bundle and the executables into one folder.
  static let executable: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
    let folder = bundle.bundlePath.hasSuffix(".xctest") ? bundle.bundleURL.deletingLastPathComponent() : bundle.bundleURL
    return folder.appendingPathComponent("readylint")
  }()

  static func run(_ arguments: [String], in folder: URL? = nil, input: String? = nil) throws -> Result {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = standardInput
    try process.run()
    standardInput.fileHandleForWriting.write(Data((input ?? "").utf8))
    try standardInput.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let errorText = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Result(output: text, errors: errorText, status: process.terminationStatus)
  }
}

/// A folder that is gone with its owner.
final class TemporaryFolder {
  let url: URL

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("readylint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (path, text) in files {
      let file = url.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}

@Suite(.serialized)
struct CheckTests {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// Snapshots: `READYLINT_UPDATE_SNAPSHOTS=1 swift test` writes them anew.
  @Test("Formats print what the snapshot says", arguments: ["text", "concise", "json"])
  func formats(format: String) throws {
    let result = try Program.run(["--output", format], in: Self.fixtures.appendingPathComponent("repositories/first-look"))
    let snapshot = Self.fixtures.appendingPathComponent("snapshots/first-look.\(format)")
    if ProcessInfo.processInfo.environment["READYLINT_UPDATE_SNAPSHOTS"] != nil {
      try Data(result.output.utf8).write(to: snapshot)
    }
    #expect(result.output == (try String(contentsOf: snapshot, encoding: .utf8)))
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("4 errors, 0 warnings, 0 info in 2 files"))
  }

  @Test func aCleanFolderExitsWithZero() throws {
    let folder = try TemporaryFolder(["pod.yaml": "apiVersion: v1\nkind: Pod\n"])
    let result = try Program.run(["check"], in: folder.url)
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
  }

  @Test("Usage errors exit with 2", arguments: [["--nope"], ["--fail-on", "fatal"], ["--select", "no-such-rule"], ["-", "x"]])
  func usage(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("Error: "))
  }

  @Test func aMissingPathExitsWithTwoAndHidesNothing() throws {
    let folder = try TemporaryFolder(["Dockerfile": "FROM a\nRUNN x\n"])
    let result = try Program.run(["--output", "concise", "Dockerfile", "missing"], in: folder.url)
    #expect(result.status == 2)
    #expect(result.output == "Dockerfile:2:1: error[dockerfile-syntax] unknown instruction: RUNN (did you mean RUN?)\n")
    #expect(result.errors.contains("readylint: missing: no such file or directory"))
  }

  @Test func standardInput() throws {
    let result = try Program.run(["--output", "concise", "--stdin-filename", "api.dockerfile", "-"], input: "FROM\n")
    #expect(result.output == "api.dockerfile:1:1: error[dockerfile-syntax] FROM requires either one or three arguments\n")
    #expect(result.status == 1)
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

  @Test func chartTemplatesAreSkippedOncePerChart() throws {
    let folder = try TemporaryFolder([
      "chart/Chart.yaml": "apiVersion: v2\nname: x\n", "chart/templates/a.yaml": "apiVersion: v1\nkind: {{ .X }}\n",
      "chart/templates/b.yaml": "apiVersion: v1\nkind: {{ .X }}\n",
    ])
    let result = try Program.run(["."], in: folder.url)
    #expect(result.status == 0)
    #expect(result.errors.components(separatedBy: "Helm templates are skipped").count == 2)
  }

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
}
