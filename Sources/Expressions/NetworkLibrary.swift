/// Kubernetes' functions on IP addresses and networks (apiserver, pkg/cel/library/ip.go and cidr.go).
enum NetworkLibrary {
  private static let address = DeclaredType.opaque(IPAddress.typeName)
  private static let range = DeclaredType.opaque(AddressRange.typeName)

  static let functions: [StandardLibrary.Entry] = [
    StandardLibrary.reading("ip", [[.string]], address) { arguments throws(Interruption) in .value(.opaque(try ip(arguments[0]))) },
    StandardLibrary.define("isIP", [[.string]], .bool) { arguments throws(Interruption) in
      .bool(IPAddress(try arguments[0].string()) != nil)
    },
    StandardLibrary.define("ip.isCanonical", [[.string]], .bool) { arguments throws(Interruption) in
      .bool(try ip(arguments[0]).description.utf8.elementsEqual(try arguments[0].string().utf8))
    },
    StandardLibrary.reading("cidr", [[.string]], range) { arguments throws(Interruption) in .value(.opaque(try cidr(arguments[0]))) },
    StandardLibrary.define("isCIDR", [[.string]], .bool) { arguments throws(Interruption) in
      .bool(AddressRange(try arguments[0].string()) != nil)
    },
    StandardLibrary.define("string", [[address]], .string) { arguments throws(Interruption) in .string(try ip(arguments[0]).description) },
    StandardLibrary.define("string", [[range]], .string) { arguments throws(Interruption) in .string(try cidr(arguments[0]).description) },
  ]

  static let members: [StandardLibrary.Entry] = [
    StandardLibrary.define("family", [[address]], .int) { arguments throws(Interruption) in
      .int(try ip(arguments[0]).isVersion4 ? 4 : 6)
    },
    question("isUnspecified") { $0.isUnspecified }, question("isLoopback") { $0.isLoopback },
    question("isLinkLocalMulticast") { $0.isLinkLocalMulticast }, question("isLinkLocalUnicast") { $0.isLinkLocalUnicast },
    question("isGlobalUnicast") { $0.isGlobalUnicast },
    StandardLibrary.define("containsIP", [[range, address], [range, .string]], .bool) { arguments throws(Interruption) in
      .bool(try arguments[0].opaque(AddressRange.self).contains(try ip(arguments[1])))
    },
    StandardLibrary.define("containsCIDR", [[range, range], [range, .string]], .bool) { arguments throws(Interruption) in
      .bool(try arguments[0].opaque(AddressRange.self).contains(try cidr(arguments[1])))
    },
    StandardLibrary.define("ip", [[range]], address) { arguments throws(Interruption) in
      .value(.opaque(try arguments[0].opaque(AddressRange.self).address))
    },
    StandardLibrary.define("prefixLength", [[range]], .int) { arguments throws(Interruption) in
      .int(try arguments[0].opaque(AddressRange.self).length)
    },
    StandardLibrary.define("masked", [[range]], range) { arguments throws(Interruption) in
      .value(.opaque(try arguments[0].opaque(AddressRange.self).masked))
    },
  ]

  /// An address, or a text that is one.
  private static func ip(_ value: Value) throws(Interruption) -> IPAddress {
    guard case .string(let text) = value else { return try value.opaque(IPAddress.self) }
    guard let address = IPAddress(text) else { throw .error("'\(text)' is no IP address") }
    return address
  }

  private static func cidr(_ value: Value) throws(Interruption) -> AddressRange {
    guard case .string(let text) = value else { return try value.opaque(AddressRange.self) }
    guard let range = AddressRange(text) else { throw .error("'\(text)' is no network in CIDR notation") }
    return range
  }

  private static func question(_ name: String, _ answer: @escaping @Sendable (IPAddress) -> Bool) -> StandardLibrary.Entry {
    StandardLibrary.define(name, [[address]], .bool) { arguments throws(Interruption) in .bool(answer(try ip(arguments[0]))) }
  }
}
