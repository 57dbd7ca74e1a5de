internal import DockerfileSyntax
package import Kubernetes
package import SourceText
internal import YAMLSyntax

extension Graph {
  /// Which pods a Service leads to, as far as the repository says.
  package enum ServicePods: Sendable {
    case workloads([Int])
    case none
    case undecidable(String)
  }

  /// Labels that controllers put on pods: no template has them.
  private static let controllerLabels = [
    "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-revision-hash", "pod-template-hash",
    "job-name", "batch.kubernetes.io/job-name", "serving.knative.dev/service",
  ]

  /// Custom resources and releases in the Service's folder may make the pods that it selects, and so may a template; then nobody knows.
  package func pods(ofService index: Int, paths: (FileID) -> String) -> ServicePods {
    let node = services[index]
    guard let selected = node.workloads else { return .undecidable("the labels of the pods hold variables") }
    if !selected.isEmpty { return .workloads(selected) }
    let manifest = node.service.manifest
    if let selector = manifest.spec?["selector"], Self.controllerLabels.contains(where: { selector[$0] != nil }) {
      return .undecidable("a controller sets labels that the Service selects")
    }
    let folder = RepositoryPath.folder(of: paths(manifest.file))
    if let maker = maker(inFolder: folder) {
      return .undecidable("\(maker.logicalName) may make the pods")
    }
    return hasWorkload(near: manifest, paths: paths) ? .none : .undecidable("no workload stands near the Service")
  }

  /// Whether a workload stands in the object's folder or in one beside it: `services/` and `deployments/` are one system. Without any, what
  /// the object refers to is declared elsewhere.
  private func hasWorkload(near manifest: Manifest, paths: (FileID) -> String) -> Bool {
    let folder = RepositoryPath.folder(of: paths(manifest.file))
    return hasWorkload(below: RepositoryPath.parent(ofFolder: folder), near: manifest)
  }

  /// Whether an object that is no workload may have an operator that runs pods for it: its kind is one that we do not know.
  static func mayHaveOperator(_ manifest: Manifest) -> Bool {
    let group = String(manifest.group)
    return !group.isEmpty && !builtInGroups.contains(group) && !group.hasSuffix(".k8s.io") && !kindsWithoutPods.contains(manifest.kind)
  }

  private static let builtInGroups: Set<String> = [
    "apps", "batch", "autoscaling", "policy", "extensions", "keda.sh", "cert-manager.io", "external-secrets.io",
    "bitnami.com", "networking.istio.io", "security.istio.io", "traefik.io", "traefik.containo.us",
  ]

  private static let kindsWithoutPods: Set<String> = [
    "ServiceMonitor", "PodMonitor", "PrometheusRule", "ScrapeConfig", "AlertmanagerConfig", "AppProject",
  ]

  /// Whether a container of the selected pods has the port; nil when that cannot be told.
  package func isOpen(_ port: Service.Port, ofService index: Int) -> Bool? {
    guard let selected = services[index].workloads, !selected.isEmpty, let target = port.target, let text = target.text,
      Substitution.reason(in: text) == nil
    else { return nil }
    var isUndecided = false
    for workload in selected {
      let containers = workloads[workload].containers.filter { $0.container.role != .initContainer }
      for entry in containers {
        let ports = entry.container.ports
        if ports.contains(where: { $0.name == text || target.int != nil && $0.number.value == target.int }) { return true }
        // A port need not be declared to be open, but its name must be.
        let mayBeOpen = ports.isEmpty || ports.contains { $0.number.value == nil } || isExposed(target.int, by: entry)
        if mayBeOpen, target.int != nil { isUndecided = true }
      }
    }
    return isUndecided ? nil : false
  }

  private func isExposed(_ port: Int64?, by entry: ContainerNode) -> Bool {
    guard let port, let image = entry.image else { return false }
    return images[image.image].configuration?.exposedPorts.contains { $0.value.ports?.contains(Int(port)) ?? true } ?? false
  }

  /// The ports that containers of the selected pods name: `http (8080)`, `9090`.
  package func portNames(ofService index: Int) -> [String] {
    var names: [String] = []
    for workload in services[index].workloads ?? [] {
      for port in workloads[workload].containers.flatMap(\.container.ports) {
        let number = port.number.value.map(String.init) ?? "?"
        let name = port.name.map { "\($0) (\(number))" } ?? number
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }
}

extension Graph {
  /// What an autoscaler scales, as far as the repository says.
  package enum AutoscalerTarget: Sendable {
    case found
    case missing(String)
    case undecidable(String)
  }

  package func target(ofAutoscaler index: Int, paths: (FileID) -> String) -> AutoscalerTarget {
    let autoscaler = autoscalers[index]
    guard let name = autoscaler.targetName else { return .missing("it names no target") }
    let kind = autoscaler.targetKind ?? "object"
    guard let same = objects(kind, named: name, for: autoscaler.manifest) else { return .found }
    if let found = same.first {
      guard let group = autoscaler.targetGroup, !same.contains(where: { $0.group == group }) else { return .found }
      return .missing("\(kind) \(name) is of \(found.apiVersion)")
    }
    if Substitution.reason(in: name) != nil { return .undecidable("the target's name holds a variable") }
    guard hasWorkload(near: autoscaler.manifest, paths: paths) else { return .undecidable("no workload stands near the autoscaler") }
    return .missing("there is no \(kind) \(name) in the repository")
  }
}
