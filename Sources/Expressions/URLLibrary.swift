/// Kubernetes' functions on URLs (apiserver, pkg/cel/library/urls.go).
enum URLLibrary {
  private static let type = DeclaredType.opaque(URLReference.typeName)

  static let functions: [StandardLibrary.Entry] = [
    StandardLibrary.reading("url", [[.string]], type) { arguments throws(Interruption) in
      let text = try arguments[0].string()
      guard let url = URLReference(text) else { throw .error("'\(text)' is no URL with a scheme and no absolute path") }
      return .value(.opaque(url))
    },
    StandardLibrary.define("isURL", [[.string]], .bool) { arguments throws(Interruption) in
      .bool(URLReference(try arguments[0].string()) != nil)
    },
  ]

  static let members: [StandardLibrary.Entry] = [
    part("getScheme", .string) { .string($0.scheme) }, part("getHost", .string) { .string($0.host) },
    part("getHostname", .string) { .string($0.hostName) }, part("getPort", .string) { .string($0.port) },
    part("getEscapedPath", .string) { .string($0.escapedPath) },
    part("getQuery", .map(.string, .list(.string))) { url in
      let entries = url.parameters.map { (key: Value.string($0.name), value: Outcome.strings($0.values)) }
      return EntryMap(entries).map { .value(.map($0)) } ?? .error("a parameter's name is no string")
    },
  ]

  private static func part(
    _ name: String, _ result: DeclaredType, _ get: @escaping @Sendable (URLReference) -> Outcome
  ) -> StandardLibrary.Entry {
    StandardLibrary.define(name, [[type]], result) { arguments throws(Interruption) in get(try arguments[0].opaque(URLReference.self)) }
  }
}
