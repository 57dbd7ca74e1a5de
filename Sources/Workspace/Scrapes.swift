internal import DockerfileSyntax
package import Kubernetes
package import SourceText
package import YAMLSyntax

/// A place that Prometheus is told to read metrics from: an endpoint of a ServiceMonitor or PodMonitor, or `prometheus.io/port`.
package struct Scrape: Sendable {
  package enum Verdict: Sendable {
    case fine
    case selectsNothing(selector: String)
    /// - Parameter open: the ports that there are, for messages.
    case noSuchPort(String, open: [String])
    /// The other way round: metrics that nothing reads.
    case unread
    case undecidable(String)
  }

  package let manifest: Manifest
  package let node: YAMLNode
  package let verdict: Verdict
  /// The Services or workloads that a monitor selects.
  package let selected: [Manifest]

  package init(manifest: Manifest, node: YAMLNode, verdict: Verdict, selected: [Manifest] = []) {
    self.manifest = manifest
    self.node = node
    self.verdict = verdict
    self.selected = selected
  }
}

extension Graph {
  /// prometheus-operator api/v1: a ServiceMonitor selects Services by their own labels and names their ports; a PodMonitor selects pods
  /// and names ports of containers.
  package func scrapes(paths: (FileID) -> String) -> [Scrape] {
    let monitors = manifests.filter { $0.group == "monitoring.coreos.com" }
    var ofServices = MonitoredPlaces(
      !monitors.contains { $0.kind == "ServiceMonitor" }
        ? []
        : services.indices.map { index in
          let service = services[index].service
          return (service.manifest, service.manifest.labels, service.ports.map(\.name))
        }, paths: paths)
    var ofPods = MonitoredPlaces(
      !monitors.contains { $0.kind == "PodMonitor" }
        ? []
        : workloads.indices.map { index in
          let workload = workloads[index].workload
          return (workload.manifest, workload.podLabels, workloads[index].containers.flatMap { $0.container.ports.map(\.name) })
        }, paths: paths)
    let ofMonitors = monitors.flatMap { manifest -> [Scrape] in
      let folder = RepositoryPath.folder(of: paths(manifest.file))
      switch manifest.kind {
      case "ServiceMonitor": return scrapes(manifest, of: &ofServices, endpoints: "endpoints", folder: folder)
      case "PodMonitor": return scrapes(manifest, of: &ofPods, endpoints: "podMetricsEndpoints", folder: folder)
      default: return []
      }
    }
    return ofMonitors + workloads.compactMap { annotated($0) }
  }

  private func scrapes(_ monitor: Manifest, of places: inout MonitoredPlaces, endpoints field: String, folder: String) -> [Scrape] {
    guard let spec = monitor.spec, let key = spec.entry("selector") else { return [] }
    func one(_ verdict: Scrape.Verdict) -> [Scrape] { [Scrape(manifest: monitor, node: key.key, verdict: verdict)] }
    if let reason = kustomizations.reason(for: monitor, field: ["spec"]) { return one(.undecidable(reason)) }
    guard let selector = LabelSelector(selector: key.value) else { return one(.undecidable("the selector cannot be read")) }
    let reach = Reach(of: monitor)
    guard let selected = places.selected(by: selector, within: reach, inFolder: folder) else {
      return one(.undecidable("more objects have such labels than can be told apart"))
    }
    if selected.isEmpty {
      let reason = whySomethingElseMayBeSelected(
        besides: places.isSomething(inFolder: folder, within: reach),
        hasVariable: places.isSomethingVariable(inFolder: folder, within: reach), in: folder)
      return one(reason.map { .undecidable($0) } ?? .selectsNothing(selector: selector.text))
    }
    return spec[field]?.elements.compactMap { endpoint -> Scrape? in
      guard let node = endpoint.present("port"), let port = node.text, Substitution.reason(in: port) == nil else { return nil }
      let open = selected.flatMap(\.ports)
      if open.contains(port) { return Scrape(manifest: monitor, node: node, verdict: .fine, selected: selected.map(\.manifest)) }
      if let patch = selected.lazy.compactMap({ kustomizations.reason(for: $0.manifest, field: ["spec"]) }).first {
        return Scrape(manifest: monitor, node: node, verdict: .undecidable(patch))
      }
      // An operator may make another object with such labels, which has the port.
      let near = selected.filter { $0.folder == folder }
      let reason = whySomethingElseMayBeSelected(besides: !near.isEmpty, hasVariable: near.contains(where: \.hasVariable), in: folder)
      if let reason { return Scrape(manifest: monitor, node: node, verdict: .undecidable(reason)) }
      let names = Set(open.compactMap { $0 }).sorted()
      return Scrape(manifest: monitor, node: node, verdict: .noSuchPort(port, open: names))
    } ?? []
  }

  /// Whether something of the repository tells Prometheus to read from a workload's pods. Only where the repository says so of others can
  /// it be missing: elsewhere the platform may read from every pod.
  package func isScraped(workload index: Int, by readers: MetricsReaders) -> Answer {
    let node = workloads[index]
    let manifest = node.workload.manifest
    let annotations = node.workload.pod.template["metadata", "annotations"]?.entries.compactMap(\.key.text) ?? []
    if annotations.contains(where: { $0.hasPrefix("prometheus.io/") }) { return .yes }
    if annotations.contains(where: {
      $0.containsText("opentelemetry.io/") || $0.containsText("datadoghq.com/") || $0.containsText("istio.io/")
    }) {
      return .unknown(because: "another agent may read them")
    }
    if kustomizations.setsLabels { return .unknown(because: "a kustomization sets labels") }
    if let reason = kustomizations.reason(for: manifest, field: ["spec"]) { return .unknown(because: reason) }
    let own = node.services.map { services[$0].service.manifest }
    if own.contains(where: { $0.annotations.keys.contains { $0.hasPrefix("prometheus.io/") } }) { return .yes }
    let places = (pods: [(manifest, node.workload.podLabels)], services: own.map { ($0, $0.labels) })
    if readers.select(oneOf: places.pods, with: .podMonitor) || readers.select(oneOf: places.services, with: .serviceMonitor) {
      return .yes
    }
    if let reader = readers.reasonForDoubt { return .unknown(because: reader) }
    guard readers.isSomethingRead else { return .unknown(because: "the repository does not say what Prometheus reads") }
    let labels = [node.workload.podLabels] + own.map(\.labels)
    if readers.hasMonitors, labels.contains(where: { $0.values.contains { Substitution.reason(in: $0) != nil } }) {
      return .unknown(because: "labels hold variables")
    }
    return .no
  }

  /// The namespaces that a monitor looks into: any, those that it names, or its own.
  struct Reach: Sendable {
    private let monitor: Manifest
    private let isAny: Bool
    private let names: [String]

    init(of monitor: Manifest) {
      self.monitor = monitor
      let selector = monitor.spec?.present("namespaceSelector")
      isAny = selector?["any"]?.bool == true
      names = selector?["matchNames"]?.elements.compactMap(\.text) ?? []
    }

    /// Those; nil for any.
    var namespaces: [String?] {
      let own: [String?] = [isAny ? nil : writtenNamespace(of: monitor)]
      return isAny || names.isEmpty ? own : names
    }

    func includes(_ other: Manifest) -> Bool {
      if isAny { return true }
      return names.isEmpty ? mayShareNamespace(monitor, other) : other.namespace.map(names.contains) ?? true
    }
  }

  /// Charts, operators and clusters have Services and pods that no file of the repository shows.
  ///
  /// - Parameters:
  ///   - isSomethingNear: whether something that a monitor may select stands in its folder.
  ///   - hasVariable: whether a label of such an object holds a variable.
  private func whySomethingElseMayBeSelected(besides isSomethingNear: Bool, hasVariable: Bool, in folder: String) -> String? {
    if kustomizations.setsLabels { return "a kustomization sets labels" }
    guard isSomethingNear else { return "nothing that it could select stands beside it" }
    if hasVariable { return "labels hold variables" }
    return maker(inFolder: folder).map { "\($0.logicalName) may make what it selects" }
  }

  /// The convention of Prometheus' own example configuration: `prometheus.io/scrape` and `port` on pods.
  private func annotated(_ node: WorkloadNode) -> Scrape? {
    let manifest = node.workload.manifest
    let template = node.workload.pod.template
    guard let annotations = template["metadata", "annotations"], annotations["prometheus.io/scrape"]?.text == "true",
      let place = annotations["prometheus.io/port"], let text = place.text, let number = Int64(text)
    else { return nil }
    func scrape(_ verdict: Scrape.Verdict) -> Scrape { Scrape(manifest: manifest, node: place, verdict: verdict) }
    let running = node.containers.filter { $0.container.role != .initContainer }
    if running.contains(where: { $0.container.ports.contains { $0.number.value == number } }) { return scrape(.fine) }
    // Ports of sidecars that a mesh adds, which no file shows.
    if [15020, 15090, 4191, 20200, 9090].contains(number) { return scrape(.undecidable("a sidecar may have the port")) }
    for entry in running {
      let container = entry.container
      if container.ports.isEmpty { return scrape(.undecidable("a container names no ports")) }
      if container.ports.contains(where: { $0.number.value == nil }) { return scrape(.undecidable("a port holds a variable")) }
      if let reason = kustomizations.reason(for: container, field: ["ports"]) { return scrape(.undecidable(reason)) }
      // A port may be open without being named.
      let words =
        [container.command, container.args].flatMap { $0?.elements.compactMap(\.text) ?? [] }
        + container.environment.compactMap(\.value.value)
      if words.contains(where: { $0.containsText(text) }) { return scrape(.undecidable("an argument names the port")) }
      if let image = entry.image,
        images[image.image].configuration?.exposedPorts.contains(where: { $0.value.ports?.contains(Int(number)) ?? true }) ?? true
      {
        return scrape(.undecidable("the image may open the port"))
      }
    }
    return scrape(.noSuchPort(text, open: running.flatMap { $0.container.ports.compactMap { $0.number.value.map(String.init) } }))
  }
}
