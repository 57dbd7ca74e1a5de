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

  /// The server that an executable or a Python module of this name starts.
  static func named(_ name: String) -> Server? { byName[name] }

  /// Whether it is a production server that runs on Python, whose workers each hold the whole application in memory.
  package var isPython: Bool { [.uvicorn, .gunicorn, .hypercorn, .granian, .daphne, .fastapi].contains(self) }

  private static let byName: [String: Server] = [
    "uvicorn": .uvicorn, "uvicorn.__main__": .uvicorn, "uvicorn.main": .uvicorn,
    "gunicorn": .gunicorn, "gunicorn.__main__": .gunicorn, "gunicorn.app.wsgiapp": .gunicorn,
    "hypercorn": .hypercorn, "hypercorn.__main__": .hypercorn,
    "granian": .granian, "granian.__main__": .granian,
    "daphne": .daphne, "daphne.__main__": .daphne, "daphne.cli": .daphne,
    "fastapi": .fastapi, "fastapi.__main__": .fastapi, "fastapi_cli": .fastapi, "fastapi_cli.__main__": .fastapi,
  ]
}
