package import Expressions
package import SourceText
package import YAMLSyntax

/// Something that rules speak of: what `self` is in a rule's expressions.
package protocol Subject: ObjectValue {
  static var schema: Schema<Self> { get }
  /// Where a finding stands that speaks of the subject as a whole.
  var anchor: Location { get }
  /// `Deployment/shop/web · containers[name=api]`.
  var logicalPath: String { get }
  /// The manifest's mapping behind the subject, whose fields a route may name; nil when it is no part of a manifest.
  var node: YAMLNode? { get }
}

extension Subject {
  package var objectType: ObjectType { Self.schema.type }
  package var node: YAMLNode? { nil }

  package func attribute(at index: Int) -> Outcome? { Self.schema.attributes[index].read(self) }

  package func place(ofAttribute index: Int) -> AttributePlace {
    switch Self.schema.attributes[index].place {
    case .field(let path): .field(path)
    case .location(let find): find(self).map { .at($0) } ?? .nowhere
    }
  }
}

/// Where an attribute's value is written.
package enum AttributePlace: Sendable {
  case at(Location)
  /// A default, or something that is written nowhere.
  case nowhere
  /// In a field of the subject's manifest, if anywhere.
  case field([String])
}

/// The attributes of one kind of subject, each with its type, a line of documentation, and how it is found.
///
/// `Owner` is a `Subject`. It is not said here, nor of `Attribute`: the runtime would look through every conformance in the program
/// for each kind of subject that a run meets.
package final class Schema<Owner>: Sendable {
  package let type: ObjectType
  let attributes: [Attribute<Owner>]

  package init(_ name: String, _ attributes: [Attribute<Owner>]) {
    type = ObjectType(name, attributes.map(\.declaration))
    self.attributes = attributes
  }
}

/// One attribute of a kind of subject.
package struct Attribute<Owner>: Sendable {
  enum Place: Sendable {
    case field([String])
    case location(@Sendable (Owner) -> Location?)
  }

  let declaration: AttributeDeclaration
  let place: Place
  let read: @Sendable (Owner) -> Outcome?

  /// - Parameters:
  ///   - field: where in the subject's manifest the value is written; without it, the field of the attribute's name.
  ///   - read: the value, or nil when this subject has none.
  package init(
    _ name: String, _ type: DeclaredType, _ documentation: String, field: [String]? = nil,
    _ read: @escaping @Sendable (Owner) -> Outcome?
  ) {
    declaration = AttributeDeclaration(name, type, documentation)
    place = .field(field ?? [name])
    self.read = read
  }

  /// - Parameters:
  ///   - place: where the value is written; nil for a default.
  ///   - read: the value, or nil when this subject has none.
  package init(
    _ name: String, _ type: DeclaredType, _ documentation: String, place: @escaping @Sendable (Owner) -> Location?,
    _ read: @escaping @Sendable (Owner) -> Outcome?
  ) {
    declaration = AttributeDeclaration(name, type, documentation)
    self.place = .location(place)
    self.read = read
  }
}
