package import YAMLSyntax

/// A field that the API server does not know, and drops without a word unless it is asked to be strict.
package struct UnknownField: Sendable {
  package let key: YAMLNode
  /// The type that does not have it: `Container`.
  package let type: String
  /// The fields that the type has.
  package let known: [String]
  /// Types around or below that do have it, the nearest first: a probe written beside the container rather than in it.
  package let homes: [String]

  /// The unknown fields of an object; none for kinds and versions whose fields are not known here.
  package static func all(in manifest: Manifest) -> [UnknownField] {
    guard let type = rootType(of: manifest) else { return [] }
    var found: [UnknownField] = []
    FieldTable.shared.walk(manifest.node, type: type, around: [], into: &found)
    return found
  }

  private static func rootType(of manifest: Manifest) -> String? {
    switch (manifest.apiVersion, manifest.kind) {
    case ("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("apps/v1", "DaemonSet"), ("apps/v1", "ReplicaSet"), ("batch/v1", "Job"),
      ("batch/v1", "CronJob"), ("v1", "Pod"), ("v1", "Service"), ("autoscaling/v2", "HorizontalPodAutoscaler"),
      ("policy/v1", "PodDisruptionBudget"), ("networking.k8s.io/v1", "Ingress"):
      manifest.kind
    default: nil
    }
  }
}

/// `FieldNames`, found by the name of a type. No text is made of it until something is wrong.
private struct FieldTable: Sendable {
  static let shared = FieldTable()

  private let lines: [String: Range<Int>]

  private var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: FieldNames.text.utf8Start, count: FieldNames.text.utf8CodeUnitCount)
  }

  private init() {
    let bytes = UnsafeBufferPointer(start: FieldNames.text.utf8Start, count: FieldNames.text.utf8CodeUnitCount)
    var lines: [String: Range<Int>] = [:]
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let nameEnd = bytes[start..<end].firstIndex(of: UInt8(ascii: " ")) ?? end
      lines[String(decoding: bytes[start..<nameEnd], as: UTF8.self)] = nameEnd..<end
      start = end + 1
    }
    self.lines = lines
  }

  private enum Field {
    case unknown
    case leaf
    case type(String)
  }

  private func field(_ name: ArraySlice<UInt8>, of line: Range<Int>) -> Field {
    var index = line.lowerBound
    while index < line.upperBound {
      let start = index + 1
      let end = bytes[start..<line.upperBound].firstIndex(of: UInt8(ascii: " ")) ?? line.upperBound
      let nameEnd = bytes[start..<end].firstIndex(of: UInt8(ascii: ":")) ?? end
      if nameEnd - start == name.count, bytes[start..<nameEnd].elementsEqual(name) {
        return nameEnd == end ? .leaf : .type(String(decoding: bytes[(nameEnd + 1)..<end], as: UTF8.self))
      }
      index = end
    }
    return .unknown
  }

  private func names(of line: Range<Int>) -> [(name: String, type: String?)] {
    bytes[line].split(separator: UInt8(ascii: " ")).map { word in
      let parts = word.split(separator: UInt8(ascii: ":")).map { String(decoding: $0, as: UTF8.self) }
      return (parts[0], parts.count > 1 ? parts[1] : nil)
    }
  }

  /// - Parameter around: the types of the mappings around the node, the outermost first.
  func walk(_ node: YAMLNode, type: String, around: [String], into found: inout [UnknownField]) {
    if node.isSequence {
      for element in node.elements { walk(element, type: type, around: around, into: &found) }
      return
    }
    guard node.isMapping, let line = lines[type] else { return }
    for entry in node.ownEntries {
      let name = entry.key.bytes
      switch field(name, of: line) {
      case .leaf: continue
      case .type(let inner): walk(entry.value, type: inner, around: around + [type], into: &found)
      case .unknown:
        // `<<` is YAML's, `$patch` kustomize's.
        guard entry.key.isScalar, let first = name.first, first != UInt8(ascii: "<"), first != UInt8(ascii: "$"), first != UInt8(ascii: "{")
        else { continue }
        found.append(
          UnknownField(key: entry.key, type: type, known: names(of: line).map(\.name), homes: homes(of: name, from: type, around: around)))
      }
    }
  }

  /// Names that so many types have that another's having them says nothing.
  private static let commonNames: Set<String> = [
    "name", "kind", "type", "spec", "status", "metadata", "labels", "namespace", "value", "path", "port",
  ]

  private func homes(of name: ArraySlice<UInt8>, from type: String, around: [String]) -> [String] {
    let text = String(decoding: name, as: UTF8.self)
    if Self.commonNames.contains(text) { return [] }
    func has(_ type: String) -> Bool {
      guard let line = lines[type] else { return false }
      if case .unknown = field(name, of: line) { return false } else { return true }
    }
    var homes = around.reversed().filter(has)
    for candidate in ["Container", "PodSpec", "Probe", "Lifecycle", "SecurityContext", "DeploymentSpec"]
    where candidate != type && !homes.contains(candidate) && has(candidate) {
      homes.append(candidate)
    }
    return homes
  }
}
