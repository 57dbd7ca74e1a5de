internal import Expressions
package import SourceText
internal import YAMLSyntax

/// A way from a subject to the text that a finding underlines: `pod.terminationGracePeriodSeconds`, `resources.limits.memory`.
///
/// Names lead over attributes that are subjects themselves, then to an attribute's own place or over the fields of the manifest.
package struct Route: Sendable {
  private struct Step {
    let name: String
    /// Which attribute of the subject before it is; nil for a field of the manifest.
    let attribute: Int?
  }

  private let steps: [Step]

  /// - Parameter subject: the kind of subject from which the way leads.
  package init(_ text: String, from subject: String) {
    // By bytes: characters take ten times as long, and a route is read for each finding.
    let names = text.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }
    var type = SubjectCatalog.environment.objectType(subject)
    steps = (names.first == "self" ? names[1...] : names[...]).map { name in
      let attribute = type?.index(of: name)
      if let attribute, case .object(let kind)? = type?.attributes[attribute].type {
        type = SubjectCatalog.environment.objectType(kind)
      } else {
        type = nil
      }
      return Step(name: name, attribute: attribute)
    }
  }

  /// Where the way leads from `subject`.
  ///
  /// - Parameter isExact: whether a field that is missing has no place; otherwise its nearest parent that is written stands for it.
  package func place(from subject: any Subject, isExact: Bool = false) -> Location? {
    var current = subject
    var rest = steps[...]
    var fields: [String] = []
    while let index = rest.first?.attribute {
      rest.removeFirst()
      if let next = Self.subject(at: index, of: current) {
        current = next
        continue
      }
      switch current.place(ofAttribute: index) {
      case .at(let location): return location
      case .nowhere: return isExact ? nil : current.anchor
      case .field(let path): fields = path
      }
      break
    }
    if !rest.isEmpty { fields += rest.map(\.name) }
    guard let node = current.node else { return fields.isEmpty || !isExact ? current.anchor : nil }
    return Self.place(fields, from: node, of: current, isExact: isExact)
  }

  /// The manifest's mapping of the last subject that the way leads over, and what of the way is left below it: fields.
  func field(from subject: any Subject) -> (subject: any Subject, fields: [String]) {
    var current = subject
    var rest = steps[...]
    while rest.count > 1, let index = rest.first?.attribute, let next = Self.subject(at: index, of: current), next.node != nil {
      current = next
      rest.removeFirst()
    }
    return (current, rest.map(\.name))
  }

  /// The subject that an attribute is; nil for one that is none, which need not be found out.
  private static func subject(at index: Int, of subject: any Subject) -> (any Subject)? {
    guard case .object = subject.objectType.attributes[index].type, case .value(.object(let object))? = subject.attribute(at: index) else {
      return nil
    }
    return object as? any Subject
  }

  private static func place(
    _ names: [String], from node: YAMLNode, of subject: any Subject, isExact: Bool
  ) -> Location? {
    var location = subject.anchor
    var node = node
    for name in names {
      guard let entry = node.entry(name) else { return isExact ? nil : location }
      // A collection is named by its key: underlining all of it says nothing.
      let range = entry.value.isScalar && !entry.value.range.isEmpty ? entry.value.range : entry.key.range
      location = Location(file: location.file, range: range)
      node = entry.value
    }
    return location
  }
}
