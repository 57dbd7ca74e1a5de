internal import Kubernetes
internal import SourceText
internal import Workspace
internal import YAMLSyntax

/// The suppressions that annotations of objects hold: `readylint/ignore.<rule>: reason` on the object or its pod template, and
/// `readylint/ignore.<rule>.<container>: reason` for one of its containers.
struct AnnotationSuppressions {
  struct Entry {
    let suppression: Suppression
    let manifest: Manifest
    /// nil for the whole object.
    let container: String?

    /// Findings within the object's own text, and those elsewhere that are said of it.
    func covers(_ finding: Finding) -> Bool {
      if let container, !finding.logicalPath.contains("[name=\(container)]") { return false }
      if finding.location.file == manifest.file, manifest.node.range.contains(finding.location.range) { return true }
      return finding.logicalPath == manifest.logicalName || finding.logicalPath.hasPrefix(manifest.logicalName + " · ")
    }
  }

  private(set) var entries: [Entry] = []
  private(set) var mistakes: [(message: String, location: Location)] = []

  static let prefix = "readylint/ignore."

  init(_ repository: Repository) {
    // Most files hold none: then no object is looked into.
    let holding = Set(
      repository.workspace.artifacts.indices.filter { repository.workspace.artifacts[$0].file.bytes.containsText("readylint/ignore.") })
    for manifest in repository.graph.manifests where holding.contains(Int(manifest.file.index)) {
      add(manifest.metadata?["annotations"], of: manifest)
      if let template = Workload(manifest)?.pod.template, template.id != manifest.node.id {
        add(template["metadata", "annotations"], of: manifest)
      }
    }
  }

  private mutating func add(_ annotations: YAMLNode?, of manifest: Manifest) {
    for entry in annotations?.entries ?? [] {
      guard let key = entry.key.text, key.hasPrefix(Self.prefix) else { continue }
      let location = manifest.location(entry.key.range)
      let parts = key.dropFirst(Self.prefix.count).split(separator: ".", maxSplits: 1).map(String.init)
      do throws(SuppressionText.Mistake) {
        guard let rule = parts.first else { throw SuppressionText.Mistake(message: "an ignore names a rule: readylint/ignore.rule-id") }
        let (reason, until) = try SuppressionText.reasoned((entry.value.text ?? "")[...])
        let suppression = Suppression(origin: .annotation, rules: [rule], reason: reason, until: until, location: location)
        entries.append(Entry(suppression: suppression, manifest: manifest, container: parts.count > 1 ? parts[1] : nil))
      } catch {
        mistakes.append((error.message, location))
      }
    }
  }
}
