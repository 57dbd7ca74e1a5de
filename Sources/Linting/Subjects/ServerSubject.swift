internal import Expressions
internal import Servers
package import SourceText

/// `server`: a server with its settings, by its own precedence of flags, environment, files and defaults.
package struct ServerSubject: Subject {
  let process: ProcessSubject
  let server: ServerProcess

  fileprivate var settings: ServerSettings { server.settings }
  package var anchor: Location { server.program.location }
  package var logicalPath: String { process.logicalPath }
  package var identity: [Int] { process.identity }

  fileprivate static func outcome<Value>(_ setting: Setting<Value>, _ make: (Value) -> Outcome?) -> Outcome? {
    switch setting.state {
    case .value(let value): make(value)
    case .unknown(let reason): .unknown(because: reason)
    }
  }

  /// Where a setting is written, or the command that leaves it at its default.
  fileprivate func place<Value>(_ setting: Setting<Value>?) -> Location { setting?.location ?? server.command }

  package static let schema = Schema<ServerSubject>(
    "server",
    [
      Attribute("name", .string, "uvicorn, gunicorn …", place: { $0.anchor }) { .string($0.settings.server.name) },
      Attribute(
        "gracefulTimeoutSeconds", .double, "how long it waits for requests after its stop signal; missing when it waits for ever",
        place: { $0.place($0.settings.gracefulTimeout) }
      ) { subject in
        outcome(subject.settings.gracefulTimeout) { if case .seconds(let seconds) = $0 { .double(seconds) } else { nil } }
      },
      Attribute(
        "hasGracefulTimeout", .bool, "whether it ends by itself after its stop signal", place: { $0.place($0.settings.gracefulTimeout) }
      ) {
        outcome($0.settings.gracefulTimeout) { .bool($0 != .unlimited) }
      },
      Attribute("gracefulTimeoutOption", .string, "the flag that sets it; missing when the server has none") {
        $0.settings.gracefulTimeoutOption.map(Outcome.string)
      },
      Attribute("gracefulTimeoutIsDefault", .bool, "whether nothing sets the graceful timeout") {
        .bool($0.settings.gracefulTimeout.origin == .serverDefault)
      },
      Attribute("gracefulSignals", .list(.string), "the signals, without SIG, at which it finishes what it is doing before it ends") {
        .list($0.settings.gracefulSignals.sorted().map(Outcome.string))
      },
      .setting("reload", .bool, "whether it watches its source and restarts itself", \.reload, Outcome.bool),
      .setting("workers", .int, "how many worker processes it starts", \.workers, Outcome.int),
      Attribute(
        "workersCountCores", .bool, "whether it starts as many workers as the node has processors", place: { $0.place($0.settings.workers) }
      ) { .bool($0.settings.workers.dependsOnCores) },
      .setting("host", .string, "the address that it binds, `unix:PATH` for a socket in the file system", \.host, Outcome.string),
      Attribute("hostIsDefault", .bool, "whether nothing sets the address") { .bool($0.settings.host.origin == .serverDefault) },
      Attribute("bindsLoopback", .bool, "whether nobody outside the pod can reach it", place: { $0.place($0.settings.host) }) {
        outcome($0.settings.host) { .bool($0 == "localhost" || $0 == "::1" || $0.hasPrefix("127.")) }
      },
      .setting("port", .int, "the port that it binds", \.port, Outcome.int),
      .setting("workerClass", .string, "gunicorn's worker class", ifAny: \.workerClass, Outcome.string),
      Attribute("app", .string, "what it serves: `main:app`", place: { $0.settings.app?.location }) { subject in
        switch subject.settings.app?.text {
        case nil: nil
        case .known(let text): .string(text)
        case .unknown(let reason): .unknown(because: reason)
        }
      },
      .setting(
        "requestTimeoutSeconds", .double, "seconds after which it gives up a request; missing without such a bound",
        optional: \.requestTimeout, Outcome.double),
      .setting(
        "keepAliveSeconds", .double, "seconds for which it keeps an idle connection open; missing without a bound", optional: \.keepAlive,
        Outcome.double),
      .setting(
        "maxRequests", .int, "requests after which a worker is replaced; missing when none is", optional: \.maxRequests, Outcome.int),
      .setting("maxRequestsJitter", .int, "by how much maxRequests differs from worker to worker", ifAny: \.maxRequestsJitter, Outcome.int),
      .setting(
        "limitConcurrency", .int, "connections above which it refuses or delays further ones; missing without a bound",
        optional: \.limitConcurrency, Outcome.int),
      Attribute("canLimitConcurrency", .bool, "whether it has a setting for limitConcurrency") {
        .bool($0.settings.limitConcurrency != nil)
      },
      .setting("backlog", .int, "connections that wait to be accepted, where uvicorn is told so", optional: \.backlog, Outcome.int),
      .setting(
        "forwardedAllowIPs", .string, "the peers whose X-Forwarded- headers it believes, with commas between; * is everybody",
        ifAny: \.forwardedAllowIPs, Outcome.string),
      .setting("accessLog", .bool, "whether it writes an access log", ifAny: \.accessLog, Outcome.bool),
      .setting(
        "accessLogTarget", .string, "the file of the access log, - for the standard output; missing without one",
        optional: \.accessLogTarget, Outcome.string),
      .setting(
        "errorLogTarget", .string, "the file of the error log, - for the standard error; missing without one", optional: \.errorLogTarget,
        Outcome.string),
      .setting(
        "workerTmpDirectory", .string, "the folder of gunicorn's heartbeat files; missing when it is the system's for temporary files",
        optional: \.workerTmpDirectory, Outcome.string),
      .setting(
        "tlsKeyFile", .string, "the private key with which it ends TLS itself; missing when it does not", optional: \.tlsKeyFile,
        Outcome.string),
      Attribute("isQueueWorker", .bool, "whether it takes jobs from a queue instead of requests from the network") {
        .bool($0.settings.server.isQueueWorker)
      },
      Attribute("isPython", .bool, "whether it runs on Python") { .bool($0.settings.server.isPython) },
    ])
}

extension Attribute<ServerSubject> {
  /// A setting that every server has.
  fileprivate static func setting<Value>(
    _ name: String, _ type: DeclaredType, _ documentation: String, _ read: @escaping @Sendable (ServerSettings) -> Setting<Value>,
    _ make: @escaping @Sendable (Value) -> Outcome
  ) -> Attribute {
    Attribute(name, type, documentation, place: { $0.place(read($0.settings)) }) {
      ServerSubject.outcome(read($0.settings), make)
    }
  }

  /// A setting that some servers have.
  fileprivate static func setting<Value>(
    _ name: String, _ type: DeclaredType, _ documentation: String, ifAny read: @escaping @Sendable (ServerSettings) -> Setting<Value>?,
    _ make: @escaping @Sendable (Value) -> Outcome
  ) -> Attribute {
    Attribute(name, type, documentation, place: { $0.place(read($0.settings)) }) { subject in
      read(subject.settings).flatMap { ServerSubject.outcome($0, make) }
    }
  }

  /// A setting that some servers have and that may say "none".
  fileprivate static func setting<Value>(
    _ name: String, _ type: DeclaredType, _ documentation: String,
    optional read: @escaping @Sendable (ServerSettings) -> Setting<Value?>?, _ make: @escaping @Sendable (Value) -> Outcome
  ) -> Attribute {
    Attribute(name, type, documentation, place: { $0.place(read($0.settings)) }) { subject in
      read(subject.settings).flatMap { setting in ServerSubject.outcome(setting) { $0.flatMap(make) } }
    }
  }
}
