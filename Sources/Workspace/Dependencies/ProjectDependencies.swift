internal import DockerfileSyntax
internal import Servers
package import SourceText

/// What the project in an image depends on: the lists that its Dockerfile installs from, else those that it copies to where the process
/// runs. A class, because a lock file is read when somebody asks for a version.
package final class ProjectDependencies: Sendable {
  package let ecosystem: Dependency.Ecosystem
  /// In the order of the lists.
  package let all: [Dependency]
  /// The folders of the repository that the lists stand in, nearest first; empty for packages that the Dockerfile names itself.
  package let folders: [String]
  private let repository: RepositoryFiles
  private let locked = Once<[String: LockedVersion]>()

  /// What is part of what runs.
  package func runtime(_ isWanted: (String) -> Bool) -> Dependency? { all.first { $0.scope == .runtime && isWanted($0.name) } }

  /// The version that the lock beside the list, or above it in a workspace of several projects, holds a dependency to.
  package func lockedVersion(of dependency: Dependency) -> LockedVersion? {
    guard dependency.ecosystem == .python else { return nil }
    return locked.value(readLock)[dependency.name]
  }

  private func readLock() -> [String: LockedVersion] {
    for start in folders {
      var folder = start
      while true {
        for name in LockFile.names {
          if let (id, file) = repository.file(at: folder + name) { return LockFile.read(file, id) }
        }
        guard !folder.isEmpty, folder != "/" else { break }
        folder = RepositoryPath.parent(ofFolder: folder)
      }
    }
    return [:]
  }

  /// - Returns: nil when the Dockerfile does not show what the project depends on.
  package init?(of ecosystem: Dependency.Ecosystem, in build: ImageBuild, file: FileID, repository: RepositoryFiles) {
    guard repository.canRead else { return nil }
    var reader = ProjectReader(ecosystem: ecosystem, build: build, file: file, repository: repository)
    reader.read()
    guard reader.isUnderstood else { return nil }
    self.ecosystem = ecosystem
    self.repository = repository
    all = reader.found
    folders = reader.folders
  }
}

/// Looks for the lists of one image.
private struct ProjectReader {
  let ecosystem: Dependency.Ecosystem
  let build: ImageBuild
  let file: FileID
  let repository: RepositoryFiles
  var found: [Dependency] = []
  var folders: [String] = []
  private var seen: Set<String> = []

  init(ecosystem: Dependency.Ecosystem, build: ImageBuild, file: FileID, repository: RepositoryFiles) {
    self.ecosystem = ecosystem
    self.build = build
    self.file = file
    self.repository = repository
  }

  var isUnderstood: Bool { !seen.isEmpty || !found.isEmpty }

  private static let names: [Dependency.Ecosystem: [String]] = [
    .python: ["requirements.txt", "pyproject.toml", "Pipfile"], .npm: ["package.json"], .go: ["go.mod"], .gem: ["Gemfile"],
  ]

  mutating func read() {
    for installation in installations() { read(installation) }
    if !isUnderstood { readWorkingDirectory() }
  }

  /// The installations of the ecosystem. Of several of Node's, those that come into the image: a front end's dependencies end with the
  /// stage that bundles it.
  private func installations() -> [PackageInstallation] {
    let all = PackageInstallation.all(in: build).filter { Self.ecosystem(of: $0.manager) == ecosystem }
    guard ecosystem == .npm, all.count > 1 else { return all }
    let kept = all.filter { installation in
      guard let directory = installation.step.workingDirectory else { return false }
      return ["node_modules", "package.json"].contains {
        build.reachesImage(ImagePath.join(directory, $0), of: installation.step.stage) == true
      }
    }
    return kept.isEmpty ? all : kept
  }

  private static func ecosystem(of manager: PackageInstallation.Manager) -> Dependency.Ecosystem? {
    switch manager {
    case .pip, .uv, .poetry, .pipenv: .python
    case .npm, .yarn, .pnpm: .npm
    case .go: .go
    case .bundler: .gem
    case .apt, .apk, .dnf, .composer, .cargo: nil
    }
  }

  private mutating func read(_ installation: PackageInstallation) {
    if ecosystem == .python, installation.manager != .uv, installation.manager != .poetry { readNamed(installation) }
    let names: [String]
    switch installation.manager {
    case .pip:
      let lists = installation.options.filter { ["-r", "--requirement", "--requirements"].contains($0.name) }.compactMap(\.value)
      // `pip install .`, and a folder of the image.
      let projects = (installation.operands.compactMap(\.text) + installation.options.filter { $0.name == "-e" }.compactMap(\.value))
        .filter { $0.hasPrefix(".") || $0.hasPrefix("/") }.map { String($0.prefix { $0 != "[" }) }
      names = lists + projects.flatMap { [$0 + "/pyproject.toml", $0 + "/setup.cfg"] }
    case .pipenv: names = ["Pipfile"]
    case .uv, .poetry: names = ["pyproject.toml"]
    default: names = Self.names[ecosystem] ?? []
    }
    for name in names { read(name, of: installation) }
  }

  /// `pip install fastapi sentry-sdk==2.0`.
  private mutating func readNamed(_ installation: PackageInstallation) {
    for word in installation.operands {
      guard let text = word.text, !text.contains("/"), let requirement = Requirement(Array(text.utf8), in: 0..<text.utf8.count) else {
        continue
      }
      found.append(
        Dependency(
          .python, name: requirement.name, constraint: requirement.constraint, extras: requirement.extras,
          at: Location(file: file, range: word.range)))
    }
  }

  /// A list beside which an installation runs: what a bind mount or COPY puts there.
  private mutating func read(_ name: String, of installation: PackageInstallation) {
    let step = installation.step
    guard let base = step.workingDirectory, let directory = directory(of: installation, in: base) else { return }
    let target = ImagePath.join(directory, name)
    for mount in step.mounts where mount.type == "bind" && mount.value("from") == nil {
      let source = mount.value("source", "src")?.string ?? "."
      guard let place = mount.value("target", "dst", "destination")?.string else { continue }
      let absolute = ImagePath.join(base, place)
      if absolute == target { return readContext(source) }
      if target.hasPrefix(absolute == "/" ? "/" : absolute + "/") {
        let rest = target.dropFirst(absolute.count).drop { $0 == "/" }
        return readContext(source == "." || source == "/" ? String(rest) : source + "/" + rest)
      }
    }
    guard let configuration = build.dockerfile.configuration(ofStage: step.stage) else { return }
    readImage(target, configuration)
  }

  /// Where an installation runs after `cd` and its own options; nil when that is not known.
  private func directory(of installation: PackageInstallation, in base: String) -> String? {
    var directory = base
    for command in installation.step.commands[..<installation.position] where command.program == "cd" {
      guard let path = command.arguments.first?.text else { return nil }
      directory = ImagePath.join(directory, path)
    }
    if let option = installation.option("--prefix", "-C", "--dir", "--cwd", "--directory", "-d", "--working-dir", "--project"),
      installation.manager != .pip
    {
      guard let path = option.value else { return nil }
      directory = ImagePath.join(directory, path)
    }
    return directory
  }

  /// Without an installation: the lists that COPY puts where the process runs, or where it copies a folder to.
  private mutating func readWorkingDirectory() {
    guard let configuration = build.dockerfile.finalConfiguration else { return }
    var directories = configuration.workingDirectory.flatMap { $0.value.value.known }.map { [$0] } ?? []
    for copied in configuration.files.reversed() {
      guard case .context = copied.origin, let path = copied.absoluteDestination.known else { continue }
      directories.append(path)
    }
    for directory in directories {
      for name in Self.names[ecosystem] ?? [] { readImage(ImagePath.join(directory, name), configuration) }
      if isUnderstood { return }
    }
  }

  private mutating func readImage(_ path: String, _ configuration: ImageConfiguration) {
    let files = ImageFiles(dockerfile: build.dockerfile, configuration: configuration, repository: repository)
    if case .found(let list, _) = files.file(path) { read(list: list.path) }
  }

  /// A file of the build context, which begins in the Dockerfile's folder or in one above it.
  private mutating func readContext(_ path: String) {
    var folder = RepositoryPath.folder(of: build.dockerfile.file.path)
    while true {
      if let candidate = RepositoryPath.join(folder, path), repository.file(at: candidate) != nil { return read(list: candidate) }
      guard !folder.isEmpty, folder != "/" else { return }
      folder = RepositoryPath.parent(ofFolder: folder)
    }
  }

  private mutating func read(list path: String) {
    guard seen.insert(path).inserted, seen.count <= 32 else { return }
    let folder = RepositoryPath.folder(of: path)
    if !folders.contains(folder) { folders.append(folder) }
    found += DependencyList.read(path, in: repository)
  }
}
