package import SourceText
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Files of the repository that are no artifacts themselves but say something about one: a server's settings, an entry script.
///
/// They are read when something refers to them, each once, and never from outside the folders that were given. A class because it
/// remembers what it has read.
package final class RepositoryFiles: Sendable {
  private enum Source: Sendable {
    /// Real paths of the folders that files may be read from.
    case disk(roots: [String], replaced: [String: [UInt8]])
    case memory([String: SourceFile])
  }

  private struct State {
    var files: [SourceFile] = []
    var known: [String: Int?] = [:]
  }

  private let source: Source
  private let applicationSources = Memo<String, ApplicationSource?>()
  /// The number that the first file read gets: those of the workspace's artifacts stand before.
  private let firstID: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - paths: the paths that were named on the command line.
  ///   - texts: what takes the place of files on disk, or is to be added to them, by path.
  package init(below paths: [String], firstID: Int, replacing texts: [String: [UInt8]] = [:]) {
    source = .disk(roots: paths.compactMap(Self.root), replaced: texts)
    self.firstID = firstID
  }

  package init(_ files: [SourceFile], firstID: Int) {
    source = .memory(Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first }))
    self.firstID = firstID
  }

  /// The files read so far, in the order of their numbers.
  package var files: [SourceFile] { state.withLock { $0.files } }

  /// The file at a path as findings show it; nil when there is none, or none that may be read.
  package func file(at path: String) -> (id: FileID, file: SourceFile)? {
    func known(_ state: State) -> (id: FileID, file: SourceFile)?? {
      state.known[path].map { index in index.map { (FileID(firstID + $0), state.files[$0]) } }
    }
    if let known = state.withLock({ known($0) }) { return known }
    // Not while others wait; when two read the same file, the first one counts.
    let file = read(path)
    return state.withLock { state in
      if let known = known(state) { return known }
      state.known[path] = .some(file.map { _ in state.files.count })
      guard let file else { return nil }
      state.files.append(file)
      return (FileID(firstID + state.files.count - 1), file)
    }
  }

  /// The paths of the files below a folder whose names are wanted; nil when they are more than `limit`.
  func paths(below folder: String, limit: Int, isWanted: @escaping @Sendable (String) -> Bool) -> [String]? {
    switch source {
    case .memory(let files):
      let paths = files.keys.filter { $0.hasPrefix(folder) && isWanted(Discovery.name(of: $0)) }
        .sorted { $0.bytesPrecede($1) }
      return paths.count > limit ? nil : paths
    // What is looked for upwards ends at the folders that were given.
    case .disk: return exists(folder) ? Discovery.files(below: folder, limit: limit, isWanted: isWanted) : []
    }
  }

  /// The Python source below a folder, read once: the Dockerfiles of a monorepo share the folders above them.
  func applicationSource(below folder: String) -> ApplicationSource? {
    applicationSources.value(for: folder) { ApplicationSource(below: folder, repository: self) }
  }

  private let realPaths = Memo<String, String?>()

  /// The real path of a file: its folder's, which is looked for once, and its name, unless that is a link. The C library would look at each
  /// folder on the way for each file.
  private func resolved(_ path: String) -> String? {
    let name = Discovery.name(of: path)
    guard path.hasSuffix(name), name != "", name != ".", name != ".." else { return RepositoryPath.resolved(path) }
    let folder = RepositoryPath.folder(of: path)
    let known = realPaths.value(for: folder) {
      folder.isEmpty || folder == "/" ? RepositoryPath.resolved(folder) : resolved(String(folder.dropLast()))
    }
    guard let known else { return nil }
    let real = known == "/" ? known + name : known + "/" + name
    var status = stat()
    guard lstat(real, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT == S_IFLNK ? RepositoryPath.resolved(path) : real
  }

  private func read(_ path: String) -> SourceFile? {
    switch source {
    case .memory(let files): return files[path]
    case .disk(let roots, let replaced):
      if let bytes = replaced[path] { return SourceFile(path: path, bytes: bytes) }
      // The real path: a symbolic link may lead anywhere.
      guard let real = resolved(path), roots.contains(where: real.isAtOrBelow) else { return nil }
      return try? SourceFile.read(systemPath: real, as: path)
    }
  }

  /// Whether there is a file or a folder at a path that may be read.
  package func exists(_ path: String) -> Bool {
    switch source {
    case .memory(let files): return files[path] != nil || files.keys.contains { $0.hasPrefix(path + "/") }
    case .disk(let roots, let replaced):
      if replaced[path] != nil { return true }
      guard let real = resolved(path) else { return false }
      return roots.contains(where: real.isAtOrBelow)
    }
  }

  /// The names of the folders in a folder (with a slash at its end; empty for the current one), in order; not of hidden ones.
  package func folders(in folder: String) -> [String] {
    switch source {
    case .memory(let files):
      let below = files.keys.filter { $0.hasPrefix(folder) }.map {
        $0.dropFirst(folder.count).split(separator: "/", omittingEmptySubsequences: false)
      }
      return Set(below.filter { $0.count > 1 }.compactMap { $0.first.map(String.init) }).filter { !$0.hasPrefix(".") }.sorted()
    case .disk:
      guard exists(folder), let entries = try? Discovery.entries(of: folder.isEmpty ? "." : folder) else { return [] }
      return entries.filter { $0.type == .folder && !$0.name.hasPrefix(".") }.map(\.name)
    }
  }

  /// Whether there is a repository at all: none surrounds a text from standard input.
  package var canRead: Bool {
    switch source {
    case .disk(let roots, _): !roots.isEmpty
    case .memory: true
    }
  }

  /// The name of the folder that was given, when it is one: what the repository is called.
  package var rootName: String? {
    guard case .disk(let roots, _) = source, roots.count == 1 else { return nil }
    return roots[0].lastPathComponent.map(String.init)
  }

  /// The folder that a named path opens up: itself, or the current folder or its own for a file.
  private static func root(of path: String) -> String? {
    guard let real = RepositoryPath.resolved(path) else { return nil }
    var status = stat()
    if stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return real }
    if let current = RepositoryPath.resolved("."), real.hasPrefix(current + "/") { return current }
    return real.lastIndex(of: "/").map { String(real[..<$0]) }
  }
}
