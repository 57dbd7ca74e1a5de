/// What a scalar means to Kubernetes.
///
/// The API server, kubectl and kustomize read YAML through sigs.k8s.io/yaml, whose goyaml.v2 has YAML 1.1's types: `yes` and
/// `on` are booleans, `017` and `0o17` are octal, `1e3` is a float, a quoted scalar is always a string.
package enum YAMLScalar: Equatable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  /// An integer above `Int64.max`.
  case uint(UInt64)
  case float(Double)
  /// Also timestamps and integers beyond 64 bits: no field of Kubernetes has those as anything but text.
  case string(String)
}

extension YAMLNode {
  /// The resolved value of a scalar (goyaml.v2 resolve.go); nil for collections.
  package var scalar: YAMLScalar? {
    guard isScalar else { return nil }
    switch tag {
    case nil where style == .plain:
      return ScalarResolution.resolve(bytes)
    case "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:null":
      return ScalarResolution.resolve(bytes)
    case "tag:yaml.org,2002:float":
      let resolved = ScalarResolution.resolve(bytes)
      if case .int(let value) = resolved { return .float(Double(value)) }
      return resolved
    default:
      return .string(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// The text of a scalar that resolves to a string; nil for numbers, booleans, null and collections.
  package var string: String? {
    if case .string(let value) = scalar { value } else { nil }
  }

  /// The value of a scalar that resolves to an integer; a float without a fraction counts, as it does for Kubernetes' JSON reader.
  package var int: Int64? {
    switch scalar {
    case .int(let value): value
    case .float(let value): Int64(exactly: value)
    default: nil
    }
  }

  package var bool: Bool? {
    if case .bool(let value) = scalar { value } else { nil }
  }

  /// Whether the value is absent for Kubernetes: `null`, `~` or nothing.
  package var isNull: Bool {
    // What is longer or begins otherwise means something else: no number has to be made of it.
    guard isScalar, style == .plain, bytes.count <= 4, [UInt8(ascii: "~"), UInt8(ascii: "n")].contains((bytes.first ?? 0x6E) | 0x20)
    else { return false }
    return scalar == .null
  }
}

package enum ScalarResolution {
  /// Resolves a plain scalar.
  static func resolve(_ bytes: ArraySlice<UInt8>) -> YAMLScalar {
    guard let first = bytes.first else { return .null }
    switch first {
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"),
      UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "~"):
      guard bytes.count <= 5 else { break }
      switch String(decoding: bytes, as: UTF8.self) {
      case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .bool(true)
      case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .bool(false)
      case "~", "null", "Null", "NULL": return .null
      default: break
      }
    case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      if let number = number(bytes) { return number }
    default:
      break
    }
    return .string(String(decoding: bytes, as: UTF8.self))
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> YAMLScalar? {
    // Underscores separate digits in YAML 1.1.
    let digits = bytes.filter { $0 != UInt8(ascii: "_") }
    if let integer = integer(digits) { return integer }
    var text = String(decoding: digits, as: UTF8.self)
    let isNegative = text.hasPrefix("-")
    switch isNegative || text.hasPrefix("+") ? String(text.dropFirst()) : text {
    case ".inf", ".Inf", ".INF": return .float(isNegative ? -.infinity : .infinity)
    case ".nan", ".NaN", ".NAN": return text.utf8.count == bytes.count && digits.first == UInt8(ascii: ".") ? .float(.nan) : nil
    default: break
    }
    guard isFloat(digits) else { return nil }
    // Swift's parser wants a digit on both sides of the point's place; Go's does not.
    if text.hasSuffix(".") { text += "0" }
    return Double(text).map { .float($0) }
  }

  /// Go's `strconv.ParseInt(text, 0, 64)` and `ParseUint`: `0x`, `0o`, `0b` and a leading `0` for octal.
  private static func integer(_ digits: [UInt8]) -> YAMLScalar? {
    var rest = digits[...]
    var isNegative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    var radix: UInt64 = 10
    if rest.first == UInt8(ascii: "0"), rest.count > 1 {
      switch rest[rest.startIndex + 1] | 0x20 {
      case UInt8(ascii: "x"): radix = 16
      case UInt8(ascii: "o"): radix = 8
      case UInt8(ascii: "b"): radix = 2
      default: radix = 8
      }
      let hasLetter = rest[rest.startIndex + 1] | 0x20 >= UInt8(ascii: "a")
      rest = rest.dropFirst(hasLetter ? 2 : 1)
    }
    guard !rest.isEmpty else { return nil }
    var magnitude: UInt64 = 0
    for byte in rest {
      let digit: UInt64
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(byte - UInt8(ascii: "a")) + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt64(byte - UInt8(ascii: "A")) + 10
      default: return nil
      }
      guard digit < radix else { return nil }
      let (product, overflowed) = magnitude.multipliedReportingOverflow(by: radix)
      let (sum, carried) = product.addingReportingOverflow(digit)
      guard !overflowed, !carried else { return nil }
      magnitude = sum
    }
    if isNegative {
      guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
      return .int(magnitude == UInt64(Int64.max) + 1 ? .min : -Int64(magnitude))
    }
    return Int64(exactly: magnitude).map { .int($0) } ?? .uint(magnitude)
  }

  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, as goyaml.v2 has it.
  private static func isFloat(_ digits: [UInt8]) -> Bool {
    var rest = digits[...]
    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = rest.prefix(while: isDigit)
      guard !whole.isEmpty || !fraction.isEmpty else { return false }
      rest = rest.dropFirst(fraction.count)
    } else if whole.isEmpty {
      return false
    }
    if let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
      guard let digit = rest.first, isDigit(digit) else { return false }
      rest = rest.drop(while: isDigit)
    }
    return rest.isEmpty
  }
}
