import Dispatch
import Synchronization

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
      StandardStream.error.write("\r\u{1B}[Kreadylint: \(state.phase), \(elapsed.components.seconds) s")
      state.hasWritten = true
    }
  }

  func stop() {
    state.withLock { state in
      state.timer?.cancel()
      state.timer = nil
      if state.hasWritten { StandardStream.error.write("\r\u{1B}[K") }
      state.hasWritten = false
    }
  }
}
