internal import Kubernetes
internal import SourceText
internal import YAMLSyntax

/// Reads the kustomizations of a repository.
struct KustomizationReader {
  private(set) var patchFiles: Set<String> = []
  private(set) var patches: [Kustomizations.Patch] = []
  private(set) var setsLabels = false
  private(set) var images: [String: String] = [:]
  private(set) var generated: Set<String> = []
  private(set) var replicas: [String: String] = [:]

  init(_ workspace: Workspace) {
    let kustomizations = mapInParallel(count: workspace.artifacts.count, isSmall: workspace.isSmall, isEven: true) { index -> YAMLNode? in
      let artifact = workspace.artifacts[index]
      guard case .manifests(let stream, _) = artifact.content, let root = stream.roots.first,
        Self.isKustomization(root, path: artifact.file.path)
      else { return nil }
      return root
    }
    guard kustomizations.contains(where: { $0 != nil }) else { return }
    for case (let artifact, let root?) in zip(workspace.artifacts, kustomizations) {
      read(root, path: artifact.file.path) { path in
        guard let artifact = workspace.file(at: path).map({ workspace[$0] }) else { return [] }
        switch artifact.content {
        case .manifests(let stream, _): return stream.roots
        // A list of RFC 6902 operations is no object of Kubernetes.
        case .unrelated: return YAMLStream.parse(artifact.file).roots
        default: return []
        }
      }
    }
  }

  private static func isKustomization(_ root: YAMLNode, path: String) -> Bool {
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
      patches.append(Kustomizations.Patch(path: path, kind: kind, name: name, content: .operations(paths)))
    } else if root.isMapping {
      // Without a target, the patch itself says whom it is for.
      patches.append(
        Kustomizations.Patch(
          path: path, kind: kind ?? root["kind"]?.text, name: kind == nil && name == nil ? root["metadata", "name"]?.text : name,
          content: .merge(root, podSpec: Self.podSpec(of: root))))
    }
  }

  private static func podSpec(of root: YAMLNode) -> YAMLNode? {
    root["spec", "jobTemplate", "spec", "template", "spec"] ?? root["spec", "template", "spec"] ?? root["spec"]
  }

  private static func list(_ root: YAMLNode, _ key: String) -> [YAMLNode] {
    root[key].map { Array($0.elements) } ?? []
  }

  private static func isPlainName(_ name: String) -> Bool {
    !name.contains { "*.+?()[]{}|^$\\".contains($0) }
  }
}
