internal import Kubernetes
internal import Servers
package import SourceText
internal import YAMLSyntax

extension Graph {
  /// How long a proxy in front of a workload waits for an answer.
  package struct ProxyTimeout: Sendable {
    package let seconds: Double
    /// For messages: `the Ingress`, `the HTTPRoute`, `nginx`.
    package let proxy: String
    /// Where it is said; for a default, where the proxy is.
    package let location: Location
  }

  private static let annotation = "nginx.ingress.kubernetes.io/proxy-read-timeout"

  /// What ingress-nginx and nginx wait when nothing is said (ngx_http_proxy_module, proxy_read_timeout; ingress-nginx,
  /// user-guide/nginx-configuration/annotations).
  package static let defaultReadTimeout = 60.0

  /// The shortest read timeout of the proxies that lead to a workload: Ingresses of ingress-nginx, routes of the Gateway API that say
  /// one, and nginx configurations of the repository. Of other controllers nothing is known.
  package func proxyTimeout(ofWorkload index: Int) -> ProxyTimeout? {
    let node = workloads[index]
    let ofIngresses = node.ingresses.compactMap(Self.timeout)
    let ofRoutes = node.routes.compactMap { route, rule in
      GatewayRoute.timeout(of: rule).map {
        ProxyTimeout(seconds: $0.seconds, proxy: "the \(route.manifest.kind)", location: route.manifest.location($0.node.range))
      }
    }
    return (ofIngresses + ofRoutes + nginxTimeouts(ofWorkload: index)).min { $0.seconds < $1.seconds }
  }

  private static func timeout(of ingress: Manifest) -> ProxyTimeout? {
    func timeout(_ seconds: Double, at location: Location) -> ProxyTimeout {
      ProxyTimeout(seconds: seconds, proxy: "the Ingress", location: location)
    }
    if let node = ingress.metadata?["annotations", annotation] {
      return node.text.flatMap(Double.init).map { timeout($0, at: ingress.location(node.range)) }
    }
    let classes = [ingress.spec?["ingressClassName"]?.text, ingress.annotations["kubernetes.io/ingress.class"]]
    return classes.contains("nginx") ? timeout(defaultReadTimeout, at: ingress.location(ingress.anchor)) : nil
  }

  /// A host is a Service's name, alone or with its namespace behind it.
  private func nginxTimeouts(ofWorkload index: Int) -> [ProxyTimeout] {
    guard !nginxFiles.isEmpty else { return [] }
    let services = workloads[index].services.map { self.services[$0].service.manifest }
    return nginxFiles.flatMap(NginxProxy.all).compactMap { proxy in
      let leads = proxy.hosts.contains { host in
        let parts = host.split(separator: ".", maxSplits: 2).map(String.init)
        return services.contains { service in
          service.name == parts.first
            && (parts.count < 2 || service.namespace.map { $0 == parts[1] } ?? true) && (parts.count < 3 || parts[2].hasPrefix("svc"))
        }
      }
      guard leads else { return nil }
      guard let setting = proxy.setting("proxy_read_timeout") else {
        return ProxyTimeout(seconds: Self.defaultReadTimeout, proxy: "nginx", location: proxy.location)
      }
      return NginxDuration.seconds(setting.text).map { ProxyTimeout(seconds: $0, proxy: "nginx", location: setting.location) }
    }
  }
}
