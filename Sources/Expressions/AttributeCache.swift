/// The attributes of an object as they were read, and those of the objects that they lead to. Rules ask the same of a subject many times:
/// whether something is there, what it is, and again for the message.
package final class AttributeCache {
  let object: any ObjectValue
  /// The object's type.
  let type: ObjectIdentifier
  private var attributes: [Attribute] = []

  private struct Attribute {
    /// nil before it was read.
    var outcome: Outcome??
    var cache: AttributeCache?
  }

  package init(_ object: any ObjectValue) {
    self.object = object
    let type = object.objectType
    self.type = ObjectIdentifier(type)
    // `Array(repeating:count:)` would ask the runtime for the array's type each time.
    attributes.reserveCapacity(type.attributes.count)
    for _ in type.attributes.indices { attributes.append(Attribute()) }
  }

  /// As the object gives it.
  func attribute(at index: Int) -> Outcome? {
    if let outcome = attributes[index].outcome { return outcome }
    let outcome = object.attribute(at: index)
    attributes[index].outcome = .some(outcome)
    return outcome
  }

  /// The attributes of the object that an attribute is; nil when it is none.
  func cache(at index: Int) -> AttributeCache? {
    if let cache = attributes[index].cache { return cache }
    guard case .value(.object(let object))? = attribute(at: index) else { return nil }
    let cache = AttributeCache(object)
    attributes[index].cache = cache
    return cache
  }
}
