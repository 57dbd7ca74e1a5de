internal import SourceText

/// Reads the `key = value` lines of one section of an INI file, `;` and `#` beginning a comment line, as uWSGI (unbit/uwsgi `core/ini.c`)
/// and php-fpm do. Of a key that is repeated all values are a list.
enum INISettings {
  static func read(_ file: SourceFile, _ id: FileID, section wanted: String) -> ConfigurationFile {
    var result = ConfigurationFile()
    var section = ""
    var start = 0
    while start < file.bytes.count {
      let end = file.bytes[start...].firstIndex(of: 0x0A) ?? file.bytes.count
      let line = trimmed(file.bytes, start..<end)
      start = end + 1
      guard let first = line.first.map({ file.bytes[$0] }), first != UInt8(ascii: ";"), first != UInt8(ascii: "#") else { continue }
      if first == UInt8(ascii: "[") {
        section = text(file.bytes, line.dropFirst().prefix { file.bytes[$0] != UInt8(ascii: "]") })
        continue
      }
      guard section == wanted else { continue }
      let equals = line.first { file.bytes[$0] == UInt8(ascii: "=") } ?? line.upperBound
      let key = text(file.bytes, trimmed(file.bytes, line.lowerBound..<equals))
      let value = trimmed(file.bytes, min(equals + 1, line.upperBound)..<line.upperBound)
      add(text(file.bytes, value), of: key, at: Location(file: id, range: ByteRange(value)), to: &result)
    }
    return result
  }

  private static func add(_ text: String, of key: String, at location: Location, to file: inout ConfigurationFile) {
    let value: ConfigurationValue =
      switch file.entries[key]?.value {
      case nil: .text(text)
      case .list(let items)?: .list(items + [.text(text)])
      case let single?: .list([single, .text(text)])
      }
    file.entries[key] = .init(value: value, location: location)
  }

  private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    let isBlank = { (index: Int) in [0x20, 0x09, 0x0D].contains(bytes[index]) }
    guard let first = range.first(where: { !isBlank($0) }), let last = range.last(where: { !isBlank($0) }) else {
      return range.lowerBound..<range.lowerBound
    }
    return first..<(last + 1)
  }

  private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
