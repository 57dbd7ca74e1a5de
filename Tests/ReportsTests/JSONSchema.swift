import Foundation

/// As much of JSON Schema as our own schema uses; a field that is nowhere in it counts as a mistake, so that it is kept up to date.
struct JSONSchema {
  let root: [String: Any]

  func problems(_ value: Any) -> [String] { problems(value, root, "#") + unknownFields(value, root, "#") }

  private func resolved(_ schema: [String: Any]) -> [[String: Any]] {
    var parts = [schema]
    if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last,
      let target = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
    {
      parts += resolved(target)
    }
    for part in schema["allOf"] as? [[String: Any]] ?? [] { parts += resolved(part) }
    return parts
  }

  private func problems(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    resolved(schema).flatMap { part -> [String] in
      var problems: [String] = []
      if let type = part["type"] as? String, !Self.has(value, type) { problems.append("\(place): is no \(type)") }
      if let values = part["enum"] as? [String], !values.contains(value as? String ?? "") {
        problems.append("\(place): is none of the values")
      }
      if let constant = part["const"] as? Int, constant != value as? Int { problems.append("\(place): is not \(constant)") }
      if let minimum = part["minimum"] as? Int, let number = value as? Int, number < minimum { problems.append("\(place): is too small") }
      let object = value as? [String: Any] ?? [:]
      for name in part["required"] as? [String] ?? [] where object[name] == nil { problems.append("\(place): \(name) is missing") }
      for (name, schema) in part["properties"] as? [String: [String: Any]] ?? [:] {
        if let member = object[name] { problems += self.problems(member, schema, "\(place)/\(name)") }
      }
      if let items = part["items"] as? [String: Any], let list = value as? [Any] {
        for (index, item) in list.enumerated() {
          problems += self.problems(item, items, "\(place)/\(index)") + unknownFields(item, items, "\(place)/\(index)")
        }
      }
      return problems
    }
  }

  private func unknownFields(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    guard let object = value as? [String: Any] else { return [] }
    let known = resolved(schema).reduce(into: Set<String>()) { $0.formUnion(($1["properties"] as? [String: Any] ?? [:]).keys) }
    return object.keys.filter { !known.contains($0) }.sorted().map { "\(place): \($0) is not in the schema" }
  }

  private static func has(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": value is Bool
    case "integer": value is Int
    default: false
    }
  }
}
