internal import SourceText

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Paths as findings show them: with `/`, relative to where readylint runs.
package enum RepositoryPath {
  /// The folder of a file, with a slash at its end; empty for the current folder.
  package static func folder(of path: String) -> String { folder(of: path.utf8[...]) }

  /// The folder that holds a folder; both have a slash at their end.
  static func parent(ofFolder path: String) -> String { folder(of: path.utf8.dropLast()) }

  // By bytes: characters take ten times as long.
  private static func folder(of path: Substring.UTF8View) -> String {
    path.lastIndex(of: UInt8(ascii: "/")).map { String(Substring(path[...$0])) } ?? ""
  }

  /// `relative` seen from a folder, with `.` and `..` resolved; nil when it leads out.
  package static func join(_ folder: String, _ relative: String) -> String? {
    var components: [Substring] = []
    for component in (relative.hasPrefix("/") ? relative : folder + "/" + relative).pathComponents where component != "." {
      if component == "..", let last = components.last, last != ".." {
        components.removeLast()
      } else {
        components.append(component)
      }
    }
    let joined = components.path
    guard !folder.hasPrefix("/") else { return "/" + joined }
    return joined.hasPrefix("..") && !folder.hasPrefix("..") ? nil : joined
  }

  /// How many leading folders two paths share: the more, the nearer they are.
  package static func nearness(_ left: String, _ right: String) -> Int {
    zip(left.pathComponents.dropLast(), right.pathComponents.dropLast()).prefix { $0 == $1 }.count
  }

  /// What the paths below a folder begin with: `./a` is shown as `a/`, the current folder as nothing.
  package static func prefix(ofFolder path: String) -> String {
    let shown = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return shown.isEmpty || shown == "." ? "" : shown.hasSuffix("/") ? shown : shown + "/"
  }

  /// The absolute path with symbolic links followed; nil when nothing is there. The empty path is the current folder.
  package static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path.isEmpty ? "." : path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
