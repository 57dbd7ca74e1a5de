internal import PythonSource
internal import SourceText
internal import YAMLSyntax

/// Reads the versions that a lock file holds packages to: `[[package]]` of uv.lock and poetry.lock, `default` of Pipfile.lock. Such a
/// file may have megabytes: it is read when somebody asks for a version.
enum LockFile {
  static let names = ["uv.lock", "poetry.lock", "Pipfile.lock"]
  private static let maximumSize = 16 << 20

  static func read(_ file: SourceFile, _ id: FileID) -> [String: LockedVersion] {
    guard file.bytes.count <= maximumSize else { return [:] }
    return Discovery.name(of: file.path) == "Pipfile.lock" ? pipenv(file, id) : packages(file, id)
  }

  private static func packages(_ file: SourceFile, _ id: FileID) -> [String: LockedVersion] {
    var versions: [String: LockedVersion] = [:]
    var name: (text: String, table: Int)?
    for entry in TOMLText.entries(of: file.bytes, table: "package", keys: ["name", "version"]) {
      guard case .text(let text) = entry.value else { continue }
      if entry.key == "name" {
        name = (Requirement.normalized(text), entry.tableNumber)
      } else if let owner = name, owner.table == entry.tableNumber, versions[owner.text] == nil {
        // Of a package that is locked twice, for two systems, the first.
        versions[owner.text] = LockedVersion(text: text, location: Location(file: id, range: ByteRange(entry.texts[0])))
      }
    }
    return versions
  }

  /// `"default": {"fastapi": {"version": "==0.115.0"}}`.
  private static func pipenv(_ file: SourceFile, _ id: FileID) -> [String: LockedVersion] {
    var versions: [String: LockedVersion] = [:]
    for entry in YAMLStream.parse(file).roots.first?["default"]?.entries ?? [] {
      guard let name = entry.key.text, let node = entry.value["version"], let text = node.text else { continue }
      versions[Requirement.normalized(name)] = LockedVersion(
        text: String(text.drop { $0 == "=" }), location: Location(file: id, range: node.range))
    }
    return versions
  }
}
