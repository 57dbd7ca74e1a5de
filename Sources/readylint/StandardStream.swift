import Reports
import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output and standard error, unbuffered.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// Makes the process ready for streams that are closed or come to an end.
  static func prepare() {
    // A reader that went away and a limit on the size of files are told by `write`, not by a signal that ends the process half-way: the
    // exit status still says what was found, and files are written whole or not at all.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // A file opened later would get the number of a closed stream, and what is meant for the stream be written into it. Opened the
    // wrong way around, they stay as unusable as they were.
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// Writes all of a text. A reader that went away (`| head`) ends the writing without a word: that is no fault of ours.
  ///
  /// - Throws: `CommandFailure` when it cannot be written: on a full disk, or to a closed stream.
  func write(_ text: RenderedText) throws {
    for piece in text.pieces {
      let error = piece.withUnsafeBytes { write($0) }
      if error == EPIPE { return }
      if error != 0 { throw CommandFailure(["standard \(self) cannot be written: \(SourceFile.ReadError(errno: error).message)"]) }
    }
  }

  func write(_ text: String) throws { try write(RenderedText(text)) }

  /// - Returns: the system's number of what went wrong; 0 when all was written.
  private func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let written = systemWrite(rawValue, rest)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return written < 0 ? errno : EIO }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    return 0
  }

  /// Writes lines to standard error, what other people wrote made harmless in them. When that fails, there is nobody to tell.
  static func tell(_ lines: [String]) { try? error.write(lines.map { printable($0) + "\n" }.joined()) }

  var isTerminal: Bool { isatty(rawValue) == 1 }
}

// Outside the type: inside, `write` would mean the method.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

// The same for `exit` inside a command.
func endProcess(_ status: Int32) -> Never { exit(status) }
