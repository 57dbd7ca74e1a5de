import Foundation

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

  static func run(_ arguments: [String], in folder: URL? = nil, input: String? = nil, environment: [String: String] = [:]) throws -> Result
  {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    // A CI server's own variables change what is printed.
    var variables = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    if environment["GITHUB_ACTIONS"] == nil { variables["GITHUB_ACTIONS"] = nil }
    process.environment = variables
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

extension Program {
  /// The folder of this repository's own examples.
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")
}

/// A folder that is gone with its owner.
final class TemporaryFolder {
  let url: URL

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("readylint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (path, text) in files { try write(path, text) }
  }

  func write(_ path: String, _ text: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func read(_ path: String) throws -> String { String(decoding: try Data(contentsOf: url.appendingPathComponent(path)), as: UTF8.self) }

  deinit { try? FileManager.default.removeItem(at: url) }
}
