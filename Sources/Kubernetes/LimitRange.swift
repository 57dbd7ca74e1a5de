internal import YAMLSyntax

/// A LimitRange: what containers of its namespace get that do not say it themselves (core/v1 types.go).
package struct LimitRange: Sendable {
  package let manifest: Manifest
  /// The resources that it gives default limits and requests for.
  private var limits: [String] = []
  private var requests: [String] = []

  package init?(_ manifest: Manifest) {
    guard manifest.kind == "LimitRange", manifest.group.isEmpty else { return nil }
    self.manifest = manifest
    for item in manifest.spec?["limits"]?.elements.map({ $0 }) ?? [] where item["type"]?.text == "Container" {
      limits += item["default"]?.entries.compactMap(\.key.text) ?? []
      requests += item["defaultRequest"]?.entries.compactMap(\.key.text) ?? []
    }
  }

  /// Whether it gives a default. Without `defaultRequest`, the default limit is the default request as well.
  package func hasDefault(_ list: Container.ResourceList, of resource: String) -> Bool {
    limits.contains(resource) || list == .requests && requests.contains(resource)
  }
}
