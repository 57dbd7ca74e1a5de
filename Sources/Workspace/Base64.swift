/// Base64 with the standard alphabet (RFC 4648 section 4), as `data` of a Secret and `auth` of a Docker configuration are written.
enum Base64 {
  /// The bytes behind a text; line breaks and blanks are passed over. nil when it is no base64.
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var decoded: [UInt8] = []
    var buffer: UInt32 = 0
    var digits = 0
    var padding = 0
    for byte in text where byte > UInt8(ascii: " ") {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(of: byte) else { return nil }
      buffer = buffer << 6 | UInt32(value)
      digits += 1
      if digits % 4 == 0 {
        decoded += [UInt8(truncatingIfNeeded: buffer >> 16), UInt8(truncatingIfNeeded: buffer >> 8), UInt8(truncatingIfNeeded: buffer)]
      }
    }
    // Go's decoder, which the API server uses, demands the padding.
    switch (digits % 4, padding) {
    case (0, 0): break
    case (2, 2): decoded.append(UInt8(truncatingIfNeeded: buffer >> 4))
    case (3, 1): decoded += [UInt8(truncatingIfNeeded: buffer >> 10), UInt8(truncatingIfNeeded: buffer >> 2)]
    default: return nil
    }
    return decoded
  }

  private static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
