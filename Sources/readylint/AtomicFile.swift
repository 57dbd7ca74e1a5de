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
    let temporary = "\(target).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode(of: target))
    guard descriptor >= 0 else { throw failure(path) }
    do {
      try writeAll(bytes, to: descriptor, path)
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

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0, from: offset) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure(path) }
      offset += written
    }
  }

  /// The permissions that the file has, or those of a new one.
  private static func mode(of path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o644
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(["\(path): cannot be written: \(SourceFile.ReadError(errno: errno).message)"])
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, from offset: Int) -> Int {
  guard let base = bytes.baseAddress else { return 0 }
  return write(descriptor, base + offset, bytes.count - offset)
}
