/// One of the formats that Kubernetes gives a name (apiserver, pkg/cel/library/format.go).
enum NamedFormat: String, CaseIterable, Sendable {
  case dns1123Label, dns1123Subdomain, dns1035Label, qualifiedName
  /// Of names to which something will be appended.
  case dns1123LabelPrefix, dns1123SubdomainPrefix, dns1035LabelPrefix
  case labelValue, uri, uuid, byte, date, datetime

  /// What is wrong with a text, in Kubernetes' words; nothing when it is of the format.
  func problems(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    switch self {
    case .dns1123Label: return Self.label(bytes)
    case .dns1123LabelPrefix: return Self.label(Self.withoutDash(bytes))
    case .dns1123Subdomain: return Self.subdomain(bytes)
    case .dns1123SubdomainPrefix: return Self.subdomain(Self.withoutDash(bytes))
    case .dns1035Label: return Self.oldLabel(bytes)
    case .dns1035LabelPrefix: return Self.oldLabel(Self.withoutDash(bytes))
    case .qualifiedName: return Self.qualifiedName(bytes)
    case .labelValue:
      return (bytes.count > 63 ? ["must be no more than 63 bytes"] : [])
        + (bytes.isEmpty || Self.isName(bytes)
          ? []
          : [
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
              + "alphanumeric character"
              + Self.hint(["MyValue", "my_value", "12345"], "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?")
          ])
    case .uri: return URLReference(text) == nil ? ["parse \"\(text)\": invalid URI for request"] : []
    case .uuid: return Self.isUUID(bytes) ? [] : ["does not match the UUID format"]
    case .byte: return Self.isBase64(bytes) ? [] : ["invalid base64"]
    case .date: return Self.isDate(text) ? [] : ["invalid date"]
    case .datetime: return Self.isDateTime(text) ? [] : ["invalid datetime"]
    }
  }

  private static func hint(_ examples: [String], _ pattern: String) -> String {
    " (e.g. " + examples.map { "'\($0)', " }.joined(separator: " or ") + "regex used for validation is '\(pattern)')"
  }

  // MARK: Names

  private static func isLower(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private static func isLetterOrDigit(_ byte: UInt8) -> Bool { isLower(byte | 0x20) || isDigit(byte) }

  /// Ends that are letters or digits, and between them these and dashes.
  private static func isLabel(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return false }
    return first != UInt8(ascii: "-") && last != UInt8(ascii: "-")
      && bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isSubdomain(_ bytes: [UInt8]) -> Bool {
    bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { isLabel($0) }
  }

  private static func isName(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return false }
    return isLetterOrDigit(first) && isLetterOrDigit(last) && bytes.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
  }

  /// The dash before what will be appended is no end; apimachinery's `maskTrailingDash` drops the character before it too.
  private static func withoutDash(_ bytes: [UInt8]) -> [UInt8] {
    bytes.count > 1 && bytes.last == UInt8(ascii: "-") ? bytes.dropLast(2) + [UInt8(ascii: "a")] : bytes
  }

  private static func label(_ bytes: [UInt8]) -> [String] {
    let length = bytes.count > 63 ? ["must be no more than 63 characters"] : []
    if isLabel(bytes) { return length }
    if isSubdomain(bytes) { return length + ["must not contain dots"] }
    return length + [
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric "
        + "character" + hint(["my-name", "123-abc"], "[a-z0-9]([-a-z0-9]*[a-z0-9])?")
    ]
  }

  private static func oldLabel(_ bytes: [UInt8]) -> [String] {
    let length = bytes.count > 63 ? ["must be no more than 63 characters"] : []
    if isLabel(bytes), bytes.first.map(isLower) == true { return length }
    return length + [
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an "
        + "alphanumeric character" + hint(["my-name", "abc-123"], "[a-z]([-a-z0-9]*[a-z0-9])?")
    ]
  }

  private static func subdomain(_ bytes: [UInt8]) -> [String] {
    let length = bytes.count > 253 ? ["must be no more than 253 characters"] : []
    if isSubdomain(bytes) { return length }
    return length + [
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + "alphanumeric character" + hint(["example.com"], "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
    ]
  }

  private static func qualifiedName(_ bytes: [UInt8]) -> [String] {
    let rule =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
      + hint(["MyName", "my.name", "123-abc"], "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count <= 2 else {
      return ["a valid label key \(rule) with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"]
    }
    var problems: [String] = []
    if parts.count == 2 {
      problems = parts[0].isEmpty ? ["prefix part must be non-empty"] : subdomain(Array(parts[0])).map { "prefix part " + $0 }
    }
    let name = parts[parts.count - 1]
    if name.isEmpty { problems.append("name part must be non-empty") }
    if name.count > 63 { problems.append("name part must be no more than 63 bytes") }
    if !isName(name) { problems.append("name part " + rule) }
    return problems
  }

  // MARK: Values

  /// Groups of 8, 4, 4, 4 and 12 digits; each dash between them may be left out.
  private static func isUUID(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    for (index, length) in [8, 4, 4, 4, 12].enumerated() {
      if index > 0, rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      let group = rest.prefix(length)
      guard group.count == length, group.allSatisfy({ isDigit($0) || $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "f") })
      else { return false }
      rest = rest.dropFirst(length)
    }
    return rest.isEmpty
  }

  private static func isBase64(_ bytes: [UInt8]) -> Bool {
    let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    return !bytes.isEmpty && bytes.count.isMultiple(of: 4) && padding <= 2
      && bytes.dropLast(padding).allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
  }

  private static func isDate(_ text: String) -> Bool {
    // The year 0 is a date to Go and no timestamp to CEL; the year 2000 has as many days.
    Value.Timestamp((text.hasPrefix("0000") ? "2000" + text.dropFirst(4) : text) + "T00:00:00Z") != nil
  }

  /// RFC 3339, in any case, with any offset and any character before the second's fraction (kube-openapi, strfmt).
  private static func isDateTime(_ text: String) -> Bool {
    let parts = text.lowercased().utf8.split(separator: UInt8(ascii: "t"), omittingEmptySubsequences: false)
    guard parts.count >= 2, isDate(String(parts[0]) ?? "") else { return false }
    var rest = Array(parts[1])[...]
    guard rest.count > 8, rest.prefix(8).enumerated().allSatisfy({ $0 % 3 == 2 ? $1 == UInt8(ascii: ":") : isDigit($1) }),
      String(decoding: rest.prefix(2), as: UTF8.self) <= "23", rest[rest.startIndex + 3] <= UInt8(ascii: "5"),
      rest[rest.startIndex + 6] <= UInt8(ascii: "5")
    else { return false }
    rest = rest.dropFirst(8)
    let digits = rest.dropFirst().prefix(while: isDigit)
    if !digits.isEmpty, !"+-".utf8.contains(rest[rest.startIndex]) { rest = rest.dropFirst(1 + digits.count) }
    if rest.elementsEqual("z".utf8) { return true }
    return rest.count == 6 && "+-".utf8.contains(rest[rest.startIndex])
      && rest.dropFirst().enumerated().allSatisfy { $0 == 2 ? $1 == UInt8(ascii: ":") : isDigit($1) }
  }
}

extension NamedFormat: OpaqueValue {
  static let typeName = "kubernetes.NamedFormat"
}
