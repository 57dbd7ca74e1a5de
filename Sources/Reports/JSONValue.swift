/// A value of JSON whose fields stay in the order in which they were given.
indirect enum JSONValue {
  case string(String)
  case number(Int)
  case bool(Bool)
  case array([JSONValue])
  case object([(name: String, value: JSONValue)])

  /// Fields without a value are left out.
  static func fields(_ fields: (String, JSONValue?)...) -> JSONValue {
    .object(fields.compactMap { name, value in value.map { (name, $0) } })
  }

  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

  /// - Parameter depth: down to which nesting each member has a line of its own: differences of reports are read by people.
  func text(linesTo depth: Int) -> String {
    var output = ""
    write(into: &output, depth: depth, indent: 0)
    return output + "\n"
  }

  private func write(into output: inout String, depth: Int, indent: Int) {
    switch self {
    case .string(let text): output += JSONFormat.quote(text)
    case .number(let number): output += String(number)
    case .bool(let bool): output += bool ? "true" : "false"
    case .array(let items):
      members(items, "[", "]", into: &output, depth: depth, indent: indent) { item, output in
        item.write(into: &output, depth: depth - 1, indent: indent + 1)
      }
    case .object(let fields):
      members(fields, "{", "}", into: &output, depth: depth, indent: indent) { field, output in
        output += JSONFormat.quote(field.name) + (depth > 0 ? ": " : ":")
        field.value.write(into: &output, depth: depth - 1, indent: indent + 1)
      }
    }
  }

  private func members<Member>(
    _ members: [Member], _ open: String, _ close: String, into output: inout String, depth: Int, indent: Int,
    write: (Member, inout String) -> Void
  ) {
    output += open
    let breaks = depth > 0 && !members.isEmpty
    for (index, member) in members.enumerated() {
      if index > 0 { output += "," }
      if breaks { output += "\n" + String(repeating: "  ", count: indent + 1) }
      write(member, &output)
    }
    if breaks { output += "\n" + String(repeating: "  ", count: indent) }
    output += close
  }
}

extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .number(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
}
