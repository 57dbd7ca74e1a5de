internal import SourceText

/// One requirement of a Python project: `name[extra] >=1,<2 ; marker`, or `name @ URL` (packaging.python.org, "Dependency specifiers",
/// once PEP 508).
struct Requirement: Hashable, Sendable {
  let name: String
  let nameRange: Range<Int>
  let extras: [String]
  /// The version's part as it is written, or the URL.
  let constraint: String
  let marker: String

  /// - Returns: nil when no name stands at the beginning: an option, a path, a bare URL.
  init?(_ bytes: [UInt8], in range: Range<Int>) {
    var index = range.lowerBound
    func skipBlanks() { while index < range.upperBound, Self.isBlank(bytes[index]) { index += 1 } }
    skipBlanks()
    let start = index
    while index < range.upperBound, Self.isName(bytes[index]) { index += 1 }
    guard index > start, Self.isLetterOrDigit(bytes[start]) else { return nil }
    nameRange = start..<index
    name = Self.normalized(String(decoding: bytes[nameRange], as: UTF8.self))
    skipBlanks()
    var extras: [String] = []
    if index < range.upperBound, bytes[index] == UInt8(ascii: "[") {
      let close = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: "]")) ?? range.upperBound
      let names = bytes[(index + 1)..<close].filter { !Self.isBlank($0) }.split(separator: UInt8(ascii: ","))
      extras = names.map { Self.normalized(String(decoding: $0, as: UTF8.self)) }
      index = min(close + 1, range.upperBound)
      skipBlanks()
    }
    self.extras = extras
    let rest = bytes[index..<range.upperBound]
    // `https://…`, `C:\…`, `./…`: no name after all.
    if let next = rest.first, !"=<>!~@;(,#".utf8.contains(next) { return nil }
    // In a URL, only a semicolon behind a blank begins the marker.
    let isURL = rest.first == UInt8(ascii: "@")
    let semicolon = rest.indices.first { rest[$0] == UInt8(ascii: ";") && (!isURL || $0 > rest.startIndex && Self.isBlank(rest[$0 - 1])) }
    constraint = Self.trimmed(rest[..<(semicolon ?? rest.endIndex)].drop { isURL && $0 == UInt8(ascii: "@") })
    marker = semicolon.map { Self.trimmed(rest[($0 + 1)...]) } ?? ""
  }

  /// Whether the marker surely keeps it from being installed in an image, which runs Linux.
  var isForAnotherSystem: Bool {
    guard !marker.isEmpty, !marker.containsText(" or ") else { return false }
    let plain = String(marker.filter { $0 != " " && $0 != "\"" && $0 != "'" })
    return [
      "sys_platform==win32", "sys_platform==darwin", "sys_platform!=linux", "platform_system==Windows", "platform_system==Darwin",
      "platform_system!=Linux", "os_name==nt",
    ].contains { plain.contains($0) }
  }

  func dependency(_ id: FileID, scope: Dependency.Scope = .runtime) -> Dependency? {
    guard !isForAnotherSystem else { return nil }
    return Dependency(
      .python, name: name, constraint: constraint, extras: extras, scope: scope, at: Location(file: id, range: ByteRange(nameRange)))
  }

  /// PEP 503: `Sentry_SDK` is `sentry-sdk`.
  static func normalized(_ text: String) -> String {
    text.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }
  private static func isName(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "-_.".utf8.contains(byte) }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let start = bytes.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }
    return end.map { String(decoding: start[...$0], as: UTF8.self) } ?? ""
  }
}
