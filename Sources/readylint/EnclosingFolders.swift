import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder and those above it, the nearest first, up to the top of its Git repository; without one, up to the one below the root.
struct EnclosingFolders: Sequence, IteratorProtocol {
  struct Folder {
    /// What paths in it begin with, seen from where readylint runs: `deploy/`, `../`, nothing.
    let prefix: String
    let isTopOfRepository: Bool
  }

  private var prefix: String
  /// nil behind the last one.
  private var absolute: String?

  init(of folder: String) {
    prefix = RepositoryPath.prefix(ofFolder: folder)
    absolute = RepositoryPath.resolved(folder)
  }

  mutating func next() -> Folder? {
    guard let current = absolute else { return nil }
    let folder = Folder(prefix: prefix, isTopOfRepository: access(current + "/.git", F_OK) == 0)
    let slash = current.lastIndex(of: "/") ?? current.startIndex
    absolute = folder.isTopOfRepository || slash == current.startIndex ? nil : String(current[..<slash])
    prefix = Self.parent(ofPrefix: prefix)
    return folder
  }

  /// One folder further up: `a/b/` becomes `a/`, the current folder `../`.
  private static func parent(ofPrefix prefix: String) -> String {
    guard let name = prefix.lastPathComponent, name != ".." else { return prefix + "../" }
    return String(prefix[..<name.startIndex])
  }
}
