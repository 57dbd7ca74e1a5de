internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
internal import YAMLSyntax

/// `scrape`: a place that Prometheus is told to read metrics from; and a container with metrics that nothing is told to read.
package struct ScrapeSubject: Subject {
  let scrape: Scrape
  /// The library that makes the metrics that nothing reads.
  var library: Dependency?

  package var anchor: Location { scrape.manifest.location(scrape.node.range) }
  package var logicalPath: String { scrape.manifest.logicalName }
  package var identity: [Int] { [Int(scrape.manifest.file.index), scrape.node.id] }

  static func all(in repository: Repository) -> [any Subject] {
    repository.graph.scrapes(paths: repository.path).map { ScrapeSubject(scrape: $0) } + unread(in: repository)
  }

  /// Containers whose source makes metrics, in a repository that says what Prometheus reads, and does not say so of them.
  private static func unread(in repository: Repository) -> [any Subject] {
    // A chart may hold the monitor.
    guard repository.workspace.skippedCharts.isEmpty else { return [] }
    let readers = repository.metricsReaders
    return SubjectCatalog.subjects("process", in: repository).compactMap { subject in
      guard let process = subject as? ProcessSubject, let container = process.container, container.container.isLongRunning,
        case .no = repository.graph.isScraped(workload: container.workloadIndex, by: readers), let (library, _) = process.exposedMetrics
      else { return nil }
      let node = container.container.node
      let scrape = Scrape(manifest: container.workload.workload.manifest, node: node["name"] ?? node, verdict: .unread)
      return ScrapeSubject(scrape: scrape, library: library)
    }
  }

  package static let schema = Schema<ScrapeSubject>(
    "scrape",
    [
      Attribute("kind", .string, "ServiceMonitor, PodMonitor, or the kind of the workload that is annotated") {
        .string($0.scrape.manifest.kind)
      },
      Attribute("name", .string, "the object's name") { $0.scrape.manifest.name.map(Outcome.string) },
      Attribute("leads", .bool, "whether there is something to read from, as far as the repository shows it", place: { $0.anchor }) {
        switch $0.scrape.verdict {
        case .fine: .bool(true)
        case .selectsNothing, .noSuchPort, .unread: .bool(false)
        case .undecidable(let reason): .unknown(because: reason)
        }
      },
      Attribute(
        "library", .string, "the library that makes metrics in a container that nothing reads from", place: { $0.library?.location }
      ) { $0.library.map { .string($0.name) } },
      Attribute("selector", .string, "the selector, when it matches nothing") { subject in
        if case .selectsNothing(let selector) = subject.scrape.verdict { .string(selector) } else { nil }
      },
      Attribute("port", .string, "the port, when nobody has it", place: { $0.anchor }) { subject in
        if case .noSuchPort(let port, _) = subject.scrape.verdict { .string(port) } else { nil }
      },
      Attribute("ports", .string, "the ports that there are instead, for messages") { subject in
        if case .noSuchPort(_, let open) = subject.scrape.verdict { .string(open.joined(separator: ", ")) } else { nil }
      },
    ])
}
