internal import DockerfileSyntax
package import PythonSource
internal import Servers
package import SourceText

/// The Python files below a Dockerfile's build context.
package struct ApplicationSource: Sendable {
  package struct File: Sendable {
    package let id: FileID
    package let path: String
    package let module: PythonModule
  }

  /// By their paths, in order.
  package let files: [File]
  private let byPath: [String: Int]
  let knownRoutes = KnownRoutes()

  static let maximumFiles = 2_000
  static let maximumBytes = 20 << 20

  /// - Returns: nil when there is no Python file, or more than is read.
  init?(below folder: String, repository: RepositoryFiles) {
    let wanted = repository.paths(below: folder, limit: Self.maximumFiles) { $0.hasSuffix(".py") }
    guard let wanted, !wanted.isEmpty else { return nil }
    var size = 0
    var files: [File] = []
    for path in wanted {
      guard let (id, file) = repository.file(at: path) else { continue }
      size += file.bytes.count
      guard size <= Self.maximumBytes else { return nil }
      files.append(File(id: id, path: path, module: PythonModule(file)))
    }
    self.files = files
    byPath = Dictionary(files.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The files of the application itself, without tests, migrations and examples.
  package var ownFiles: [File] {
    files.filter { file in
      !file.path.pathComponents.contains { part in
        ["tests", "test", "alembic", "migrations", "examples", "scripts", "docs", "benchmarks"].contains(part) || part.hasPrefix("test_")
          || part == "conftest.py" || part == "setup.py" || part.hasSuffix("_test.py")
      }
    }
  }

  // MARK: Names

  /// What a name of a file stands for in the end: the file and the name there that something is assigned to.
  struct Origin: Hashable {
    let file: Int
    let name: String
  }

  /// The file of a module that another one imports.
  private func file(of module: [String], level: Int, from path: String) -> Int? {
    let tail = module.joined(separator: "/")
    if level > 0 {
      var folder = RepositoryPath.folder(of: path)
      for _ in 1..<max(level, 1) { folder = RepositoryPath.parent(ofFolder: folder) }
      return index(folder + tail)
    }
    // The root of the imports is the folder of the importing file or one above it.
    var folder = RepositoryPath.folder(of: path)
    while true {
      if let found = index(folder + tail) { return found }
      guard !folder.isEmpty else { return nil }
      folder = RepositoryPath.parent(ofFolder: folder)
    }
  }

  private func index(_ base: String) -> Int? {
    byPath[base + ".py"] ?? byPath[(base.isEmpty || base.hasSuffix("/") ? base : base + "/") + "__init__.py"]
  }

  /// The file of an application's module as a server names it: `shop.main`.
  func file(ofModule name: String) -> Int? {
    let tail = name.split(separator: ".").path
    let found = files.indices.filter { index in
      [tail + ".py", tail + "/__init__.py"].contains { files[index].path == $0 || files[index].path.hasSuffix("/" + $0) }
    }
    let shortest = found.map { files[$0].path.utf8.count }.min()
    let nearest = found.filter { files[$0].path.utf8.count == shortest }
    return nearest.count == 1 ? nearest[0] : nil
  }

  /// Follows `a.b` through imports to where it is made.
  func origin(of name: [String], in file: Int, scope: String? = nil, depth: Int = 0) -> Origin? {
    guard depth < 12, let first = name.first else { return nil }
    let module = files[file].module
    if name.count == 1, let local = scope.map({ $0 + "/" + first }), module.assignments[local] != nil {
      return Origin(file: file, name: local)
    }
    if name.count == 1, module.assignments[first] != nil { return Origin(file: file, name: first) }
    guard let imported = module.imports[first] else { return nil }
    var path = imported.module
    if let member = imported.member {
      // The member is a name of the module, or a module itself.
      if name.count == 1, let target = self.file(of: path, level: imported.level, from: files[file].path),
        let found = origin(of: [member], in: target, depth: depth + 1)
      {
        return found
      }
      path.append(member)
    }
    // `import a.b` is used as `a.b.c`.
    let rest = imported.member == nil ? path.dropLast() + name : path + name.dropFirst()
    for split in stride(from: rest.count - 1, through: path.count - (imported.member == nil ? 1 : 0), by: -1)
    where split > 0 || imported.level > 0 {
      guard let target = self.file(of: Array(rest[..<split]), level: imported.level, from: files[file].path) else { continue }
      if let found = origin(of: Array(rest[split...]), in: target, depth: depth + 1) { return found }
    }
    return nil
  }

  /// What a function of a file returns when that is a name of its own.
  func returned(by function: String, in file: Int) -> [Origin] {
    let module = files[file].module
    return Set(module.functions[function] ?? []).map { Origin(file: file, name: function + "/" + $0) }
      .filter { module.assignments[$0.name] != nil }
  }

  /// The file and the name of a function that another file may have imported.
  func function(_ name: [String], in file: Int, depth: Int = 0) -> (file: Int, name: String)? {
    guard name.count == 1, let first = name.first, depth < 8 else { return nil }
    if files[file].module.functions[first] != nil { return (file, first) }
    guard let imported = files[file].module.imports[first], let member = imported.member,
      let target = self.file(of: imported.module, level: imported.level, from: files[file].path)
    else { return nil }
    return function([member], in: target, depth: depth + 1)
  }

  /// The call that makes what a name holds; nil when it is assigned to more than once.
  func maker(of origin: Origin) -> PythonModule.Call? {
    let module = files[origin.file].module
    guard module.assignments[origin.name] == 1 else { return nil }
    return module.calls.first { $0.target == origin.name }
  }
}

extension Graph {
  /// Reads the source of images whose containers or services run a Python server.
  mutating func readSources(paths: [String], repository: RepositoryFiles) {
    guard repository.canRead else { return }
    let composed = composeServices.filter { $0.process?.server?.settings.server.isPython ?? false }.compactMap { $0.image?.image }
    var wanted = Set(composed)
    for (index, image) in images.enumerated() {
      let isPython = image.containers.contains { workload, container in
        workloads[workload].containers[container].process?.server?.settings.server.isPython ?? false
      }
      if isPython { wanted.insert(index) }
    }
    let indices = wanted.sorted()
    let dockerfiles = indices.map { paths[Int(images[$0].file.index)] }
    let sources = mapInParallel(count: indices.count) {
      ApplicationSource.around(dockerfiles[$0], repository)
    }
    for (index, source) in zip(indices, sources) { images[index].source = source }
  }

  /// The Python source of an image of which `readSources` has not read it: no container of the repository runs it, or what they run is a
  /// Python program that is no server that readylint knows.
  package func unreadSource(ofImage index: Int) -> ApplicationSource? {
    let image = images[index]
    let processes = image.containers.isEmpty ? [image.process] : image.containers.map { workloads[$0].containers[$1].process }
    let isPython = processes.contains { process in
      let program = process?.launch.arguments.first?.known?.lastPathComponent
      return process?.server?.settings.server.isPython ?? program.map { PackageInstallation.isPython(String($0)) } ?? false
    }
    guard repository.canRead, isPython else { return nil }
    return .around(image.dockerfile.file.path, repository)
  }
}

extension ApplicationSource {
  /// The source in a Dockerfile's folder, or in the nearest folder above it that has any.
  fileprivate static func around(_ dockerfile: String, _ repository: RepositoryFiles) -> ApplicationSource? {
    var folder = RepositoryPath.folder(of: dockerfile)
    // Nobody's Dockerfile is further below its source; and each step looks through all that is below, which in a tree hundreds of folders
    // deep would take minutes.
    for _ in 0..<16 {
      if let found = repository.applicationSource(below: folder) { return found }
      guard !folder.isEmpty, folder != "/" else { return nil }
      folder = RepositoryPath.parent(ofFolder: folder)
    }
    return nil
  }
}
