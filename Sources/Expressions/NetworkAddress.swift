/// An IP address.
struct IPAddress: Hashable, Sendable {
  /// Four bytes or sixteen.
  let bytes: [UInt8]

  var isVersion4: Bool { bytes.count == 4 }

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Neither zones nor IPv4 addresses within IPv6 ones, as Kubernetes has it.
  init?(_ text: String) {
    if text.contains(":") {
      guard let bytes = Self.version6(text), bytes.prefix(12) != [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] else { return nil }
      self.bytes = bytes
    } else {
      guard let bytes = Self.version4(text[...]) else { return nil }
      self.bytes = bytes
    }
  }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap(octet)
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  private static func octet(_ text: Substring) -> UInt8? {
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      text.utf8.count == 1 || !text.hasPrefix("0")
    else { return nil }
    return UInt8(text)
  }

  private static func version6(_ text: String) -> [UInt8]? {
    let utf8 = Array(text.utf8)
    guard let gap = (0..<max(0, utf8.count - 1)).first(where: { utf8[$0] == UInt8(ascii: ":") && utf8[$0 + 1] == UInt8(ascii: ":") })
    else {
      guard let bytes = groups(text[...], mayEndInVersion4: true) else { return nil }
      return bytes.count == 16 ? bytes : nil
    }
    let head = String(decoding: utf8[..<gap], as: UTF8.self)
    let tail = String(decoding: utf8[(gap + 2)...], as: UTF8.self)
    guard let before = head.isEmpty ? [] : groups(head[...], mayEndInVersion4: false),
      let behind = tail.isEmpty ? [] : groups(tail[...], mayEndInVersion4: true), before.count + behind.count <= 14
    else { return nil }
    return before + Array(repeating: 0, count: 16 - before.count - behind.count) + behind
  }

  private static func groups(_ text: Substring, mayEndInVersion4: Bool) -> [UInt8]? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if mayEndInVersion4, index == parts.count - 1, part.contains(".") {
        guard let last = version4(part) else { return nil }
        return bytes + last
      }
      guard (1...4).contains(part.utf8.count), part.unicodeScalars.allSatisfy({ $0.properties.isASCIIHexDigit }),
        let value = UInt16(part, radix: 16)
      else { return nil }
      bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
    }
    return bytes
  }

  var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }
  var isLoopback: Bool { isVersion4 ? bytes[0] == 127 : bytes.last == 1 && bytes.dropLast().allSatisfy { $0 == 0 } }
  var isMulticast: Bool { isVersion4 ? bytes[0] & 0xF0 == 0xE0 : bytes[0] == 0xFF }
  var isLinkLocalMulticast: Bool { isVersion4 ? bytes.prefix(3) == [224, 0, 0] : bytes[0] == 0xFF && bytes[1] & 0x0F == 2 }
  var isLinkLocalUnicast: Bool { isVersion4 ? bytes.prefix(2) == [169, 254] : bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80 }
  var isGlobalUnicast: Bool {
    !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && bytes != [255, 255, 255, 255]
  }
}

extension IPAddress: CustomStringConvertible {
  /// The one canonical form (RFC 5952).
  var description: String {
    if isVersion4 { return bytes.map { String($0) }.joined(separator: ".") }
    let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
    var (longest, start) = (0..<0, 0)
    while start < 8 {
      let end = groups[start...].firstIndex { $0 != 0 } ?? 8
      if end - start > max(1, longest.count) { longest = start..<end }
      start = max(end, start + 1)
    }
    func text(_ groups: ArraySlice<UInt16>) -> String { groups.map { String($0, radix: 16) }.joined(separator: ":") }
    return longest.isEmpty ? text(groups[...]) : text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
  }
}

/// A network, as an address of it and the length of its prefix.
struct AddressRange: Hashable, Sendable {
  let address: IPAddress
  let length: Int

  init(address: IPAddress, length: Int) {
    self.address = address
    self.length = length
  }

  init?(_ text: String) {
    guard let slash = text.lastIndex(of: "/"), let address = IPAddress(String(text[..<slash])) else { return nil }
    let digits = text[text.index(after: slash)...]
    guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      digits.utf8.count == 1 || !digits.hasPrefix("0"), let length = Int(digits), length <= address.bytes.count * 8
    else { return nil }
    self.init(address: address, length: length)
  }

  var masked: AddressRange {
    let bytes = address.bytes.enumerated().map { index, byte in
      let bits = min(8, max(0, length - index * 8))
      return byte & ~UInt8(truncatingIfNeeded: 0xFF >> bits)
    }
    return AddressRange(address: IPAddress(bytes: bytes), length: length)
  }

  func contains(_ other: IPAddress) -> Bool {
    other.isVersion4 == address.isVersion4 && AddressRange(address: other, length: length).masked.address == masked.address
  }

  func contains(_ other: AddressRange) -> Bool { length <= other.length && contains(other.address) }
}

extension AddressRange: CustomStringConvertible {
  var description: String { "\(address)/\(length)" }
}

extension IPAddress: OpaqueValue {
  static let typeName = "net.IP"
}

extension AddressRange: OpaqueValue {
  static let typeName = "net.CIDR"
}
