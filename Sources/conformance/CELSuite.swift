import Expressions
import Foundation

/// The CEL specification's own cases (cases/cel): the core, and the extensions that Kubernetes uses.
func runCEL(_ folder: String) -> SuiteResult {
  let files = [
    "basic", "comparisons", "conversions", "fields", "fp_math", "integer_math", "lists", "logic", "macros", "namespace", "parse",
    "plumbing", "string", "timestamps", "string_ext", "optionals", "macros2",
  ]
  var result = SuiteResult()
  for file in files {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(file).json"),
      let suite = try? JSONSerialization.jsonObject(with: data) as? [String: Any], let cases = suite["cases"] as? [[String: Any]]
    else {
      result.disagreements.append("\(file).json cannot be read")
      continue
    }
    var agreed = 0
    for item in cases {
      result.total += 1
      let name = "\(file):\(item["line"] ?? 0) \(item["expr"] ?? "")"
      switch CELCase(item).verdict() {
      case .agrees:
        result.agreed += 1
        agreed += 1
      case .notBuilt(let reason): result.explained.append((name, reason))
      case .differs(let detail): result.disagreements.append("\(name): \(detail)")
      }
    }
    print("  \(file): \(agreed) of \(cases.count)")
  }
  return result
}

private struct CELCase {
  enum Verdict {
    case agrees
    case differs(String)
    case notBuilt(String)
  }

  private let item: [String: Any]

  init(_ item: [String: Any]) { self.item = item }

  func verdict() -> Verdict {
    let bindings = item["bindings"] as? [String: [String: Any]] ?? [:]
    let declared = Dictionary(
      (item["typeEnv"] as? [[String: Any]] ?? []).compactMap { entry in
        (entry["name"] as? String).map { ($0, Self.type(entry["ident"] as? String ?? "")) }
      }, uniquingKeysWith: { first, _ in first })
    let names = Set(bindings.keys).union(declared.keys).sorted()
    let environment = Environment(variables: names.map { ($0, declared[$0] ?? .dyn) }, container: item["container"] as? String ?? "")
    let outcomes = names.map { name in bindings[name].flatMap(Self.value).map { Outcome.value($0) } ?? .error(EvaluationError("unbound")) }
    let expectation = item["expect"] as? [String: Any] ?? [:]
    let expectsError = expectation["error"] != nil
    do throws(CompileError) {
      let expression = try Expression(
        compiling: item["expr"] as? String ?? "", in: environment, isChecked: item["disableCheck"] as? Bool != true)
      if item["checkOnly"] as? Bool == true { return .agrees }
      switch expression.evaluate(outcomes) {
      case .error(let error): return expectsError ? .agrees : .differs(error.message)
      case .unknown: return .differs("unknown")
      case .value(let value):
        guard !expectsError else { return .differs("gave \(value), not an error") }
        guard let expected = (expectation["value"] as? [String: Any]).map(Self.value) ?? .bool(true) else {
          return .notBuilt("a value of type \((expectation["value"] as? [String: Any])?["type"] ?? "?")")
        }
        return Self.isSame(value, expected) ? .agrees : .differs("gave \(value)")
      }
    } catch {
      if expectsError { return .agrees }
      return .notBuilt(error.message)
    }
  }

  /// A type as the cases write it, `map(string, int)`; `dyn` for one that is not built.
  private static func type(_ text: String) -> DeclaredType {
    let plain: [String: DeclaredType] = [
      "null": .null, "null_type": .null, "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
      "timestamp": .timestamp, "duration": .duration, "type": .type,
    ]
    if let type = plain[text] { return type }
    guard let bracket = text.firstIndex(of: "("), text.hasSuffix(")") else { return .dyn }
    let inside = text[text.index(after: bracket)...].dropLast()
    switch text[..<bracket] {
    case "list": return .list(type(String(inside)))
    case "map":
      // A key's type has no brackets.
      let parts = inside.split(separator: ",", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      return parts.count == 2 ? .map(type(parts[0]), type(parts[1])) : .dyn
    default: return .dyn
    }
  }

  private static func isSame(_ value: Value, _ expected: Value) -> Bool {
    if case .double(let left) = value, case .double(let right) = expected, left.isNaN, right.isNaN { return true }
    // `==` equates 1 and 1.0; the suite does not.
    guard "\(value)".prefix(4) == "\(expected)".prefix(4) else { return false }
    let environment = Environment(variables: [("a", .dyn), ("b", .dyn)])
    guard let equality = try? Expression(compiling: "a == b", in: environment),
      case .value(.bool(let isSame)) = equality.evaluate([.value(value), .value(expected)])
    else { return false }
    return isSame
  }

  private static func seconds(_ tagged: [String: Any]) -> Int64? { (tagged["seconds"] as? String).flatMap { Int64($0) } }
  private static func nanoseconds(_ tagged: [String: Any]) -> Int32 { Int32(tagged["nanos"] as? Int ?? 0) }

  /// A tagged value of the cases; nil for a type that is not built yet.
  private static func value(_ tagged: [String: Any]) -> Value? {
    let content = tagged["value"]
    let text = content as? String ?? ""
    switch tagged["type"] as? String {
    case "null": return .null
    case "bool": return (content as? Bool).map { .bool($0) }
    case "int": return Int64(text).map { .int($0) }
    case "uint": return UInt64(text).map { .uint($0) }
    case "double":
      let special: [String: Double] = ["Infinity": .infinity, "-Infinity": -.infinity, "NaN": .nan]
      return (special[text] ?? Double(text) ?? (content as? Double)).map { .double($0) }
    case "string": return .string(text)
    case "bytes": return Data(base64Encoded: text).map { .bytes(Array($0)) }
    case "type": return .type(text)
    case "timestamp":
      return seconds(tagged).flatMap { Value.Timestamp(seconds: $0, nanoseconds: nanoseconds(tagged)) }.map { .timestamp($0) }
    case "duration":
      return seconds(tagged).map { .duration(Value.Duration(nanoseconds: $0 * 1_000_000_000 + Int64(nanoseconds(tagged)))) }
    case "list":
      guard let items = content as? [[String: Any]] else { return nil }
      let values = items.compactMap(value)
      return values.count == items.count ? .list(ArrayList(values)) : nil
    case "map":
      guard let pairs = content as? [[[String: Any]]] else { return nil }
      let entries = pairs.compactMap { pair -> (key: Value, value: Outcome)? in
        guard pair.count == 2, let key = value(pair[0]), let item = value(pair[1]) else { return nil }
        return (key, .value(item))
      }
      return entries.count == pairs.count ? EntryMap(entries).map { .map($0) } : nil
    default: return nil
    }
  }
}
