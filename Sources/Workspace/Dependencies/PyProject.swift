internal import PythonSource
internal import SourceText

/// Reads what a `pyproject.toml` asks for: `[project]` (PEP 621), `[dependency-groups]` (PEP 735), and the tables of Poetry
/// (python-poetry.org, "Dependency groups"), PDM and uv.
enum PyProject {
  static func read(_ file: SourceFile, _ id: FileID) -> [Dependency] {
    var found: [Dependency] = []
    for entry in TOMLText.entries(of: file.bytes) {
      switch entry.table {
      case "project" where entry.key == "dependencies": found += list(entry, file, id, .runtime)
      case "project.optional-dependencies": found += list(entry, file, id, .optional)
      case "dependency-groups", "tool.pdm.dev-dependencies": found += list(entry, file, id, .development)
      case "tool.uv" where entry.key == "dev-dependencies": found += list(entry, file, id, .development)
      default:
        if let dependency = poetry(entry, id) { found.append(dependency) }
      }
    }
    return found
  }

  private static func list(_ entry: TOMLText.Entry, _ file: SourceFile, _ id: FileID, _ scope: Dependency.Scope) -> [Dependency] {
    // Of `{ include-group = "test" }` the text is a group's name.
    guard case .list(let items) = entry.value, items.count == entry.texts.count else { return [] }
    return zip(items, entry.texts).compactMap { item, range in
      // One with escapes has a marker with quotes, behind the name.
      guard item == .notRead || item.isText else { return nil }
      return Requirement(file.bytes, in: range)?.dependency(id, scope: scope)
    }
  }

  /// `name = "^1"` and `name = { version = "^1", optional = true }`, and a table for one name.
  private static func poetry(_ entry: TOMLText.Entry, _ id: FileID) -> Dependency? {
    let parts = entry.table.split(separator: ".")
    guard parts.starts(with: ["tool", "poetry"]) else { return nil }
    switch parts.dropFirst(2).map(String.init) {
    case ["dependencies"] where entry.key != "python": return named(entry, id, .runtime)
    case ["dev-dependencies"]: return named(entry, id, .development)
    case let rest where rest.count == 3 && rest[0] == "group" && rest[2] == "dependencies":
      return named(entry, id, isDevelopment(rest[1]) ? .development : .optional)
    case let rest where rest.count == 2 && rest[0] == "dependencies" && entry.key == "version":
      guard case .text(let version) = entry.value else { return nil }
      let place = Location(file: id, range: ByteRange(entry.keyRange))
      return Dependency(.python, name: Requirement.normalized(rest[1]), constraint: version, at: place)
    default: return nil
    }
  }

  private static func isDevelopment(_ group: String) -> Bool {
    ["dev", "test", "lint", "doc", "typing", "ci", "ruff", "mypy"].contains { group.hasPrefix($0) }
  }

  /// A key that names a package, with a constraint or a table as its value.
  static func named(_ entry: TOMLText.Entry, _ id: FileID, _ scope: Dependency.Scope) -> Dependency {
    var constraint: String?
    var extras: [String] = []
    var scope = scope
    switch entry.value {
    case .text(let text): constraint = text
    case .table(let fields):
      for field in fields {
        switch (field.key, field.value) {
        case ("version", .text(let text)): constraint = text
        case ("optional", .boolean(true)): scope = scope == .runtime ? .optional : scope
        case ("extras", .list(let items)): extras = items.compactMap { if case .text(let text) = $0 { text } else { nil } }
        default: break
        }
      }
    default: break
    }
    return Dependency(
      .python, name: Requirement.normalized(entry.key), constraint: constraint, extras: extras, scope: scope,
      at: Location(file: id, range: ByteRange(entry.keyRange)))
  }
}

extension TOMLText.Value {
  fileprivate var isText: Bool { if case .text = self { true } else { false } }
}

/// Reads `[packages]` and `[dev-packages]` of Pipenv's file.
enum Pipfile {
  static func read(_ file: SourceFile, _ id: FileID) -> [Dependency] {
    TOMLText.entries(of: file.bytes).compactMap { entry in
      switch entry.table {
      case "packages": PyProject.named(entry, id, .runtime)
      case "dev-packages": PyProject.named(entry, id, .development)
      default: nil
      }
    }
  }
}
