/// Kubernetes' functions on versions (apiserver, pkg/cel/library/semverlib.go).
enum SemanticVersionLibrary {
  private static let type = DeclaredType.opaque(SemanticVersion.typeName)

  static let functions: [StandardLibrary.Entry] = [
    StandardLibrary.reading("semver", [[.string], [.string, .bool]], type) { arguments throws(Interruption) in
      guard let version = try version(arguments) else { throw .error("'\(try arguments[0].string())' is no semantic version") }
      return .value(.opaque(version))
    },
    StandardLibrary.define("isSemver", [[.string], [.string, .bool]], .bool) { arguments throws(Interruption) in
      .bool(try version(arguments) != nil)
    },
  ]

  static let members: [StandardLibrary.Entry] =
    [part("major") { $0.major }, part("minor") { $0.minor }, part("patch") { $0.patch }]
    + StandardLibrary.comparisons(of: SemanticVersion.self)

  private static func version(_ arguments: Arguments) throws(Interruption) -> SemanticVersion? {
    SemanticVersion(try arguments[0].string(), normalizing: arguments.count == 2 ? try arguments[1].bool() : false)
  }

  private static func part(_ name: String, _ number: @escaping @Sendable (SemanticVersion) -> UInt64) -> StandardLibrary.Entry {
    StandardLibrary.define(name, [[type]], .int) { arguments throws(Interruption) in
      guard let value = Int64(exactly: number(try arguments[0].opaque(SemanticVersion.self))) else {
        throw .error("\(name)() is no integer of 64 bits")
      }
      return .value(.int(value))
    }
  }
}
