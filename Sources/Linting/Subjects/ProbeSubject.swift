internal import Expressions
internal import Kubernetes
internal import Servers
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `probe`: a container's liveness, readiness or startup probe.
package struct ProbeSubject: Subject {
  let container: ContainerSubject
  let probe: Probe

  package var node: YAMLNode? { probe.node }
  package var anchor: Location {
    container.location(container.container.node.entry(probe.kind.rawValue)?.key.range ?? container.container.anchor)
  }
  package var logicalPath: String { container.logicalPath + "." + probe.kind.rawValue }
  package var identity: [Int] { container.identity + [probe.node.id] }

  /// What tells the endpoint apart, and where it stands.
  private var handler: YAMLNode? {
    probe.node["httpGet", "path"] ?? probe.node["exec", "command"] ?? probe.node["tcpSocket", "port"] ?? probe.node["grpc", "service"]
      ?? probe.node["grpc", "port"] ?? probe.node["httpGet", "port"]
  }

  private var process: ContainerProcess? { container.entry.process }

  private var routes: ApplicationSource.Routes? {
    guard let app = process?.server?.settings.app?.known, let image = container.entry.image?.image,
      let source = container.repository.graph.images[image].source
    else { return nil }
    return source.routes(of: app)
  }

  private var application: (name: String, location: Location)? {
    guard let app = process?.server?.settings.app?.known, case .understood(_, let location)? = routes else { return nil }
    return (app, location)
  }

  private static let healthWords = ["health", "ready", "live", "ping", "status", "alive"]

  private var likeRoutes: [String] {
    guard case .understood(let routes, _)? = routes else { return [] }
    var paths: [String] = []
    for route in routes
    where Self.healthWords.contains(where: { route.path.contains($0) }) && !paths.contains(route.path) && paths.count < 4 {
      paths.append(route.path)
    }
    return paths
  }

  private var isAnswered: Outcome? {
    guard let http = probe.node["httpGet"], http.present("host") == nil, let server = process?.server,
      !server.settings.server.isQueueWorker,
      server.settings.server.isPython
    else { return nil }
    guard let requested = probe.path.isAbsent ? "/" : probe.path.value else { return .unknown(because: "the probe's path is not known") }
    guard let port = http["port"].flatMap(container.container.portNumber), let served = server.settings.port.value else {
      return .unknown(because: "which port the server has is not known")
    }
    guard Int64(served) == port else { return .unknown(because: "the probe asks another port than the server's") }
    guard let image = container.entry.image?.image, let source = container.repository.graph.images[image].source else {
      return .unknown(because: "the application's source is not known")
    }
    let path = requested.split(separator: "?").first.map(String.init) ?? requested
    switch routes {
    case nil: return .unknown(because: "what the server serves is not known")
    case .unknown(let reason)?: return .unknown(because: reason)
    case .understood(let routes, _)?:
      if routes.contains(where: { $0.matches(path) }) { return .bool(true) }
      return source.mentions(path) ? .unknown(because: "\(path) is written in the source elsewhere than at a route") : .bool(false)
    }
  }

  package static let schema = Schema<ProbeSubject>(
    "probe",
    [
      Attribute("kind", .string, "livenessProbe, readinessProbe or startupProbe", place: { $0.anchor }) { .string($0.probe.kind.rawValue) },
      Attribute("container", .object("container"), "the container that it probes") { .object($0.container) },
      Attribute(
        "port", .string, "the port that it calls, as written; missing for a command",
        place: { subject in subject.probe.port.map { subject.container.location($0.range) } ?? subject.anchor }
      ) { subject in
        subject.probe.port?.text.map { text in Substitution.reason(in: text).map { .unknown(because: $0) } ?? .string(text) }
      },
      Attribute(
        "isPortNamed", .bool, "whether a container port has the name or the number that it calls; true for a command"
      ) { subject in
        guard let port = subject.probe.port else { return .bool(true) }
        return .bool(
          subject.container.container.ports.contains { $0.name == port.text || $0.number.value != nil && $0.number.value == port.int })
      },
      Attribute("callsPortByName", .bool, "whether it calls its port by a name") { subject in
        .bool(subject.probe.port.map { $0.int == nil && Int64($0.text ?? "") == nil } ?? false)
      },
      Attribute(
        "endpoint", .string, "what the kubelet calls, port names resolved: `GET :8080/healthz`, `exec pg_isready`",
        place: { subject in subject.handler.map { subject.container.location($0.range) } ?? subject.anchor }
      ) { subject in
        if case .unknown = subject.probe.endpoint { return .unknown(because: "the \(subject.probe.kind.rawValue)'s endpoint is not known") }
        return .string(subject.probe.endpointText)
      },
      Attribute(
        "path", .string, "the path of an HTTP probe",
        place: { subject in subject.probe.path.node.map { subject.container.location($0.range) } ?? subject.anchor }
      ) { $0.probe.path.outcome(Outcome.string) },
      Attribute(
        "isReadinessPath", .bool, "whether the path sounds like a check of dependencies: `/ready`, `/health/db`, `/actuator/health`"
      ) {
        subject in
        subject.probe.path.outcome { .bool(Probe.isReadinessPath($0)) } ?? .bool(false)
      },
      Attribute(
        "isAnswered", .bool, "whether the application has a route for the path, as far as its source is understood; missing for no HTTP",
        place: { subject in subject.probe.path.node.map { subject.container.location($0.range) } ?? subject.anchor }
      ) { $0.isAnswered },
      Attribute(
        "application", .string, "the application that the probe asks: `main:app`", place: { $0.application?.location }
      ) { $0.application.map { .string($0.name) } },
      Attribute("likeRoutes", .list(.string), "routes of the application that sound like checks of its health") {
        .list($0.likeRoutes.map(Outcome.string))
      },
      Attribute("container", .object("container"), "the container that it is for") { .object($0.container) },
      Attribute("initialDelaySeconds", .int, "0 when it is not set") { .int($0.probe.initialDelaySeconds) },
      Attribute("periodSeconds", .int, "10 when it is not set") { .int($0.probe.periodSeconds) },
      Attribute("timeoutSeconds", .int, "1 when it is not set") { .int($0.probe.timeoutSeconds) },
      Attribute("failureThreshold", .int, "3 when it is not set") { .int($0.probe.failureThreshold) },
      Attribute("successThreshold", .int, "1 when it is not set") { .int($0.probe.successThreshold) },
      Attribute("secondsToAct", .int, "seconds of failure until the kubelet acts: periodSeconds × failureThreshold") {
        .int($0.probe.secondsToAct)
      },
      Attribute("object", .map(.string, .dyn), "its mapping in the manifest, as written") { ManifestValue.outcome($0.probe.node) },
    ])
}
