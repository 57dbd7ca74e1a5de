/// A text as Go prints it with `%q`: BuildKit's messages quote names in this way.
package func goQuoted(_ text: some StringProtocol) -> String {
  goQuoted(bytes: Array(text.utf8))
}

/// As `goQuoted(_:)`; bytes that are not UTF-8 become `\xNN`, where a `String` would have repaired them.
package func goQuoted(bytes: [UInt8]) -> String {
  var quoted = "\""
  var index = 0
  while index < bytes.count {
    let (value, length) = UTF8Decoding.scalar(in: bytes, at: index, before: bytes.count)
    if length == 1, bytes[index] >= 0x80 {
      quoted += "\\x" + hexadecimal(UInt32(bytes[index]), digits: 2)
    } else {
      appendQuoted(value, to: &quoted)
    }
    index += length
  }
  return quoted + "\""
}

private func appendQuoted(_ value: UInt32, to quoted: inout String) {
  switch value {
  case 0x22: quoted += "\\\""
  case 0x5C: quoted += "\\\\"
  case 0x07: quoted += "\\a"
  case 0x08: quoted += "\\b"
  case 0x0C: quoted += "\\f"
  case 0x0A: quoted += "\\n"
  case 0x0D: quoted += "\\r"
  case 0x09: quoted += "\\t"
  case 0x0B: quoted += "\\v"
  case 0..<0x20, 0x7F: quoted += "\\x" + hexadecimal(value, digits: 2)
  default:
    if let scalar = Unicode.Scalar(value), isPrintable(scalar) {
      quoted.unicodeScalars.append(scalar)
    } else if value < 0x1_0000 {
      quoted += "\\u" + hexadecimal(value, digits: 4)
    } else {
      quoted += "\\U" + hexadecimal(value, digits: 8)
    }
  }
}

/// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x7F { return scalar.value >= 0x20 }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
  default: return true
  }
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// Go's `strconv.ParseBool`.
func goBool(_ text: some StringProtocol) -> Bool? {
  switch text {
  case "1", "t", "T", "TRUE", "true", "True": true
  case "0", "f", "F", "FALSE", "false", "False": false
  default: nil
  }
}

/// Why a Go duration cannot be read; the texts are Go's.
enum GoDurationError: Error, Hashable {
  case invalid(String)
  case missingUnit(String)
  case unknownUnit(String, in: String)

  var message: String {
    switch self {
    case .invalid(let text): "time: invalid duration \(goQuoted(text))"
    case .missingUnit(let text): "time: missing unit in duration \(goQuoted(text))"
    case .unknownUnit(let unit, let text): "time: unknown unit \(goQuoted(unit)) in duration \(goQuoted(text))"
    }
  }
}

/// Go's `time.ParseDuration`: nanoseconds of `1h15m30.5s` and the like.
func goDuration(_ text: String) throws(GoDurationError) -> Int64 {
  let bytes = Array(text.utf8)
  var index = 0
  var isNegative = false
  if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
    isNegative = sign == UInt8(ascii: "-")
    index = 1
  }
  if bytes.count - index == 1, bytes[index] == UInt8(ascii: "0") { return 0 }
  guard index < bytes.count else { throw .invalid(text) }
  var total = 0.0
  while index < bytes.count {
    let numberStart = index
    var whole = 0.0
    var scale = 1.0
    var digits = 0
    var isFraction = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        whole = whole * 10 + Double(byte - UInt8(ascii: "0"))
        if isFraction { scale *= 10 }
        digits += 1
      } else {
        break
      }
      index += 1
    }
    guard digits > 0, index > numberStart else { throw .invalid(text) }
    let unitStart = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "."), !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      index += 1
    }
    guard index > unitStart else { throw .missingUnit(text) }
    let unit = String(decoding: bytes[unitStart..<index], as: UTF8.self)
    guard let nanoseconds = nanoseconds(perUnit: unit) else { throw .unknownUnit(unit, in: text) }
    total += whole / scale * nanoseconds
  }
  guard total < Double(Int64.max) else { throw .invalid(text) }
  return Int64(isNegative ? -total : total)
}

private func nanoseconds(perUnit unit: String) -> Double? {
  switch unit {
  case "ns": 1
  case "us", "\u{B5}s", "\u{3BC}s": 1e3
  case "ms": 1e6
  case "s": 1e9
  case "m": 60e9
  case "h": 3600e9
  default: nil
  }
}
