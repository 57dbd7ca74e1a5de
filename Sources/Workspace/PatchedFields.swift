internal import YAMLSyntax

/// The fields below some place that patches touch, each with the number of the first patch that does. A tree of keys: what is asked of it
/// takes as long as the field's path, however many patches there are.
struct PatchedFields: Sendable {
  private struct Node {
    var children: [String: Int32] = [:]
    /// The first patch that touches this field as a whole, and so whatever is below it.
    var whole = Int32.max
    /// The first patch that touches this field or something below it.
    var part = Int32.max
  }

  private var nodes: [Node] = []

  /// The first patch that touches a field, what it holds or what holds it; nil when none does.
  func first(touching field: some Sequence<String>) -> Int? {
    guard var node = nodes.first else { return nil }
    var first = node.whole
    for key in field {
      guard let child = node.children[key] else { return first == .max ? nil : Int(first) }
      node = nodes[Int(child)]
      first = min(first, node.whole)
    }
    first = min(first, node.part)
    return first == .max ? nil : Int(first)
  }

  /// Adds the path of an operation (RFC 6902), which touches all that is below it.
  mutating func add(_ path: some Sequence<String>, of patch: Int) {
    var node = root(patch)
    for key in path { node = child(key, of: node, patch) }
    touchWhole(node, patch)
  }

  /// Adds what a strategic merge writes: mappings are merged, anything else takes the place of what was there.
  mutating func add(_ merged: YAMLNode, of patch: Int) {
    var budget = Self.mostFields
    add(merged, below: root(patch), of: patch, depth: 0, &budget)
  }

  /// More than any object has fields for, and deeper than any rule asks: aliases can make trees that no memory would hold. Beyond, a field
  /// counts as touched as a whole.
  private static let (mostFields, deepest) = (10_000, 12)

  private mutating func add(_ merged: YAMLNode, below node: Int, of patch: Int, depth: Int, _ budget: inout Int) {
    guard merged.isMapping, depth < Self.deepest else { return touchWhole(node, patch) }
    for entry in merged.entries {
      guard let key = entry.key.text else { continue }
      guard budget > 0 else { return touchWhole(node, patch) }
      budget -= 1
      add(entry.value, below: child(key, of: node, patch), of: patch, depth: depth + 1, &budget)
    }
  }

  private mutating func root(_ patch: Int) -> Int {
    if nodes.isEmpty { nodes.append(Node()) }
    nodes[0].part = min(nodes[0].part, Int32(patch))
    return 0
  }

  private mutating func child(_ key: String, of node: Int, _ patch: Int) -> Int {
    let child = nodes[node].children[key] ?? Int32(nodes.count)
    if Int(child) == nodes.count {
      nodes.append(Node())
      nodes[node].children[key] = child
    }
    nodes[Int(child)].part = min(nodes[Int(child)].part, Int32(patch))
    return Int(child)
  }

  private mutating func touchWhole(_ node: Int, _ patch: Int) { nodes[node].whole = min(nodes[node].whole, Int32(patch)) }
}
