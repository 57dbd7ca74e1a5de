package import SourceText

/// A server that a container runs, and its settings by its own precedence.
package struct ServerProcess: Sendable {
  package let server: Server
  /// The word that names the server.
  package let program: CommandWord
  /// From the program to the last word when they are in one file and in order, otherwise the program.
  package let command: Location
  /// The seconds that it takes at most after its stop signal.
  package let gracefulTimeout: Setting<GracefulTimeout>
  /// The option that sets a bound: `--timeout-graceful-shutdown`; nil when the server has none.
  package let gracefulTimeoutOption: String?
  package let reload: Setting<Bool>
  package let workers: Setting<Int>
  /// An address, or `unix:PATH` for a socket in the file system.
  package let host: Setting<String>
  package let port: Setting<Int>
  /// gunicorn's alone.
  package let workerClass: Setting<String>?
  /// What it serves: `main:app`.
  package let app: CommandWord?
  /// What a server that is no server for production is called: `flask run`.
  package let developmentServer: String?

  package init?(_ launch: Launch, in context: some ProcessContext) {
    guard let program = launch.arguments.first, let name = program.programName else { return nil }
    let call = ServerCall(
      program: program, arguments: launch.arguments.dropFirst(),
      context: ChangedContext(outer: context, changes: launch.changes))
    let settings: ServerSettings?
    switch Server.named(name) {
    case .uvicorn?: settings = Uvicorn.settings(call)
    case .gunicorn?: settings = Gunicorn.settings(call)
    case .hypercorn?: settings = Hypercorn.settings(call)
    case .granian?: settings = Granian.settings(call)
    case .daphne?: settings = Daphne.settings(call)
    case .fastapi?: settings = FastAPI.settings(call)
    default: settings = DevelopmentServers.settings(call)
    }
    guard let settings else { return nil }
    server = settings.server
    self.program = program
    command = call.range
    gracefulTimeout = settings.gracefulTimeout
    gracefulTimeoutOption = settings.gracefulTimeoutOption
    reload = settings.reload
    workers = settings.workers
    host = settings.host
    port = settings.port
    workerClass = settings.workerClass
    app = settings.app
    developmentServer = settings.developmentServer
  }
}

/// A server's command line in its surroundings.
struct ServerCall {
  let program: CommandWord
  let arguments: ArraySlice<CommandWord>
  let context: ChangedContext

  var range: Location {
    var end = program.location
    for word in arguments {
      guard word.location.file == end.file, word.location.range.start >= end.range.end else { return program.location }
      end = word.location
    }
    return Location(file: end.file, range: program.location.range.union(end.range))
  }
}

/// What a server's file finds out.
struct ServerSettings {
  let server: Server
  var gracefulTimeout: Setting<GracefulTimeout>
  var gracefulTimeoutOption: String?
  var reload: Setting<Bool> = .serverDefault(false)
  var workers: Setting<Int> = .serverDefault(1)
  var host: Setting<String>
  var port: Setting<Int>
  var workerClass: Setting<String>?
  var app: CommandWord?
  var developmentServer: String?
}

/// Workers as uvicorn and gunicorn count them: `WEB_CONCURRENCY` must be a number, or they do not start.
func webConcurrency(_ context: any ProcessContext) -> Setting<Int>? {
  environmentSetting("WEB_CONCURRENCY", in: context)?.integer()
}
