import Expressions
import Testing

/// A subject as a linter has it: attributes that are there, absent, and undecidable.
struct Box: ObjectValue {
  static let type = ObjectType(
    "box",
    [
      AttributeDeclaration("name", .string, "Its name."), AttributeDeclaration("replicas", .int, "How many."),
      AttributeDeclaration("owner", .object("box"), "Who holds it."), AttributeDeclaration("mystery", .int, "Never known."),
      AttributeDeclaration("parts", .list(.object("box")), "What is in it."), AttributeDeclaration("secret", .bool, "Never known."),
    ])

  var name = "b"
  var replicas: Int64 = 2
  var parts: [Box] = []

  var objectType: ObjectType { Self.type }
  var identity: [Int] { [Int(replicas)] + Array(name.utf8).map(Int.init) }

  func attribute(at index: Int) -> Outcome? {
    switch Self.type.attributes[index].name {
    case "name": .value(.string(name))
    case "replicas": .value(.int(replicas))
    case "mystery", "secret": .unknown(Unknown("\(Self.type.attributes[index].name) holds a variable"))
    case "parts": .value(.list(ArrayList(parts.map { .object($0) })))
    default: nil
    }
  }
}

let environment = Environment(
  variables: [("self", .object("box")), ("raw", .dyn), ("u", .dyn), ("b", .bool)]) { $0 == Box.type.name ? Box.type : nil }

/// With a subject, a map, and two unknowns: `u`, of any type, and `b`, a bool.
func evaluate(_ source: String, budget: Int = Expression.defaultBudget) throws -> Outcome {
  let box = Box(parts: [Box(name: "left", replicas: 1), Box(name: "right", replicas: 3)])
  let map = try #require(
    EntryMap([(.string("a"), .value(.int(1))), (.string("u"), .unknown(Unknown("u is a template"))), (.string("n"), .value(.null))]))
  let bindings: [Outcome] = [
    .value(.object(box)), .value(.map(map)), .unknown(Unknown("u is a template")), .unknown(Unknown("b holds a variable")),
  ]
  let expression = try Expression(compiling: source, in: environment)
  let outcome = expression.evaluate(bindings, budget: budget)
  if let text = expression.encoded {
    let read = try #require(decoded(text), "\(source) is embedded as \(text), which cannot be read")
    #expect(read.encoded == text)
    #expect("\(read.evaluate(bindings, budget: budget))" == "\(outcome)", "\(source) is another thing when it was embedded")
  }
  // What was read once is what would be read again; it takes fewer steps.
  if budget == Expression.defaultBudget {
    let kept = expression.evaluate(bindings, first: AttributeCache(box))
    #expect("\(kept)" == "\(outcome)", "\(source) is another thing where attributes are kept")
  }
  return outcome
}

/// What an embedded expression is in another run.
func decoded(_ text: String) -> Expression? {
  Array(text.utf8).withUnsafeBufferPointer { Expression(decoding: $0, objectType: environment.objectType) }
}

func expectTrue(_ source: String, _ location: SourceLocation = #_sourceLocation) throws {
  let outcome = try evaluate(source)
  guard case .value(.bool(true)) = outcome else {
    Issue.record("\(source) is \(outcome)", sourceLocation: location)
    return
  }
}

func expectError(_ source: String, _ location: SourceLocation = #_sourceLocation) throws {
  // A literal that cannot be read is found when it is compiled already.
  if let error = compileError(source), "'-0123456789".contains(error.text.prefix(1)) { return }
  let outcome = try evaluate(source)
  guard case .error = outcome else {
    Issue.record("\(source) is \(outcome)", sourceLocation: location)
    return
  }
}

func expectUnknown(_ source: String, _ location: SourceLocation = #_sourceLocation) throws {
  let outcome = try evaluate(source)
  guard case .unknown = outcome else {
    Issue.record("\(source) is \(outcome)", sourceLocation: location)
    return
  }
}

/// The message of the error that compiling ends with, and the text it points at.
func compileError(_ source: String) -> (message: String, text: String)? {
  do throws(CompileError) {
    _ = try Expression(compiling: source, in: environment)
    return nil
  } catch {
    return (error.message, String(decoding: Array(source.utf8)[error.range], as: UTF8.self))
  }
}
