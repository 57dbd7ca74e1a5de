internal import Expressions
internal import Kubernetes
internal import Servers
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `proxy`: a `proxy_pass` of an nginx configuration, or an Ingress of ingress-nginx, with the limits that hold for it.
package struct ProxySubject: Subject {
  private enum Owner {
    case nginx(NginxProxy)
    case ingress(Manifest)
  }

  private let owner: Owner
  private let position: Int

  static func all(in repository: Repository) -> [any Subject] {
    let proxies = repository.graph.nginxFiles.flatMap(NginxProxy.all).map(Owner.nginx)
    let ingresses = repository.graph.entrances.compactMap { Ingress($0.manifest)?.isOfNginx == true ? Owner.ingress($0.manifest) : nil }
    return (proxies + ingresses).enumerated().map { ProxySubject(owner: $1, position: $0) }
  }

  package var node: YAMLNode? { if case .ingress(let manifest) = owner { manifest.node } else { nil } }
  package var anchor: Location {
    switch owner {
    case .nginx(let proxy): proxy.location
    case .ingress(let manifest): manifest.location(manifest.anchor)
    }
  }
  package var logicalPath: String {
    switch owner {
    case .nginx(let proxy): proxy.directive.context.joined(separator: " · ")
    case .ingress(let manifest): manifest.logicalName
    }
  }
  package var identity: [Int] { [Int(anchor.file.index), position] }

  /// A setting by nginx' name, or by the annotation's, which is the same with dashes.
  private func setting(_ name: String) -> (text: String, location: Location)? {
    switch owner {
    case .nginx(let proxy): return proxy.setting(name).map { ($0.text, $0.location) }
    case .ingress(let manifest):
      let annotation = name == "client_max_body_size" ? "proxy-body-size" : String(name.map { $0 == "_" ? "-" : $0 })
      guard let node = manifest.metadata?["annotations", Ingress.nginxPrefix + annotation], let text = node.text else { return nil }
      return (text, manifest.location(node.range))
    }
  }

  package static let schema = Schema<ProxySubject>(
    "proxy",
    [
      Attribute("kind", .string, "nginx or Ingress", place: { $0.anchor }) { subject in
        switch subject.owner {
        case .nginx: .string("nginx")
        case .ingress: .string("Ingress")
        }
      },
      Attribute("target", .string, "what an nginx configuration passes requests to; missing for an Ingress", place: { $0.anchor }) {
        if case .nginx(let proxy) = $0.owner { .string(proxy.target) } else { nil }
      },
      Attribute(
        "bodySizeLimit", .string, "client_max_body_size, or the annotation proxy-body-size; missing when an nginx configuration sets none",
        place: { $0.setting("client_max_body_size")?.location }
      ) { subject in
        if let setting = subject.setting("client_max_body_size") { return .string(setting.text) }
        if case .nginx = subject.owner { return nil }
        return .unknown(because: "the controller's ConfigMap may set proxy-body-size")
      },
      Attribute("staysInside", .bool, "whether requests are handed to a server of the same system") { subject in
        if case .nginx(let proxy) = subject.owner { .bool(proxy.staysInside) } else { .bool(true) }
      },
      Attribute(
        "forwardsClient", .bool, "whether X-Forwarded-For, X-Real-IP or Forwarded tells the server who the client is",
        place: { $0.anchor }
      ) { subject in
        // ingress-nginx sets them by itself.
        if case .nginx(let proxy) = subject.owner { .answer(proxy.forwardsClient) } else { .bool(true) }
      },
    ])
}
