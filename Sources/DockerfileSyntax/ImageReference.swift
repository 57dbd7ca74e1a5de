/// A reference to an image, `[domain/]path[:tag][@digest]`, after the grammar and the normalisation of distribution/reference
/// (reference.go, normalize.go): what Docker and Kubernetes understand alike.
package struct ImageReference: Hashable, Sendable {
  /// `docker.io` where none is written.
  package let domain: String
  /// With `library/` where Docker adds it.
  package let path: String
  package let tag: String?
  /// With its algorithm, `sha256:…`.
  package let digest: String?
  /// Offsets of the tag in the text's UTF-8, without its colon.
  package let tagRange: Range<Int>?
  /// Offsets of the digest in the text's UTF-8, without its `@`.
  package let digestRange: Range<Int>?
  /// Offsets of the name, domain included, in the text's UTF-8.
  package let nameRange: Range<Int>

  /// Domain and path.
  package var name: String { domain + "/" + path }

  /// The name without what Docker adds by itself: `nginx` for `docker.io/library/nginx`.
  package var familiarName: String {
    guard domain == "docker.io" else { return name }
    let prefix = "library/"
    return path.hasPrefix(prefix) && !path.dropFirst(prefix.count).contains("/") ? String(path.dropFirst(prefix.count)) : path
  }

  /// The tag that is pulled: `latest` without tag and digest; nil with a digest, which makes the tag a mere label.
  package var effectiveTag: String? { digest == nil ? tag ?? "latest" : nil }

  /// Why a text is no reference; the texts are distribution's.
  package enum ParseError: Error, Hashable, Sendable {
    case invalidFormat
    case uppercase(repository: String)
    case tooLong
    case identifier(String)
    case invalidDigestLength
    case unsupportedDigest

    package var message: String {
      switch self {
      case .invalidFormat: "invalid reference format"
      case .uppercase(let repository): "invalid reference format: repository name (\(repository)) must be lowercase"
      case .tooLong: "repository name must not be more than 255 characters"
      case .identifier(let name): "invalid repository name (\(name)), cannot specify 64-byte hexadecimal strings"
      case .invalidDigestLength: "invalid checksum digest length"
      case .unsupportedDigest: "unsupported digest algorithm"
      }
    }
  }

  package init(parsing text: String) throws(ParseError) {
    let bytes = Array(text.utf8)
    if bytes.count == 64, bytes.allSatisfy(Self.isLowerHexadecimal) { throw .identifier(text) }
    let nameEnd = Self.nameEnd(bytes)
    let slash = bytes.firstIndex(of: UInt8(ascii: "/"))
    let hasDomain = slash.map { $0 < nameEnd && Self.isDomain(bytes[..<$0]) } ?? false
    let pathStart = hasDomain ? (slash ?? 0) + 1 : 0
    guard pathStart <= nameEnd else { throw .invalidFormat }
    var domain = hasDomain ? String(decoding: bytes[..<(pathStart - 1)], as: UTF8.self) : "docker.io"
    if domain == "index.docker.io" { domain = "docker.io" }
    var path = String(decoding: bytes[pathStart..<nameEnd], as: UTF8.self)
    let written = bytes[pathStart..<nameEnd]
    if domain == "docker.io", !written.contains(UInt8(ascii: "/")) { path = "library/" + path }
    if written.contains(where: Self.isUppercase) { throw .uppercase(repository: path) }
    var rest = nameEnd
    var tagRange: Range<Int>?
    if rest < bytes.count, bytes[rest] == UInt8(ascii: ":") {
      let end = bytes[rest...].firstIndex(of: UInt8(ascii: "@")) ?? bytes.count
      tagRange = (rest + 1)..<end
      guard Self.isTag(bytes[(rest + 1)..<end]) else { throw .invalidFormat }
      rest = end
    }
    var digestRange: Range<Int>?
    if rest < bytes.count, bytes[rest] == UInt8(ascii: "@") {
      digestRange = (rest + 1)..<bytes.count
      try Self.checkDigest(bytes[(rest + 1)...])
      rest = bytes.count
    }
    guard rest == bytes.count, !hasDomain || Self.isDomainName(bytes[..<(pathStart - 1)]), Self.isPath(written) else {
      throw .invalidFormat
    }
    guard domain.utf8.count + 1 + path.utf8.count <= 255 else { throw .tooLong }
    self.domain = domain
    self.path = path
    self.tagRange = tagRange
    self.digestRange = digestRange
    nameRange = 0..<nameEnd
    tag = tagRange.map { String(decoding: bytes[$0], as: UTF8.self) }
    digest = digestRange.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// Where the name ends: at `@`, or at a colon behind the last slash.
  private static func nameEnd(_ bytes: [UInt8]) -> Int {
    let end = bytes.firstIndex(of: UInt8(ascii: "@")) ?? bytes.count
    let lastSlash = bytes[..<end].lastIndex(of: UInt8(ascii: "/")) ?? -1
    return bytes[(lastSlash + 1)..<end].firstIndex(of: UInt8(ascii: ":")) ?? end
  }

  /// Whether the text before the first slash is a domain rather than the path's first component (`splitDockerDomain`).
  private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.contains(UInt8(ascii: ".")) || bytes.contains(UInt8(ascii: ":")) || bytes.contains(where: isUppercase)
      || bytes.elementsEqual("localhost".utf8)
  }

  private static func isUppercase(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
  private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLowerAlphanumeric(byte) || isUppercase(byte) }
  private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  /// `\w[\w.-]{0,127}`
  private static func isTag(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, bytes.count <= 128, isAlphanumeric(first) || first == UInt8(ascii: "_") else { return false }
    return bytes.allSatisfy { isAlphanumeric($0) || "_.-".utf8.contains($0) }
  }

  /// Components of letters, digits and hyphens inside, joined by dots, with a port; or an IPv6 address in brackets.
  private static func isDomainName(_ domain: ArraySlice<UInt8>) -> Bool {
    if domain.first == UInt8(ascii: "[") {
      guard let close = domain.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = domain[(domain.startIndex + 1)..<close]
      let port = domain[(close + 1)...]
      return !address.isEmpty && address.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: ":") } && (port.isEmpty || isPort(port))
    }
    let host = domain.prefix { $0 != UInt8(ascii: ":") }
    guard host.endIndex == domain.endIndex || isPort(domain[host.endIndex...]) else { return false }
    return host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { component in
      guard let first = component.first, let last = component.last else { return false }
      return isAlphanumeric(first) && isAlphanumeric(last) && component.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
  }

  /// A port with the character before it.
  private static func isPort(_ text: ArraySlice<UInt8>) -> Bool { text.count > 1 && text.dropFirst().allSatisfy(isDigit) }

  /// Components `[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`, joined by slashes.
  private static func isPath(_ path: ArraySlice<UInt8>) -> Bool {
    var rest = path
    while true {
      let word = rest.prefix(while: isLowerAlphanumeric)
      guard !word.isEmpty else { return false }
      guard word.endIndex < path.endIndex else { return true }
      let separator = rest[word.endIndex...].prefix { !isLowerAlphanumeric($0) }
      guard isSeparator(separator) else { return false }
      rest = rest[separator.endIndex...]
    }
  }

  private static func isSeparator(_ text: ArraySlice<UInt8>) -> Bool {
    switch text.first {
    case UInt8(ascii: "/"): text.count == 1
    case UInt8(ascii: "."): text.count == 1
    case UInt8(ascii: "_"): text.count == 1 || text.count == 2 && text.last == UInt8(ascii: "_")
    default: text.allSatisfy { $0 == UInt8(ascii: "-") }
    }
  }

  /// `algorithm:hex` with a registered algorithm and its length (go-digest).
  private static func checkDigest(_ bytes: ArraySlice<UInt8>) throws(ParseError) {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { throw .invalidFormat }
    let hex = bytes[(colon + 1)...]
    guard let first = bytes.first, isAlphanumeric(first), hex.count >= 32,
      hex.allSatisfy({ isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20) })
    else { throw .invalidFormat }
    if let error = digestError(algorithm: String(decoding: bytes[..<colon], as: UTF8.self), hex) { throw error }
  }

  private static func digestError(algorithm: String, _ hex: ArraySlice<UInt8>) -> ParseError? {
    let length: Int
    switch algorithm {
    case "sha256", "blake3": length = 64
    case "sha384": length = 96
    case "sha512": length = 128
    default: return .unsupportedDigest
    }
    guard hex.count == length else { return .invalidDigestLength }
    return hex.allSatisfy(isLowerHexadecimal) ? nil : .invalidFormat
  }

  /// Why a text such as ADD's `--checksum` is no digest; nil when it is one.
  static func digestError(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count else {
      return "invalid checksum digest format"
    }
    switch digestError(algorithm: String(decoding: bytes[..<colon], as: UTF8.self), bytes[(colon + 1)...]) {
    case nil: return nil
    case .invalidFormat?: return "invalid checksum digest format"
    case let error?: return error.message
    }
  }
}
