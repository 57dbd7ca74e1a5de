package import SourceText

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The files below some folders that readylint may have something to say about.
///
/// The walk honours `.gitignore`, follows no symbolic link (so it never leaves its root and never runs in circles), and opens nothing
/// but folders and ignore files.
package struct Discovery: Sendable {
  package struct File: Hashable, Sendable {
    /// Where to read it.
    package let systemPath: String
    /// How findings name it: the root as it was given, and the path below it.
    package let path: String
    package let kind: FileKind?
  }

  /// A folder or file that could not be looked into.
  package struct Failure: Hashable, Sendable {
    package let path: String
    package let error: SourceFile.ReadError
  }

  /// In the order of their paths' bytes, so that output does not depend on the file system.
  package private(set) var files: [File] = []
  package private(set) var failures: [Failure] = []
  /// Whether a folder was walked, and not single files alone named.
  package private(set) var walksFolder = false
  /// Folders with a `Chart.yaml`, by their paths: Helm renders what is in their `templates`.
  package private(set) var charts: [String] = []

  /// - Parameter isExcluded: whether a file or folder, by the path that findings show, is neither to be linted nor read.
  package init(isExcluded: (@Sendable (_ path: String, _ isFolder: Bool) -> Bool)? = nil) { self.isExcluded = isExcluded }

  private let isExcluded: (@Sendable (_ path: String, _ isFolder: Bool) -> Bool)?

  /// The files below a folder whose names are wanted, ignore rules honoured as always; nil when they are more than `limit`.
  static func files(below folder: String, limit: Int, isWanted: @escaping @Sendable (String) -> Bool) -> [String]? {
    var discovery = Discovery()
    discovery.isWanted = isWanted
    discovery.limit = limit
    discovery.walk(folder.isEmpty ? "." : folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder)
    guard discovery.files.count <= limit else { return nil }
    discovery.finish()
    return discovery.files.map(\.path)
  }

  /// Which names a walk for something else than artifacts looks for, and where it gives up.
  private var isWanted: (@Sendable (String) -> Bool)?
  private var limit = Int.max

  /// Folders that hold other people's files or a tool's own, whatever `.gitignore` says.
  private static let skippedFolders: Set<String> = [
    ".git", ".hg", ".svn", ".jj", "node_modules", ".venv", "__pycache__", ".tox", ".terraform", ".build",
  ]

  /// How deep folders may nest: deeper than any path the kernel takes in one piece.
  private static let maximumDepth = 512

  /// Adds one file by name, whatever it is called and wherever it is, or all files of a folder.
  package mutating func add(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      failures.append(Failure(path: path, error: SourceFile.ReadError(errno: errno)))
      return
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      let root = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      walk(root)
      walksFolder = true
    } else if isExcluded.map({ !$0(Self.display(path), false) }) ?? true {
      files.append(File(systemPath: path, path: Self.display(path), kind: FileKind(explicitName: Self.name(of: path))))
    }
  }

  /// `./a` is shown as `a`.
  private static func display(_ path: String) -> String {
    path.hasPrefix("./") && path.count > 2 ? String(path.dropFirst(2)) : path
  }

  /// The path of what is in a folder, without the room for more that `+` leaves: there are as many as files.
  private static func path(of name: String, in folder: String) -> String {
    var path = ""
    path.reserveCapacity(folder.utf8.count + 1 + name.utf8.count)
    path += folder
    path += "/"
    path += name
    return path
  }

  package static func name(of path: String) -> String {
    path.lastPathComponent.map(String.init) ?? ""
  }

  private struct Folder {
    var systemPath: String
    /// Path shown in findings; empty for the current folder.
    var path: String
    var depth: Int
    /// Path below the root, with a slash at its end unless empty: what ignore rules are matched against.
    var relative: String
    /// The ignore rules in force, outermost first.
    var rules: [ScopedRules]
  }

  /// Ignore rules with the place of their folder, seen from the root of the walk.
  private struct ScopedRules {
    var rules: IgnoreRules
    /// The rules' folder below the root, with a slash at its end; empty for the root itself and for folders above it.
    var folder = ""
    /// For rules from above the root: the root's path below their folder, with a slash at its end.
    var prefix = ""
  }

  private mutating func walk(_ root: String) {
    let shown = Self.display(root)
    // A folder that was removed while a process was in it can still be opened, and is empty: no reason to call everything right.
    guard let real = RepositoryPath.resolved(root) else {
      failures.append(Failure(path: root, error: SourceFile.ReadError(errno: errno)))
      return
    }
    var pending = [
      Folder(systemPath: root, path: shown == "." ? "" : shown, depth: 0, relative: "", rules: Self.outerRules(of: real))
    ][...]
    var foldersSeen = 0
    while files.count <= limit, let folder = pending.popFirst() {
      look(into: folder, &pending)
      foldersSeen += 1
      if limit == .max, foldersSeen >= Self.fewFolders, pending.count >= 8 { return walkInParallel(Array(pending)) }
    }
  }

  /// How many folders are looked into before other threads are asked to help: in a repository with so few, that would take longer than to look.
  private static let fewFolders = 8

  /// Walks folders side by side. In which order things are found does not matter, as `finish` sorts them; what each thread has sorted
  /// already takes it little time.
  private mutating func walkInParallel(_ folders: [Folder]) {
    let isExcluded = isExcluded
    let parts = mapInParallel(count: folders.count) { index in
      var part = Discovery(isExcluded: isExcluded)
      var pending = folders[index...index]
      // The last one that was found is the first to be looked into: turned around, they come in the order of their names.
      while let folder = pending.popLast() {
        let first = pending.endIndex
        part.look(into: folder, &pending)
        pending[first...].reverse()
      }
      part.files.sort { $0.path.bytesPrecede($1.path) }
      return part
    }
    for part in parts {
      files += part.files
      failures += part.failures
      charts += part.charts
    }
  }

  /// Adds what is in a folder, and the folders in it to those that are still to be looked into.
  private mutating func look(into folder: Folder, _ pending: inout ArraySlice<Folder>) {
    let entries: [Entry]
    do throws(SourceFile.ReadError) {
      entries = try Self.entries(of: folder.systemPath)
    } catch {
      return failures.append(Failure(path: folder.path.isEmpty ? "." : folder.path, error: error))
    }
    var rules = folder.rules
    if entries.contains(where: { $0.name == ".gitignore" && $0.type == .file }),
      let bytes = try? SourceFile.readBytes(systemPath: folder.systemPath + "/.gitignore")
    {
      rules.append(ScopedRules(rules: IgnoreRules(bytes), folder: folder.relative))
    }
    if entries.contains(where: { $0.name == "Chart.yaml" }) { charts.append(folder.path) }
    for entry in entries {
      // By the name alone at first: most of what lies in a repository is never asked for its path.
      let isFolder = entry.type == .folder
      let kind = isFolder || isWanted != nil ? nil : FileKind(name: entry.name)
      switch entry.type {
      case .folder: if Self.skippedFolders.contains(entry.name) || folder.depth >= Self.maximumDepth { continue }
      case .file: if !(isWanted.map { $0(entry.name) } ?? (kind != nil)) { continue }
      case .other: continue
      }
      let path = folder.path.isEmpty ? entry.name : Self.path(of: entry.name, in: folder.path)
      let relative = folder.relative + entry.name
      guard !Self.isIgnored(relative, isFolder: isFolder, by: rules), isExcluded.map({ !$0(path, isFolder) }) ?? true else { continue }
      let systemPath = Self.path(of: entry.name, in: folder.systemPath)
      if isFolder {
        pending.append(Folder(systemPath: systemPath, path: path, depth: folder.depth + 1, relative: relative + "/", rules: rules))
      } else {
        files.append(File(systemPath: systemPath, path: path, kind: kind))
      }
    }
  }

  /// Sorts what was found and drops files that were named twice. Call it once after the last `add`.
  package mutating func finish() {
    files.sort { $0.path.bytesPrecede($1.path) }
    // By bytes: `é` may be written in two ways, which are two files.
    let isNew = { [files] index in index == 0 || files[index - 1].path.bytesPrecede(files[index].path) }
    if !files.indices.allSatisfy(isNew) { files = files.indices.filter(isNew).map { files[$0] } }
    failures.sort { $0.path.bytesPrecede($1.path) }
    charts.sort { $0.bytesPrecede($1) }
  }

  private static func isIgnored(_ relative: String, isFolder: Bool, by rules: [ScopedRules]) -> Bool {
    for scoped in rules.reversed() where !scoped.rules.isEmpty {
      let path = scoped.prefix + relative.dropFirst(scoped.folder.count)
      if let verdict = scoped.rules.verdict(on: path, isFolder: isFolder) { return verdict }
    }
    return false
  }

  /// The rules of the folders above `root`, a real path, up to the repository's top, and of `.git/info/exclude`; none outside a repository.
  private static func outerRules(of root: String) -> [ScopedRules] {
    var folder = root
    var rules: [ScopedRules] = []
    var prefix = ""
    while true {
      // The root's own file is read by the walk.
      if !prefix.isEmpty, let bytes = try? SourceFile.readBytes(systemPath: folder + "/.gitignore") {
        rules.append(ScopedRules(rules: IgnoreRules(bytes), prefix: prefix))
      }
      var status = stat()
      if stat(folder + "/.git", &status) == 0 { break }
      guard let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else { return [] }
      prefix = String(folder[folder.index(after: slash)...]) + "/" + prefix
      folder = String(folder[..<slash])
    }
    if let bytes = try? SourceFile.readBytes(systemPath: folder + "/.git/info/exclude") {
      rules.append(ScopedRules(rules: IgnoreRules(bytes), prefix: prefix))
    }
    return rules.reversed()
  }

  struct Entry {
    enum EntryType { case file, folder, other }
    var name: String
    var type: EntryType
  }

  static func entries(of folder: String) throws(SourceFile.ReadError) -> [Entry] {
    guard let stream = opendir(folder) else { throw SourceFile.ReadError(errno: errno) }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      entries.append(Entry(name: name, type: type(of: entry.pointee, at: folder + "/" + name)))
    }
    return entries.sorted { $0.name.bytesPrecede($1.name) }
  }

  private static func type(of entry: dirent, at path: @autoclosure () -> String) -> Entry.EntryType {
    switch Int32(entry.d_type) {
    case Int32(DT_REG): return .file
    case Int32(DT_DIR): return .folder
    case Int32(DT_UNKNOWN):
      // Some file systems do not say.
      var status = stat()
      guard lstat(path(), &status) == 0 else { return .other }
      return switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    default: return .other
    }
  }
}
