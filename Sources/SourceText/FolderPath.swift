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
