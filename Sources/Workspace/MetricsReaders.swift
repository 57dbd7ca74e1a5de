internal import Kubernetes
internal import SourceText
internal import YAMLSyntax

/// What tells Prometheus, or another agent, to read metrics: found once, and asked for every workload that has some.
package struct MetricsReaders: Sendable {
  enum Kind: String, Sendable {
    case serviceMonitor = "ServiceMonitor"
    case podMonitor = "PodMonitor"
  }

  private struct Monitor: Sendable {
    let reach: Graph.Reach
    let selector: LabelSelector
    let kind: Kind
  }

  private var monitors: [Monitor] = []
  /// Indices into `monitors` by a label that whatever they select has, and of those that demand no particular one.
  private var byLabel: [LabelSelector.Label: [Int]] = [:]
  private var byOthers: [Int] = []
  /// Why something may be read that no monitor here selects: another agent's objects, a configuration of Prometheus itself.
  private(set) var reasonForDoubt: String?
  /// Whether the repository tells Prometheus to read from anything.
  private(set) var isSomethingRead: Bool

  var hasMonitors: Bool { !monitors.isEmpty }

  package init(_ graph: Graph) {
    isSomethingRead = graph.workloads.contains {
      $0.workload.pod.template["metadata", "annotations", "prometheus.io/scrape"]?.text == "true"
    }
    for manifest in graph.manifests {
      if let reason = add(manifest), reasonForDoubt == nil { reasonForDoubt = reason }
    }
  }

  /// - Returns: why something else may be read.
  private mutating func add(_ manifest: Manifest) -> String? {
    if manifest.group == "monitoring.coreos.com", let kind = Kind(rawValue: manifest.kind) {
      isSomethingRead = true
      guard let selector = manifest.spec?["selector"].flatMap({ LabelSelector(selector: $0) }) else {
        return "the selector of \(manifest.logicalName) cannot be read"
      }
      if let labels = selector.demandedLabels.first {
        for label in labels { byLabel[label, default: []].append(monitors.count) }
      } else {
        byOthers.append(monitors.count)
      }
      monitors.append(Monitor(reach: Graph.Reach(of: manifest), selector: selector, kind: kind))
      return nil
    }
    switch manifest.kind {
    case "PodMonitoring", "ClusterPodMonitoring", "VMServiceScrape", "VMPodScrape", "ScrapeConfig", "OpenTelemetryCollector":
      return "\(manifest.logicalName) may read them"
    case "ConfigMap", "Secret":
      let holds = manifest.node["data"]?.entries.contains { $0.value.bytes.containsText("scrape_configs") } ?? false
      return holds ? "\(manifest.logicalName) may read them" : nil
    default: return nil
    }
  }

  /// Whether a monitor of a kind selects one of some objects by their labels.
  func select(oneOf places: [(manifest: Manifest, labels: [String: String])], with kind: Kind) -> Bool {
    places.contains { place in
      let candidates = byOthers + place.labels.flatMap { byLabel[LabelSelector.Label($0.key, $0.value)] ?? [] }
      return candidates.contains {
        monitors[$0].kind == kind && monitors[$0].selector.matches(place.labels) && monitors[$0].reach.includes(place.manifest)
      }
    }
  }
}
