internal import YAMLSyntax

/// A core/v1 ConfigMap.
package struct ConfigMap: Sendable {
  package let manifest: Manifest

  package init?(_ manifest: Manifest) {
    guard manifest.kind == "ConfigMap", manifest.group.isEmpty else { return nil }
    self.manifest = manifest
  }

  /// The value of a key; absent when the map has no such key.
  package func value(_ key: String) -> Field<String> { manifest.node["data"]?.stringField(key) ?? .absent }
}
