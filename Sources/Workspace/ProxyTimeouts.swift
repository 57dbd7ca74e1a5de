package import Kubernetes
package import YAMLSyntax

extension Graph {
  /// How long the proxy in front of a workload waits for an answer.
  package struct ProxyTimeout: Sendable {
    package let seconds: Double
    /// The Ingress that says so, and the annotation's value; nil for ingress-nginx' default.
    package let manifest: Manifest
    package let node: YAMLNode?
  }

  private static let annotation = "nginx.ingress.kubernetes.io/proxy-read-timeout"

  /// The shortest read timeout of the Ingresses of ingress-nginx that lead to a workload: 60 s unless an annotation says otherwise
  /// (ingress-nginx, user-guide/nginx-configuration/annotations). Of other controllers nothing is known.
  package func proxyTimeout(ofWorkload index: Int) -> ProxyTimeout? {
    let timeouts = workloads[index].ingresses.compactMap { manifest -> ProxyTimeout? in
      if let node = manifest.metadata?["annotations", Self.annotation] {
        return node.text.flatMap(Double.init).map { ProxyTimeout(seconds: $0, manifest: manifest, node: node) }
      }
      let classes = [manifest.spec?["ingressClassName"]?.text, manifest.annotations["kubernetes.io/ingress.class"]]
      return classes.contains("nginx") ? ProxyTimeout(seconds: 60, manifest: manifest, node: nil) : nil
    }
    return timeouts.min { $0.seconds < $1.seconds }
  }
}
