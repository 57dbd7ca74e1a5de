internal import Kubernetes
internal import Servers
package import SourceText
internal import YAMLSyntax

/// A place that says which versions of TLS a proxy speaks.
package struct TLSSetting: Sendable {
  /// For messages: `ssl_protocols`, `ssl-protocols of ConfigMap/ingress-nginx-controller`.
  package let name: String
  /// The versions older than TLS 1.2, in the field's own words (RFC 8996: they must not be spoken any more).
  package let oldVersions: [String]
  /// Where the first of them is written, or the whole setting.
  package let location: Location
  package let logicalPath: String
}

extension Graph {
  private static let oldNames: Set<String> = ["SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"]

  /// Those of nginx' configurations, of ingress-nginx' ConfigMap, of Istio's Gateways and Traefik's TLSOptions.
  package var tlsSettings: [TLSSetting] {
    nginxFiles.flatMap(Self.settings) + manifests.flatMap(Self.settings)
  }

  /// nginx.org/en/docs/http/ngx_http_ssl_module.html, ssl_protocols.
  private static func settings(_ configuration: NginxConfiguration) -> [TLSSetting] {
    configuration.directives.filter { $0.name == "ssl_protocols" || $0.name == "proxy_ssl_protocols" }.compactMap { directive in
      let old = directive.words.dropFirst().filter { oldNames.contains($0.text) }
      guard let place = old.first ?? directive.words.first else { return nil }
      return TLSSetting(
        name: directive.name, oldVersions: old.map(\.text), location: place.location,
        logicalPath: directive.context.joined(separator: " · "))
    }
  }

  private static func settings(_ manifest: Manifest) -> [TLSSetting] {
    func setting(_ name: String, _ node: YAMLNode, old: [String], at part: Range<Int>? = nil) -> TLSSetting {
      TLSSetting(
        name: name, oldVersions: old, location: manifest.location(part.map(node.sourceRange) ?? node.range),
        logicalPath: manifest.logicalName)
    }
    switch (manifest.kind, String(manifest.group)) {
    case ("ConfigMap", ""):
      // ingress-nginx, user-guide/nginx-configuration/configmap, ssl-protocols.
      guard let node = manifest.node["data", "ssl-protocols"], let text = node.text else { return [] }
      let old = text.split(separator: " ").filter { oldNames.contains(String($0)) }
      let part = old.first.map { text.utf8.distance(from: text.startIndex, to: $0.startIndex) }
      return [setting("ssl-protocols", node, old: old.map(String.init), at: part.map { $0..<($0 + (old.first?.utf8.count ?? 0)) })]
    case ("Gateway", "networking.istio.io"):
      return (manifest.spec?["servers"]?.elements.map { $0 } ?? []).compactMap { server in
        guard let node = server["tls", "minProtocolVersion"], let text = node.text else { return nil }
        return setting("minProtocolVersion", node, old: ["TLSV1_0", "TLSV1_1"].contains(text) ? [text] : [])
      }
    case ("TLSOption", _):
      guard let node = manifest.spec?["minVersion"], let text = node.text else { return [] }
      return [setting("minVersion", node, old: ["VersionTLS10", "VersionTLS11"].contains(text) ? [text] : [])]
    default: return []
    }
  }
}
