/// A server that readylint knows.
package struct Server: Hashable, Sendable {
  /// `uvicorn`, `gunicorn` …; of a development server what it is called.
  package let name: String

  package static let uvicorn = Server(name: "uvicorn")
  package static let gunicorn = Server(name: "gunicorn")
  package static let hypercorn = Server(name: "hypercorn")
  package static let granian = Server(name: "granian")
  package static let daphne = Server(name: "daphne")
  package static let fastapi = Server(name: "fastapi")
  package static let uwsgi = Server(name: "uwsgi")
  package static let waitress = Server(name: "waitress")
  package static let celery = Server(name: "celery")
  package static let rq = Server(name: "rq")
  package static let dramatiq = Server(name: "dramatiq")
  package static let arq = Server(name: "arq")
  package static let node = Server(name: "node")
  package static let nginx = Server(name: "nginx")
  package static let phpFPM = Server(name: "php-fpm")
  package static let apache = Server(name: "apache")
  package static let puma = Server(name: "puma")
  package static let unicorn = Server(name: "unicorn")
  package static let sidekiq = Server(name: "sidekiq")
  /// A jar of which nothing says what it is.
  package static let java = Server(name: "java")
  package static let springBoot = Server(name: "spring-boot")
  package static let kestrel = Server(name: "kestrel")

  /// The server that an executable or a Python module of this name starts.
  static func named(_ name: String) -> Server? {
    // Distributions put the version behind: `php-fpm8.3`, `php-fpm83`.
    if name.hasPrefix("php-fpm"), name.dropFirst(7).allSatisfy({ $0.isNumber || $0 == "." }) { return .phpFPM }
    return byName[name]
  }

  /// Whether it is a production server that runs on Python, whose workers each hold the whole application in memory.
  package var isPython: Bool {
    [.uvicorn, .gunicorn, .hypercorn, .granian, .daphne, .fastapi, .uwsgi, .waitress, .celery, .rq, .dramatiq, .arq].contains(self)
  }

  /// Whether it takes jobs from a queue instead of requests from the network.
  package var isQueueWorker: Bool { [.celery, .rq, .dramatiq, .arq, .sidekiq].contains(self) }

  private static let byName: [String: Server] = [
    "uvicorn": .uvicorn, "uvicorn.__main__": .uvicorn, "uvicorn.main": .uvicorn,
    "gunicorn": .gunicorn, "gunicorn.__main__": .gunicorn, "gunicorn.app.wsgiapp": .gunicorn,
    "hypercorn": .hypercorn, "hypercorn.__main__": .hypercorn,
    "granian": .granian, "granian.__main__": .granian,
    "daphne": .daphne, "daphne.__main__": .daphne, "daphne.cli": .daphne,
    "fastapi": .fastapi, "fastapi.__main__": .fastapi, "fastapi_cli": .fastapi, "fastapi_cli.__main__": .fastapi,
    "uwsgi": .uwsgi, "uwsgi-core": .uwsgi, "pyuwsgi": .uwsgi,
    "waitress-serve": .waitress, "waitress": .waitress, "waitress.__main__": .waitress,
    "celery": .celery, "celery.__main__": .celery,
    "rq": .rq, "rqworker": .rq, "rq.cli": .rq, "dramatiq": .dramatiq, "dramatiq-gevent": .dramatiq, "dramatiq.__main__": .dramatiq,
    "node": .node, "nodejs": .node, "npm": .node, "yarn": .node, "pnpm": .node, "nginx": .nginx, "nginx-debug": .nginx,
    "openresty": .nginx, "httpd": .apache, "apache2": .apache, "apachectl": .apache, "apache2ctl": .apache,
    "puma": .puma, "rails": .puma, "unicorn": .unicorn, "unicorn_rails": .unicorn, "sidekiq": .sidekiq, "java": .java, "dotnet": .kestrel,
    "httpd-foreground": .apache, "apache2-foreground": .apache,
    "arq": .arq, "arq.__main__": .arq, "arq.cli": .arq,
  ]
}
