internal import Expressions
internal import Linting

/// What rules may ask of each kind of subject, from the declarations themselves.
package enum AttributeReference {
  /// The attributes of one kind, for the terminal; nil when there is no such kind.
  package static func text(of subject: String) -> String? {
    guard let type = SubjectCatalog.objectTypes.first(where: { $0.name == subject }) else { return nil }
    let width = type.attributes.map { $0.name.count + $0.type.description.count + 2 }.max() ?? 0
    return type.attributes.map { attribute in
      let declaration = "\(attribute.name): \(attribute.type.description)"
      return declaration + String(repeating: " ", count: width - declaration.count + 2) + attribute.documentation + "\n"
    }.joined()
  }

  /// The page `Docs/attributes.md`.
  package static func markdown() -> String {
    var page = """
      # Attributes

      What the expressions of a rule may ask of `self`. This page is made by `make rules` from the declarations in the source.
      An attribute that a subject does not have is missing: ask with `has(self.name)`, or write `self.?name.orValue(…)`. One that cannot be
      told from the repository is unknown, and the rule is then undecided rather than violated.

      """
    for type in SubjectCatalog.objectTypes {
      let isPart = !SubjectCatalog.subjectNames.contains(type.name)
      page += "\n## \(type.name)\n\n" + (isPart ? "An attribute of others; no rule is about it alone.\n\n" : "")
      page += "| attribute | type | meaning |\n|---|---|---|\n"
      for attribute in type.attributes {
        page += "| `\(attribute.name)` | \(attribute.type.description) | \(attribute.documentation) |\n"
      }
    }
    return page
  }
}
