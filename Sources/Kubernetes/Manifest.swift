package import SourceText
package import YAMLSyntax

/// One Kubernetes object as a file of the repository declares it. A class, as all views on its parts hold it.
package final class Manifest: Sendable {
  package let file: FileID
  package let node: YAMLNode
  package let apiVersion: String
  package let kind: String
  /// The object's name; nil with `generateName` or when it is missing.
  package let name: String?
  /// The namespace that the manifest itself names; nil leaves it to kubectl, a kustomization or Argo CD.
  package let namespace: String?
  package let metadata: YAMLNode?

  /// - Returns: nil when the node is no object of Kubernetes: a mapping with `apiVersion` and `kind` as text.
  package init?(_ node: YAMLNode, in file: FileID) {
    guard let apiVersion = node["apiVersion"]?.text, let kind = node["kind"]?.text, !kind.isEmpty, !apiVersion.isEmpty else {
      return nil
    }
    self.node = node
    self.file = file
    self.apiVersion = apiVersion
    self.kind = kind
    metadata = node["metadata"]
    self.name = metadata?.present("name")?.text
    self.namespace = metadata?.present("namespace")?.text
  }

  /// The API group without the version: `apps`, and the empty string for the core group.
  package var group: Substring {
    apiVersion.utf8.lastIndex(of: UInt8(ascii: "/")).map { apiVersion[..<$0] } ?? ""
  }

  /// The objects of a document: itself, or the items of a `List` or `…List`.
  package static func objects(in root: YAMLNode, file: FileID) -> [Manifest] {
    guard let manifest = Manifest(root, in: file) else { return [] }
    guard manifest.kind.hasSuffix("List"), let items = root["items"], items.isSequence else { return [manifest] }
    return items.elements.flatMap { objects(in: $0, file: file) }
  }

  package var spec: YAMLNode? { node["spec"] }

  package var labels: [String: String] { Manifest.stringMap(metadata?["labels"]) }
  package var annotations: [String: String] { Manifest.stringMap(metadata?["annotations"]) }

  /// Whether Helm runs this object only as a test of a release (`helm.sh/hook: test`): nothing that serves.
  package var isHelmTest: Bool {
    guard let hook = metadata?["annotations", "helm.sh/hook"]?.text else { return false }
    return hook.split(separator: ",").contains { $0.hasPrefix("test") || $0.hasPrefix(" test") }
  }

  /// `Deployment/shop/web`, or `Deployment/web` without a namespace: how findings name an object.
  package var logicalName: String {
    let name = name ?? metadata?.present("generateName")?.text.map { $0 + "*" } ?? "?"
    return kind + "/" + (namespace.map { $0 + "/" } ?? "") + name
  }

  /// Where a finding stands that speaks of the object as a whole: its name, else its kind.
  package var anchor: ByteRange {
    metadata?.present("name")?.range ?? node.entry("kind")?.value.range ?? node.range
  }

  package func location(_ range: ByteRange) -> Location { Location(file: file, range: range) }

  static func stringMap(_ node: YAMLNode?) -> [String: String] {
    guard let node, node.isMapping else { return [:] }
    var map: [String: String] = [:]
    for entry in node.entries {
      if let key = entry.key.text, let value = entry.value.text { map[key] = value }
    }
    return map
  }
}
