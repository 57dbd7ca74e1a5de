internal import SourceText
package import YAMLSyntax

/// A liveness, readiness or startup probe (core/v1 types.go, Probe).
package struct Probe: Sendable {
  package enum Kind: String, Sendable {
    case liveness = "livenessProbe"
    case readiness = "readinessProbe"
    case startup = "startupProbe"
  }

  package let kind: Kind
  package let node: YAMLNode
  let container: Container

  /// What the kubelet calls.
  package enum Endpoint: Hashable, Sendable {
    /// `port` is the number, resolved through the container's ports, or the written name when it has no number.
    case http(scheme: String, host: String, port: String, path: String)
    case tcp(host: String, port: String)
    case grpc(port: String, service: String)
    case exec([String])
    /// No handler, or one that holds a variable.
    case unknown
  }

  package var endpoint: Endpoint {
    if let http = node.present("httpGet") {
      guard let port = port(of: http), let path = text(http, "path", default: "/"), let host = text(http, "host", default: ""),
        let scheme = text(http, "scheme", default: "HTTP")
      else { return .unknown }
      return .http(scheme: scheme, host: host, port: port, path: path.hasPrefix("/") ? path : "/" + path)
    }
    if let tcp = node.present("tcpSocket") {
      guard let port = port(of: tcp), let host = text(tcp, "host", default: "") else { return .unknown }
      return .tcp(host: host, port: port)
    }
    if let grpc = node.present("grpc") {
      guard let port = port(of: grpc), let service = text(grpc, "service", default: "") else { return .unknown }
      return .grpc(port: port, service: service)
    }
    if let command = node["exec", "command"], command.isSequence {
      return .exec(command.elements.map { $0.text ?? "" })
    }
    return .unknown
  }

  /// The port that the kubelet calls, a name or a number; nil for a command.
  package var port: YAMLNode? {
    for handler in ["httpGet", "tcpSocket", "grpc"] {
      if let node = node.present(handler) { return node.present("port") }
    }
    return nil
  }

  /// The probed path of an HTTP probe.
  package var path: Field<String> {
    guard let http = node.present("httpGet") else { return .absent }
    return http.stringField("path")
  }

  /// Whether a path sounds as if it answered for what the container depends on, as readiness should and liveness should not.
  package static func isReadinessPath(_ path: String) -> Bool {
    let components = path.prefix { $0 != "?" && $0 != "#" }.lowercased().pathComponents
    // Spring Boot's health endpoint asks the database, the broker and the disk; its liveness group does not.
    if components.suffix(2) == ["actuator", "health"] { return true }
    return components.contains { component in
      component.hasPrefix("ready") || component.hasPrefix("readiness") || deepNames.contains(String(component))
    }
  }

  private static let deepNames: Set<String> = [
    "db", "database", "deep", "dependencies", "redis", "postgres", "mysql", "full", "isready", "is-ready", "is_ready",
  ]

  /// `GET :8080/ready`, `exec pg_isready`: for messages.
  package var endpointText: String {
    switch endpoint {
    case .http(let scheme, let host, let port, let path):
      "\(scheme == "HTTPS" ? "HTTPS GET" : "GET") \(host):\(port)\(path)"
    case .tcp(let host, let port): "TCP \(host):\(port)"
    case .grpc(let port, let service): "gRPC :\(port)" + (service.isEmpty ? "" : " \(service)")
    case .exec(let command): "exec \(command.joined(separator: " "))"
    case .unknown: "unknown"
    }
  }

  // Defaults: core/v1 types.go, Probe.
  package var initialDelaySeconds: Int64 { node.intField("initialDelaySeconds").value ?? 0 }
  package var periodSeconds: Int64 { positive("periodSeconds", default: 10) }
  package var timeoutSeconds: Int64 { positive("timeoutSeconds", default: 1) }
  package var failureThreshold: Int64 { positive("failureThreshold", default: 3) }
  package var successThreshold: Int64 { positive("successThreshold", default: 1) }

  /// Seconds of failure until the kubelet acts: restarts the container, or takes it out of its Services.
  package var secondsToAct: Int64 {
    let (product, overflowed) = periodSeconds.multipliedReportingOverflow(by: failureThreshold)
    return overflowed ? .max : product
  }

  private func positive(_ key: String, default fallback: Int64) -> Int64 {
    // Zero means "not set" to the API server's defaulting.
    guard let value = node.intField(key).value, value > 0 else { return fallback }
    return value
  }

  private func port(of handler: YAMLNode) -> String? {
    guard let node = handler.present("port") else { return "" }
    if let number = container.portNumber(node) { return String(number) }
    guard let name = node.text, Substitution.reason(in: name) == nil else { return nil }
    return name
  }

  private func text(_ handler: YAMLNode, _ key: String, default fallback: String) -> String? {
    switch handler.stringField(key) {
    case .absent: fallback
    case .known(let text, _): text
    case .undecidable: nil
    }
  }
}
