internal import DockerfileSyntax
internal import Servers
internal import SourceText

/// The folder that a Dockerfile's COPY takes files from: its own, unless something else is said on a command line that nobody sees.
package struct BuildContext: Sendable {
  package enum IgnoreFile: Sendable {
    case missing
    case found(DockerIgnore, path: String)
    case unknown(because: String)
  }

  private let folder: String
  private let repository: RepositoryFiles
  package let ignoreFile: IgnoreFile

  /// - Parameter path: the Dockerfile's, as findings show it.
  package init(ofDockerfile path: String, in repository: RepositoryFiles) {
    folder = RepositoryPath.folder(of: path)
    self.repository = repository
    ignoreFile = Self.ignoreFile(path, folder, repository)
  }

  /// `Dockerfile.dockerignore` beside the Dockerfile before `.dockerignore` at the context's top (BuildKit, dockerui/config.go).
  private static func ignoreFile(_ path: String, _ folder: String, _ repository: RepositoryFiles) -> IgnoreFile {
    guard repository.canRead else { return .unknown(because: "the repository is not known") }
    for candidate in [path + ".dockerignore", folder + ".dockerignore"] {
      guard let file = repository.file(at: candidate)?.file else { continue }
      guard let patterns = DockerIgnore(String(decoding: file.bytes, as: UTF8.self)) else {
        return .unknown(because: "\(candidate) holds a malformed pattern")
      }
      return .found(patterns, path: candidate)
    }
    for above in foldersAbove(folder) where repository.exists(above + ".dockerignore") {
      return .unknown(because: "the build context may be the folder of \(above).dockerignore")
    }
    return .missing
  }

  /// With a slash at the end; the empty text is the current folder.
  private static func foldersAbove(_ folder: String) -> [String] {
    var folders: [String] = []
    var current = folder
    while !current.isEmpty, current != "/" {
      current = RepositoryPath.folder(of: String(current.dropLast()))
      folders.append(current)
    }
    return folders
  }

  /// The text of a file of the context; nil when there is none.
  package func text(of path: String) -> String? {
    repository.canRead ? repository.file(at: folder + path).map { String(decoding: $0.file.bytes, as: UTF8.self) } : nil
  }

  /// The text of a project's file beside which an installation runs: what COPY puts there, otherwise the file of the context or of the
  /// nearest folder above, as the context may begin there; nil when there is none.
  package func projectFile(_ name: String, of installation: PackageInstallation, in build: ImageBuild) -> String? {
    let step = installation.step
    guard repository.canRead, step.commands[..<installation.position].allSatisfy({ $0.program != "cd" }),
      installation.option("--prefix", "-C", "--dir", "--cwd", "--directory", "-d", "--working-dir", "--project") == nil
    else { return nil }
    if let directory = step.workingDirectory, let configuration = build.dockerfile.configuration(ofStage: step.stage) {
      let files = ImageFiles(dockerfile: build.dockerfile, configuration: configuration, repository: repository)
      if case .found(let file, _) = files.file(ImagePath.join(directory, name)) { return String(decoding: file.bytes, as: UTF8.self) }
    }
    for candidate in [folder] + Self.foldersAbove(folder) {
      if let file = repository.file(at: candidate + name)?.file { return String(decoding: file.bytes, as: UTF8.self) }
    }
    return nil
  }

  /// Folders of the context that are Python packages, here and in `src`.
  private var pythonPackages: [String] {
    let top = repository.folders(in: folder)
    let nested = top.contains("src") ? repository.folders(in: folder + "src/").map { "src/" + $0 } : []
    return (top + nested).filter { holds($0 + "/__init__.py") }.prefix(3).map { $0 }
  }

  private func holds(_ path: String) -> Bool { repository.exists(folder + path) }

  /// What the ignore file lets through of what should stay out and is there, or surely will be on somebody's machine.
  package func unwanted(_ patterns: DockerIgnore) -> [String] {
    let isPython = ["pyproject.toml", "requirements.txt", "setup.py", "Pipfile", "manage.py"].contains(where: holds)
    let isNode = holds("package.json")
    var candidates: [(name: String, path: String, arises: Bool)] = [
      (".git", ".git/HEAD", holds(".git")),
      (".env", ".env", arises(".env", isFolder: false)),
      (".venv", ".venv/bin/python", arises(".venv", isFolder: true)),
      ("node_modules", "node_modules/a/index.js", isNode || arises("node_modules", isFolder: true)),
      ("__pycache__", "__pycache__/main.cpython-313.pyc", isPython),
      (".pytest_cache", ".pytest_cache/v", arises(".pytest_cache", isFolder: true)),
      ("*.log", "debug.log", arises("debug.log", isFolder: false)),
    ]
    if isPython {
      // A pattern without `**/` looks at the context's top alone.
      for package in pythonPackages { candidates.append((package + "/__pycache__", package + "/__pycache__/main.cpython-313.pyc", true)) }
    }
    // An env file that is kept in the repository on purpose is no stray one, but no less there.
    candidates.removeAll { !$0.arises || patterns.excludes($0.path) }
    return candidates.map(\.name)
  }

  /// Whether a path is there, or the project's own .gitignore expects it.
  private func arises(_ path: String, isFolder: Bool) -> Bool {
    if holds(path) { return true }
    for above in [folder] + Self.foldersAbove(folder) {
      guard let file = repository.file(at: above + ".gitignore")?.file else { continue }
      let relative = String((folder + path).dropFirst(above.count))
      if let verdict = IgnoreRules(file.bytes).verdict(on: relative, isFolder: isFolder) { return verdict }
    }
    return false
  }
}
