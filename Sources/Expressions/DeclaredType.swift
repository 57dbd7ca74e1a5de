/// What is known of an expression's type before it is evaluated. `dyn` is anything.
package indirect enum DeclaredType: Hashable, Sendable {
  case dyn
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case timestamp
  case duration
  case type
  case list(DeclaredType)
  case map(DeclaredType, DeclaredType)
  case optional(DeclaredType)
  /// One of the environment's object types, by name, so that types can refer to each other.
  case object(String)
  /// A library's own type.
  case opaque(String)

  package var description: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .type: "type"
    case .list(let element): "list(\(element.description))"
    case .map(let key, let value): "map(\(key.description), \(value.description))"
    case .optional(let wrapped): "optional(\(wrapped.description))"
    case .object(let name), .opaque(let name): name
    }
  }

  var isNumber: Bool { self == .int || self == .uint || self == .double }

  /// Whether `<` has a meaning within the type.
  var isOrdered: Bool { isNumber || [.bool, .string, .bytes, .timestamp, .duration].contains(self) }

  /// The type of either of two values.
  func joined(_ other: DeclaredType) -> DeclaredType {
    switch (self, other) {
    case (.list(let left), .list(let right)): .list(left.joined(right))
    case (.optional(let left), .optional(let right)): .optional(left.joined(right))
    case (.map(let key, let value), .map(let otherKey, let otherValue)): .map(key.joined(otherKey), value.joined(otherValue))
    default: self == other ? self : .dyn
    }
  }

  /// Whether a value of this type may equal one of the other.
  func isComparable(to other: DeclaredType) -> Bool {
    switch (self, other) {
    case (.dyn, _), (_, .dyn), (.null, _), (_, .null): true
    case (.list(let left), .list(let right)): left.isComparable(to: right)
    case (.map, .map): true
    case (.optional(let left), .optional(let right)): left.isComparable(to: right)
    default: self == other || isNumber && other.isNumber
    }
  }
}

/// One attribute of a kind of object: its name and type, and a line for the reference.
package struct AttributeDeclaration: Sendable {
  package let name: String
  package let type: DeclaredType
  package let documentation: String

  package init(_ name: String, _ type: DeclaredType, _ documentation: String) {
    self.name = name
    self.type = type
    self.documentation = documentation
  }
}

/// A kind of object with its declared attributes. A class, so that two types are one only when they are the same declaration.
package final class ObjectType: Sendable {
  package let name: String
  package let attributes: [AttributeDeclaration]

  package init(_ name: String, _ attributes: [AttributeDeclaration]) {
    self.name = name
    self.attributes = attributes
  }

  package func index(of attribute: String) -> Int? { attributes.firstIndex { $0.name == attribute } }
}

/// The names that an expression may use.
package struct Environment: Sendable {
  package struct Variable: Sendable {
    package let name: String
    package let type: DeclaredType
  }

  /// In the order of the bindings that `Expression.evaluate` takes.
  package private(set) var variables: [Variable]
  /// The declared type of an object by its name.
  package let objectType: @Sendable (String) -> ObjectType?
  /// The namespace in which names are looked up first: in `a.b`, the name `x` is `a.b.x`, `a.x` or `x`.
  let container: String
  /// What names with dots in them begin with: `params`, `variables`, `google`.
  private(set) var namespaces: [String] = ["google"]

  package init(
    variables: [(name: String, type: DeclaredType)], container: String = "",
    objectType: @escaping @Sendable (String) -> ObjectType? = { _ in nil }
  ) {
    self.container = container
    self.variables = []
    self.objectType = objectType
    for variable in variables { declare(variable.name, variable.type) }
  }

  /// The environment with one more variable, whose binding stands behind all others.
  package func declaring(_ name: String, _ type: DeclaredType) -> Environment {
    var environment = self
    environment.declare(name, type)
    return environment
  }

  private mutating func declare(_ name: String, _ type: DeclaredType) {
    variables.append(Variable(name: name, type: type))
    if let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")), !namespaces.contains(String(name[..<dot])) {
      namespaces.append(String(name[..<dot]))
    }
  }
}
