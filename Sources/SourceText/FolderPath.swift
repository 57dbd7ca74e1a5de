extension String {
  /// Whether a path is a folder or leads into it; both are absolute, or both relative to the same place.
  package func isAtOrBelow(_ folder: String) -> Bool { self == folder || hasPrefix(folder.hasSuffix("/") ? folder : folder + "/") }
}
