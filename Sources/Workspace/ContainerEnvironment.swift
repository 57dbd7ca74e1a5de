internal import Kubernetes
internal import Servers
internal import SourceText
internal import YAMLSyntax

/// The ConfigMaps of a repository by their names.
struct ConfigMaps: Sendable {
  private let maps: [ConfigMap]
  private let folders: [String]
  private let byName: NearbyIndex<String>

  /// - Parameter folders: of the files, by their numbers.
  init(_ maps: [ConfigMap], folders: [String]) {
    self.maps = maps
    self.folders = folders
    byName = NearbyIndex(
      Dictionary(grouping: maps.indices.filter { maps[$0].manifest.name != nil }) { maps[$0].manifest.name ?? "" },
      at: maps.map { NearbyObjects.Place($0.manifest, folders: folders) })
  }

  /// The map that an object refers to: of several with one name (`overlays/dev`, `overlays/prod`) the nearest by path; nil when there
  /// is none, or several as near.
  func map(named name: String, for manifest: Manifest) -> ConfigMap? {
    guard let nearest = byName.nearest(NearbyObjects.Place(manifest, folders: folders), name), nearest.count == 1 else { return nil }
    return maps[nearest[0]]
  }
}

/// The variables that a manifest gives a container: `env`, and below it `envFrom` (core/v1 types.go, Container).
struct ContainerEnvironment: ContainerSurroundings {
  let container: Container
  let configMaps: ConfigMaps
  let kustomizations: Kustomizations

  private var manifest: Manifest { container.pod.manifest }

  func variable(_ name: String) -> Variable {
    if let entry = container.environment.last(where: { $0.name == name }) { return value(of: entry) }
    // Of several sources with one key the last counts.
    for source in container.environmentSources.reversed() {
      guard name.hasPrefix(source.prefix) else { continue }
      let place = manifest.location(source.node.range)
      guard source.kind == .configMap, let map = configMaps.map(named: source.name, for: manifest) else {
        return .unknown(reason: "\(name) may come from envFrom \(source.name)", place)
      }
      switch value(of: String(name.dropFirst(source.prefix.count)), in: map) {
      case .unset: continue
      case let found: return found
      }
    }
    return .unset
  }

  private func value(of entry: Container.Variable) -> Variable {
    let place = manifest.location((entry.node["value"] ?? entry.node).range)
    if let reference = entry.node["valueFrom", "configMapKeyRef"], let name = reference["name"]?.text, let key = reference["key"]?.text,
      let map = configMaps.map(named: name, for: manifest)
    {
      return value(of: key, in: map)
    }
    switch entry.value {
    case .absent: return .known("", place)
    case .undecidable(let reason, _): return .unknown(reason: reason, place)
    case .known(let text, _):
      guard text.containsText("$(") else { return .known(text, place) }
      return .unknown(reason: "\(entry.name) is made from other variables", place)
    }
  }

  private func value(of key: String, in map: ConfigMap) -> Variable {
    if let reason = kustomizations.reason(for: map.manifest, field: ["data", key]) { return .unknown(reason: reason, nil) }
    switch map.value(key) {
    case .absent: return .unset
    case .known(let text, let node): return .known(text, map.manifest.location(node.range))
    case .undecidable(let reason, let node): return .unknown(reason: reason, map.manifest.location(node.range))
    }
  }

  var workingDirectory: Field<String> { container.workingDirectory }

  func doubt(aboutFile path: String) -> String? {
    container.mountPaths.first { path == $0 || path.hasPrefix($0 + "/") }.map { "a volume is mounted at \($0)" }
  }

  // MARK: Command

  /// The words of `command` or `args`, `$(VAR)` filled in as the kubelet does: an unknown name stays as it is, `$$` is a dollar sign.
  func words(_ list: YAMLNode) -> [CommandWord] {
    list.elements.map { node in
      let place = manifest.location(node.range)
      guard let text = node.text else { return CommandWord(.unknown(reason: "it is no text"), at: place) }
      if text.containsText("{{") { return CommandWord(.unknown(reason: "it is a template"), at: place) }
      guard text.containsText("$(") else {
        return CommandWord(.known(text), at: place, place: { [manifest] in manifest.location(node.sourceRange(of: $0)) })
      }
      return CommandWord(expand(text), at: place)
    }
  }

  private func expand(_ text: String) -> CommandWord.Text {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      if rest.hasPrefix("$") {
        result += "$"
        rest = rest.dropFirst()
      } else if rest.hasPrefix("("), let close = rest.firstIndex(of: ")") {
        let name = String(rest[rest.index(after: rest.startIndex)..<close])
        // The kubelet does not know the image's variables.
        switch variable(name) {
        case .known(let value, _): result += value
        case .unset: result += "$(" + name + ")"
        case .unknown(let reason, _): return .unknown(reason: reason)
        }
        rest = rest[rest.index(after: close)...]
      } else {
        result += "$"
      }
    }
    return .known(result + rest)
  }
}
