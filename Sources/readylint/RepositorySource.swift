import Linting
import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a command was asked to read.
struct RepositorySource {
  let paths: [String]
  /// The name of what comes from standard input, when one was given.
  var stdinFilename: String?
  /// Whether the repository around single files is read as well: a Service alone in a commit leads to a Deployment that is not in it.
  var readsContext = true
  /// The part of the folders that is meant; nil for all.
  var shard: Shard?

  /// A repository, and which of its files findings are wanted of.
  struct Reading {
    let repository: Repository
    /// The folders and files that were read, as they were named.
    var roots: [String] = []
    /// The paths of files that were named one by one; nil when all are meant.
    var reported: Set<String>?
    /// Whether everything below the configuration's folder was looked at.
    var isWhole = false

    func isReported(_ path: String) -> Bool { reported?.contains(path) ?? true }
  }

  /// Where the search for a configuration begins: the first folder that is linted.
  var configurationFolder: String {
    guard let path = paths.first, path != "-" else { return "." }
    guard !Self.isFolder(path) else { return path }
    let parent = RepositoryPath.folder(of: path)
    return parent.isEmpty ? "." : parent
  }

  /// Whether a folder was named, with however many files below it.
  var readsFolder: Bool { paths.isEmpty || paths.contains(where: Self.isFolder) }

  /// - Parameter texts: what takes the place of files on disk, by path.
  func read(_ settings: RunSettings, replacing texts: [String: [UInt8]] = [:]) throws -> Reading {
    if paths == ["-"] {
      let workspace = Workspace(try standardInput())
      let files = RepositoryFiles(below: [], firstID: workspace.artifacts.count)
      return Reading(repository: settings.repository(workspace, files: files))
    }
    let named = paths.filter { !Self.isFolder($0) }
    var roots = paths.isEmpty ? ["."] : paths
    var discovery = Discovery(isExcluded: shard?.excluding(below: roots, besides: settings.exclusion) ?? settings.exclusion)
    var reported: Set<String>?
    if readsContext, named.count == roots.count, let root = contextRoot(settings) {
      roots = [root]
      discovery.add(root)
      reported = addNamed(named, to: &discovery)
    } else {
      for path in roots { discovery.add(path) }
    }
    discovery.finish()
    let workspace = Workspace(reading: discovery, replacing: texts)
    let files = RepositoryFiles(below: roots, firstID: workspace.artifacts.count, replacing: texts)
    let repository = settings.repository(workspace, files: files)
    let isWhole =
      reported == nil && shard == nil && roots.count == 1 && RepositoryPath.resolved(roots[0]) == RepositoryPath.resolved(settings.folder)
    return Reading(repository: repository, roots: roots, reported: reported, isWhole: isWhole)
  }

  /// Adds the files that were named, under the paths that the walk knows them by if it has met them.
  private func addNamed(_ named: [String], to discovery: inout Discovery) -> Set<String> {
    var wanted: Set<String> = []
    let names = Set(named.map(Discovery.name))
    let met = discovery.files.filter { names.contains(Discovery.name(of: $0.path)) }
    let known = Dictionary(met.compactMap { file in RepositoryPath.resolved(file.systemPath).map { ($0, file.path) } }) { first, _ in first
    }
    for path in named {
      if let same = RepositoryPath.resolved(path).flatMap({ known[$0] }) {
        wanted.insert(same)
      } else {
        let before = discovery.files.count
        discovery.add(path)
        wanted.formUnion(discovery.files[before...].map(\.path))
        if discovery.failures.last?.path == path { wanted.insert(path) }
      }
    }
    return wanted
  }

  /// The folder of the configuration, else the top of the Git repository around the first file; nil without either.
  private func contextRoot(_ settings: RunSettings) -> String? {
    if settings.hasConfigurationFile { return settings.folder.isEmpty ? "." : settings.folder }
    guard let top = EnclosingFolders(of: configurationFolder).first(where: \.isTopOfRepository) else { return nil }
    return top.prefix.isEmpty ? "." : top.prefix
  }

  /// Folders that are the tops of different repositories of Git are systems of their own, each with its own configuration; all else
  /// is one system.
  static func systems(_ paths: [String]) -> [[String]] {
    let tops = Set(paths.compactMap { isFolder($0) && access($0 + "/.git", F_OK) == 0 ? RepositoryPath.resolved($0) : nil })
    return paths.count > 1 && tops.count == paths.count ? paths.map { [$0] } : [paths]
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func standardInput() throws -> SourceFile {
    do throws(SourceFile.ReadError) {
      let bytes = try SourceFile.readBytes(descriptor: 0)
      return SourceFile(path: stdinFilename ?? (FileKind.beginsLikeDockerfile(bytes) ? "Dockerfile" : "stdin.yaml"), bytes: bytes)
    } catch {
      throw CommandFailure(["standard input cannot be read: \(error.message)"])
    }
  }
}
