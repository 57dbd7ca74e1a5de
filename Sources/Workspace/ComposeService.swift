internal import DockerfileSyntax
package import Kubernetes
internal import Servers
package import SourceText
internal import YAMLSyntax

/// A service of one or several compose files that are put together, as it runs in production.
package struct ComposeService: Sendable {
  package let name: String
  /// What the files say of it, the base first: of a field that is no list and no mapping, the last one counts (compose-spec, 13-merge.md).
  let layers: [Layer]
  /// Files that may be put under these, and over them: what they say may or may not count.
  let below: [Layer]
  let above: [Layer]
  let interpolation: ComposeInterpolation

  struct Layer: Sendable {
    let file: ComposeFile
    let node: YAMLNode

    func location(_ node: YAMLNode) -> Location { location(node.range) }
    func location(_ range: ByteRange) -> Location { Location(file: file.file, range: range) }
  }

  /// A field of the service.
  enum Lookup {
    case absent
    case found(YAMLNode, Layer)
    case unknown(reason: String)
  }

  init?(name: String, layers: [Layer], below: [Layer], above: [Layer], interpolation: ComposeInterpolation) {
    guard !layers.isEmpty else { return nil }
    self.name = name
    self.layers = layers
    self.below = below
    self.above = above
    self.interpolation = interpolation
  }

  /// Where it is written, and where findings stand that speak of it as a whole.
  package var anchor: Location {
    let last = layers[layers.count - 1]
    let key = last.file.services.first { $0.key.hasText(name) }?.key
    return last.location(key ?? last.node)
  }

  /// The folder that relative paths are seen from.
  var folder: String { layers[0].file.folder }

  func lookUp(_ field: String) -> Lookup {
    if let layer = above.first(where: { $0.node[field] != nil }) { return .unknown(reason: "\(layer.file.path) may set it") }
    for layer in layers.reversed() {
      // `!reset` and `!override` change how files are put together.
      if let node = layer.node[field], let tag = node.tag, tag.hasPrefix("!") { return .unknown(reason: "it is tagged \(tag)") }
      if let node = layer.node.present(field) { return .found(node, layer) }
    }
    if let layer = below.first(where: { $0.node[field] != nil }) { return .unknown(reason: "\(layer.file.path) may set it") }
    if layers.contains(where: { $0.node.present("extends") != nil }) { return .unknown(reason: "the service extends another one") }
    return .absent
  }

  /// All that the files say, or may say, of a field that they add up.
  func all(_ field: String) -> [(node: YAMLNode, layer: Layer)] { fields(below + layers + above, field) }

  func fields(_ layers: [Layer], _ field: String) -> [(node: YAMLNode, layer: Layer)] {
    layers.compactMap { layer in layer.node.present(field).map { ($0, layer) } }
  }

  /// A text without variables, or with the defaults that are written for them.
  func text(_ node: YAMLNode) -> String? {
    guard let text = node.text.flatMap({ interpolation.expand($0) }), !text.contains(ComposeInterpolation.unknown) else { return nil }
    return text
  }

  /// A field that is one text.
  package func field(_ name: String) -> Field<String> {
    switch lookUp(name) {
    case .absent: return .absent
    case .unknown(let reason): return .undecidable(reason: reason, layers[0].node)
    case .found(let node, _):
      return text(node).map { .known($0, node) } ?? .undecidable(reason: "\(name) depends on a variable", node)
    }
  }

  /// Where a field is written.
  package func location(_ field: String) -> Location? {
    if case .found(let node, let layer) = lookUp(field) { layer.location(node) } else { nil }
  }

  // MARK: Image

  var build: ComposeBuild? {
    guard case .found(let node, let layer) = lookUp("build") else { return nil }
    return ComposeBuild(node, folder: layer.file.folder)
  }

  // MARK: Volumes

  struct Volume {
    /// A folder or file of the machine, seen from where readylint runs; nil for anything else.
    let source: String?
    let target: String
    let type: String
  }

  /// `source:target:mode` or a mapping (05-services.md, volumes), and `tmpfs`.
  var volumes: [Volume] {
    let listed = all("volumes").flatMap { field in field.node.elements.compactMap { volume($0) } }
    let memory = all("tmpfs").flatMap { field in field.node.isScalar ? [field.node] : Array(field.node.elements) }
    return listed
      + memory.compactMap(text).map { Volume(source: nil, target: String($0.prefix { $0 != ":" }), type: "tmpfs") }
  }

  private func volume(_ node: YAMLNode) -> Volume? {
    if node.isMapping {
      guard let target = node["target"].flatMap(text) else { return nil }
      let type = node["type"]?.text ?? "volume"
      return Volume(source: type == "bind" ? node["source"].flatMap(text).flatMap(host) : nil, target: target, type: type)
    }
    guard let text = node.text else { return nil }
    // A variable in front is mostly the folder of the project: `${PWD}:/app`.
    let home = ["${PWD}", "$PWD"].first { text.hasPrefix($0) }
    let parts = ((home == nil ? "" : ".") + text.dropFirst(home?.count ?? 0)).split(separator: ":", maxSplits: 2).map(String.init)
    guard parts.count > 1 else { return parts.first.map { Volume(source: nil, target: $0, type: "volume") } }
    let isPath = [".", "/", "~"].contains { parts[0].hasPrefix($0) }
    return Volume(source: isPath ? host(parts[0]) : nil, target: parts[1], type: isPath ? "bind" : "volume")
  }

  private func host(_ path: String) -> String? { path.hasPrefix("~") ? nil : RepositoryPath.join(folder, path) }

  // MARK: What rules ask

  /// How long Compose waits between the stop signal and SIGKILL (05-services.md, stop_grace_period): 10 s unless told otherwise.
  package var stopGraceSeconds: Field<Double> {
    switch field("stop_grace_period") {
    case .absent: .absent
    case .undecidable(let reason, let node): .undecidable(reason: reason, node)
    case .known(let text, let node):
      ComposeDuration.seconds(text).map { .known($0, node) } ?? .undecidable(reason: "'\(text)' is no duration", node)
    }
  }

  package static let defaultStopGraceSeconds = 10.0

  /// `deploy.replicas`, or `scale` (deploy.md, 05-services.md).
  package var replicas: Int? {
    let deploy = all("deploy").last?.node["replicas"]
    guard let node = deploy ?? all("scale").last?.node else { return 1 }
    return text(node).flatMap { Int($0) }
  }

  /// Whether ports of the machine lead to it.
  package var publishesPorts: Bool { all("ports").contains { $0.node.count > 0 } }

  /// Whether Compose or Swarm asks it whether it is well.
  package var hasHealthcheck: Bool {
    guard case .found(let node, _) = lookUp("healthcheck") else { return false }
    return node["test"] != nil && node["disable"]?.text != "true"
  }

  /// Whether it is kept running: what has no such policy may be a job that ends.
  package var isKeptRunning: Bool {
    if case .known(let policy, _) = field("restart") { return ["always", "unless-stopped"].contains(policy) }
    // Bounds of resources, a graphics card among them, are nothing of production's alone.
    let ofSwarm = ["mode", "replicas", "update_config", "rollback_config", "restart_policy", "placement", "endpoint_mode"]
    return all("deploy").contains { field in
      ofSwarm.contains { field.node.present($0) != nil } && (field.node["mode"]?.text ?? "").hasSuffix("-job") == false
    }
  }

  /// Whether something is run in it before it gets its stop signal.
  package var hasStopHook: Bool { !all("pre_stop").isEmpty }
}

/// Durations of compose-spec (11-extension.md): `1m30s`, `500ms`.
enum ComposeDuration {
  private static let units: [(name: String, seconds: Double)] = [
    ("us", 1e-6), ("ms", 1e-3), ("h", 3600), ("m", 60), ("s", 1),
  ]

  static func seconds(_ text: String) -> Double? {
    var sum = 0.0
    var rest = text[...]
    guard !rest.isEmpty, rest.utf8.count < 64 else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest[digits.endIndex...]
      guard let number = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.name) }) else { return nil }
      sum += number * unit.seconds
      rest = rest.dropFirst(unit.name.count)
    }
    return sum
  }
}
