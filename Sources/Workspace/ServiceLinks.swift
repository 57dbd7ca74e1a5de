package import Kubernetes
internal import SourceText
internal import YAMLSyntax

extension Graph {
  /// Finds the pods that Services and disruption budgets speak of.
  ///
  /// - Parameter folders: of the files, by their numbers; so below.
  mutating func linkSelectors(folders: [String]) {
    var index = LabelIndex(
      workloads.indices.map { workloads[$0].workload.podLabels },
      at: workloads.indices.map { NearbyObjects.Place(workloads[$0].workload.manifest, folders: folders) })
    linkServices(&index, folders)
    linkBudgets(&index, folders)
  }

  /// Finds the pods of each Service: all its labels match, and their namespaces may be the same.
  private mutating func linkServices(_ pods: inout LabelIndex, _ folders: [String]) {
    let undecidable = workloads.indices.contains { workloads[$0].workload.hasVariableLabel }
    for index in services.indices {
      let service = services[index].service
      guard case .labels(let selector, _) = service.selector,
        let selected = pods.matches(of: selector, near: NearbyObjects.Place(service.manifest, folders: folders)),
        !selected.isEmpty || !undecidable
      else { continue }
      services[index].workloads = selected
      for workload in selected { workloads[workload].services.append(index) }
    }
  }

  /// Finds the Ingresses in front of each workload: an Ingress leads to Services of its own namespace.
  mutating func linkIngresses(folders: [String]) {
    let ingresses = entrances.compactMap { Ingress($0.manifest) }
    guard !ingresses.isEmpty else { return }
    var numbers: [String: [Int]] = [:]
    for (number, ingress) in ingresses.enumerated() {
      for name in Set(ingress.serviceNames) { numbers[name, default: []].append(number) }
    }
    let byService = NearbyIndex(numbers, at: ingresses.map { NearbyObjects.Place($0.manifest, folders: folders) })
    for index in services.indices {
      let manifest = services[index].service.manifest
      guard let name = manifest.name,
        let leading = byService.near(NearbyObjects.Place(manifest, folders: folders), name)?.map({ ingresses[$0].manifest })
      else { continue }
      for workload in services[index].workloads ?? [] { workloads[workload].ingresses += leading }
    }
  }

  /// Finds the routes in front of each workload: a route may lead to Services of other namespaces, which it names then.
  mutating func linkRoutes(folders: [String]) {
    guard !routes.isEmpty else { return }
    var numbers: [String: [Int]] = [:]
    for index in services.indices {
      if let name = services[index].service.manifest.name { numbers[name, default: []].append(index) }
    }
    let byName = NearbyIndex(
      numbers, at: services.indices.map { NearbyObjects.Place(services[$0].service.manifest, folders: folders) })
    for route in routes {
      for (reference, rule) in route.services {
        let namespace = reference.namespace.flatMap { Substitution.reason(in: $0) == nil ? $0 : nil }
        let place = NearbyObjects.Place(folder: folders[Int(route.manifest.file.index)], namespace: namespace)
        for service in byName.near(place, reference.name) ?? [] {
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
  mutating func linkAutoscalers(folders: [String]) {
    struct Target: Hashable {
      /// nil for any.
      let kind: String?
      let name: String
    }
    let names = Set(autoscalers.compactMap(\.targetName))
    guard !names.isEmpty else { return }
    var numbers: [Target: [Int]] = [:]
    for index in workloads.indices {
      let manifest = workloads[index].workload.manifest
      guard let name = manifest.name, names.contains(name) else { continue }
      for kind in [manifest.kind, nil] { numbers[Target(kind: kind, name: name), default: []].append(index) }
    }
    let targets = NearbyIndex(
      numbers, at: workloads.indices.map { NearbyObjects.Place(workloads[$0].workload.manifest, folders: folders) })
    for (index, autoscaler) in autoscalers.enumerated() {
      guard let name = autoscaler.targetName else { continue }
      let target = Target(kind: autoscaler.targetKind, name: name)
      for workload in targets.nearest(NearbyObjects.Place(autoscaler.manifest, folders: folders), target) ?? [] {
        workloads[workload].autoscalers.append(index)
      }
    }
  }

  /// Finds the pods that each disruption budget speaks of. One without a selector speaks of none, an empty one of all in its namespace
  /// (policy/v1 types.go).
  private mutating func linkBudgets(_ pods: inout LabelIndex, _ folders: [String]) {
    for (index, budget) in budgets.enumerated() {
      // An empty selector over a namespace that nobody names would match the whole repository.
      guard let selector = budget.selector, !selector.isEmpty || budget.manifest.namespace != nil else { continue }
      for workload in pods.matches(of: selector, near: NearbyObjects.Place(budget.manifest, folders: folders)) ?? [] {
        workloads[workload].budgets.append(index)
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
