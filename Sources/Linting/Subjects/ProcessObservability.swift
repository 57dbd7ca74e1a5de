internal import Expressions
internal import Kubernetes
internal import PythonSource
internal import SourceText
internal import Workspace
internal import YAMLSyntax

// What a process tells of itself: errors to a tracker, traces to a collector. Libraries are found among the project's dependencies,
// what they are told in its source and in the variables that it gets.

extension ProcessSubject {
  var project: Repository.Project? { image.flatMap { repository.project(ofImage: $0, for: process) } }

  // MARK: Error tracking

  private struct ErrorTracker: Sendable {
    let ecosystem: Dependency.Ecosystem
    let names: Set<String>
    let variable: String
    /// Variables with this in their names tell it where to report.
    let word: String
  }

  /// Sentry reads SENTRY_DSN itself in each of its libraries (docs.sentry.io, "Options" of each platform; getsentry/sentry-go
  /// `client.go`, NewClient).
  private static let errorTrackers = [
    ErrorTracker(ecosystem: .python, names: ["sentry-sdk", "raven"], variable: "SENTRY_DSN", word: "SENTRY"),
    ErrorTracker(ecosystem: .python, names: ["rollbar"], variable: "ROLLBAR_ACCESS_TOKEN", word: "ROLLBAR"),
    ErrorTracker(ecosystem: .python, names: ["bugsnag"], variable: "BUGSNAG_API_KEY", word: "BUGSNAG"),
    ErrorTracker(ecosystem: .python, names: ["honeybadger"], variable: "HONEYBADGER_API_KEY", word: "HONEYBADGER"),
    ErrorTracker(
      ecosystem: .npm, names: ["@sentry/node", "@sentry/nestjs", "@sentry/bun"], variable: "SENTRY_DSN", word: "SENTRY"),
    ErrorTracker(ecosystem: .go, names: ["github.com/getsentry/sentry-go"], variable: "SENTRY_DSN", word: "SENTRY"),
    ErrorTracker(ecosystem: .gem, names: ["sentry-ruby", "sentry-rails"], variable: "SENTRY_DSN", word: "SENTRY"),
  ]

  private var knownErrorTracker: (tracker: ErrorTracker, dependency: Dependency)? {
    guard let dependencies = project?.dependencies else { return nil }
    for tracker in Self.errorTrackers where tracker.ecosystem == dependencies.ecosystem {
      if let found = dependencies.runtime(tracker.names.contains) { return (tracker, found) }
    }
    return nil
  }

  var errorTracker: (name: String, variable: String, location: Location)? {
    knownErrorTracker.map { ($1.name, $0.variable, $1.location) }
  }

  var errorTrackingIsConfigured: Outcome? {
    guard let (tracker, _) = knownErrorTracker, container != nil else { return nil }
    return isTold(where: tracker.word)
  }

  /// Whether the source or a variable says where errors go, for the library that the source itself initialises.
  var errorsHaveDestination: Outcome { isTold(where: knownErrorTracker?.tracker.word ?? "SENTRY") }

  private func isTold(where word: String) -> Outcome {
    var variables: Set<String> = []
    if source != nil || project?.dependencies.ecosystem == .python {
      guard source != nil else { return .unknown(because: "the source is not found") }
      if isInitialisedWithText { return .bool(true) }
    } else {
      guard let source = project?.source.value else { return .unknown(because: "the source is larger than what is read") }
      for value in source.sentryDSNs {
        switch value {
        case .text: return .bool(true)
        case .variable(let name): variables.insert(name)
        case .other: return .unknown(because: "the source says where errors go")
        }
      }
    }
    return setsVariable { $0.containsText(word) || $0 == "DSN" || variables.contains($0) }
  }

  /// `sentry_sdk.init("https://…")`.
  private var isInitialisedWithText: Bool {
    source?.ownFiles.contains { file in
      file.module.calls.contains { call in
        guard call.function.last == "init", let argument = call[name: "dsn"] ?? call[position: 0] else { return false }
        if case .text? = file.module.resolved(argument.value) { return true }
        return false
      }
    } ?? false
  }

  // MARK: Traces

  /// Libraries that send traces to an OTLP endpoint unless they are told otherwise: the exporters, and those that bring one.
  private static func tracesByDefault(_ name: String, _ ecosystem: Dependency.Ecosystem) -> Bool {
    switch ecosystem {
    case .python: name.hasPrefix("opentelemetry-exporter-otlp") || ["opentelemetry-sdk", "opentelemetry-distro"].contains(name)
    // open-telemetry/opentelemetry-js `experimental/packages/opentelemetry-sdk-node` README: OTEL_TRACES_EXPORTER is otlp by default.
    case .npm: name.hasPrefix("@opentelemetry/exporter-trace-otlp-") || name == "@opentelemetry/sdk-node"
    case .go: name.hasPrefix("go.opentelemetry.io/otel/exporters/otlp/otlptrace")
    case .gem: name == "opentelemetry-exporter-otlp"
    }
  }

  var tracingSDK: Dependency? {
    guard let dependencies = project?.dependencies else { return nil }
    return dependencies.runtime { Self.tracesByDefault($0, dependencies.ecosystem) }
  }

  var tracingIsConfigured: Outcome? {
    guard tracingSDK != nil, container != nil else { return nil }
    return tracesHaveDestination
  }

  /// Collectors that take traces at localhost for the containers beside them.
  private static let collectors = ["otel", "opentelemetry", "collector", "alloy", "grafana-agent", "datadog", "jaeger", "vector", "fluent"]

  private var hasCollectorBeside: Bool {
    guard let container else { return false }
    let others = container.workload.containers.enumerated().filter { $0.offset != container.position && $0.element.container.isLongRunning }
    return others.contains { entry in
      let image = entry.element.container.image.value ?? ""
      return Self.collectors.contains { image.contains($0) }
    }
  }

  /// Whether a variable, an annotation, the source or a collector in the same pod says where traces go.
  var tracesHaveDestination: Outcome {
    let annotations = container?.workload.workload.pod.template["metadata", "annotations"]?.entries.compactMap(\.key.text) ?? []
    if annotations.contains(where: { $0.hasPrefix("instrumentation.opentelemetry.io/") || $0.hasPrefix("sidecar.opentelemetry.io/") }) {
      return .bool(true)
    }
    if hasCollectorBeside { return .bool(true) }
    if source != nil || project?.dependencies.ecosystem == .python {
      guard source != nil else { return .unknown(because: "the source is not found") }
      if exportsTracesInSource { return .bool(true) }
    } else {
      guard let source = project?.source.value else { return .unknown(because: "the source is larger than what is read") }
      if source.setsTraceEndpoint { return .bool(true) }
      if source.hasOwnSpanProcessor { return .unknown(because: "a span processor of the source may send traces elsewhere") }
    }
    return setsVariable {
      $0.hasPrefix("OTEL_EXPORTER_") || $0 == "OTEL_TRACES_EXPORTER" || $0 == "OTEL_SDK_DISABLED" || $0.containsText("OTLP")
    }
  }

  /// An exporter that is told where to send, or one of another protocol.
  private var exportsTracesInSource: Bool {
    source?.ownFiles.contains { file in
      file.module.calls.contains { call in
        let name = call.function.last ?? ""
        return name.hasSuffix("Exporter")
          && (call[name: "endpoint"] != nil || !name.hasPrefix("OTLP") || call.hasHiddenArguments || call[position: 0] != nil)
      }
    } ?? false
  }
}

extension ProjectSource {
  /// What an option is given in the source.
  enum Given: Hashable {
    case text
    /// The environment's variable of that name.
    case variable(String)
    case other
  }

  /// What `dsn` is given in files that speak of Sentry: `Sentry.init({ dsn: … })`, `sentry.ClientOptions{Dsn: …}`, `config.dsn = …`.
  var sentryDSNs: [Given] {
    (mentioning("entry")).flatMap { file, tokens in
      tokens.tokens.indices.filter { tokens.tokens[$0].isName("dsn") || tokens.tokens[$0].isName("Dsn") }.compactMap { index in
        tokens.tokens[index...].prefix(64).value(of: tokens.tokens[index].text).map(Self.given)
      }
    }
  }

  private static func given(_ value: ArraySlice<SourceTokens.Token>) -> Given {
    if let first = value.first, first.kind == .text, first.text.containsText("://") { return .text }
    let words = value.prefix(8).filter { $0.kind != .sign }
    // `process.env.NAME`, `os.Getenv("NAME")`, `ENV["NAME"]`, `ENV.fetch("NAME")`; a text behind it stands in when it is not set.
    let start = words.firstIndex { ["env", "Getenv", "LookupEnv", "ENV"].contains($0.text) && $0.kind == .name }
    guard let start, value.first.map({ ["process", "os", "ENV", "Bun", "Deno"].contains($0.text) }) ?? false else { return .other }
    let rest = words[(start + 1)...].drop { $0.isName("fetch") || $0.isName("get") }
    if rest.dropFirst().contains(where: { $0.kind == .text && $0.text.containsText("://") }) { return .text }
    return rest.first.map { .variable($0.text) } ?? .other
  }

  private static let endpointOptions: Set<String> = ["WithEndpoint", "WithEndpointURL", "WithGRPCConn"]

  /// An OTLP exporter that is made with arguments, or an exporter of another protocol.
  var setsTraceEndpoint: Bool {
    mentioning("xport").contains { _, tokens in
      tokens.tokens.indices.contains { index in
        let token = tokens.tokens[index]
        guard token.kind == .name else { return false }
        if Self.endpointOptions.contains(token.text) { return true }
        guard token.text.hasSuffix("Exporter"), let arguments = tokens.arguments(behind: index) else { return false }
        return !token.text.hasPrefix("OTLP") || !arguments.isEmpty
      }
        // Ruby: `OpenTelemetry::Exporter::OTLP::Exporter.new(endpoint: …)`.
        || tokens.tokens.contains { $0.isName("OTLP") } && tokens.tokens.contains { $0.isName("endpoint") }
    }
  }

  /// Whether something else than the SDK's own processors takes what is traced.
  var hasOwnSpanProcessor: Bool {
    mentioning("SpanProcessor").contains { _, tokens in
      tokens.tokens.contains { token in
        token.kind == .name && token.text.hasSuffix("SpanProcessor")
          && !["BatchSpanProcessor", "SimpleSpanProcessor", "NewBatchSpanProcessor", "NewSimpleSpanProcessor", "spanProcessor"].contains(
            token.text)
      }
    }
  }
}
