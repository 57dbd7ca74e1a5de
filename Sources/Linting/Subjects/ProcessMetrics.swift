internal import PythonSource
internal import SourceText
internal import Workspace

// The metrics that a process offers to Prometheus.

extension ProcessSubject {
  private static let metricsLibraries: [Dependency.Ecosystem: Set<String>] = [
    .python: [
      "prometheus-client", "prometheus-fastapi-instrumentator", "starlette-exporter", "starlette-prometheus", "django-prometheus",
      "prometheus-flask-exporter", "aioprometheus",
    ],
    .npm: ["prom-client", "express-prom-bundle", "@willsoto/nestjs-prometheus"], .go: ["github.com/prometheus/client_golang"],
    .gem: ["prometheus-client", "yabeda-prometheus", "prometheus_exporter"],
  ]

  /// The library that makes metrics, and where the source offers them: a counter alone is read by nobody.
  var exposedMetrics: (library: Dependency, location: Location)? {
    guard let dependencies = project?.dependencies, let names = Self.metricsLibraries[dependencies.ecosystem],
      let library = dependencies.runtime(names.contains)
    else { return nil }
    let place = dependencies.ecosystem == .python ? source?.metricsEndpoint : project?.source.value?.metricsEndpoint
    return place.map { (library, $0) }
  }
}

extension ApplicationSource {
  /// What the libraries offer metrics with: prometheus_client's exposition (prometheus.github.io/client_python, "Exporting"),
  /// `Instrumentator().instrument(app).expose(app)`, middleware of others.
  private static let offers: Set<String> = [
    "start_http_server", "start_wsgi_server", "make_asgi_app", "make_wsgi_app", "generate_latest", "handle_metrics", "PrometheusMetrics",
    "PrometheusMiddleware", "GunicornPrometheusMetrics",
  ]

  var metricsEndpoint: Location? {
    for file in ownFiles {
      for call in file.module.calls {
        guard let name = call.function.last else { continue }
        if Self.offers.contains(name) || name == "expose" && file.module.imports["Instrumentator"] != nil {
          return Location(file: file.id, range: call.functionRange)
        }
      }
    }
    return nil
  }
}

extension ProjectSource {
  /// prom-client's `register.metrics()`, client_golang's `promhttp.Handler()`, the exporters that Rack mounts.
  var metricsEndpoint: Location? {
    let offers = [
      ["register", "metrics"], ["registry", "metrics"], ["promBundle"], ["PrometheusModule", "register"], ["promhttp", "Handler"],
      ["promhttp", "HandlerFor"],
    ]
    for (file, tokens) in mentioning("prom") {
      for path in offers {
        if let index = tokens.occurrences(of: path).first(where: { tokens.arguments(behind: $0) != nil }) {
          return file.location(tokens.tokens[index].range)
        }
      }
    }
    for (file, tokens) in mentioning("Prometheus") {
      // `use Yabeda::Prometheus::Exporter`, `use Prometheus::Middleware::Exporter`.
      let exporter = tokens.tokens.indices.first { index in
        tokens.tokens[index].isName("Exporter") && index >= 3 && tokens.tokens[index - 1].isSign(":")
          && ["Prometheus", "Middleware"].contains(tokens.tokens[index - 3].text)
      }
      if let exporter { return file.location(tokens.tokens[exporter].range) }
    }
    return nil
  }
}
