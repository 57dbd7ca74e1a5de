internal import SourceText

/// A value of a server's configuration file, as far as reading can tell it.
enum ConfigurationValue: Hashable, Sendable {
  case none
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case text(String)
  case list([ConfigurationValue])
  case unknown(reason: String)
}

/// The settings that a configuration file makes.
struct ConfigurationFile: Sendable {
  struct Entry: Sendable {
    let value: ConfigurationValue
    /// Of the value in the file.
    let location: Location
  }

  var entries: [String: Entry] = [:]
  /// Why any setting that is not in `entries` may be made somewhere that is not read; and the place of it.
  var unknown: (reason: String, location: Location?)?

  /// A file of which nothing is known.
  static func unknown(_ reason: String, at location: Location?) -> ConfigurationFile {
    ConfigurationFile(unknown: (reason, location))
  }

  /// The file that an option names.
  static func read(
    _ named: Setting<String>, in context: any ProcessContext, with read: (SourceFile, FileID) -> ConfigurationFile
  ) -> ConfigurationFile {
    switch named.state {
    case .unknown(let reason): return .unknown("the configuration file is not known: \(reason)", at: named.location)
    case .value(let path):
      switch context.file(path) {
      case .missing: return .unknown("the configuration file \(path) is not found", at: named.location)
      case .unknown(let reason): return .unknown("the configuration file \(path) cannot be read: \(reason)", at: named.location)
      case .found(let file, let id): return read(file, id)
      }
    }
  }

  /// What the file says of a name; nil when it says nothing.
  func setting<Value>(_ name: String, _ convert: (ConfigurationValue) -> Setting<Value>.State) -> Setting<Value>? {
    if let entry = entries[name] {
      if case .unknown(let reason) = entry.value { return Setting(.unknown(reason: reason), origin: .file, at: entry.location) }
      return Setting(convert(entry.value), origin: .file, at: entry.location)
    }
    return unknown.map { Setting(.unknown(reason: $0.reason), origin: .file, at: $0.location) }
  }

  /// A whole number, or a text of one.
  func integer(_ name: String) -> Setting<Int>? {
    setting(name) { value in
      switch value {
      case .integer(let number): .value(number)
      case .boolean(let isOn): .value(isOn ? 1 : 0)
      case .text(let text): Number.integer(text).map { .value($0) } ?? .unknown(reason: "'\(text)' is not a whole number")
      default: .unknown(reason: "the file gives no whole number")
      }
    }
  }

  func number(_ name: String) -> Setting<Double>? {
    setting(name) { value in
      switch value {
      case .integer(let number): .value(Double(number))
      case .real(let number): .value(number)
      default: .unknown(reason: "the file gives no number")
      }
    }
  }

  func boolean(_ name: String) -> Setting<Bool>? {
    setting(name) { value in
      switch value {
      case .boolean(let isOn): .value(isOn)
      case .none: .value(false)
      case .integer(let number): .value(number != 0)
      case .text(let text) where text.lowercased() == "true": .value(true)
      case .text(let text) where text.lowercased() == "false": .value(false)
      default: .unknown(reason: "the file gives neither true nor false")
      }
    }
  }

  func text(_ name: String) -> Setting<String>? {
    setting(name) { value in
      if case .text(let text) = value { .value(text) } else { .unknown(reason: "the file gives no text") }
    }
  }

  /// A text, or none where the file says so: `accesslog = None`, and the empty text, which counts as none.
  func optionalText(_ name: String) -> Setting<String?>? {
    setting(name) { value in
      switch value {
      case .none, .text(""): .value(nil)
      case .text(let text): .value(text)
      default: .unknown(reason: "the file gives no text")
      }
    }
  }

  /// One text or a list of them.
  func texts(_ name: String) -> Setting<[String]>? {
    setting(name) { value in
      switch value {
      case .text(let text): return .value([text])
      case .list(let items):
        var texts: [String] = []
        for item in items {
          guard case .text(let text) = item else {
            if case .unknown(let reason) = item { return .unknown(reason: reason) }
            return .unknown(reason: "the file gives something else than texts")
          }
          texts.append(text)
        }
        return .value(texts)
      default: return .unknown(reason: "the file gives no text")
      }
    }
  }
}
