internal import Kubernetes

/// The namespaces of some objects, of which at least one is there.
struct Namespaces: Sendable {
  /// nil for one that may be any.
  private var written: Set<String?> = []

  /// - Returns: whether it was not there before.
  @discardableResult mutating func insert(of manifest: Manifest) -> Bool { written.insert(Graph.writtenNamespace(of: manifest)).inserted }

  /// Whether one of the objects may share another's.
  func mayBeShared(by manifest: Manifest) -> Bool {
    guard let own = Graph.writtenNamespace(of: manifest) else { return true }
    return written.contains(nil) || written.contains(own)
  }
}
