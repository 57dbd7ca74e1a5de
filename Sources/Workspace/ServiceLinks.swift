package import Kubernetes
internal import SourceText
internal import YAMLSyntax

extension Graph {
  /// Finds the pods that Services and disruption budgets speak of.
  mutating func linkSelectors() {
    let index = LabelIndex(workloads.indices.map { workloads[$0].workload.podLabels })
    linkServices(index)
    linkBudgets(index)
  }

  /// Finds the pods of each Service: all its labels match, and their namespaces may be the same.
  private mutating func linkServices(_ pods: LabelIndex) {
    let undecidable = workloads.indices.contains { workloads[$0].workload.hasVariableLabel }
    for index in services.indices {
      let service = services[index].service
      guard case .labels(let selector, _) = service.selector else { continue }
      let candidates = pods.matches(of: selector).filter {
        Self.mayShareNamespace(service.manifest, workloads[$0].workload.manifest)
      }
      if candidates.isEmpty, undecidable { continue }
      services[index].workloads = candidates
      for candidate in candidates { workloads[candidate].services.append(index) }
    }
  }

  /// Finds the Ingresses in front of each workload: an Ingress leads to Services of its own namespace.
  mutating func linkIngresses() {
    var byName: [String: [Manifest]] = [:]
    for ingress in entrances.compactMap({ Ingress($0.manifest) }) {
      for name in Set(ingress.serviceNames) { byName[name, default: []].append(ingress.manifest) }
    }
    guard !byName.isEmpty else { return }
    for index in services.indices {
      let manifest = services[index].service.manifest
      let leading = manifest.name.flatMap { byName[$0] }?.filter { Self.mayShareNamespace($0, manifest) } ?? []
      for workload in services[index].workloads ?? [] { workloads[workload].ingresses += leading }
    }
  }

  /// Finds the routes in front of each workload: a route may lead to Services of other namespaces, which it names then.
  mutating func linkRoutes() {
    guard !routes.isEmpty else { return }
    var byName: [String: [Int]] = [:]
    for (index, node) in services.enumerated() {
      if let name = node.service.manifest.name { byName[name, default: []].append(index) }
    }
    for route in routes {
      for (reference, rule) in route.services {
        for service in byName[reference.name, default: []] where Self.names(reference, services[service].service.manifest) {
          for workload in services[service].workloads ?? [] { workloads[workload].routes.append((route, rule)) }
        }
      }
    }
  }

  /// Whether a route's reference is to an object, as far as their namespaces say.
  static func names(_ reference: GatewayRoute.Reference, _ manifest: Manifest) -> Bool {
    guard reference.name == manifest.name, let one = reference.namespace, let other = manifest.namespace else {
      return reference.name == manifest.name
    }
    return one == other || Substitution.reason(in: one) != nil || Substitution.reason(in: other) != nil
  }

  /// An object that names no namespace gets it from whoever applies it: then any may be meant.
  package static func mayShareNamespace(_ left: Manifest, _ right: Manifest) -> Bool {
    guard let one = writtenNamespace(of: left), let other = writtenNamespace(of: right) else { return true }
    return one == other
  }

  /// nil where it may be any.
  static func writtenNamespace(of manifest: Manifest) -> String? {
    manifest.namespace.flatMap { Substitution.reason(in: $0) == nil ? $0 : nil }
  }

  /// Finds the workloads that autoscalers own. Of several with one name (`overlays/dev`, `overlays/prod`), the nearest by path.
  mutating func linkAutoscalers(paths: [String]) {
    let targets = Set(autoscalers.compactMap(\.targetName))
    var byName: [String: [Int]] = [:]
    for index in workloads.indices {
      if let name = workloads[index].workload.manifest.name, targets.contains(name) { byName[name, default: []].append(index) }
    }
    for (index, autoscaler) in autoscalers.enumerated() {
      guard let name = autoscaler.targetName else { continue }
      let path = paths[Int(autoscaler.manifest.file.index)]
      let candidates = byName[name, default: []].filter { candidate in
        let manifest = workloads[candidate].workload.manifest
        return autoscaler.targetKind.map { $0 == manifest.kind } ?? true && Self.mayShareNamespace(autoscaler.manifest, manifest)
      }
      let nearness = candidates.map { RepositoryPath.nearness(path, paths[Int(workloads[$0].workload.manifest.file.index)]) }
      guard let nearest = nearness.max() else { continue }
      for (candidate, distance) in zip(candidates, nearness) where distance == nearest {
        workloads[candidate].autoscalers.append(index)
      }
    }
  }

  /// Finds the pods that each disruption budget speaks of. One without a selector speaks of none, an empty one of all in its namespace
  /// (policy/v1 types.go).
  private mutating func linkBudgets(_ pods: LabelIndex) {
    for (index, budget) in budgets.enumerated() {
      // An empty selector over a namespace that nobody names would match the whole repository.
      guard let selector = budget.selector, !selector.isEmpty || budget.manifest.namespace != nil else { continue }
      for candidate in pods.matches(of: selector) where Self.mayShareNamespace(budget.manifest, workloads[candidate].workload.manifest) {
        workloads[candidate].budgets.append(index)
      }
    }
  }

  /// Which containers serve requests: those whose ports a Service leads to.
  mutating func linkTraffic() {
    for index in workloads.indices {
      let node = workloads[index]
      for position in node.containers.indices {
        let container = node.containers[position].container
        guard container.role != .initContainer else { continue }
        if node.services.contains(where: { leads(services[$0].service, to: container, of: node) }) {
          workloads[index].containers[position].traffic = .service
        } else if services.isEmpty, !container.ports.isEmpty, node.workload.isReplicated {
          workloads[index].containers[position].traffic = .presumed
        }
      }
    }
  }

  /// Whether one of a Service's ports leads to a container. A number that no container names leads to the pod's only main container:
  /// a port need not be declared to be open.
  private func leads(_ service: Service, to container: Container, of node: WorkloadNode) -> Bool {
    let mains = node.containers.filter { $0.container.role == .main }
    if mains.count == 1, container.role == .main { return true }
    let ports = service.ports
    return ports.isEmpty
      || ports.contains { port in
        guard let target = port.target else { return false }
        return container.ports.contains {
          $0.name != nil && $0.name == target.text || $0.number.value != nil && $0.number.value == target.int
        }
      }
  }
}
