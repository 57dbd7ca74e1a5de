internal import Kubernetes

/// What the LimitRanges of a repository give, by where they count: in their namespace, and for what stands beside them.
struct LimitRanges: Sendable {
  private var byNamespace: [String: LimitRange.Defaults] = [:]
  private var byFolder: [String: LimitRange.Defaults] = [:]

  mutating func add(_ range: LimitRange, inFolder folder: String) {
    byFolder[folder, default: LimitRange.Defaults()].formUnion(range.defaults)
    if let namespace = range.manifest.namespace { byNamespace[namespace, default: LimitRange.Defaults()].formUnion(range.defaults) }
  }

  /// Whether one gives containers of an object a default.
  ///
  /// - Parameter folder: the object's.
  func haveDefault(
    _ list: Container.ResourceList, of resource: String, for manifest: Manifest, inFolder folder: @autoclosure () -> String
  ) -> Bool {
    guard !byFolder.isEmpty else { return false }
    if let namespace = manifest.namespace, byNamespace[namespace]?.contain(list, of: resource) == true { return true }
    return byFolder[folder()]?.contain(list, of: resource) == true
  }
}
