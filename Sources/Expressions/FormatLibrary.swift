/// Kubernetes' functions on named formats.
enum FormatLibrary {
  private static let type = DeclaredType.opaque(NamedFormat.typeName)

  static let functions: [StandardLibrary.Entry] =
    [
      StandardLibrary.define("format.named", [[.string]], .optional(type)) { arguments throws(Interruption) in
        .value(.optional(NamedFormat(rawValue: try arguments[0].string()).map { .opaque($0) }))
      }
    ]
    + NamedFormat.allCases.map { format in StandardLibrary.define("format.\(format.rawValue)", [[]], type) { _ in .value(.opaque(format)) }
    }

  static let members: [StandardLibrary.Entry] = [
    StandardLibrary.define("validate", [[type, .string]], .optional(.list(.string))) { arguments throws(Interruption) in
      let problems = try arguments[0].opaque(NamedFormat.self).problems(of: try arguments[1].string())
      return .value(.optional(problems.isEmpty ? nil : .list(ArrayList(problems.map { Value.string($0) }))))
    }
  ]
}
