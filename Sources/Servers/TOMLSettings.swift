internal import PythonSource
internal import SourceText

/// Reads the `key = value` lines at the top of a TOML file; keys of tables are no settings of a server.
enum TOMLSettings {
  static func read(_ file: SourceFile, _ id: FileID) -> ConfigurationFile {
    let (entries, failure) = TOMLText.read(file.bytes, onlyTop: true)
    var result = ConfigurationFile()
    for entry in entries {
      result.entries[entry.key] = .init(value: value(entry.value), location: Location(file: id, range: ByteRange(entry.range)))
    }
    if let failure {
      // From here on it may say anything.
      let place = Location(file: id, range: ByteRange(failure..<min(failure + 1, file.bytes.count)))
      result.unknown = ("the file is not understood", place)
    }
    return result
  }

  private static func value(_ value: TOMLText.Value) -> ConfigurationValue {
    switch value {
    case .text(let text): .text(text)
    case .boolean(let isOn): .boolean(isOn)
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .list(let items): .list(items.map(Self.value))
    case .table, .notRead: .unknown(reason: "readylint does not read this kind of TOML value")
    }
  }
}
