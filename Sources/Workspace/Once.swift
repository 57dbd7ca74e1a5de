package import Synchronization

/// One thing that is worked out when it is first wanted, once for all threads: those that want it meanwhile wait. Once it is there, to
/// read it takes no lock.
package struct Once<Value: Sendable>: ~Copyable, Sendable {
  @usableFromInline final class Made: Sendable {
    @usableFromInline let value: Value

    @usableFromInline init(_ value: Value) { self.value = value }
  }

  @usableFromInline let made = AtomicLazyReference<Made>()
  @usableFromInline let making = Mutex<Void>(())

  @inlinable package init() {}

  /// - Parameter make: called with the lock held; it must not ask for the same thing.
  @inlinable package func value(_ make: () -> Value) -> Value {
    if let made = made.load() { return made.value }
    return making.withLock { _ in (made.load() ?? made.storeIfNil(Made(make()))).value }
  }
}
