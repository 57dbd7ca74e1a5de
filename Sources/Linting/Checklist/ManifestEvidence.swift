internal import DockerfileSyntax
internal import Kubernetes
internal import SourceText
internal import Workspace
internal import YAMLSyntax

// What Dockerfiles and manifests show: the ways in which the items of the checklist look for it.

extension ChecklistItem {
  static func images(_ repository: Repository, _ find: (Graph.ImageNode) -> Scorecard.Evidence?) -> [Scorecard.Evidence] {
    repository.graph.images.compactMap(find)
  }

  static func from(_ image: Graph.ImageNode, _ text: String) -> Scorecard.Evidence? {
    guard let stage = image.dockerfile.stages.last else { return nil }
    return Scorecard.Evidence(text, Location(file: image.file, range: image.dockerfile.instructions[stage.from].range))
  }

  static func containers(
    _ repository: Repository, _ find: (Graph.ContainerNode) -> Scorecard.Evidence?
  ) -> [Scorecard.Evidence] {
    repository.graph.workloads.flatMap { $0.containers.compactMap(find) }
  }

  static func evidence(_ text: String, _ node: YAMLNode, _ entry: Graph.ContainerNode) -> Scorecard.Evidence {
    Scorecard.Evidence(text, entry.container.pod.manifest.location(node.range))
  }

  static func named(_ manifest: Manifest) -> Scorecard.Evidence {
    Scorecard.Evidence(manifest.logicalName, manifest.location(manifest.anchor))
  }

  static func objects(_ repository: Repository, kinds: Set<String>) -> [Scorecard.Evidence] {
    repository.graph.manifests.filter { kinds.contains($0.kind) }.map(named)
  }

  /// Variables of containers and keys of ConfigMaps. One that is set to nothing shows nothing.
  static func variables(_ repository: Repository, _ matches: (String, String?) -> Bool) -> [Scorecard.Evidence] {
    containers(repository) { entry in
      entry.container.environment.first { !$0.value.isAbsent && $0.value.value?.isEmpty != true && matches($0.name, $0.value.value) }
        .map { evidence($0.name, $0.node["name"] ?? $0.node, entry) }
    }
      + repository.graph.manifests.filter { $0.kind == "ConfigMap" }.flatMap { manifest in
        (manifest.node["data"]?.entries ?? []).filter { $0.value.text?.isEmpty == false && matches($0.key.text ?? "", $0.value.text) }
          .map { Scorecard.Evidence($0.key.text ?? "", manifest.location($0.key.range)) }
      }
  }

  static func annotations(_ repository: Repository, _ matches: (String, String) -> Bool) -> [Scorecard.Evidence] {
    repository.graph.workloads.compactMap { node in
      let entries = node.workload.pod.template["metadata", "annotations"]?.entries ?? []
      return entries.first { matches($0.key.text ?? "", $0.value.text ?? "") }
        .map { Scorecard.Evidence($0.key.text ?? "", node.workload.manifest.location($0.key.range)) }
    }
  }

  static func alerts(_ repository: Repository) -> [(manifest: Manifest, rule: YAMLNode)] {
    repository.graph.manifests.filter { $0.kind == "PrometheusRule" || $0.kind == "VMRule" }.flatMap { manifest in
      (manifest.spec?["groups"].map { Array($0.elements) } ?? []).flatMap { group in
        (group["rules"].map { Array($0.elements) } ?? []).filter { $0["alert"] != nil }.map { (manifest, $0) }
      }
    }
  }
}
