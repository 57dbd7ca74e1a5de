package import SourceText

/// A server that a container runs, and its settings by its own precedence.
package struct ServerProcess: Sendable {
  /// The word that names the server.
  package let program: CommandWord
  /// From the program to the last word when they are in one file and in order, otherwise the program; for a server that a Python file
  /// starts by a call, the function's name there.
  package let command: Location
  package let settings: ServerSettings

  package init?(_ launch: Launch, in context: some ProcessContext) {
    guard let program = launch.arguments.first, let name = program.programName else { return nil }
    let surroundings = ChangedContext(outer: context, changes: launch.changes)
    let call = ServerCall(program: program, arguments: launch.arguments.dropFirst(), context: surroundings)
    let settings: ServerSettings?
    switch Server.named(name) {
    case .uvicorn?: settings = Uvicorn.settings(call)
    case .gunicorn?: settings = Gunicorn.settings(call)
    case .hypercorn?: settings = Hypercorn.settings(call)
    case .granian?: settings = Granian.settings(call)
    case .daphne?: settings = Daphne.settings(call)
    case .fastapi?: settings = FastAPI.settings(call)
    case .uwsgi?: settings = UWSGI.settings(call)
    case .waitress?: settings = Waitress.settings(call)
    case .celery?: settings = Celery.settings(call)
    case .rq?: settings = RQ.settings(call)
    case .dramatiq?: settings = Dramatiq.settings(call)
    case .arq?: settings = Arq.settings(call)
    case .node?: settings = DevelopmentServers.settings(call) ?? Node.settings(call)
    case .nginx?: settings = Nginx.settings(call)
    case .phpFPM?: settings = PHPFPM.settings(call)
    case .apache?: settings = Apache.settings(call)
    case .puma?: settings = name == "rails" ? Puma.railsSettings(call) : Puma.settings(call)
    case .unicorn?: settings = Unicorn.settings(call)
    case .sidekiq?: settings = Sidekiq.settings(call)
    case .java?: settings = SpringBoot.settings(call)
    case .kestrel?: settings = DevelopmentServers.settings(call) ?? Kestrel.settings(call)
    default: settings = DevelopmentServers.settings(call)
    }
    self.program = program
    if let settings {
      command = call.range
      self.settings = settings
    } else if Server.named(name) == nil, let entry = PythonEntry(launch, in: surroundings), let run = UvicornRun(entry, in: surroundings) {
      command = run.location
      self.settings = Uvicorn.settings(run, app: run.app, in: run.context)
    } else {
      return nil
    }
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

/// Workers as uvicorn and gunicorn count them: `WEB_CONCURRENCY` must be a number, or they do not start.
func webConcurrency(_ context: any ProcessContext) -> Setting<Int>? {
  environmentSetting("WEB_CONCURRENCY", in: context)?.integer()
}
