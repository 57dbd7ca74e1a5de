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

  /// - Returns: nil for a directive of whose contexts nothing is known.
  init?(_ directive: NginxConfiguration.Directive, in configuration: NginxConfiguration, position: Int) {
    guard let allowed = directive.allowedContexts else { return nil }
    self.directive = directive
    self.allowed = allowed
    self.position = position
    context = (configuration.surroundings + directive.context).last ?? "main"
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

/// `nginxProxy`: a `proxy_pass` of an nginx configuration, with the limits that hold for it.
package struct NginxProxySubject: Subject {
  let configuration: NginxConfiguration
  let directive: NginxConfiguration.Directive
  let position: Int

  package var anchor: Location { directive.words[0].location }
  package var logicalPath: String { directive.context.joined(separator: " · ") }
  package var identity: [Int] { [Int(anchor.file.index), position] }

  /// The directive of a name that counts here: the innermost block's. Blocks of one name are not told apart, so that a sibling's counts
  /// as well: then nothing is said.
  private func inherited(_ name: String) -> NginxConfiguration.Directive? {
    configuration.directives.last { $0.name == name && directive.context.starts(with: $0.context) }
  }

  package static let schema = Schema<NginxProxySubject>(
    "nginxProxy",
    [
      Attribute("target", .string, "what it passes requests to", place: { $0.anchor }) { subject in
        subject.directive.words.count > 1 ? .string(subject.directive.words[1].text) : nil
      },
      Attribute(
        "bodySizeLimit", .string, "client_max_body_size; missing when nothing sets it, which means 1m",
        place: { $0.inherited("client_max_body_size")?.words.last?.location }
      ) { subject in
        subject.inherited("client_max_body_size").flatMap { $0.words.count > 1 ? .string($0.words[1].text) : nil }
      },
      Attribute(
        "readTimeoutSeconds", .double, "proxy_read_timeout; 60 when nothing sets it",
        place: { $0.inherited("proxy_read_timeout")?.words.last?.location }
      ) { subject in
        guard let text = subject.inherited("proxy_read_timeout")?.words.dropFirst().first?.text else { return .double(60) }
        return NginxDuration.seconds(text).map(Outcome.double) ?? .unknown(because: "'\(text)' is no duration that can be read")
      },
    ])
}
