package import Synchronization

/// One thing that is worked out when it is first wanted, once for all threads: those that want it meanwhile wait.
package struct Once<Value: Sendable>: ~Copyable, Sendable {
  @usableFromInline let known = Mutex<Value?>(nil)

  @inlinable package init() {}

  /// - Parameter make: called with the lock held; it must not ask for the same thing.
  @inlinable package func value(_ make: () -> Value) -> Value {
    known.withLock { known in
      if let value = known { return value }
      let made = make()
      known = made
      return made
    }
  }
}
