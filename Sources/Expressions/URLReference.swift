/// A URL as Go's net/url reads one, which is how Kubernetes reads them.
struct URLReference: Hashable, Sendable {
  /// In lower case, without its colon.
  private(set) var scheme = ""
  /// Unescaped; with brackets around an IPv6 address, and with the port.
  private(set) var host = ""
  private(set) var escapedPath = ""
  /// As it is written, without its question mark.
  private(set) var query = ""
  private var text: String

  /// A URL with a scheme, or an absolute path.
  init?(_ text: String) {
    self.text = text
    let bytes = Array(text.utf8)
    // First as Go's ParseRequestURI, which knows no fragments and no host without a scheme, then as its Parse.
    guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), parse(bytes, isRequest: true) else { return nil }
    let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
    (scheme, host, escapedPath, query) = ("", "", "", "")
    guard parse(Array(bytes[..<end]), isRequest: false), Self.unescaped(bytes[end...].dropFirst()) != nil else { return nil }
  }

  private mutating func parse(_ bytes: [UInt8], isRequest: Bool) -> Bool {
    if bytes == [UInt8(ascii: "*")] {
      escapedPath = "*"
      return true
    }
    guard var rest = readScheme(bytes) else { return false }
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      query = String(decoding: rest[(mark + 1)...], as: UTF8.self)
      rest = rest[..<mark]
    }
    guard rest.first == UInt8(ascii: "/") else {
      // `mailto:somebody` has neither host nor path.
      return !scheme.isEmpty
    }
    if !scheme.isEmpty || !isRequest && !rest.starts(with: "///".utf8), rest.starts(with: "//".utf8) {
      let authority = rest.dropFirst(2)
      let end = authority.firstIndex(of: UInt8(ascii: "/")) ?? authority.endIndex
      guard readAuthority(authority[..<end]) else { return false }
      rest = authority[end...]
    }
    guard let path = Self.unescaped(rest) else { return false }
    // What is written stays, when it could be written so; else it is escaped anew.
    escapedPath = rest.allSatisfy(Self.mayStandInPath) ? String(decoding: rest, as: UTF8.self) : Self.escapedPath(path)
    return true
  }

  /// - Returns: what stands behind the scheme; nil when nothing stands before the colon.
  private mutating func readScheme(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case _ where Self.isLetter(byte): continue
      case _ where index > 0 && (Self.isDigit(byte) || "+-.".utf8.contains(byte)): continue
      case UInt8(ascii: ":"):
        guard index > 0 else { return nil }
        scheme = String(decoding: bytes[..<index], as: UTF8.self).lowercased()
        return bytes[(index + 1)...]
      default: return bytes[...]
      }
    }
    return bytes[...]
  }

  private mutating func readAuthority(_ bytes: ArraySlice<UInt8>) -> Bool {
    var host = bytes
    if let at = bytes.lastIndex(of: UInt8(ascii: "@")) {
      let user = bytes[..<at]
      guard user.allSatisfy({ Self.isUnreserved($0) || ":!$&'()*+,;=%@".utf8.contains($0) }), Self.unescaped(user) != nil else {
        return false
      }
      host = bytes[(at + 1)...]
    }
    var name = host
    if host.first == UInt8(ascii: "[") {
      guard let end = host.lastIndex(of: UInt8(ascii: "]")), Self.isPort(host[(end + 1)...]) else { return false }
      // A zone may hold other characters, once it is escaped.
      if let zone = host[..<end].indices.first(where: { host[$0...].starts(with: "%25".utf8) }) {
        guard let unescaped = Self.unescaped(host[zone..<end]) else { return false }
        self.host = String(decoding: host[..<zone] + unescaped + host[end...], as: UTF8.self)
        return host[..<zone].allSatisfy(Self.mayStandInHost)
      }
      name = host[..<end]
    } else if let colon = host.lastIndex(of: UInt8(ascii: ":")) {
      guard Self.isPort(host[colon...]) else { return false }
    }
    guard name.allSatisfy(Self.mayStandInHost) else { return false }
    for index in name.indices where name[index] == UInt8(ascii: "%") {
      // Only what is not ASCII can be escaped in a name.
      guard index + 1 < name.endIndex, let digit = Self.hexDigit(name[index + 1]), digit >= 8 else { return false }
    }
    guard let unescaped = Self.unescaped(host) else { return false }
    self.host = String(decoding: unescaped, as: UTF8.self)
    return true
  }

  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.isEmpty || bytes.first == UInt8(ascii: ":") && bytes.dropFirst().allSatisfy(isDigit)
  }

  // MARK: Parts

  private var hostParts: (name: Substring, port: Substring) {
    let colon = host.utf8.lastIndex(of: UInt8(ascii: ":"))
    guard let colon, Self.isPort(Array(host.utf8[colon...])[...]) else { return (host[...], "") }
    return (host[..<colon], host[host.utf8.index(after: colon)...])
  }

  /// Without brackets and port.
  var hostName: String {
    let name = hostParts.name
    return name.hasPrefix("[") && name.hasSuffix("]") ? String(name.dropFirst().dropLast()) : String(name)
  }

  var port: String { String(hostParts.port) }

  /// The parameters in the order in which their names come first; those with a `;` or a wrong escape are left out.
  var parameters: [(name: String, values: [String])] {
    var found: [(name: String, values: [String])] = []
    var positions: [[UInt8]: Int] = [:]
    for part in Array(query.utf8).split(separator: UInt8(ascii: "&")) where !part.contains(UInt8(ascii: ";")) {
      let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      guard let name = Self.unescaped(part[..<equals], plusIsSpace: true),
        let value = Self.unescaped(part[equals...].dropFirst(), plusIsSpace: true)
      else { continue }
      if let position = positions[name] {
        found[position].values.append(String(decoding: value, as: UTF8.self))
      } else {
        positions[name] = found.count
        found.append((String(decoding: name, as: UTF8.self), [String(decoding: value, as: UTF8.self)]))
      }
    }
    return found
  }

  // MARK: Escapes

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func unescaped(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "%") {
        guard index + 2 < bytes.endIndex, let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2]) else { return nil }
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(plusIsSpace && bytes[index] == UInt8(ascii: "+") ? 0x20 : bytes[index])
        index += 1
      }
    }
    return result
  }

  private static func escapedPath(_ path: [UInt8]) -> String {
    let bytes = path.flatMap { byte in
      isUnreserved(byte) || "$&+,/:;=@".utf8.contains(byte)
        ? [byte] : Array(("%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)).utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private static func isUnreserved(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || "-_.~".utf8.contains(byte) }
  private static func mayStandInPath(_ byte: UInt8) -> Bool { isUnreserved(byte) || "!$&'()*+,;=:@[]%/".utf8.contains(byte) }
  private static func mayStandInHost(_ byte: UInt8) -> Bool {
    byte >= 0x80 || isUnreserved(byte) || "!$&'()*+,;=:[]<>\"%".utf8.contains(byte)
  }
}

extension URLReference: OpaqueValue {
  static let typeName = "kubernetes.URL"
}
