/// Reads TOML 1.0 as a flat list of `key = value` lines with the tables that they stand in.
package struct TOMLText: Sendable {
  package enum Value: Hashable, Sendable {
    case text(String)
    case boolean(Bool)
    case integer(Int)
    case real(Double)
    case list([Value])
    /// `{ name = "x", optional = true }`.
    case table([Field])
    /// Strings with escapes or several lines, and dates.
    case notRead
  }

  package struct Field: Hashable, Sendable {
    package let key: String
    package let value: Value
  }

  package struct Entry: Sendable {
    /// `tool.poetry.dependencies`; empty at the top.
    package let table: String
    /// How many headers stand before it: tells the tables of `[[package]]` apart.
    package let tableNumber: Int
    package let key: String
    package let keyRange: Range<Int>
    package let value: Value
    package let range: Range<Int>
    /// Where the texts of the value stand, without their quotes.
    package let texts: [Range<Int>]
  }

  private let bytes: [UInt8]
  private var index = 0
  private var entries: [Entry] = []
  private var texts: [Range<Int>] = []
  private var failure: Int?
  /// The only entries that are kept; nil for all.
  private var wanted: (table: String, keys: Set<String>)?

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The entries up to where the text is not understood any more.
  package static func entries(of bytes: [UInt8]) -> [Entry] { read(bytes, onlyTop: false).entries }

  /// - Parameter onlyTop: whether to end at the first table.
  /// - Returns: the entries, and where the text is not understood any more.
  package static func read(_ bytes: [UInt8], onlyTop: Bool) -> (entries: [Entry], failure: Int?) {
    var reader = TOMLText(bytes)
    reader.run(onlyTop: onlyTop)
    return (reader.entries, reader.failure)
  }

  /// Some keys of one table, as a lock file of megabytes has little else of interest.
  package static func entries(of bytes: [UInt8], table: String, keys: Set<String>) -> [Entry] {
    var reader = TOMLText(bytes)
    reader.wanted = (table, keys)
    reader.run(onlyTop: false)
    return reader.entries
  }

  private var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func run(onlyTop: Bool) {
    var table = ""
    var tableNumber = 0
    while true {
      skipSpace(lines: true)
      guard index < bytes.count else { return }
      if current == UInt8(ascii: "[") {
        guard !onlyTop else { return }
        table = header()
        tableNumber += 1
        continue
      }
      let keyStart = index
      guard let key = key() else { return fail() }
      let keyRange = keyStart..<index
      skipSpace(lines: false)
      guard current == UInt8(ascii: "=") else { return fail() }
      index += 1
      skipSpace(lines: false)
      let start = index
      texts = []
      let value = value(depth: 0)
      if wanted.map({ $0.table == table && $0.keys.contains(key) }) ?? true {
        entries.append(
          Entry(
            table: table, tableNumber: tableNumber, key: key, keyRange: keyRange, value: value, range: start..<max(start, index),
            texts: texts))
      }
      skipSpace(lines: false)
      guard index >= bytes.count || current == 0x0A || current == 0x0D else { return fail() }
    }
  }

  /// `[a.b]` and `[[a.b]]`, quotes and blanks taken out.
  private mutating func header() -> String {
    let start = index
    while index < bytes.count, current != 0x0A { index += 1 }
    let line = bytes[start..<index].prefix { $0 != UInt8(ascii: "#") }
    let dropped: [UInt8] = [UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0x20, 0x09, 0x0D]
    return String(decoding: line.filter { !dropped.contains($0) }, as: UTF8.self)
  }

  private mutating func fail() { failure = index }

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

  private mutating func value(depth: Int) -> Value {
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return string()
    case UInt8(ascii: "[") where depth < 16: return array(depth: depth)
    case UInt8(ascii: "{") where depth < 16: return inlineTable(depth: depth)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      while index < bytes.count, current != 0x0A { index += 1 }
      return .notRead
    default: break
    }
    let start = index
    while index < bytes.count,
      ![0x0A, 0x0D, UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09].contains(current)
    {
      index += 1
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if text == "true" || text == "false" { return .boolean(text == "true") }
    let digits = text.filter { $0 != "_" }
    if let number = Int(digits) { return .integer(number) }
    return Double(digits).map { .real($0) } ?? .notRead
  }

  private mutating func array(depth: Int) -> Value {
    var items: [Value] = []
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
      guard index > start, index < bytes.count else { return .notRead }
    }
  }

  /// The fields of `{…}`; TOML 1.1 lets lines end in it. Behind one that is not understood the line is passed over.
  private mutating func inlineTable(depth: Int) -> Value {
    var fields: [Field] = []
    index += 1
    while true {
      skipSpace(lines: true)
      if current == UInt8(ascii: "}") {
        index += 1
        return .table(fields)
      }
      guard let key = key() else { break }
      skipSpace(lines: false)
      guard current == UInt8(ascii: "=") else { break }
      index += 1
      skipSpace(lines: false)
      fields.append(Field(key: key, value: value(depth: depth + 1)))
      skipSpace(lines: true)
      if current == UInt8(ascii: ",") { index += 1 } else if current != UInt8(ascii: "}") { break }
    }
    while index < bytes.count, current != 0x0A { index += 1 }
    return .notRead
  }

  private mutating func string() -> Value {
    let quote = current
    let isTriple = index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote
    index += isTriple ? 3 : 1
    let start = index
    var isReadable = !isTriple
    while index < bytes.count {
      let byte = current
      if !isTriple, byte == 0x0A { return .notRead }
      if byte == quote, !isTriple || (index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote) {
        let range = start..<index
        index += isTriple ? 3 : 1
        texts.append(range)
        return isReadable ? .text(String(decoding: bytes[range], as: UTF8.self)) : .notRead
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        isReadable = false
        index += 1
      }
      index += 1
    }
    return .notRead
  }
}
