internal import Expressions
internal import Kubernetes
internal import YAMLSyntax

/// The fields of a manifest as an expression sees them: `self.object.spec.replicas`. Nothing is copied until it is asked for.
enum ManifestValue {
  static func outcome(_ node: YAMLNode) -> Outcome {
    switch node.kind {
    case .mapping: return .value(.map(ManifestMap(node: node)))
    case .sequence: return .value(.list(ManifestList(nodes: node.elements.map { $0 })))
    case .scalar, .alias: break
    }
    switch node.scalar {
    case .null, nil: return .value(.null)
    case .bool(let value): return .bool(value)
    case .int(let value): return .value(.int(value))
    case .uint(let value): return .value(.uint(value))
    case .float(let value): return .double(value)
    case .string:
      let text = node.text ?? ""
      return Substitution.reason(in: text).map { .unknown(because: $0) } ?? .string(text)
    }
  }
}

private struct ManifestList: ListValue {
  let nodes: [YAMLNode]

  var count: Int { nodes.count }
  func element(at index: Int) -> Outcome { ManifestValue.outcome(nodes[index]) }
}

private struct ManifestMap: MapValue {
  let node: YAMLNode

  var keys: [Value] { node.entries.compactMap { $0.key.text.map(Value.string) } }

  func value(for key: Value) -> Outcome? {
    guard case .string(let name) = key else { return nil }
    return node[name].map(ManifestValue.outcome)
  }
}
