internal import SourceText

/// Reads the `key = value` lines at the top of a TOML file (TOML 1.0); keys of tables are no settings of a server.
struct TOMLSettings {
  private let bytes: [UInt8]
  private let file: FileID
  private var index = 0
  private var result = ConfigurationFile()

  static func read(_ file: SourceFile, _ id: FileID) -> ConfigurationFile {
    var reader = TOMLSettings(bytes: file.bytes, file: id)
    reader.run()
    return reader.result
  }

  private init(bytes: [UInt8], file: FileID) {
    self.bytes = bytes
    self.file = file
  }

  private static let notRead = ConfigurationValue.unknown(reason: "readylint does not read this kind of TOML value")

  private var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func run() {
    while true {
      skipSpace(lines: true)
      guard index < bytes.count, current != UInt8(ascii: "[") else { return }
      guard let key = key() else { return fail() }
      skipSpace(lines: false)
      guard current == UInt8(ascii: "=") else { return fail() }
      index += 1
      skipSpace(lines: false)
      let start = index
      let value = value(depth: 0)
      result.entries[key] = .init(value: value, location: Location(file: file, range: ByteRange(start..<max(start, index))))
      skipSpace(lines: false)
      guard index >= bytes.count || current == 0x0A || current == 0x0D else { return fail() }
    }
  }

  /// From here on the file is not understood, so that it may say anything.
  private mutating func fail() {
    let place = Location(file: file, range: ByteRange(index..<min(index + 1, bytes.count)))
    result.unknown = ("the file is not understood", place)
  }

  private mutating func skipSpace(lines: Bool) {
    while index < bytes.count {
      if current == UInt8(ascii: "#") {
        while index < bytes.count, current != 0x0A { index += 1 }
      } else if current == 0x20 || current == 0x09 || (lines && (current == 0x0A || current == 0x0D)) {
        index += 1
      } else {
        return
      }
    }
  }

  private mutating func key() -> String? {
    if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
      if case .text(let text) = string() { return text }
      return nil
    }
    let start = index
    while index < bytes.count, ![0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "="), UInt8(ascii: "#")].contains(current) { index += 1 }
    return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
  }

  private mutating func value(depth: Int) -> ConfigurationValue {
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return string()
    case UInt8(ascii: "[") where depth < 16: return array(depth: depth)
    case UInt8(ascii: "{"):
      while index < bytes.count, current != 0x0A { index += 1 }
      return Self.notRead
    default: break
    }
    let start = index
    while index < bytes.count,
      ![0x0A, 0x0D, UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "]"), 0x20, 0x09].contains(current)
    {
      index += 1
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if text == "true" || text == "false" { return .boolean(text == "true") }
    let digits = text.filter { $0 != "_" }
    if let number = Int(digits) { return .integer(number) }
    return Double(digits).map { .real($0) } ?? Self.notRead
  }

  private mutating func array(depth: Int) -> ConfigurationValue {
    var items: [ConfigurationValue] = []
    index += 1
    while true {
      skipSpace(lines: true)
      if current == UInt8(ascii: "]") {
        index += 1
        return .list(items)
      }
      let start = index
      items.append(value(depth: depth + 1))
      skipSpace(lines: true)
      if current == UInt8(ascii: ",") { index += 1 }
      guard index > start, index < bytes.count else { return Self.notRead }
    }
  }

  private mutating func string() -> ConfigurationValue {
    let quote = current
    let isTriple = index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote
    index += isTriple ? 3 : 1
    var text: [UInt8] = []
    var isReadable = !isTriple
    while index < bytes.count {
      let byte = current
      if !isTriple, byte == 0x0A { return Self.notRead }
      if byte == quote, !isTriple || (index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote) {
        index += isTriple ? 3 : 1
        return isReadable ? .text(String(decoding: text, as: UTF8.self)) : Self.notRead
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        isReadable = false
        index += 1
      }
      text.append(byte)
      index += 1
    }
    return Self.notRead
  }
}
