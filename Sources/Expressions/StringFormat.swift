/// `'%s has %d'.format([name, count])` (cel-go, ext/formatting_v2.go).
enum StringFormat {
  static let members: [StandardLibrary.Entry] = [
    StandardLibrary.define("format", [[.string, .list(.dyn)]], .string) { (arguments, budget) throws(Interruption) in
      let format = Array(try arguments[0].string().utf8)
      return .string(try text(of: format, with: try arguments[1].list(), &budget))
    }
  ]

  /// More digits than this say nothing: a double has no more that matter.
  private static let maximumPrecision = 1_000

  private enum Part {
    case text(UInt8)
    case clause(UInt8, precision: Int)
  }

  private static func parts(of format: [UInt8]) throws(Interruption) -> [Part] {
    var parts: [Part] = []
    var index = 0
    while index < format.count {
      let byte = format[index]
      index += 1
      if byte != UInt8(ascii: "%") {
        parts.append(.text(byte))
      } else if index < format.count, format[index] == UInt8(ascii: "%") {
        parts.append(.text(byte))
        index += 1
      } else {
        let precision = try precision(in: format, at: &index)
        guard index < format.count else { throw .error("format(): a clause has no end") }
        guard "sdfebxXo".utf8.contains(format[index]) else {
          throw .error("format(): there is no clause '%\(Unicode.Scalar(format[index]))'")
        }
        parts.append(.clause(format[index], precision: precision))
        index += 1
      }
    }
    return parts
  }

  /// What is wrong with a format for so many arguments; the compiler asks about literals.
  static func problem(in format: String, argumentCount: Int) -> String? {
    do throws(Interruption) {
      let clauses = try parts(of: Array(format.utf8)).filter { if case .clause = $0 { true } else { false } }.count
      return clauses == argumentCount ? nil : "format() wants a list of \(clauses), not of \(argumentCount)"
    } catch {
      guard case .outcome(.error(let error)) = error else { return nil }
      return error.message
    }
  }

  private static func text(of format: [UInt8], with arguments: any ListValue, _ budget: inout Int) throws(Interruption) -> String {
    var result: [UInt8] = []
    var used = 0
    for part in try parts(of: format) {
      switch part {
      case .text(let byte): result.append(byte)
      case .clause(let letter, let precision):
        guard used < arguments.count else { throw .error("format(): there is no argument \(used + 1)") }
        result += try formatted(try arguments.element(at: used).get(), as: letter, precision: precision).utf8
        used += 1
        guard result.count / 16 <= budget else { throw .outcome(.error(.budgetExceeded)) }
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func precision(in format: [UInt8], at index: inout Int) throws(Interruption) -> Int {
    guard index < format.count, format[index] == UInt8(ascii: ".") else { return 6 }
    let digits = format[(index + 1)...].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    index += 1 + digits.count
    guard let precision = Int(String(decoding: digits, as: UTF8.self)), precision <= maximumPrecision else {
      throw .error("format(): a precision is a number up to \(maximumPrecision)")
    }
    return precision
  }

  private static func formatted(_ value: Value, as clause: UInt8, precision: Int) throws(Interruption) -> String {
    let letter = Unicode.Scalar(clause)
    switch (letter, value) {
    case ("s", _): return try text(of: value)
    case ("d", .int), ("d", .uint), ("d", .double): return try text(of: value)
    case ("b", .bool(let value)): return value ? "1" : "0"
    case ("b", .int), ("b", .uint): return inRadix(2, value)
    case ("o", .int), ("o", .uint): return inRadix(8, value)
    case ("x", .int), ("x", .uint): return inRadix(16, value)
    case ("X", .int), ("X", .uint): return inRadix(16, value, isUppercase: true)
    case ("x", .string(let text)), ("X", .string(let text)): return hexadecimal(Array(text.utf8), isUppercase: letter == "X")
    case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): return hexadecimal(bytes, isUppercase: letter == "X")
    case ("f", .int), ("f", .uint), ("f", .double), ("e", .int), ("e", .uint), ("e", .double):
      let number = asDouble(value)
      guard number.isFinite else { return try text(of: .double(number)) }
      return letter == "f" ? ExactDecimal.fixed(number, places: precision) : ExactDecimal.scientific(number, places: precision)
    default: throw .error("format(): '%\(letter)' does not take \(value.typeName)")
    }
  }

  private static func asDouble(_ value: Value) -> Double {
    switch value {
    case .int(let value): Double(value)
    case .uint(let value): Double(value)
    case .double(let value): value
    default: .nan
    }
  }

  private static func inRadix(_ radix: Int, _ value: Value, isUppercase: Bool = false) -> String {
    switch value {
    case .int(let value): String(value, radix: radix, uppercase: isUppercase)
    case .uint(let value): String(value, radix: radix, uppercase: isUppercase)
    default: ""
    }
  }

  private static func hexadecimal(_ bytes: [UInt8], isUppercase: Bool) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: isUppercase) }.joined()
  }

  /// What `%s` makes of a value.
  private static func text(of value: Value) throws(Interruption) -> String {
    switch value {
    case .string(let text): return text
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .uint(let value): return String(value)
    case .double(let value) where value.isInfinite: return value < 0 ? "-Infinity" : "Infinity"
    case .double(let value): return StandardLibrary.plainText(of: value)
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .timestamp(let time): return time.description
    case .duration(let duration): return duration.description
    case .null: return "null"
    case .type(let name): return name
    case .list:
      var parts: [String] = []
      for element in try value.elements() { parts.append(try text(of: element)) }
      return "[" + parts.joined(separator: ", ") + "]"
    case .map(let map):
      var entries: [(key: String, value: String)] = []
      for key in map.keys {
        guard let entry = map.value(for: key) else { continue }
        entries.append((try text(of: key), try text(of: try entry.get())))
      }
      entries.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return "{" + entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    case .optional, .object, .opaque: throw .error("format(): '%s' does not take \(value.typeName)")
    }
  }
}
