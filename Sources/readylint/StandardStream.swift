#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output and standard error, unbuffered: each report is written in one piece.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// Writes all of a text. A reader that went away (`| head`) ends the writing without a word: that is no fault of ours.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let written = systemWrite(rawValue, rest)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      }
    }
  }

  var isTerminal: Bool { isatty(rawValue) == 1 }
}

// Outside the type: inside, `write` would mean the method.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

// The same for `exit` inside a command.
func endProcess(_ status: Int32) -> Never { exit(status) }
