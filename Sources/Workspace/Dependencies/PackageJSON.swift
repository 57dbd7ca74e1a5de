internal import SourceText
internal import YAMLSyntax

/// Reads the dependencies of a `package.json`. JSON is YAML in flow style; the one thing that libyaml refuses are surrogate pairs
/// written as escapes, and such a file names no dependencies then.
enum PackageJSON {
  static func read(_ file: SourceFile, _ id: FileID) -> [Dependency] {
    guard let root = YAMLStream.parse(file).roots.first else { return [] }
    let fields: [(String, Dependency.Scope)] = [
      ("dependencies", .runtime), ("optionalDependencies", .optional), ("peerDependencies", .optional), ("devDependencies", .development),
    ]
    return fields.flatMap { field, scope in
      (root[field]?.entries ?? []).compactMap { entry in
        guard let name = entry.key.text else { return nil }
        return Dependency(
          .npm, name: name, constraint: entry.value.text, scope: scope, at: Location(file: id, range: entry.key.range))
      }
    }
  }
}
