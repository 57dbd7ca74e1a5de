internal import Kubernetes
internal import SourceText
internal import Workspace
internal import YAMLSyntax

// Who is called: a receiver of Alertmanager that pages somebody, and to which a route leads.

extension Repository {
  var onCallEvidence: [Scorecard.Evidence] {
    let objects = graph.manifests.flatMap { manifest -> [Scorecard.Evidence] in
      switch manifest.kind {
      case "AlertmanagerConfig":
        return manifest.spec.map { spec in Self.pagers(spec).map { Scorecard.Evidence($0.text ?? "", manifest.location($0.range)) } } ?? []
      case "ConfigMap", "Secret":
        return ["data", "stringData"].flatMap { manifest.node[$0]?.entries ?? [] }.compactMap { entry in
          guard let key = entry.key.text, key.hasPrefix("alertmanager"), key.hasSuffix(".yml") || key.hasSuffix(".yaml"),
            let text = entry.value.text,
            let pager = YAMLStream.parse(SourceFile(path: key, text: text)).roots.first.flatMap({ Self.pagers($0).first })
          else { return nil }
          return Scorecard.Evidence("\(key): \(pager.text ?? "")", manifest.location(entry.key.range))
        }
      default: return []
      }
    }
    return objects + files
  }

  /// `alertmanager.yml`, and `alertmanager/config.yml` in a folder of that name.
  private var files: [Scorecard.Evidence] {
    workspace.artifacts.enumerated().flatMap { index, artifact -> [Scorecard.Evidence] in
      let path = artifact.file.path.pathComponents
      guard let name = path.last, name.hasSuffix(".yml") || name.hasSuffix(".yaml"),
        name.hasPrefix("alertmanager") || path.dropLast().last == "alertmanager", case .unrelated = artifact.content,
        let root = YAMLStream.parse(artifact.file).roots.first
      else { return [] }
      return Self.pagers(root).map { Scorecard.Evidence($0.text ?? "", Location(file: FileID(index), range: $0.range)) }
    }
  }

  /// Services that wake somebody up (prometheus.io, Alertmanager "Configuration"; prometheus-operator api/v1alpha1). Mail and chat do not.
  private static let pagerKeys = [
    "pagerduty_configs", "opsgenie_configs", "victorops_configs", "pushover_configs", "sns_configs", "incidentio_configs",
    "pagerdutyConfigs", "opsgenieConfigs", "victoropsConfigs", "pushoverConfigs", "snsConfigs",
  ]

  /// The keys of such services in receivers that a route names.
  private static func pagers(_ configuration: YAMLNode) -> [YAMLNode] {
    guard let receivers = configuration["receivers"], let route = configuration["route"] else { return [] }
    var routed: Set<String> = []
    var open = [route]
    while let next = open.popLast(), routed.count < 1_000 {
      if let name = next["receiver"]?.text { routed.insert(name) }
      open += next["routes"].map { Array($0.elements) } ?? []
    }
    return receivers.elements.flatMap { receiver -> [YAMLNode] in
      guard let name = receiver["name"]?.text, routed.contains(name) else { return [] }
      return pagerKeys.compactMap { key in receiver.entry(key).flatMap { $0.value.count > 0 ? $0.key : nil } }
    }
  }
}
