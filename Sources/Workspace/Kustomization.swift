package import Kubernetes
internal import SourceText
internal import YAMLSyntax

/// What the kustomizations of a repository change in objects that other files declare (kustomize api/types, Kustomization).
///
/// Patches are not applied: what one sets is not known at the place where the object is declared.
package struct Kustomizations: Sendable {
  /// The paths of files that hold patches: their objects are parts of others, never whole ones.
  package private(set) var patchFiles: Set<String> = []
  private var patches: [Patch] = []
  /// Indices into `patches` by the name that they are for, and of those that are for any.
  private var patchesByName: [String: [Int]] = [:]
  private var patchesOfAnyName: [Int] = []
  /// Whether one gives labels to all its objects (`commonLabels`, `labels`).
  private(set) var setsLabels = false
  /// Image names to the kustomization that gives them another tag, digest or name.
  private var images: [String: String] = [:]
  /// `ConfigMap/name` and `Secret/name` that generators make.
  private var generated: Set<String> = []
  /// Names of workloads to the kustomization that sets their replicas.
  private var replicas: [String: String] = [:]

  private struct Patch: Sendable {
    enum Content: Sendable {
      case merge(YAMLNode)
      /// RFC 6902: the paths that it touches.
      case operations([[String]])
    }
    var path: String
    var kind: String?
    /// nil, or a regular expression that is not plain: any name.
    var name: String?
    var content: Content
  }

  init(_ workspace: Workspace) {
    let kustomizations = mapInParallel(count: workspace.artifacts.count, isSmall: workspace.isSmall) { index -> Bool in
      let artifact = workspace.artifacts[index]
      guard case .manifests(let stream, _) = artifact.content, let root = stream.roots.first else { return false }
      return Self.isKustomization(root, path: artifact.file.path)
    }
    guard kustomizations.contains(true) else { return }
    let positions = Dictionary(
      workspace.artifacts.enumerated().map { ($1.file.path, $0) }, uniquingKeysWith: { first, _ in first })
    for (artifact, isKustomization) in zip(workspace.artifacts, kustomizations) where isKustomization {
      guard case .manifests(let stream, _) = artifact.content, let root = stream.roots.first else { continue }
      read(root, path: artifact.file.path) { path in
        guard let position = positions[path] else { return [] }
        switch workspace.artifacts[position].content {
        case .manifests(let stream, _): return stream.roots
        // A list of RFC 6902 operations is no object of Kubernetes.
        case .unrelated: return YAMLStream.parse(workspace.artifacts[position].file).roots
        default: return []
        }
      }
    }
  }

  static func isKustomization(_ root: YAMLNode, path: String) -> Bool {
    if let version = root["apiVersion"]?.text { return version.hasPrefix("kustomize.config.k8s.io/") }
    return FileKind.isKustomization(name: Discovery.name(of: path))
  }

  private mutating func read(_ root: YAMLNode, path: String, roots: (String) -> [YAMLNode]) {
    let folder = RepositoryPath.folder(of: path)
    if root.present("commonLabels") != nil || root.present("labels") != nil { setsLabels = true }
    for entry in Self.list(root, "patches") + Self.list(root, "patchesJson6902") {
      let target = entry["target"]
      let kind = target?["kind"]?.text
      let name = target?["name"]?.text.flatMap { Self.isPlainName($0) ? $0 : nil }
      if let file = entry["path"]?.text, let file = RepositoryPath.join(folder, file) {
        patchFiles.insert(file)
        for root in roots(file) { add(root, kind: kind, name: name, path: path) }
      } else if let text = entry["patch"]?.text {
        addInline(text, kind: kind, name: name, path: path)
      }
    }
    for entry in Self.list(root, "patchesStrategicMerge") {
      guard let text = entry.text else { continue }
      if text.contains("\n") {
        addInline(text, kind: nil, name: nil, path: path)
      } else if let file = RepositoryPath.join(folder, text) {
        patchFiles.insert(file)
        for root in roots(file) { add(root, kind: nil, name: nil, path: path) }
      }
    }
    for entry in Self.list(root, "images") {
      if let name = entry["name"]?.text { images[name] = path }
    }
    for (field, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
      for entry in Self.list(root, field) {
        if let name = entry["name"]?.text { generated.insert("\(kind)/\(name)") }
      }
    }
    for entry in Self.list(root, "replicas") {
      if let name = entry["name"]?.text { replicas[name] = path }
    }
  }

  private mutating func addInline(_ text: String, kind: String?, name: String?, path: String) {
    for root in YAMLStream.parse(SourceFile(path: path, text: text)).roots { add(root, kind: kind, name: name, path: path) }
  }

  private mutating func add(_ root: YAMLNode, kind: String?, name: String?, path: String) {
    if root.isSequence {
      let paths = root.elements.compactMap { $0["path"]?.text?.pathComponents.map { String($0) } }
      add(Patch(path: path, kind: kind, name: name, content: .operations(paths)))
    } else if root.isMapping {
      // Without a target, the patch itself says whom it is for.
      add(
        Patch(
          path: path, kind: kind ?? root["kind"]?.text, name: kind == nil && name == nil ? root["metadata", "name"]?.text : name,
          content: .merge(root)))
    }
  }

  private mutating func add(_ patch: Patch) {
    if let name = patch.name { patchesByName[name, default: []].append(patches.count) } else { patchesOfAnyName.append(patches.count) }
    patches.append(patch)
  }

  private static func list(_ root: YAMLNode, _ key: String) -> [YAMLNode] {
    root[key].map { Array($0.elements) } ?? []
  }

  private static func isPlainName(_ name: String) -> Bool {
    !name.contains { "*.+?()[]{}|^$\\".contains($0) }
  }

  // MARK: Questions

  /// Why a field of an object is not known where it is declared; nil when no patch touches it.
  ///
  /// - Parameter field: below the object, e.g. `spec`, `replicas`.
  package func reason(for manifest: Manifest, field: [String]) -> String? {
    patch(of: manifest) { content in
      switch content {
      case .merge(let root): Self.node(field, in: root) != nil
      case .operations(let paths): paths.contains { Self.meet($0[...], field) }
      }
    }
  }

  /// Why a field of a container is not known where it is declared; nil when no patch touches it.
  ///
  /// - Parameter field: below the container, e.g. `resources`, `limits`.
  package func reason(for container: Container, field: [String]) -> String? {
    patch(of: container.pod.manifest) { content in
      switch content {
      case .merge(let root):
        guard let spec = Self.podSpec(of: root), let list = spec[container.field] else { return false }
        return list.elements.contains { $0["name"]?.text == container.name && Self.node(field, in: $0) != nil }
      case .operations(let paths):
        return paths.contains { path in
          guard let start = path.firstIndex(of: container.field) else { return false }
          let rest = path[(start + 1)...]
          // `/spec/template/spec/containers` or `…/containers/0/resources`, for whichever container stands there.
          return rest.count <= 1 || Self.meet(rest.dropFirst(), field)
        }
      }
    }
  }

  /// Why a field of a pod is not known where it is declared; nil when no patch touches it.
  package func reason(for pod: PodTemplate, field: [String]) -> String? {
    patch(of: pod.manifest) { content in
      switch content {
      case .merge(let root): Self.podSpec(of: root).map { Self.node(field, in: $0) != nil } ?? false
      case .operations(let paths):
        paths.contains { path in
          path.lastIndex(of: "spec").map { Self.meet(path[($0 + 1)...], field) } ?? false
        }
      }
    }
  }

  /// Why the tag or digest of an image is not known where it is written.
  func reason(forImage name: String) -> String? { images[name].map { "\($0) sets the image \(name)" } }

  /// Whether a generator makes a ConfigMap or a Secret of this name.
  func generates(_ kind: String, named name: String) -> Bool { generated.contains("\(kind)/\(name)") }

  package func reason(forReplicasOf manifest: Manifest) -> String? {
    manifest.name.flatMap { replicas[$0] }.map { "\($0) sets the replicas" } ?? reason(for: manifest, field: ["spec", "replicas"])
  }

  /// The first patch that touches something of an object.
  private func patch(of manifest: Manifest, _ touches: (Patch.Content) -> Bool) -> String? {
    guard !patches.isEmpty else { return nil }
    let named = manifest.name.flatMap { patchesByName[$0] } ?? []
    func first(_ candidates: [Int]) -> Int? {
      candidates.first { (patches[$0].kind == nil || patches[$0].kind == manifest.kind) && touches(patches[$0].content) }
    }
    let found = [first(named), first(patchesOfAnyName)].compactMap { $0 }.min()
    return found.map { "\(patches[$0].path) patches it" }
  }

  private static func node(_ path: [String], in root: YAMLNode) -> YAMLNode? {
    path.reduce(root) { node, key in node?[key] }
  }

  private static func podSpec(of root: YAMLNode) -> YAMLNode? {
    root["spec", "jobTemplate", "spec", "template", "spec"] ?? root["spec", "template", "spec"] ?? root["spec"]
  }

  /// Whether one path leads through the other: touching a parent touches its fields, and a field its parents.
  private static func meet(_ left: ArraySlice<String>, _ right: [String]) -> Bool { zip(left, right).allSatisfy(==) }
}
