internal import SourceText

/// What a file is, as far as its name and a scan of its bytes say.
package enum FileKind: Sendable {
  case dockerfile
  /// YAML or JSON; whether it holds Kubernetes objects is seen in its bytes (`mentionsObject`).
  case yaml
  /// A configuration of nginx, as far as its name says so.
  case nginx

  /// - Parameter name: the last component of the path.
  package init?(name: String) {
    let lowercased = name.lowercased()
    // `Dockerfile.dockerignore` is BuildKit's ignore file for one Dockerfile.
    if lowercased.hasSuffix(".dockerignore") { return nil }
    if name == "Dockerfile" || name == "Containerfile" || name.hasPrefix("Dockerfile.") || name.hasPrefix("Dockerfile-")
      || name.hasPrefix("Containerfile.") || name.hasSuffix(".Dockerfile") || name.hasSuffix(".dockerfile")
    {
      self = .dockerfile
    } else if lowercased.hasSuffix(".yaml") || lowercased.hasSuffix(".yml") || lowercased.hasSuffix(".json") {
      self = .yaml
    } else if lowercased.hasSuffix(".conf"), lowercased.containsText("nginx") || lowercased == "default.conf" {
      self = .nginx
    } else {
      return nil
    }
  }

  /// What a file is that somebody named: `api-dockerfile` and `Dockerfile_old` are no names to look for, but clear enough then.
  package init?(explicitName name: String) {
    if let kind = FileKind(name: name) {
      self = kind
    } else if name.lowercased().containsText("dockerfile"), !name.lowercased().hasSuffix(".dockerignore") {
      self = .dockerfile
    } else {
      return nil
    }
  }

  /// Whether a file of this name is a kustomization, which may leave out `apiVersion` and `kind`.
  package static func isKustomization(name: String) -> Bool {
    name == "kustomization.yaml" || name == "kustomization.yml"
  }

  /// Whether a text without a name is a Dockerfile: behind comments and blank lines it begins with FROM or ARG.
  package static func beginsLikeDockerfile(_ bytes: [UInt8]) -> Bool {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
      guard let first = text.first, first != UInt8(ascii: "#") else { continue }
      let word = text.prefix { $0 > UInt8(ascii: " ") }.map { $0 & 0xDF }
      return word.elementsEqual("FROM".utf8) || word.elementsEqual("ARG".utf8)
    }
    return false
  }

  /// Whether a text can hold an object of Kubernetes: both `apiVersion` and `kind` occur in it. Most YAML of a repository does not
  /// pass, and is never parsed.
  package static func mentionsObject(_ bytes: [UInt8]) -> Bool {
    bytes.containsText("apiVersion") && bytes.containsText("kind")
  }

  /// Whether a text holds a template action (`{{ … }}`), as Helm's do, or a placeholder for sed, `@NAME@`.
  package static func holdsTemplate(_ bytes: [UInt8]) -> Bool {
    bytes.containsText("{{") || holdsPlaceholder(bytes)
  }

  private static func holdsPlaceholder(_ bytes: [UInt8]) -> Bool {
    let at = UInt8(ascii: "@")
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      if byte == at {
        if let start, index - start > 1 { return true }
        start = index
      } else if !(byte >= 0x41 && byte <= 0x5A || byte == UInt8(ascii: "_") || byte >= 0x30 && byte <= 0x39) {
        start = nil
      }
    }
    return false
  }
}
