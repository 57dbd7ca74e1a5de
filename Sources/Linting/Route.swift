internal import Expressions
package import SourceText
internal import YAMLSyntax

/// A way from a subject to the text that a finding underlines: `pod.terminationGracePeriodSeconds`, `resources.limits.memory`.
///
/// Names lead over attributes that are subjects themselves, then to an attribute's own place or over the fields of the manifest.
package struct Route: Hashable, Sendable {
  private let names: [Substring]

  package init(_ text: String) {
    // By bytes: characters take ten times as long, and a route is read for each finding.
    let names = text.utf8.split(separator: UInt8(ascii: ".")).map { Substring($0) }
    self.names = names.first == "self" ? Array(names.dropFirst()) : names
  }

  /// Where the way leads from `subject`.
  ///
  /// - Parameter isExact: whether a field that is missing has no place; otherwise its nearest parent that is written stands for it.
  package func place(from subject: any Subject, isExact: Bool = false) -> Location? {
    var current = subject
    var rest = names
    while let name = rest.first {
      guard let index = current.objectType.index(of: String(name)) else { break }
      if let next = Self.subject(at: index, of: current) {
        current = next
        rest.removeFirst()
        continue
      }
      switch current.place(ofAttribute: index) {
      case .at(let location): return location
      case .nowhere: return isExact ? nil : current.anchor
      case .field(let path):
        rest = path.map { Substring($0) } + rest.dropFirst()
      }
      break
    }
    guard let node = current.node else { return rest.isEmpty || !isExact ? current.anchor : nil }
    return Self.place(rest, from: node, of: current, isExact: isExact)
  }

  /// The manifest's mapping of the last subject that the way leads over, and what of the way is left below it: fields.
  func field(from subject: any Subject) -> (subject: any Subject, fields: [String]) {
    var current = subject
    var rest = names[...]
    while rest.count > 1, let index = current.objectType.index(of: String(rest[rest.startIndex])),
      let next = Self.subject(at: index, of: current), next.node != nil
    {
      current = next
      rest.removeFirst()
    }
    return (current, rest.map(String.init))
  }

  /// The subject that an attribute is; nil for one that is none, which need not be found out.
  private static func subject(at index: Int, of subject: any Subject) -> (any Subject)? {
    guard case .object = subject.objectType.attributes[index].type, case .value(.object(let object))? = subject.attribute(at: index) else {
      return nil
    }
    return object as? any Subject
  }

  private static func place(
    _ names: [Substring], from node: YAMLNode, of subject: any Subject, isExact: Bool
  ) -> Location? {
    var location = subject.anchor
    var node = node
    for name in names {
      guard let entry = node.entry(String(name)) else { return isExact ? nil : location }
      // A collection is named by its key: underlining all of it says nothing.
      let range = entry.value.isScalar && !entry.value.range.isEmpty ? entry.value.range : entry.key.range
      location = Location(file: location.file, range: range)
      node = entry.value
    }
    return location
  }
}
