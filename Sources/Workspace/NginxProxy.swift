package import Servers
package import SourceText

/// A `proxy_pass` of an nginx configuration, with what holds for it (nginx.org/en/docs/http/ngx_http_proxy_module.html).
package struct NginxProxy: Sendable {
  private let configuration: NginxConfiguration
  private let surroundings: Surroundings
  package let directive: NginxConfiguration.Directive

  /// What is found once for all proxies of a file.
  private struct Surroundings {
    /// By the names of `upstream` blocks, the hosts of their servers.
    var upstreams: [String: [String]] = [:]
    /// Blocks that hold, directly or within others, a header that tells who the client is.
    var forwarding: Set<Int> = []
    /// Blocks that hold it directly; `outside` for the main context.
    var forwardingDirectly: Set<Int> = []
    /// Blocks that hold directly the inclusion of a file that may set headers.
    var including: Set<Int> = []

    static let outside = -1

    init(_ configuration: NginxConfiguration) {
      for (index, directive) in configuration.directives.enumerated() where directive.words.count > 1 {
        let value = directive.words[1].text
        switch directive.name {
        case "upstream" where directive.isBlock:
          upstreams[value, default: []] += configuration.directives("server", in: index).compactMap { server in
            server.words.count > 1 ? NginxProxy.host(of: server.words[1].text) : nil
          }
        case "proxy_set_header" where ["x-forwarded-for", "x-real-ip", "forwarded"].contains(value.lowercased()):
          forwarding.formUnion(directive.blocks)
          forwardingDirectly.insert(directive.blocks.last ?? Self.outside)
        case "include" where !value.hasSuffix("mime.types"): including.insert(directive.blocks.last ?? Self.outside)
        default: break
        }
      }
    }
  }

  /// All of a configuration.
  package static func all(in configuration: NginxConfiguration) -> [NginxProxy] {
    let proxies = configuration.directives.filter { $0.name == "proxy_pass" && $0.words.count > 1 }
    guard !proxies.isEmpty else { return [] }
    let surroundings = Surroundings(configuration)
    return proxies.map { NginxProxy(configuration: configuration, surroundings: surroundings, directive: $0) }
  }

  package var location: Location { directive.words[0].location }
  /// `http://api:8000/`.
  package var target: String { directive.words[1].text }

  /// A setting of a single value; nil when nothing sets it, so that nginx' default holds.
  package func setting(_ name: String) -> NginxConfiguration.Word? {
    configuration.effective(name, at: directive).last.flatMap { $0.words.count > 1 ? $0.words[1] : nil }
  }

  /// The hosts that requests are handed to: those of the `upstream` that the target names, or the target's own; empty when variables
  /// decide it.
  package var hosts: [String] {
    guard let host = Self.host(of: target) else { return [] }
    return surroundings.upstreams[host] ?? [host]
  }

  private static func host(of text: String) -> String? {
    guard !text.contains("$"), !text.hasPrefix("unix:") else { return nil }
    var rest = text[...]
    for scheme in ["http://", "https://", "grpc://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
    return String(rest.prefix { !"/:?".contains($0) }).lowercased()
  }

  /// Whether requests are handed to a server of the same system: a name without a dot or of the cluster, or a private address.
  package var staysInside: Bool {
    let hosts = hosts
    return !hosts.isEmpty
      && hosts.allSatisfy { host in
        !host.contains(".") || [".svc", ".local", ".internal"].contains(where: host.hasSuffix)
          || ["10.", "127.", "192.168."].contains(where: host.hasPrefix)
      }
  }

  /// Whether the server is told who the client is, here or for another place of the same `server` block.
  package var forwardsClient: Answer {
    let server = directive.blocks.last { configuration.directives[$0].name == "server" }
    let around = directive.blocks + [Surroundings.outside]
    if server.map(surroundings.forwarding.contains) ?? false || around.contains(where: surroundings.forwardingDirectly.contains) {
      return .yes
    }
    return around.contains(where: surroundings.including.contains) ? .unknown(because: "an included file may set the headers") : .no
  }
}
