/// A version after semver.org, 2.0.0.
struct SemanticVersion: Hashable, Sendable {
  enum Identifier: Hashable, Sendable {
    case number(UInt64)
    case name(String)
  }

  let major: UInt64
  let minor: UInt64
  let patch: UInt64
  let prerelease: [Identifier]
  let build: [String]

  /// - Parameter normalizing: a leading `v`, missing minor and patch numbers and leading zeros are put right first.
  init?(_ text: String, normalizing: Bool = false) {
    guard let parts = normalizing ? Self.normalized(text) : Self.parts(text), parts.count == 3 else { return nil }
    let withBuild = parts[2].split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    let withPrerelease = withBuild[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let major = Self.number(parts[0]), let minor = Self.number(parts[1]), let patch = Self.number(withPrerelease[0]) else {
      return nil
    }
    var prerelease: [Identifier] = []
    for part in withPrerelease.count > 1 ? withPrerelease[1].split(separator: ".", omittingEmptySubsequences: false) : [] {
      guard let identifier = Self.identifier(part) else { return nil }
      prerelease.append(identifier)
    }
    let build = withBuild.count > 1 ? withBuild[1].split(separator: ".", omittingEmptySubsequences: false) : []
    guard build.allSatisfy(Self.isName) else { return nil }
    (self.major, self.minor, self.patch) = (major, minor, patch)
    self.prerelease = prerelease
    self.build = build.map(String.init)
  }

  private static func parts(_ text: String) -> [Substring] {
    text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
  }

  /// As apiserver's `normalizeAndParse`.
  private static func normalized(_ text: String) -> [Substring]? {
    var result = parts(text.hasPrefix("v") ? String(text.dropFirst()) : text).map { part in
      let trimmed = part.drop { $0 == "0" }
      guard part.utf8.count > 1, trimmed.first.map({ !("0"..."9").contains($0) }) ?? true else {
        return part.utf8.count > 1 ? trimmed : part
      }
      return "0" + trimmed
    }
    guard result.count == 3 || !result[result.count - 1].contains(where: { $0 == "+" || $0 == "-" }) else { return nil }
    while result.count < 3 { result.append("0") }
    return result
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }

  private static func number(_ text: Substring) -> UInt64? {
    guard isDigits(text), text.utf8.count == 1 || !text.hasPrefix("0") else { return nil }
    return UInt64(text)
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "-") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
          || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
      }
  }

  private static func identifier(_ text: Substring) -> Identifier? {
    if isDigits(text) { return number(text).map { .number($0) } }
    return isName(text) ? .name(String(text)) : nil
  }
}

extension SemanticVersion: Comparable {
  /// Builds have no place in the order, and so none in equality.
  static func == (left: SemanticVersion, right: SemanticVersion) -> Bool {
    (left.major, left.minor, left.patch) == (right.major, right.minor, right.patch) && left.prerelease == right.prerelease
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(major)
    hasher.combine(minor)
    hasher.combine(patch)
    hasher.combine(prerelease)
  }

  static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    let (one, other) = ((left.major, left.minor, left.patch), (right.major, right.minor, right.patch))
    if one != other { return one < other }
    // A version comes behind its own previews.
    guard !left.prerelease.isEmpty, !right.prerelease.isEmpty else { return !left.prerelease.isEmpty && right.prerelease.isEmpty }
    return left.prerelease.lexicographicallyPrecedes(right.prerelease) { left, right in
      switch (left, right) {
      case (.number(let left), .number(let right)): left < right
      case (.number, .name): true
      case (.name, .number): false
      case (.name(let left), .name(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
      }
    }
  }
}

extension SemanticVersion: OpaqueValue {
  static let typeName = "kubernetes.Semver"
}
