#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// One file as it was read: its name and its bytes, always UTF-8 as far as the file was valid text.
package struct SourceFile: Sendable {
  /// The path as findings show it: relative to the root that was linted, with `/`.
  package let path: String
  /// The text. UTF-16 and UTF-32 input has been converted, so that offsets, lines and columns speak of the same text everywhere.
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = Self.decodedToUTF8(bytes)
  }

  package init(path: String, text: String) {
    self.path = path
    self.bytes = Array(text.utf8)
  }

  /// The text of a range, invalid UTF-8 repaired.
  package func text(_ range: ByteRange) -> String {
    let end = min(Int(range.end), bytes.count)
    let start = min(Int(range.start), end)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Where a text of ASCII letters first stands, in whatever case; nil when it does not.
  package func offset(of text: StaticString) -> Int? {
    let count = text.utf8CodeUnitCount
    guard bytes.count >= count else { return nil }
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: count)
    return (0...(bytes.count - count)).first { start in
      (0..<count).allSatisfy { bytes[start + $0] | 0x20 == wanted[$0] | 0x20 }
    }
  }

  /// Larger files are reported as unreadable rather than read: no manifest or Dockerfile comes near it, and it bounds memory.
  package static let maximumSize = 64 << 20

  package enum ReadError: Error, Hashable, Sendable {
    case notFound
    case permissionDenied
    case isDirectory
    /// A FIFO, a socket or a device: reading one can block for ever.
    case notARegularFile
    case tooLarge(bytes: Int)
    case system(code: Int32, description: String)

    package var message: String {
      switch self {
      case .notFound: "no such file or directory"
      case .permissionDenied: "permission denied"
      case .isDirectory: "is a directory"
      case .notARegularFile: "not a regular file"
      case .tooLarge(let bytes):
        "too large: \(bytes >> 20) MB, the limit is \(SourceFile.maximumSize >> 20) MB"
      case .system(_, let description): description
      }
    }
  }

  /// Reads a regular file whole.
  ///
  /// - Parameters:
  ///   - systemPath: where the file is.
  ///   - path: the name that findings show.
  package static func read(systemPath: String, as path: String) throws(ReadError) -> SourceFile {
    SourceFile(path: path, bytes: try readBytes(systemPath: systemPath))
  }

  package static func readBytes(systemPath: String) throws(ReadError) -> [UInt8] {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    let descriptor = open(systemPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ReadError(errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ReadError(errno: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .isDirectory
    default: throw .notARegularFile
    }
    guard status.st_size <= maximumSize else { throw .tooLarge(bytes: Int(status.st_size)) }
    return try readBytes(descriptor: descriptor, expectedSize: Int(status.st_size))
  }

  /// Reads a descriptor to its end: standard input, or a file whose size may change meanwhile.
  package static func readBytes(descriptor: Int32, expectedSize: Int = 0) throws(ReadError) -> [UInt8] {
    var bytes: [UInt8] = []
    // One byte more than expected, so that the read that fills it also finds the end of the file. No more than that: the buffer is kept,
    // and a million tiny files with a page for each would be gigabytes.
    var wanted = expectedSize > 0 ? expectedSize + 1 : 4096
    while true {
      let filled = bytes.count
      var failure: Int32 = 0
      var count = 0
      let more = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
        repeat { count = readSome(descriptor, buffer.baseAddress, wanted) } while count < 0 && errno == EINTR
        if count < 0 { failure = errno }
        initialized = max(0, count)
      }
      guard count >= 0 else { throw ReadError(errno: failure) }
      if count == 0 { return bytes }
      if filled == 0 { bytes = more } else { bytes.append(contentsOf: more) }
      guard bytes.count <= maximumSize else { throw .tooLarge(bytes: bytes.count) }
      if expectedSize > 0, bytes.count == expectedSize, count < wanted { return bytes }
      wanted = max(4096, min(bytes.count, 1 << 20))
    }
  }

  package static func hasUTF8ByteOrderMark(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
  }

  /// UTF-16 and UTF-32 text with a byte order mark, and UTF-16 without one whose first character is ASCII (YAML 1.2, section 5.2),
  /// become UTF-8; everything else is returned as it is.
  private static func decodedToUTF8(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= 2 else { return bytes }
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE):
      if bytes.count >= 4, bytes[2] == 0, bytes[3] == 0 { return decodeUTF32(bytes, littleEndian: true) }
      return decodeUTF16(bytes, littleEndian: true, skipping: 2)
    case (0xFE, 0xFF):
      return decodeUTF16(bytes, littleEndian: false, skipping: 2)
    case (0, 0) where bytes.count >= 4 && bytes[2] == 0xFE && bytes[3] == 0xFF:
      return decodeUTF32(bytes, littleEndian: false)
    case (let first, 0) where first != 0 && isUTF16(bytes, highByteFirst: false):
      return decodeUTF16(bytes, littleEndian: true, skipping: 0)
    case (0, let second) where second != 0 && isUTF16(bytes, highByteFirst: true):
      return decodeUTF16(bytes, littleEndian: false, skipping: 0)
    default:
      return bytes
    }
  }

  /// Whether the first code units all look like ASCII in UTF-16: one NUL in a text file is no sign of it.
  private static func isUTF16(_ bytes: [UInt8], highByteFirst: Bool) -> Bool {
    guard bytes.count >= 8, bytes.count % 2 == 0 else { return false }
    return stride(from: 0, to: 8, by: 2).allSatisfy { index in
      bytes[highByteFirst ? index : index + 1] == 0 && bytes[highByteFirst ? index + 1 : index] != 0
    }
  }

  private static func decodeUTF16(_ bytes: [UInt8], littleEndian: Bool, skipping: Int) -> [UInt8] {
    let units = stride(from: skipping, to: bytes.count - 1, by: 2).lazy.map { index -> UInt16 in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return littleEndian ? first | second << 8 : first << 8 | second
    }
    return Array(String(decoding: Array(units), as: UTF16.self).utf8)
  }

  private static func decodeUTF32(_ bytes: [UInt8], littleEndian: Bool) -> [UInt8] {
    let units = stride(from: 4, to: bytes.count - 3, by: 4).lazy.map { index -> UInt32 in
      let parts = bytes[index..<(index + 4)].map { UInt32($0) }
      return littleEndian
        ? parts[0] | parts[1] << 8 | parts[2] << 16 | parts[3] << 24
        : parts[3] | parts[2] << 8 | parts[1] << 16 | parts[0] << 24
    }
    return Array(String(decoding: Array(units), as: UTF32.self).utf8)
  }
}

extension SourceFile.ReadError {
  package init(errno code: Int32) {
    switch code {
    case ENOENT, ENOTDIR: self = .notFound
    case EACCES, EPERM: self = .permissionDenied
    case EISDIR: self = .isDirectory
    case ENXIO: self = .notARegularFile
    default: self = .system(code: code, description: String(cString: strerror(code)))
    }
  }
}

// Outside the type: inside, `read` would mean `SourceFile.read`.
private func readSome(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
