import Foundation

/// The built program, run as users run it.
struct Program {
  struct Result {
    var output: String
    var errors: String
    var status: Int32
    /// What ended it, when it did not end itself.
    var signal: Int32?
    var seconds = 0.0
  }

  /// What a run may take, enforced by the kernel: one that wants more ends by a signal. The program under test is a debug build, so bounds
  /// say what is of another order; they count its work rather than the time that other programs take from it.
  struct Bound {
    /// Of a processor's time.
    var seconds = 10
    /// Of address space.
    var megabytes = 500
    /// Of waiting, for what will never come.
    var patience = 60.0
  }

  /// SwiftPM puts the test bundle and the executables into one folder.
  static let executable: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
    let folder = bundle.bundlePath.hasSuffix(".xctest") ? bundle.bundleURL.deletingLastPathComponent() : bundle.bundleURL
    return folder.appendingPathComponent("readylint")
  }()

  static func run(_ arguments: [String], in folder: URL? = nil, input: String? = nil, environment: [String: String] = [:]) throws -> Result
  {
    try finish(process(executable.path, arguments, in: folder, environment), input: Data((input ?? "").utf8))
  }

  /// Runs the program within bounds.
  static func run(
    _ arguments: [String], in folder: URL? = nil, input: Data = Data(), environment: [String: String] = [:], within bound: Bound
  ) throws -> Result {
    let limits = "ulimit -v \(bound.megabytes * 1024) && ulimit -t \(bound.seconds) && ulimit -c 0"
    let words = ["-c", limits + " && exec \"$0\" \"$@\"", executable.path] + arguments
    return try finish(process("/bin/sh", words, in: folder, environment), input: input, seconds: bound.patience)
  }

  /// Runs a line of shell, in which `readylint` is the program.
  static func shell(_ line: String, in folder: URL? = nil, environment: [String: String] = [:], seconds: Double = 30) throws -> Result {
    let words = ["-c", "readylint() { \"$PROGRAM\" \"$@\"; }\n" + line]
    let variables = environment.merging(["PROGRAM": executable.path]) { known, _ in known }
    return try finish(process("/bin/sh", words, in: folder, variables), input: Data(), seconds: seconds)
  }

  static func process(_ path: String, _ arguments: [String], in folder: URL?, _ environment: [String: String] = [:]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    // A CI server's own variables change what is printed.
    var variables = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    if environment["GITHUB_ACTIONS"] == nil { variables["GITHUB_ACTIONS"] = nil }
    process.environment = variables
    if let folder { process.currentDirectoryURL = folder }
    return process
  }

  /// What is read on another thread, looked at when that thread is done.
  private final class Collected: @unchecked Sendable {
    var data = Data()
  }

  /// Keeps the signal from this thread that would end the tests when nobody reads any more. It is not ignored, which programs that are
  /// started meanwhile would inherit.
  private static func withoutBrokenPipe(_ write: () -> Void) {
    var (brokenPipe, mask, pending) = (sigset_t(), sigset_t(), sigset_t())
    sigemptyset(&brokenPipe)
    sigaddset(&brokenPipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &brokenPipe, &mask)
    write()
    sigpending(&pending)
    var number: Int32 = 0
    if sigismember(&pending, SIGPIPE) == 1 { sigwait(&brokenPipe, &number) }
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  private static func finish(_ process: Process, input: Data, seconds: Double? = nil) throws -> Result {
    let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = standardInput
    let start = ContinuousClock.now
    try process.run()
    let identifier = process.processIdentifier
    let killing = DispatchWorkItem { kill(identifier, SIGKILL) }
    if let seconds { DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: killing) }
    // All at once: a full pipe would stop the program while we wait for another one.
    let reading = DispatchGroup()
    let collected = Collected()
    DispatchQueue.global().async(group: reading) { collected.data = errors.fileHandleForReading.readDataToEndOfFile() }
    DispatchQueue.global().async(group: reading) {
      // A program that does not read to the end is no mistake here.
      withoutBrokenPipe { try? standardInput.fileHandleForWriting.write(contentsOf: input) }
      try? standardInput.fileHandleForWriting.close()
    }
    let text = output.fileHandleForReading.readDataToEndOfFile()
    reading.wait()
    process.waitUntilExit()
    killing.cancel()
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    return Result(
      output: String(decoding: text, as: UTF8.self), errors: String(decoding: collected.data, as: UTF8.self),
      status: process.terminationStatus, signal: process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil,
      seconds: elapsed)
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

  func write(_ path: String, _ text: String) throws { try write(path, Data(text.utf8)) }

  func write(_ path: String, _ data: Data) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func read(_ path: String) throws -> String { String(decoding: try Data(contentsOf: url.appendingPathComponent(path)), as: UTF8.self) }

  /// The path of a file in it.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// The names of what is in it and in its folders, in order.
  var names: [String] { (FileManager.default.subpaths(atPath: url.path) ?? []).sorted() }

  deinit { try? FileManager.default.removeItem(at: url) }
}
