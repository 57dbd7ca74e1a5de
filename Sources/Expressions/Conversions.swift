extension StandardLibrary {
  /// Conversions between types (langdef.md, "Type Conversion Functions").
  static let conversions: [Entry] = [
    define("bool", [[.bool], [.string]], .bool) { arguments in
      switch arguments[0] {
      case .bool: .value(arguments[0])
      case .string("1"), .string("t"), .string("true"), .string("TRUE"), .string("True"): .bool(true)
      case .string("0"), .string("f"), .string("false"), .string("FALSE"), .string("False"): .bool(false)
      default: mismatch("bool", arguments)
      }
    },
    define("int", [[.int], [.uint], [.double], [.string]], .int) { arguments in
      let value: Int64? =
        switch arguments[0] {
        case .int(let value): value
        case .uint(let value): Int64(exactly: value)
        // The open interval: at its ends the double no longer tells neighbours apart (cel-go, common/types/double.go).
        case .double(let value) where value > -0x1p63 && value < 0x1p63: Int64(value)
        case .string(let text): Int64(text)
        default: nil
        }
      return value.map { .value(.int($0)) } ?? .error("cannot be converted to int")
    },
    define("uint", [[.int], [.uint], [.double], [.string]], .uint) { arguments in
      let value: UInt64? =
        switch arguments[0] {
        case .int(let value): UInt64(exactly: value)
        case .uint(let value): value
        case .double(let value) where value >= 0 && value < 0x1p64: UInt64(value)
        case .string(let text): UInt64(text)
        default: nil
        }
      return value.map { .value(.uint($0)) } ?? .error("cannot be converted to uint")
    },
    define("double", [[.int], [.uint], [.double], [.string]], .double) { arguments in
      let value: Double? =
        switch arguments[0] {
        case .int(let value): Double(value)
        case .uint(let value): Double(value)
        case .double(let value): value
        case .string(let text): Double(text)
        default: nil
        }
      return value.map { .value(.double($0)) } ?? .error("cannot be converted to double")
    },
    define("string", [[.string], [.bool], [.int], [.uint], [.double], [.bytes]], .string) { arguments in
      switch arguments[0] {
      case .string: .value(arguments[0])
      case .bool(let value): .string(value ? "true" : "false")
      case .int(let value): .string(String(value))
      case .uint(let value): .string(String(value))
      case .double(let value): .string(plainText(of: value))
      case .bytes(let bytes): String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .error("the bytes are not UTF-8")
      default: mismatch("string", arguments)
      }
    },
    define("bytes", [[.bytes], [.string]], .bytes) { arguments in
      switch arguments[0] {
      case .bytes: .value(arguments[0])
      case .string(let text): .value(.bytes(Array(text.utf8)))
      default: mismatch("bytes", arguments)
      }
    },
  ]

  /// The shortest digits that give the double back, without an exponent, as Go's `FormatFloat(x, 'f', -1, 64)` has them.
  static func plainText(of value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else { return text }
    let sign = value.sign == .minus ? "-" : ""
    let mantissa = text[..<mark].drop { $0 == "-" }
    let point = mantissa.firstIndex(of: ".")
    let whole = point.map { mantissa[..<$0] } ?? mantissa
    let fraction = point.map { mantissa[mantissa.index(after: $0)...] } ?? ""
    let digits = whole + fraction
    let place = whole.count + exponent
    if place <= 0 { return sign + "0." + String(repeating: "0", count: -place) + digits }
    if place >= digits.count { return sign + digits + String(repeating: "0", count: place - digits.count) }
    return sign + digits.prefix(place) + "." + digits.dropFirst(place)
  }
}
