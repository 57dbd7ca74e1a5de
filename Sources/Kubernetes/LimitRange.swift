internal import YAMLSyntax

/// A LimitRange: what containers of its namespace get that do not say it themselves (core/v1 types.go).
package struct LimitRange: Sendable {
  package let manifest: Manifest
  package let defaults: Defaults

  /// The resources that containers get limits and requests of.
  package struct Defaults: Sendable {
    private var limits: Set<String> = []
    private var requests: Set<String> = []

    package init() {}

    fileprivate mutating func add(_ item: YAMLNode) {
      limits.formUnion(item["default"]?.entries.compactMap(\.key.text) ?? [])
      requests.formUnion(item["defaultRequest"]?.entries.compactMap(\.key.text) ?? [])
    }

    package mutating func formUnion(_ other: Defaults) {
      limits.formUnion(other.limits)
      requests.formUnion(other.requests)
    }

    /// Whether there is one. Without `defaultRequest`, the default limit is the default request as well.
    package func contain(_ list: Container.ResourceList, of resource: String) -> Bool {
      limits.contains(resource) || list == .requests && requests.contains(resource)
    }
  }

  package init?(_ manifest: Manifest) {
    guard manifest.kind == "LimitRange", manifest.group.isEmpty else { return nil }
    self.manifest = manifest
    var defaults = Defaults()
    for item in manifest.spec?["limits"]?.elements.map({ $0 }) ?? [] where item["type"]?.text == "Container" { defaults.add(item) }
    self.defaults = defaults
  }
}
