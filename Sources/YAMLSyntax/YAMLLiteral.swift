internal import SourceText

/// A value to be written into a file.
package indirect enum YAMLLiteral: Hashable, Sendable {
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case list([YAMLLiteral])

  /// On one line.
  ///
  /// - Parameter isJSON: whether texts need quotes whatever they say.
  package func text(isJSON: Bool) -> String {
    switch self {
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .double(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    case .string(let value): isJSON || !Self.isPlain(value) ? Self.quoted(value) : value
    case .list(let values): "[" + values.map { $0.text(isJSON: isJSON) }.joined(separator: ", ") + "]"
    }
  }

  /// Whether a text means itself without quotes, in block and flow style: a subset of what YAML allows.
  static func isPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard let first = bytes.first, isLetter(first) || first == UInt8(ascii: "/") || bytes.count > 3 && bytes.starts(with: "--".utf8),
        bytes.count > 5 || !isReserved(String(decoding: bytes, as: UTF8.self)), !bytes.starts(with: "---".utf8)
      else { return false }
      return bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "="): true
        // `-`, `.`, `/` and the digits stand side by side.
        case UInt8(ascii: "-")...UInt8(ascii: "9"): true
        default: isLetter(byte)
        }
      }
    }
  }

  private static func isReserved(_ text: String) -> Bool {
    ["true", "false", "yes", "no", "on", "off", "y", "n", "null"].contains(text.lowercased())
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

  /// A JSON string (RFC 8259, section 7), which is a double-quoted scalar too. What YAML takes for a line break or refuses is escaped.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.reordersText,
        "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
