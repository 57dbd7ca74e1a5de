package import Synchronization

/// What is worked out for each key when it is first wanted, and kept.
///
/// Nobody waits while another works: when two ask for the same thing at once, both may work it out, and both get what came first.
package struct Memo<Key: Hashable & Sendable, Value: Sendable>: ~Copyable, Sendable {
  @usableFromInline let known = Mutex<[Key: Value]>([:])

  @inlinable package init() {}

  /// - Parameter make: called without a lock held, so it may ask for other keys.
  @inlinable package func value(for key: Key, make: () -> Value) -> Value {
    if let value = known.withLock({ $0[key] }) { return value }
    let made = make()
    return known.withLock { known in
      if let first = known[key] { return first }
      known[key] = made
      return made
    }
  }
}
