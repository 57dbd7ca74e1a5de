extension [Substring] {
  /// The names as one path. The standard library joins any sequence of any strings, and looks through all conformances of the program for
  /// how to go through this one.
  package var path: String {
    var path = ""
    for (index, name) in enumerated() {
      if index > 0 { path += "/" }
      path += name
    }
    return path
  }
}

extension String {
  /// Whether a path is a folder or leads into it; both are absolute, or both relative to the same place.
  package func isAtOrBelow(_ folder: String) -> Bool { self == folder || hasPrefix(folder.hasSuffix("/") ? folder : folder + "/") }
}

// Paths are bytes: to go through their characters takes ten times as long, and a combining mark behind a slash makes it no other.
extension StringProtocol {
  /// The names between the slashes; none is empty.
  package var pathComponents: [Substring] { Substring(self).utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) } }

  /// The last of the names, of `a/b/` too; nil when there is none.
  package var lastPathComponent: Substring? {
    let bytes = Substring(self).utf8
    guard let last = bytes.lastIndex(where: { $0 != UInt8(ascii: "/") }) else { return nil }
    let name = bytes[...last]
    return Substring(name.lastIndex(of: UInt8(ascii: "/")).map { name[name.index(after: $0)...] } ?? name)
  }
}
