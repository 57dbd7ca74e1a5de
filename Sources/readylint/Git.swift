import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The git command, for what another revision holds. Hooks and file-system monitors of the repository are kept from running.
enum Git {
  /// - Throws: `CommandFailure` when git cannot be started or says no.
  static func run(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let words = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"] + arguments
    guard let standardInput = pipe(), let output = pipe(), let errors = pipe() else { throw CommandFailure(["git: no pipe can be made"]) }
    var process: pid_t = 0
    let status = spawn(words, &process, input: standardInput, output: output, errors: errors)
    close(standardInput.read)
    close(output.write)
    close(errors.write)
    guard status == 0 else {
      for end in [standardInput.write, output.read, errors.read] { close(end) }
      throw CommandFailure(["git cannot be started: \(String(cString: strerror(status)))"])
    }
    // All three at once: a full pipe would otherwise stop git while we wait for another one.
    let feeding = DispatchGroup()
    DispatchQueue.global().async(group: feeding) {
      writeAll(input, to: standardInput.write)
      close(standardInput.write)
    }
    let said = Collected()
    DispatchQueue.global().async(group: feeding) { said.take(from: errors.read) }
    let result = readAll(output.read)
    feeding.wait()
    var exit: Int32 = 0
    while waitpid(process, &exit, 0) < 0, errno == EINTR {}
    guard exit == 0 else {
      let lines = String(decoding: said.bytes, as: UTF8.self).split(separator: "\n")
      // With a repository of somebody else, git says behind its message what to do about it.
      let remedy = lines.first { $0.contains("safe.directory") }.map { "; if you trust it: \($0.drop(while: \.isWhitespace))" } ?? ""
      throw CommandFailure(["git \(arguments.first ?? ""): \(lines.first ?? "it failed")\(remedy)"])
    }
    return result
  }

  /// What is read on another thread.
  private final class Collected: Sendable {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { $0 } }

    func take(from descriptor: Int32) {
      let bytes = readAll(descriptor)
      collected.withLock { $0 = bytes }
    }
  }

  private static func pipe() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [0, 0]
    guard systemPipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ words: [String], _ process: inout pid_t, input: (read: Int32, write: Int32), output: (read: Int32, write: Int32),
    errors: (read: Int32, write: Int32)
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.read, 0)
    posix_spawn_file_actions_adddup2(&actions, output.write, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.write, 2)
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    return posix_spawnp(&process, "git", &actions, nil, &arguments, environ)
  }

  private static func readAll(_ descriptor: Int32) -> [UInt8] {
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// A reader that stops early is its own affair: SIGPIPE is ignored.
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { $0.baseAddress.map { write(descriptor, $0 + offset, bytes.count - offset) } ?? 0 }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      offset += count
    }
  }
}

private func systemPipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }
