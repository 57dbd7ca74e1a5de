import Dispatch
import Reports
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Says on a terminal what a long run is at, and leaves nothing behind there.
final class Progress: Sendable {
  private struct State {
    var phase = ""
    var hasWritten = false
    var timer: (any DispatchSourceTimer)?
  }

  private static let patience = 1.0
  private let state = Mutex(State())

  init() {
    guard Environment.isInteractive else { return }
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "readylint.progress"))
    let start = ContinuousClock.now
    timer.schedule(deadline: .now() + Self.patience, repeating: 0.2)
    timer.setEventHandler { [weak self] in self?.show(after: ContinuousClock.now - start) }
    timer.resume()
    let started = Started(timer: timer)
    state.withLock { $0.timer = started.timer }
  }

  /// A timer belongs to one queue, and is handed over once.
  private struct Started: @unchecked Sendable {
    let timer: any DispatchSourceTimer
  }

  var phase: String {
    get { state.withLock { $0.phase } }
    set { state.withLock { $0.phase = newValue } }
  }

  private func show(after elapsed: Duration) {
    state.withLock { state in
      guard state.timer != nil else { return }
      if !state.hasWritten { Self.clearBeforeSignals(true) }
      try? StandardStream.error.write("\r\u{1B}[Kreadylint: \(printable(state.phase)), \(elapsed.components.seconds) s")
      state.hasWritten = true
    }
  }

  /// Has signals that end the process clear the line before they do, while there is something on it.
  private static func clearBeforeSignals(_ clears: Bool) {
    let handler: @convention(c) (Int32) -> Void = { number in
      // Nothing but system calls: a signal may come in the middle of anything.
      let clear: StaticString = "\r\u{1B}[K"
      _ = systemWrite(StandardStream.error.rawValue, clear.utf8Start, clear.utf8CodeUnitCount)
      signal(number, SIG_DFL)
      raise(number)
    }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      // What somebody chose to ignore (nohup) stays ignored.
      guard sigaction(number, nil, &action) == 0, !isIgnored(action) else { continue }
      signal(number, clears ? handler : SIG_DFL)
    }
  }

  func stop() {
    state.withLock { state in
      state.timer?.cancel()
      state.timer = nil
      if state.hasWritten {
        try? StandardStream.error.write("\r\u{1B}[K")
        Self.clearBeforeSignals(false)
      }
      state.hasWritten = false
    }
  }
}

// Outside the type: `write` inside an escaping C function must be the system's.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int { write(descriptor, bytes, count) }

private func isIgnored(_ action: sigaction) -> Bool {
  #if canImport(Glibc)
    let handler = action.__sigaction_handler.sa_handler
  #else
    let handler = action.__sigaction_u.__sa_handler
  #endif
  return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
