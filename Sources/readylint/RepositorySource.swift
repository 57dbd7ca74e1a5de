import Kubernetes
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

  /// Where the search for a configuration begins: the first folder that is linted.
  var configurationFolder: String {
    guard let path = paths.first, path != "-" else { return "." }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return path }
    let parent = RuleOptions.parent(of: path)
    return parent.isEmpty ? "." : parent
  }

  func read(_ settings: RunSettings) throws -> Repository {
    let version = settings.configuration.kubernetesVersion ?? RemovedAPI.newestKnownVersion
    if paths == ["-"] {
      let workspace = Workspace(try standardInput())
      let files = RepositoryFiles(below: [], firstID: workspace.artifacts.count)
      return Repository(workspace, graph: Graph(workspace, repository: files), kubernetesVersion: version)
    }
    let roots = paths.isEmpty ? ["."] : paths
    var discovery = Discovery()
    for path in roots { discovery.add(path) }
    discovery.finish()
    let workspace = Workspace(reading: discovery)
    let files = RepositoryFiles(below: roots, firstID: workspace.artifacts.count)
    let images = settings.images(among: workspace.artifacts.map(\.file.path))
    let graph = Graph(workspace, images: images, databaseConnections: settings.configuration.databaseConnections, repository: files)
    return Repository(workspace, graph: graph, kubernetesVersion: version)
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
