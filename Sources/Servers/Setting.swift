package import SourceText

/// A value with where it comes from.
package struct Setting<Value: Sendable>: Sendable {
  package enum State: Sendable {
    case value(Value)
    case unknown(reason: String)
  }

  package enum Origin: Hashable, Sendable {
    case flag
    /// The variable's name.
    case environment(String)
    case file
    case serverDefault
  }

  package let state: State
  package let origin: Origin
  /// Where the value is written; nil for a server's default.
  package let location: Location?

  package init(_ state: State, origin: Origin, at location: Location?) {
    self.state = state
    self.origin = origin
    self.location = location
  }

  static func serverDefault(_ value: Value) -> Setting { Setting(.value(value), origin: .serverDefault, at: nil) }
  /// Nothing that can be read says what it is.
  static func unknown(_ reason: String) -> Setting { Setting(.unknown(reason: reason), origin: .serverDefault, at: nil) }

  /// Why a value that a server or its file takes from the number of the machine's processors is not known.
  static var coreCount: String { "depends on the number of cores" }

  /// Whether the value is made from the number of the node's processors, which no limit of a container changes.
  package var dependsOnCores: Bool {
    if case .unknown(let reason) = state { reason == Self.coreCount } else { false }
  }

  package var value: Value? { if case .value(let value) = state { value } else { nil } }

  /// Another value with the same origin.
  func flatMap<New: Sendable>(_ convert: (Value) -> Setting<New>.State) -> Setting<New> {
    let origin: Setting<New>.Origin =
      switch origin {
      case .flag: .flag
      case .environment(let name): .environment(name)
      case .file: .file
      case .serverDefault: .serverDefault
      }
    switch state {
    case .value(let value): return Setting<New>(convert(value), origin: origin, at: location)
    case .unknown(let reason): return Setting<New>(.unknown(reason: reason), origin: origin, at: location)
    }
  }

  func map<New: Sendable>(_ convert: (Value) -> New) -> Setting<New> { flatMap { .value(convert($0)) } }

  /// The same setting where the server may do without it.
  func optional() -> Setting<Value?> { map { $0 } }
}

extension Setting<String> {
  /// What Python's `int` makes of the text.
  func integer() -> Setting<Int> {
    flatMap { text in Number.integer(text).map { .value($0) } ?? .unknown(reason: "'\(text)' is not a whole number") }
  }
}

extension Setting<Int> {
  func seconds() -> Setting<Double?> { map { Double($0) } }

  /// A number of which the server takes 0 for "never".
  func nilIfZero() -> Setting<Int?> { map { $0 == 0 ? nil : $0 } }
}

/// How long a server waits for what it is doing before it ends by itself.
package enum GracefulTimeout: Hashable, Sendable {
  case seconds(Double)
  /// Only SIGKILL ends it.
  case unlimited
}

/// Texts as Python's number types read them.
enum Number {
  static func integer(_ text: String) -> Int? {
    let trimmed = trim(text)
    guard let first = trimmed.first, first != "_", trimmed.last != "_", !trimmed.containsText("__") else { return nil }
    return Int(trimmed.filter { $0 != "_" })
  }

  /// Without the white space around it that Python's numbers may have.
  static func trim(_ text: String) -> String {
    let bytes = text.utf8
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) }
    guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(text[first...last])
  }
}
