internal import YAMLSyntax

/// A LimitRange: what containers of its namespace get that do not say it themselves (core/v1 types.go).
package struct LimitRange: Sendable {
  package let manifest: Manifest

  package init?(_ manifest: Manifest) {
    guard manifest.kind == "LimitRange", manifest.group.isEmpty else { return nil }
    self.manifest = manifest
  }

  /// Whether it gives a default. Without `defaultRequest`, the default limit is the default request as well.
  package func hasDefault(_ list: Container.ResourceList, of resource: String) -> Bool {
    guard let limits = manifest.spec?["limits"] else { return false }
    return limits.elements.contains { item in
      guard item["type"]?.text == "Container" else { return false }
      return item["default", resource] != nil || list == .requests && item["defaultRequest", resource] != nil
    }
  }
}
