internal import DockerfileSyntax
internal import Kubernetes
package import SourceText

/// The graph as things and links between them, for people and programs that want to see it.
package struct GraphOutline: Sendable {
  package struct Node: Hashable, Sendable {
    /// Unique within the outline and the same in each run over the same files.
    package let id: String
    /// Dockerfile, Image, Container, ComposeService, or the kind of an object.
    package let kind: String
    package let name: String
    /// nil for an image, which is written nowhere by itself.
    package let location: Location?
  }

  package struct Link: Hashable, Sendable {
    package let from: String
    package let to: String
    /// Why the two are taken to belong together.
    package let reason: String
  }

  package private(set) var nodes: [Node] = []
  package private(set) var links: [Link] = []
  /// Images of containers for which no Dockerfile was found, with why.
  package private(set) var unlinkedImages: [(image: String, reason: String)] = []

  /// The names, without tags, of those images that are not from Docker Hub, where others' images are: they may be the repository's own.
  package var unlinkedNames: [String] {
    var names: [String] = []
    for (image, _) in unlinkedImages {
      guard let reference = try? ImageReference(parsing: image), reference.domain != "docker.io" else { continue }
      if !names.contains(reference.name) { names.append(reference.name) }
    }
    return names
  }

  private var known: Set<String> = []
  private var knownLinks: Set<Link> = []

  package init(_ graph: Graph, paths: (FileID) -> String) {
    for (index, node) in graph.workloads.enumerated() { add(node, index: index, in: graph, paths: paths) }
    for service in graph.composeServices where service.isOfProject { add(service, in: graph, paths: paths) }
    for image in graph.images { _ = add(image, paths: paths) }
    for service in graph.services { _ = add(service.service.manifest, paths: paths) }
    for entrance in graph.entrances { addEntrance(entrance, in: graph, paths: paths) }
    for route in graph.routes { addRoute(route, in: graph, paths: paths) }
    for scrape in graph.scrapes(paths: paths) { addScrape(scrape, paths: paths) }
  }

  private mutating func add(_ node: Graph.WorkloadNode, index: Int, in graph: Graph, paths: (FileID) -> String) {
    let workload = add(node.workload.manifest, paths: paths)
    for entry in node.containers {
      let manifest = node.workload.manifest
      let container = "\(workload)#\(entry.container.logicalName)"
      insert(Node(id: container, kind: "Container", name: entry.container.name ?? "?", location: manifest.location(entry.container.anchor)))
      link(workload, container, entry.container.role == .main ? "runs it" : "runs it as \(entry.container.role.rawValue) container")
      guard let image = entry.container.image.value else { continue }
      let imageID = "image:\(image)"
      insert(Node(id: imageID, kind: "Image", name: image, location: nil))
      link(container, imageID, "its image")
      if let found = entry.image {
        link(imageID, add(graph.images[found.image], paths: paths), found.reason)
      } else if !unlinkedImages.contains(where: { $0.image == image }) {
        unlinkedImages.append((image, Self.reason(for: image, in: graph)))
      }
    }
    for service in node.services {
      let manifest = graph.services[service].service.manifest
      let selector = if case .labels(let selector, _) = graph.services[service].service.selector { selector.text } else { "" }
      link(add(manifest, paths: paths), workload, "selects \(selector)")
    }
    for autoscaler in node.autoscalers {
      link(add(graph.autoscalers[autoscaler].manifest, paths: paths), workload, "scales it by scaleTargetRef")
    }
    for budget in node.budgets {
      link(add(graph.budgets[budget].manifest, paths: paths), workload, "selects \(graph.budgets[budget].selector?.text ?? "")")
    }
    var seen: Set<String> = []
    for reference in node.workload.pod.references where seen.insert("\(reference.kind)/\(reference.name)").inserted {
      guard
        let target = graph.objects(reference.kind, named: reference.name, for: node.workload.manifest)?.first
      else { continue }
      link(workload, add(target, paths: paths), "refers to it by name")
    }
  }

  /// A service of a compose file that runs in production, which builds its image or names it.
  private mutating func add(_ node: Graph.ComposeNode, in graph: Graph, paths: (FileID) -> String) {
    let service = node.service
    let id = "services.\(service.name)@\(paths(service.anchor.file))"
    insert(Node(id: id, kind: "ComposeService", name: "services.\(service.name)", location: service.anchor))
    var user = id
    if service.build == nil, let image = service.imageReference?.familiarName {
      user = "image:\(image)"
      insert(Node(id: user, kind: "Image", name: image, location: nil))
      link(id, user, "its image")
    }
    if let found = node.image { link(user, add(graph.images[found.image], paths: paths), found.reason) }
  }

  private mutating func addEntrance(_ entrance: Entrance, in graph: Graph, paths: (FileID) -> String) {
    let id = add(entrance.manifest, paths: paths)
    guard let ingress = Ingress(entrance.manifest) else { return }
    for name in ingress.serviceNames {
      for service in graph.services
      where service.service.manifest.name == name && Graph.mayShareNamespace(entrance.manifest, service.service.manifest) {
        link(id, add(service.service.manifest, paths: paths), "its backend")
      }
    }
  }

  private mutating func addRoute(_ route: GatewayRoute, in graph: Graph, paths: (FileID) -> String) {
    let id = add(route.manifest, paths: paths)
    for parent in route.gateways {
      for entrance in graph.entrances where entrance.manifest.kind == "Gateway" && Graph.names(parent, entrance.manifest) {
        link(add(entrance.manifest, paths: paths), id, "attached to it by parentRefs")
      }
    }
    for (reference, _) in route.services {
      for service in graph.services where Graph.names(reference, service.service.manifest) {
        link(id, add(service.service.manifest, paths: paths), "its backend")
      }
    }
  }

  private mutating func addScrape(_ scrape: Scrape, paths: (FileID) -> String) {
    guard !scrape.selected.isEmpty else { return }
    let id = add(scrape.manifest, paths: paths)
    for manifest in scrape.selected { link(id, add(manifest, paths: paths), "reads metrics from it") }
  }

  private mutating func add(_ manifest: Manifest, paths: (FileID) -> String) -> String {
    let id = "\(manifest.logicalName)@\(paths(manifest.file))"
    insert(Node(id: id, kind: manifest.kind, name: manifest.logicalName, location: manifest.location(manifest.anchor)))
    return id
  }

  private mutating func add(_ image: Graph.ImageNode, paths: (FileID) -> String) -> String {
    let path = paths(image.file)
    insert(Node(id: path, kind: "Dockerfile", name: path, location: Location(file: image.file, range: .startOfFile)))
    return path
  }

  private mutating func insert(_ node: Node) {
    if known.insert(node.id).inserted { nodes.append(node) }
  }

  private mutating func link(_ from: String, _ to: String, _ reason: String) {
    let link = Link(from: from, to: to, reason: reason)
    if knownLinks.insert(link).inserted { links.append(link) }
  }

  private static func reason(for image: String, in graph: Graph) -> String {
    if graph.images.isEmpty { return "the repository holds no Dockerfile" }
    guard (try? ImageReference(parsing: image)) != nil else { return "it is no image reference that can be read" }
    return "no Dockerfile's name fits it, or several do; name it under images: in .readylint.yaml if it is built here"
  }
}
