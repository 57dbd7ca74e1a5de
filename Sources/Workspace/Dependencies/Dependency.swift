package import SourceText

/// A package that a project asks for by name.
package struct Dependency: Hashable, Sendable {
  package enum Ecosystem: Hashable, Sendable {
    case python, npm, go, gem
  }

  package enum Scope: Hashable, Sendable {
    /// Part of what runs.
    case runtime
    /// Installed when somebody asks for it: an extra, a group of its own.
    case optional
    case development
    /// Needed by another dependency, not by the project's own code: Go's `// indirect`.
    case indirect
  }

  package let ecosystem: Ecosystem
  /// As its registry compares names: `sentry-sdk` (PEP 503), `@sentry/node`.
  package let name: String
  /// `>=2.20,<3`, as it is written; nil when any version will do.
  package let constraint: String?
  /// `standard` of `uvicorn[standard]`.
  package let extras: [String]
  package let scope: Scope
  /// The name's place.
  package let location: Location

  init(
    _ ecosystem: Ecosystem, name: String, constraint: String? = nil, extras: [String] = [], scope: Scope = .runtime, at location: Location
  ) {
    self.ecosystem = ecosystem
    self.name = name
    self.constraint = constraint.flatMap { $0.isEmpty ? nil : $0 }
    self.extras = extras
    self.scope = scope
    self.location = location
  }

  /// A list of dependencies is a small file; a larger one is somebody's data.
  static let maximumListSize = 2 << 20
  /// What is read of one list.
  static let maximumCount = 5_000
}

/// The version that a lock file holds a dependency to.
package struct LockedVersion: Hashable, Sendable {
  package let text: String
  package let location: Location
}

/// A file that holds dependencies, by its name; what pip is given with `-r` may have any.
enum DependencyList {
  /// What a list asks for, the lists that it includes among it; empty for one that cannot be read.
  static func read(_ path: String, in repository: RepositoryFiles) -> [Dependency] {
    guard let (id, file) = repository.file(at: path), file.bytes.count <= Dependency.maximumListSize else { return [] }
    let found: [Dependency] =
      switch Discovery.name(of: path) {
      case "pyproject.toml": PyProject.read(file, id)
      case "Pipfile": Pipfile.read(file, id)
      case "setup.cfg": SetupConfiguration.read(file, id)
      case "package.json": PackageJSON.read(file, id)
      case "go.mod": GoModule.read(file, id)
      case "Gemfile": Gemfile.read(file, id)
      default: RequirementsFile.read(path, in: repository)
      }
    return Array(found.prefix(Dependency.maximumCount))
  }
}
