internal import Expressions
internal import Servers
package import SourceText

/// `server`: a server with its settings, by its own precedence of flags, environment, files and defaults.
package struct ServerSubject: Subject {
  let process: ProcessSubject
  let server: ServerProcess

  package var anchor: Location { server.program.location }
  package var logicalPath: String { process.logicalPath }
  package var identity: [Int] { process.identity }

  private static func outcome<Value>(_ setting: Setting<Value>, _ make: (Value) -> Outcome?) -> Outcome? {
    switch setting.state {
    case .value(let value): make(value)
    case .unknown(let reason): .unknown(because: reason)
    }
  }

  /// Where a setting is written, or the command that leaves it at its default.
  private func place<Value>(_ setting: Setting<Value>?) -> Location { setting?.location ?? server.command }

  package static let schema = Schema<ServerSubject>(
    "server",
    [
      Attribute("name", .string, "uvicorn, gunicorn …", place: { $0.anchor }) { .string($0.server.server.name) },
      Attribute(
        "gracefulTimeoutSeconds", .double, "how long it waits for requests after its stop signal; missing when it waits for ever",
        place: { $0.place($0.server.gracefulTimeout) }
      ) { subject in
        outcome(subject.server.gracefulTimeout) { if case .seconds(let seconds) = $0 { .double(seconds) } else { nil } }
      },
      Attribute(
        "hasGracefulTimeout", .bool, "whether it ends by itself after its stop signal", place: { $0.place($0.server.gracefulTimeout) }
      ) {
        outcome($0.server.gracefulTimeout) { .bool($0 != .unlimited) }
      },
      Attribute("gracefulTimeoutOption", .string, "the flag that sets it; missing when the server has none") {
        $0.server.gracefulTimeoutOption.map(Outcome.string)
      },
      Attribute("gracefulTimeoutIsDefault", .bool, "whether nothing sets the graceful timeout") {
        .bool($0.server.gracefulTimeout.origin == .serverDefault)
      },
      Attribute("reload", .bool, "whether it watches its source and restarts itself", place: { $0.place($0.server.reload) }) {
        outcome($0.server.reload, Outcome.bool)
      },
      Attribute("workers", .int, "how many worker processes it starts", place: { $0.place($0.server.workers) }) {
        outcome($0.server.workers, Outcome.int)
      },
      Attribute("host", .string, "the address that it binds", place: { $0.place($0.server.host) }) {
        outcome($0.server.host, Outcome.string)
      },
      Attribute("port", .int, "the port that it binds", place: { $0.place($0.server.port) }) { outcome($0.server.port, Outcome.int) },
      Attribute("workerClass", .string, "gunicorn's worker class", place: { $0.place($0.server.workerClass) }) { subject in
        subject.server.workerClass.flatMap { outcome($0, Outcome.string) }
      },
      Attribute("isPython", .bool, "whether it runs on Python") { .bool($0.server.server.isPython) },
    ])
}
