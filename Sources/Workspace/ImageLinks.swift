internal import DockerfileSyntax
internal import Kubernetes
internal import SourceText

/// Why a container is taken to run the image of a Dockerfile.
package struct ImageLink: Sendable {
  /// Index in `Graph.images`.
  package let image: Int
  package let reason: String
}

extension Graph {
  /// Finds the Dockerfile of each container's image: as the configuration says, else as a file says that builds it, else by name when
  /// exactly one fits.
  mutating func linkImages(
    in workspace: Workspace, compose: [ComposeFile], paths: [String], configured: [String: String], repository: RepositoryFiles
  ) {
    guard !images.isEmpty, !workloads.isEmpty || !composeServices.isEmpty else { return }
    let candidates = images.indices.compactMap { index -> Candidate? in
      guard images[index].configuration != nil else { return nil }
      let path = paths[Int(images[index].file.index)]
      return Candidate(image: index, path: path, name: Self.name(ofDockerfile: path, repository: repository))
    }
    var references: [String: ImageReference] = [:]
    for index in workloads.indices {
      for position in workloads[index].containers.indices {
        let reference = Self.reference(of: workloads[index].containers[position].container)
        if let reference { references[reference.name] = reference }
      }
    }
    let imagesByPath = Dictionary(candidates.map { ($0.path, $0.image) }, uniquingKeysWith: { first, _ in first })
    let builds = Dictionary(
      grouping: DeclaredBuild.all(in: workspace, compose: compose, dockerfiles: candidates.map(\.path), repository: repository)
        .filter { imagesByPath[$0.dockerfile] != nil }, by: \.image)
    let links = Self.links(
      Array(references.values), candidates, configured: configured, declared: builds.mapValues { Set($0.map(\.dockerfile)) })
    for index in workloads.indices where !workloads[index].workload.manifest.isHelmTest {
      let path = paths[Int(workloads[index].workload.manifest.file.index)]
      for position in workloads[index].containers.indices {
        guard let reference = Self.reference(of: workloads[index].containers[position].container) else { continue }
        if let link = links[reference.name] {
          workloads[index].containers[position].image = link
        } else if !Self.isConfigured(reference, configured), let named = builds[reference.name],
          case .link(let link)? = declaredLink(of: reference, at: path, named, images: imagesByPath)
        {
          workloads[index].containers[position].image = link
        }
      }
    }
    let declared = builds.mapValues { Set($0.map(\.dockerfile)) }
    let composed = Self.links(composeServices.compactMap(\.service.imageReference), candidates, configured: configured, declared: declared)
    for index in composeServices.indices {
      let link = composeLink(of: composeServices[index].service, images: imagesByPath) { reference, path in
        if let link = composed[reference.name] { return link }
        guard !Self.isConfigured(reference, configured), let named = builds[reference.name],
          case .link(let link)? = declaredLink(of: reference, at: path, named, images: imagesByPath)
        else { return nil }
        return link
      }
      composeServices[index].image = link
      if let link { images[link.image].composeServices.append(index) }
    }
    let isDeclared = references.keys.contains { builds[$0] != nil }
    if configured.isEmpty, candidates.count == 1, links.isEmpty, !isDeclared { linkOnlyImage(candidates[0]) }
    for index in workloads.indices {
      for position in workloads[index].containers.indices {
        if let link = workloads[index].containers[position].image { images[link.image].containers.append((index, position)) }
      }
    }
  }

  private static func isConfigured(_ reference: ImageReference, _ configured: [String: String]) -> Bool {
    configured[reference.name] != nil || configured[reference.familiarName] != nil
  }

  private static func reference(of container: Container) -> ImageReference? {
    container.image.value.flatMap { try? ImageReference(parsing: $0) }
  }

  private struct Candidate {
    var image: Int
    var path: String
    var name: String?
  }

  /// The links of images by their names.
  private static func links(
    _ references: [ImageReference], _ candidates: [Candidate], configured: [String: String], declared: [String: Set<String>]
  ) -> [String: ImageLink] {
    var links: [String: ImageLink] = [:]
    for reference in references {
      if let (name, path) = configured.first(where: { $0.key == reference.name || $0.key == reference.familiarName }) {
        links[reference.name] = candidates.first { $0.path == path }.map {
          ImageLink(image: $0.image, reason: ".readylint.yaml gives \(name) as \(path)")
        }
      }
    }
    // What another image of the repository is said to be built from is nobody else's.
    let taken = Set(references.flatMap { declared[$0.name] ?? [] })
    let byName = Dictionary(grouping: candidates) { $0.name ?? "" }
    var linked = Set(links.values.map(\.image))
    // `api` is api/Dockerfile; failing that, `shop-api` may be, when no other image ends so.
    for names in [lastComponent, endings] {
      let open = references.filter {
        links[$0.name] == nil && !isConfigured($0, configured) && declared[$0.name] == nil && !isWellKnown($0)
      }
      var claims: [String: Int] = [:]
      for reference in open { for name in names(reference) { claims[name, default: 0] += 1 } }
      for reference in open {
        let matches = names(reference).flatMap { byName[$0] ?? [] }
        guard matches.count == 1, let match = matches.first, let name = match.name, claims[name] == 1, !taken.contains(match.path),
          linked.insert(match.image).inserted
        else { continue }
        links[reference.name] = ImageLink(
          image: match.image, reason: "\(match.path) is the only Dockerfile whose name fits the image \(reference.familiarName)")
      }
    }
    return links
  }

  private static func lastComponent(_ reference: ImageReference) -> [String] {
    reference.path.lastPathComponent.map { [String($0)] } ?? []
  }

  /// What stands behind each dash of the path: `b-c` and `c` of `a-b-c`.
  private static func endings(_ reference: ImageReference) -> [String] {
    let path = reference.path
    return path.indices.filter { path[$0] == "-" }.map { String(path[path.index(after: $0)...]) }
  }

  /// A repository with one Dockerfile and one image of its own: unless their ports speak against it, they belong together.
  private mutating func linkOnlyImage(_ candidate: Candidate) {
    var names: Set<String> = []
    for container in workloads.lazy.flatMap(\.containers) {
      // An image that cannot be read may be the one.
      guard let reference = Self.reference(of: container.container) else { return }
      if !Self.isWellKnown(reference), !Self.isOthers(reference) { names.insert(reference.name) }
    }
    guard names.count == 1, let name = names.first else { return }
    let exposed = images[candidate.image].configuration?.exposedPorts.compactMap(\.value.ports) ?? []
    let link = ImageLink(
      image: candidate.image, reason: "\(candidate.path) is the only Dockerfile, and \(name) the only image that is not a public one")
    for index in workloads.indices {
      for position in workloads[index].containers.indices {
        let container = workloads[index].containers[position].container
        guard Self.reference(of: container)?.name == name else { continue }
        let ports = container.ports.compactMap(\.number.value)
        if !exposed.isEmpty, !ports.isEmpty, !ports.contains(where: { port in exposed.contains { $0.contains(Int(port)) } }) { continue }
        workloads[index].containers[position].image = link
      }
    }
  }

  // MARK: Names

  /// Words in the names of files and folders that say nothing about the image.
  private static let genericNames: Set<String> = [
    "docker", "dockerfiles", "build", "deploy", "deployment", "deployments", "ci", "infra", "container", "containers", "images", "image",
    "src", "prod", "production", "release", "package", "packaging", "k8s", "kubernetes", ".docker",
  ]

  /// Dockerfiles of these names build something that is not deployed.
  static let developmentNames: Set<String> = [
    "dev", "develop", "development", "test", "tests", "testing", "local", "debug", "ci", "lint",
  ]

  /// The name of the image that a Dockerfile seems to be for: `api` of `api.Dockerfile`, `Dockerfile.api` and `api/Dockerfile`.
  private static func name(ofDockerfile path: String, repository: RepositoryFiles) -> String? {
    let file = Discovery.name(of: path).lowercased()
    var own = ""
    for suffix in [".dockerfile", ".containerfile"] where file.hasSuffix(suffix) { own = String(file.dropLast(suffix.count)) }
    for prefix in ["dockerfile.", "dockerfile-", "containerfile."] where file.hasPrefix(prefix) {
      own = String(file.dropFirst(prefix.count))
    }
    if developmentNames.contains(own) { return nil }
    if !own.isEmpty, !genericNames.contains(own) { return own }
    for folder in path.pathComponents.dropLast().reversed() {
      let name = folder.lowercased()
      if developmentNames.contains(name) { return nil }
      if name != "..", name != ".", !genericNames.contains(name) { return name }
    }
    return repository.rootName?.lowercased()
  }

  /// Official images of Docker Hub, under which nobody publishes an own build.
  private static func isWellKnown(_ reference: ImageReference) -> Bool {
    reference.domain == "docker.io" && reference.path.hasPrefix("library/")
      && officialImages.contains(String(reference.path.dropFirst("library/".count)))
  }

  private static let officialImages: Set<String> = [
    "alpine", "amazonlinux", "bash", "busybox", "caddy", "cassandra", "centos", "consul", "couchdb", "debian", "docker", "eclipse-temurin",
    "elasticsearch", "fedora", "fluentd", "golang", "gradle", "grafana", "haproxy", "hello-world", "httpd", "influxdb", "jenkins",
    "kibana", "kong", "logstash", "mariadb", "maven", "memcached", "mongo", "mongo-express", "mysql", "nats", "neo4j", "nextcloud",
    "nginx", "node", "openjdk", "perl", "percona", "php", "postgres", "python", "rabbitmq", "redis", "registry", "rethinkdb", "ruby",
    "rust", "solr", "sonarqube", "telegraf", "tomcat", "traefik", "ubuntu", "vault", "wordpress", "zookeeper",
  ]

  /// Registries and organisations whose images a repository uses rather than builds.
  private static func isOthers(_ reference: ImageReference) -> Bool {
    if ["registry.k8s.io", "k8s.gcr.io", "mcr.microsoft.com", "cgr.dev", "docker.elastic.co", "public.ecr.aws"].contains(reference.domain) {
      return true
    }
    let owner = reference.path.pathComponents.first ?? ""
    return [
      "bitnami", "grafana", "prom", "prometheus", "jetstack", "istio", "envoyproxy", "hashicorp", "argoproj", "distroless", "bitnamilegacy",
      "traefik", "minio", "confluentinc", "cloudsql-docker", "cloud-sql-connectors", "oauth2-proxy", "otel", "open-telemetry",
      "jaegertracing",
    ].contains(String(owner))
  }
}
