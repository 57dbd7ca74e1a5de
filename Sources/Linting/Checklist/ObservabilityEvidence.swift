internal import Expressions
internal import Kubernetes
internal import PythonSource
internal import Servers
internal import SourceText
internal import Workspace
internal import YAMLSyntax

// Errors, traces and metrics: code that sends or offers them. Code that surely has nowhere to send to shows nothing.

extension Outcome {
  fileprivate var isSurelyFalse: Bool { if case .value(.bool(false)) = self { true } else { false } }
}

extension ProcessSubject {
  /// The dependency with the version that a lock holds it to, for the text of evidence.
  fileprivate func version(of name: String) -> String {
    guard let dependencies = project?.dependencies, let found = dependencies.all.first(where: { $0.name == name }),
      let locked = dependencies.lockedVersion(of: found)
    else { return "" }
    return " (\(name) \(locked.text))"
  }
}

extension Repository {
  // MARK: Errors

  var errorTrackingEvidence: [Scorecard.Evidence] {
    inPythonSource { file, process in
      let calls = file.module.calls.filter { call in
        switch call.function {
        case ["sentry_sdk", "init"], ["rollbar", "init"], ["bugsnag", "configure"], ["honeybadger", "configure"]: true
        case ["init"]: file.imports("init", from: "sentry_sdk")
        default: false
        }
      }
      guard !calls.isEmpty, !process.errorsHaveDestination.isSurelyFalse else { return [] }
      let name = process.errorTracker?.name ?? "sentry-sdk"
      return calls.map { file.evidence($0.function.joined(separator: ".") + process.version(of: name), $0.functionRange) }
    }
      + inProjectSource { source, process, _ in
        guard process.errorTracker != nil, !process.errorsHaveDestination.isSurelyFalse else { return [] }
        return source.mentioning("entry").flatMap { file, tokens in
          [["Sentry", "init"], ["sentry", "Init"]].flatMap { path in
            tokens.occurrences(of: path).filter { tokens.arguments(behind: $0) != nil }
              .map { Scorecard.Evidence(path.joined(separator: "."), file.location(tokens.tokens[$0].range)) }
          }
        }
      }
  }

  // MARK: Traces

  var traceEvidence: [Scorecard.Evidence] {
    let instrumented = runningProcesses.compactMap { process -> Scorecard.Evidence? in
      let word = process.process.words.first { $0.known?.lastPathComponent == "opentelemetry-instrument" }
      guard let word, !process.tracesHaveDestination.isSurelyFalse else { return nil }
      return Scorecard.Evidence("opentelemetry-instrument", word.location)
    }
    return Self.unique(instrumented)
      + inPythonSource { file, process in
        let exporters = file.module.calls.compactMap { call -> Scorecard.Evidence? in
          guard let name = call.function.last, name.hasSuffix("SpanExporter"), !name.hasPrefix("Console"), !name.hasPrefix("InMemory"),
            !process.isAlone(withLocalEndpoint: file.module.resolved(call[name: "endpoint"]?.value))
          else { return nil }
          return file.evidence(name, call.functionRange)
        }
        // Asked last: the answer looks through all of the source.
        return exporters.isEmpty || process.tracesHaveDestination.isSurelyFalse ? [] : exporters
      }
      + inProjectSource { source, process, _ in
        guard !process.tracesHaveDestination.isSurelyFalse else { return [] }
        let exporters = [["OTLPTraceExporter"], ["otlptracegrpc", "New"], ["otlptracehttp", "New"], ["OTLP", "Exporter"]]
        return source.mentioning("xport").flatMap { file, tokens in
          exporters.flatMap { path in
            tokens.occurrences(of: path).filter { tokens.arguments(behind: $0) != nil }
              .map { Scorecard.Evidence(path.joined(separator: "."), file.location(tokens.tokens[$0].range)) }
          }
        }
      }
  }

  // MARK: Metrics

  /// What is told to read metrics, with the code that offers them. Where all source is known and none offers any, there is nothing to read.
  func metricsEvidence(scrapes: [Scorecard.Evidence]) -> [Scorecard.Evidence] {
    guard !scrapes.isEmpty else { return [] }
    let processes = runningProcesses
    let offers = processes.compactMap { process in process.exposedMetrics.map { Scorecard.Evidence($0.library.name, $0.location) } }
    if offers.isEmpty, !processes.contains(where: \.mayOfferMetrics), !graph.workloads.contains(where: \.holdsForeignImage) { return [] }
    return scrapes + Self.unique(offers)
  }
}

extension ProcessSubject {
  /// Whether an exporter is told to send to its own pod, in which no other container runs.
  fileprivate func isAlone(withLocalEndpoint value: PythonModule.Value?) -> Bool {
    guard case .text(let text)? = value, text.containsText("localhost") || text.containsText("127.0.0.1") else { return false }
    return container.map { $0.workload.containers.count { $0.container.isLongRunning } == 1 } ?? true
  }

  /// Whether metrics may be offered by something that is not seen: source that is not read, a path that is written out.
  fileprivate var mayOfferMetrics: Bool {
    guard project?.dependencies.ecosystem == .python, let source else { return true }
    return source.files.contains { file in
      file.module.paths.contains { $0.text.hasSuffix("/metrics") }
        || file.module.imports.values.contains { $0.module.first?.containsText("prometheus") ?? false }
    }
  }
}

extension Graph.WorkloadNode {
  /// Whether one of its containers runs an image that the repository does not build.
  fileprivate var holdsForeignImage: Bool { containers.contains { $0.image == nil && $0.container.isLongRunning } }
}
