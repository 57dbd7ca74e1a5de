import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are there whole or not at all.
enum AtomicFile {
  /// Writes a file beside its place and moves it there, so that neither a full disk nor a signal leaves half of it behind.
  ///
  /// - Throws: `CommandFailure` with the path and what the system says; what stood there before is untouched then.
  static func write(_ bytes: [UInt8], to path: String) throws {
    // The target of a symbolic link is written, rather than the link replaced.
    let target = RepositoryPath.resolved(path) ?? path
    // A device, a FIFO or /dev/stdout is written to: moved over, it would be gone.
    if isSpecial(path) { return try writeThrough(bytes, to: path) }
    // A short name: the file's own may be as long as names can be. No other process takes the same, and none that was killed left it.
    let temporary = RepositoryPath.folder(of: target) + ".readylint-" + String(UInt64.random(in: .min ... .max), radix: 36) + ".tmp"
    // From here to the end, a signal waits: the temporary file is always taken away. All other threads are Dispatch's, which take none.
    let signals = HeldSignals()
    defer { signals.release() }
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    keepOwnerAndMode(of: target, at: descriptor)
    do {
      try writeAll(bytes, to: descriptor, path, until: signals)
      // Without it, a crash of the machine could leave an empty file under the name.
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(path) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let error = failure(path)
      unlink(temporary)
      throw error
    }
  }

  private static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  private static func writeThrough(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, path)
  }

  /// A piece is written in well below a second on any disk, so that a signal does not wait for long.
  private static let pieceSize = 4 << 20

  /// - Parameter signals: what ends the writing early.
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String, until signals: HeldSignals? = nil) throws {
    var offset = 0
    while offset < bytes.count {
      if let signals, signals.isWaiting { throw CommandFailure(["\(path): not written, the run was ended by a signal"]) }
      let piece = offset..<min(bytes.count, offset + pieceSize)
      let written = bytes.withUnsafeBytes { systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: $0[piece])) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure(path) }
      offset += written
    }
  }

  /// Gives the new file the owner and the permissions of the one that it takes the place of. Only root may give files away; of others,
  /// the new file is theirs.
  private static func keepOwnerAndMode(of path: String, at descriptor: Int32) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    if status.st_uid != geteuid() || status.st_gid != getegid() { _ = fchown(descriptor, status.st_uid, status.st_gid) }
    _ = fchmod(descriptor, status.st_mode & 0o7777)
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(["\(path): cannot be written: \(SourceFile.ReadError(errno: errno).message)"])
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

/// Keeps signals that end the process waiting. Released, they end it as they would have.
private struct HeldSignals {
  private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
  private var before = sigset_t()

  init() {
    var held = sigset_t()
    sigemptyset(&held)
    for number in Self.numbers { sigaddset(&held, number) }
    pthread_sigmask(SIG_BLOCK, &held, &before)
  }

  /// Whether one has come that ends the process once released: neither one that is ignored, which the system throws away, nor one that
  /// whoever started the process holds back for good.
  var isWaiting: Bool {
    var (waiting, before) = (sigset_t(), before)
    guard sigpending(&waiting) == 0 else { return false }
    return Self.numbers.contains { sigismember(&waiting, $0) == 1 && sigismember(&before, $0) == 0 }
  }

  func release() {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
