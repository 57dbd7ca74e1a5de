package import SourceText

/// A `--mount` of RUN: comma-separated fields (commands_runmount.go).
package struct Mount: Hashable, Sendable {
  package struct Field: Hashable, Sendable {
    /// In lower case.
    package let key: String
    package let keyRange: ByteRange
    package let value: Word?
    package let text: Word
  }

  package let fields: [Field]
  package let range: ByteRange

  package func value(_ keys: String...) -> Word? { fields.last { keys.contains($0.key) }?.value }
  /// `bind` unless the mount says otherwise.
  package var type: String { value("type")?.string.lowercased() ?? "bind" }

  /// Cuts a flag's value at its commas. BuildKit reads CSV; the quotes that CSV would allow are gone from a flag by now.
  init(_ flag: Word) {
    range = flag.range
    var fields: [Field] = []
    let bytes = flag.bytes
    var start = 0
    var index = 0
    while index <= bytes.count {
      if index == bytes.count || bytes[index] == UInt8(ascii: ",") {
        fields.append(Field(flag.text.slice(start..<index)))
        start = index + 1
      }
      index += 1
    }
    self.fields = fields
  }
}

extension Mount.Field {
  fileprivate init(_ text: MappedText) {
    self.text = Word(text)
    let equals = text.bytes.firstIndex(of: UInt8(ascii: "="))
    let keyEnd = equals ?? text.count
    key = text.string(0..<keyEnd).lowercased()
    keyRange = text.sourceRange(of: 0..<keyEnd)
    value = equals.map { Word(text.slice(($0 + 1)..<text.count)) }
  }
}

extension Mount {
  private static let types = ["bind", "cache", "tmpfs", "secret", "ssh"]
  private static let sharingModes = ["shared", "private", "locked"]
  private static let keys = [
    "type", "from", "source", "target", "readonly", "id", "sharing", "required", "size", "mode", "uid", "gid", "src", "dst",
    "destination", "ro", "rw", "readwrite", "env",
  ]

  typealias Failure = (message: String, range: ByteRange)

  /// What BuildKit refuses before it knows any variable.
  var instructionError: Failure? {
    for field in fields where field.key == "from" {
      guard let value = field.value, let dollar = value.bytes.firstIndex(of: UInt8(ascii: "$")), dollar + 1 < value.bytes.count
      else { continue }
      return ("'from' doesn't support variable expansion, define alias stage instead", value.range)
    }
    return nil
  }

  /// What BuildKit refuses once the values are expanded; a value that is not known is never refused.
  func conversionError(expand: (Word) throws(ExpansionError) -> Expansion) -> Failure? {
    var type = "bind"
    var values: [String: String] = [:]
    var places: [String: ByteRange] = [:]
    for field in fields {
      let key = Self.canonicalKey(field.key)
      places[key] = field.text.range
      guard let word = field.value else {
        if let failure = Self.errorWithoutValue(field, key, type: type) { return failure }
        continue
      }
      let expansion: Expansion
      do { expansion = try expand(word) } catch { return (error.message, word.range) }
      guard Self.keys.contains(field.key) else {
        let hint = suggestion(for: field.key, among: Self.keys)
        return ("unexpected key '\(field.key)' in '\(field.text.string)'\(hint)", field.keyRange)
      }
      if ["required", "size"].contains(key), !Self.allows(key, type) {
        return ("unexpected key '\(field.key)' for mount type '\(type)'", field.keyRange)
      }
      // Where a value is not known, it is taken to be there and to be right.
      values[key] = expansion.known ?? "\u{0}"
      guard let value = expansion.known else {
        // Which fields go with it depends on the type.
        if key == "type" { return nil }
        continue
      }
      if let message = Self.error(of: field.key, key, value) { return (message, word.range) }
      if key == "type" { type = value.lowercased() }
    }
    return Self.combinationError(type, values).map { message, key in (message, key.flatMap { places[$0] } ?? range) }
  }

  private static func canonicalKey(_ key: String) -> String {
    switch key {
    case "src": "source"
    case "dst", "destination": "target"
    case "ro": "readonly"
    case "rw": "readwrite"
    default: key
    }
  }

  private static func allows(_ key: String, _ type: String) -> Bool {
    key == "size" ? type == "tmpfs" : type == "secret" || type == "ssh"
  }

  private static func errorWithoutValue(_ field: Field, _ key: String, type: String) -> Failure? {
    switch key {
    case "readonly", "readwrite": nil
    case "required":
      allows(key, type) ? nil : ("unexpected key '\(field.key)' for mount type '\(type)'", field.keyRange)
    default: ("invalid field '\(field.text.string)' must be a key=value pair", field.text.range)
    }
  }

  private static func error(of written: String, _ key: String, _ value: String) -> String? {
    switch key {
    case "type" where !types.contains(value.lowercased()):
      return "unsupported mount type \(goQuoted(value))" + suggestion(for: value, among: types)
    case "sharing" where !sharingModes.contains(value.lowercased()):
      return "unsupported sharing value \(goQuoted(value))" + suggestion(for: value, among: sharingModes)
    case "readonly", "readwrite", "required":
      return goBool(value) == nil ? "invalid value for \(written): \(value)" : nil
    case "size": return isSize(value) ? nil : "invalid value for \(written): \(value)"
    case "mode": return UInt32(value, radix: 8) == nil ? "invalid value \(value) for mode" : nil
    case "uid", "gid": return UInt32(value) == nil ? "invalid value \(value) for \(key)" : nil
    default: return nil
    }
  }

  /// go-units' `RAMInBytes`: a number with an optional unit.
  private static func isSize(_ text: String) -> Bool {
    var rest = text.lowercased()[...]
    if rest.hasSuffix("ib") { rest = rest.dropLast(2) } else if rest.hasSuffix("b") { rest = rest.dropLast() }
    if let unit = rest.last, "kmgtp".contains(unit) { rest = rest.dropLast() }
    while rest.last == " " { rest = rest.dropLast() }
    return Double(rest).map { $0 >= 0 && $0.isFinite } ?? false
  }

  /// Fields that do not go together (`validateMount`, and `dispatchRunMounts` for the target), with the key that is at fault.
  private static func combinationError(_ type: String, _ values: [String: String]) -> (String, String?)? {
    if !["secret", "ssh", "cache"].contains(type) {
      for key in ["mode", "uid", "gid"] where values[key] != nil {
        return ("\(key) not allowed for \(goQuoted(type)) type mounts", key)
      }
    }
    if type == "secret" {
      if values["from", default: ""] != "" { return ("secret mount should not have a from", "from") }
      if values["sharing"] != nil { return ("secret mount should not define sharing", "sharing") }
      let isSet = ["source", "target", "id"].filter { values[$0, default: ""] != "" }
      if isSet.isEmpty { return ("invalid secret mount. one of source, target required", nil) }
      if isSet.contains("source"), isSet.contains("id") { return ("both source and id can't be set", "id") }
    }
    if values["sharing"] != nil, type != "cache" { return ("invalid cache sharing set for \(type) mount", "sharing") }
    if ["bind", "cache", "tmpfs"].contains(type) {
      let target = values["target", default: ""]
      if target == "" || target == "/" { return ("invalid mount target \"/\"", values["target"] == nil ? nil : "target") }
    }
    return nil
  }
}
