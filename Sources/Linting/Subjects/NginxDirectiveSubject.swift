internal import Expressions
internal import Servers
package import SourceText
internal import Workspace

/// `nginxDirective`: a directive of an nginx configuration whose contexts are known.
package struct NginxDirectiveSubject: Subject {
  let directive: NginxConfiguration.Directive
  let context: String
  let allowed: [String]
  let position: Int

  static func all(in repository: Repository) -> [any Subject] {
    repository.graph.nginxFiles.flatMap { configuration in
      let surroundings = configuration.surroundings
      return configuration.directives.enumerated().compactMap { NginxDirectiveSubject($1, within: surroundings, position: $0) }
    }
  }

  /// - Returns: nil for a directive of whose contexts nothing is known.
  private init?(_ directive: NginxConfiguration.Directive, within surroundings: [String], position: Int) {
    guard !directive.words.isEmpty, let allowed = directive.allowedContexts else { return nil }
    self.directive = directive
    self.allowed = allowed
    self.position = position
    context = (surroundings + directive.context).last ?? "main"
  }

  package var anchor: Location { directive.words[0].location }
  package var logicalPath: String { directive.context.joined(separator: " · ") }
  package var identity: [Int] { [Int(anchor.file.index), position] }

  package static let schema = Schema<NginxDirectiveSubject>(
    "nginxDirective",
    [
      Attribute("name", .string, "its name", place: { $0.anchor }) { .string($0.directive.name) },
      Attribute("context", .string, "the block in which it stands; main outside of all") { .string($0.context) },
      Attribute("allowedContexts", .list(.string), "the blocks in which nginx allows it") { .list($0.allowed.map(Outcome.string)) },
    ])
}
