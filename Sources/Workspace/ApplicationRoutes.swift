internal import PythonSource
package import SourceText

extension ApplicationSource {
  /// The routes of an ASGI application that FastAPI or Starlette makes.
  package enum Routes: Sendable {
    case understood([Route], application: Location)
    case unknown(String)
  }

  package struct Route: Hashable, Sendable {
    /// `/items/{id}`, with the prefixes of its routers.
    package let path: String
    package let location: Location
    /// Whether everything below the path is somebody else's: a mounted application.
    let isMount: Bool

    /// Whether a request for a path comes to the route, a redirect for a slash at the end included.
    package func matches(_ requested: String) -> Bool {
      let wanted = Self.parts(requested)
      let own = Self.parts(path)
      if isMount { return wanted.count >= own.count && zip(own, wanted).allSatisfy { $0 == $1 || $0.hasPrefix("{") } }
      if let rest = own.firstIndex(where: { $0.containsText(":path}") }) {
        return wanted.count >= rest && zip(own[..<rest], wanted).allSatisfy { $0 == $1 || $0.contains("{") }
      }
      return own.count == wanted.count && zip(own, wanted).allSatisfy { $0 == $1 || $0.contains("{") }
    }

    private static func parts(_ path: String) -> [Substring] { path.pathComponents }
  }

  private static let appMakers: Set<String> = ["FastAPI", "Starlette"]
  private static let routerMakers: Set<String> = ["APIRouter", "Router"]
  /// Other makers of ASGI applications, whose routes are not read.
  private static let otherASGI: Set<String> = ["Litestar", "Quart", "Sanic", "BlackSheep", "get_asgi_application"]

  /// Whether an application speaks ASGI or WSGI, and where it is made; nil when that cannot be seen.
  package func interface(of app: String) -> (name: String, location: Location)? {
    guard let named = application(app), let origin = made(named) ?? named as Origin?, let call = maker(of: origin),
      let made = call.function.last
    else { return nil }
    let location = Location(file: files[origin.file].id, range: call.functionRange)
    if Self.appMakers.contains(made) || Self.otherASGI.contains(made) { return ("asgi", location) }
    return made == "Flask" || made == "get_wsgi_application" ? ("wsgi", location) : nil
  }

  /// `module:name`, or a file as `fastapi run` takes it.
  private func application(_ app: String) -> Origin? {
    let parts = app.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2, !parts[1].contains("("), let file = file(ofModule: parts[0]) {
      // `--factory` names a function.
      return origin(of: [parts[1]], in: file) ?? function([parts[1]], in: file).map { Origin(file: $0.file, name: $0.name) }
    }
    guard app.hasSuffix(".py"), let file = file(ofModule: app.dropLast(3).pathComponents.joined(separator: ".")) else { return nil }
    let made = files[file].module.calls.filter { $0.target != nil && $0.function.last == "FastAPI" }.compactMap(\.target)
    return made.count == 1 ? Origin(file: file, name: made[0]) : nil
  }

  /// What a function makes that a name is given the result of, or that the name is itself: `app = create_app()`.
  private func made(_ origin: Origin) -> Origin? {
    let source: (file: Int, name: String)?
    if files[origin.file].module.functions[origin.name] != nil, files[origin.file].module.assignments[origin.name] == nil {
      source = (origin.file, origin.name)
    } else {
      source = maker(of: origin).flatMap { function($0.function, in: origin.file) }
    }
    guard let source else { return nil }
    let returned = returned(by: source.name, in: source.file).filter { candidate in
      maker(of: candidate)?.function.last.map(Self.appMakers.contains) ?? false
    }
    return returned.count == 1 ? returned[0] : nil
  }

  package func routes(of app: String) -> Routes { knownRoutes.routes(of: app, in: self) }

  fileprivate func readRoutes(of app: String) -> Routes {
    guard let named = application(app) else { return .unknown("where \(app) is made is not found") }
    let factory = made(named)
    let origin = factory ?? named
    guard let call = maker(of: origin), let made = call.function.last, Self.appMakers.contains(made) else {
      return .unknown("\(app) is not made by FastAPI or Starlette themselves")
    }
    var reader = RouteReader(source: self)
    reader.readConstructor(call, in: origin.file)
    reader.read(origin, prefix: "", depth: 0)
    if factory != nil { reader.read(named, prefix: "", depth: 0) }
    if let reason = reader.unknown { return .unknown(reason) }
    return .understood(reader.routes, application: Location(file: files[origin.file].id, range: call.functionRange))
  }

  /// Whether a path is written in the source elsewhere than as a route's: a middleware may answer it.
  package func mentions(_ path: String) -> Bool {
    ownFiles.contains { file in
      file.module.paths.contains { text, range in
        (text == path || text == path + "/")
          && !file.module.calls.contains { call in
            RouteReader.adders.contains(call.function.last ?? "") && call.arguments.contains { $0.range.contains(range) }
          }
      }
    }
  }

  /// Collects the routes of an application and of the routers that it includes.
  private struct RouteReader {
    let source: ApplicationSource
    var routes: [Route] = []
    var unknown: String?
    private var count = 0

    init(source: ApplicationSource) { self.source = source }

    private static let verbs: Set<String> = [
      "get", "post", "put", "delete", "patch", "options", "head", "trace", "api_route", "websocket", "route", "websocket_route",
    ]
    static let adders: Set<String> = verbs.union([
      "add_api_route", "add_route", "add_websocket_route", "add_api_websocket_route", "include_router", "mount", "APIRouter", "Route",
      "Mount", "WebSocketRoute",
    ])
    private static let harmless: Set<String> = [
      "add_middleware", "middleware", "exception_handler", "on_event", "add_exception_handler", "add_event_handler", "openapi",
      "url_path_for", "build_middleware_stack", "setup",
    ]
    /// Functions that are given an application and leave its routes alone.
    private static let harmlessUsers: Set<String> = [
      "run", "TestClient", "AsyncClient", "ASGITransport", "instrument_app", "instrument", "Config", "get_openapi", "print",
    ]

    mutating func readConstructor(_ call: PythonModule.Call, in file: Int) {
      if call.hasHiddenArguments { unknown = "the application is made with arguments that cannot be seen" }
      if call[name: "routes"] != nil { readRouteObjects(of: call, in: file) }
      if let root = call[name: "root_path"], root.value != .text("") { unknown = "the application has a root path" }
      let location = Location(file: source.files[file].id, range: call.functionRange)
      for (name, usual) in [("openapi_url", "/openapi.json"), ("docs_url", "/docs"), ("redoc_url", "/redoc")] {
        switch source.files[file].module.resolved(call[name: name]?.value) {
        case nil: add(usual, location)
        case .text(let path)?: add(path, location)
        case .some(.none): break
        // Not where a probe asks.
        case _?: add(usual, location)
        }
      }
    }

    /// `routes=[Route("/x", …), Mount("/y", …)]`.
    private mutating func readRouteObjects(of call: PythonModule.Call, in file: Int) {
      guard case .list(let items)? = source.files[file].module.resolved(call[name: "routes"]?.value),
        items.allSatisfy({ if case .other(let maker) = $0 { ["Route", "Mount", "WebSocketRoute"].contains(maker.last) } else { false } })
      else {
        unknown = "the application's list of routes is not a plain one"
        return
      }
      for made in source.files[file].module.calls where ["Route", "Mount", "WebSocketRoute"].contains(made.function.last) {
        let argument = made[position: 0] ?? made[name: "path"]
        guard case .text(let path)? = source.files[file].module.resolved(argument?.value), let argument else {
          unknown = "a route's path is not a plain text"
          return
        }
        add(path, Location(file: source.files[file].id, range: argument.range), isMount: made.function.last == "Mount")
      }
    }

    private mutating func add(_ path: String, _ location: Location, isMount: Bool = false) {
      routes.append(Route(path: path, location: location, isMount: isMount))
      if routes.count > 10_000 { unknown = "there are too many routes" }
    }

    /// Everything that any file does to an application or a router.
    mutating func read(_ owner: Origin, prefix: String, depth: Int) {
      count += 1
      guard unknown == nil, depth < 12, count < 500 else {
        unknown = unknown ?? "the routers are nested too deeply"
        return
      }
      for index in source.files.indices {
        let module = source.files[index].module
        guard index == owner.file || !module.imports.isEmpty else { continue }
        for call in module.calls {
          guard unknown == nil else { return }
          let name = Array(call.function.dropLast())
          if let method = call.function.last, names(name, owner, in: index, call.scope) {
            read(call, method, owner, prefix: prefix, in: index, depth: depth)
          } else if !Self.harmlessUsers.contains(call.function.last ?? ""), call.function.last != "include_router",
            call.function.last != "mount",
            call.arguments.contains(where: {
              if case .name(let path) = $0.value { names(path, owner, in: index, call.scope) } else { false }
            })
          {
            follow(call, givenTo: owner, prefix: prefix, in: index, depth: depth)
          }
        }
      }
    }

    /// A function of the repository that is given the application may do to it whatever the application's own file may.
    private mutating func follow(_ call: PythonModule.Call, givenTo owner: Origin, prefix: String, in file: Int, depth: Int) {
      let position = call.arguments.firstIndex { argument in
        if case .name(let path) = argument.value { names(path, owner, in: file, call.scope) } else { false }
      }
      if let position, let (target, function) = source.function(call.function, in: file) {
        let parameters = source.files[target].module.parameters[function] ?? []
        let given = call.arguments[position].name ?? (parameters.indices.contains(position) ? parameters[position] : nil)
        if let given, parameters.contains(given) {
          return read(Origin(file: target, name: function + "/" + given), prefix: prefix, depth: depth + 1)
        }
      }
      unknown = "\(call.function.joined(separator: ".")) may add routes"
    }

    private func names(_ path: [String], _ owner: Origin, in file: Int, _ scope: String?) -> Bool {
      guard let last = path.last, let first = path.first, !first.isEmpty else { return false }
      if file == owner.file {
        guard path.count == 1 else { return false }
        let local = scope.map { $0 + "/" + first }
        if let local, source.files[file].module.assignments[local] != nil { return local == owner.name }
        return first == owner.name
      }
      // Most names have nothing to do with it; only these are followed.
      guard last == owner.name || source.files[file].module.imports[first]?.member == owner.name else { return false }
      return source.origin(of: path, in: file) == owner
    }

    private mutating func read(
      _ call: PythonModule.Call, _ method: String, _ owner: Origin, prefix: String, in file: Int, depth: Int
    ) {
      let module = source.files[file].module
      switch method {
      case _ where RouteReader.verbs.contains(method) || method.hasPrefix("add_") && method.hasSuffix("route"):
        let argument = call[position: 0] ?? call[name: "path"]
        guard let argument, case .text(let path)? = module.resolved(argument.value) else {
          unknown = "the path of a route is not a plain text"
          return
        }
        add(prefix + path, Location(file: source.files[file].id, range: argument.range))
      case "include_router":
        include(call, prefix: prefix, in: file, depth: depth)
      case "mount":
        guard let argument = call[position: 0] ?? call[name: "path"], case .text(let path)? = module.resolved(argument.value) else {
          unknown = "the path of a mounted application is not a plain text"
          return
        }
        add(prefix + path, Location(file: source.files[file].id, range: argument.range), isMount: true)
      case _ where Self.harmless.contains(method): break
      default: unknown = "what \(owner.name).\(method) does is not known"
      }
    }

    private mutating func include(_ call: PythonModule.Call, prefix: String, in file: Int, depth: Int) {
      guard !call.hasHiddenArguments, let argument = call[position: 0] ?? call[name: "router"], case .name(let path) = argument.value,
        let router = source.origin(of: path, in: file, scope: call.scope), let made = source.maker(of: router),
        RoutesOf.routerMakers.contains(made.function.last ?? "")
      else {
        unknown = "a router that is included is not found"
        return
      }
      guard let own = text(made[name: "prefix"], in: router.file), let given = text(call[name: "prefix"], in: file),
        !made.hasHiddenArguments
      else {
        unknown = "the prefix of \(path.joined(separator: ".")) is not a plain text"
        return
      }
      if made[name: "routes"] != nil { unknown = "the router's list of routes is not read" }
      read(router, prefix: prefix + given + own, depth: depth + 1)
    }

    private typealias RoutesOf = ApplicationSource

    /// An argument's text; empty without one, nil when it cannot be told.
    private func text(_ argument: PythonModule.Argument?, in file: Int) -> String? {
      guard let argument else { return "" }
      if case .text(let text)? = source.files[file].module.resolved(argument.value) { return text }
      return nil
    }
  }
}

/// What was found for each application: every probe of every container asks again. A class because it remembers.
final class KnownRoutes: Sendable {
  private let known = Memo<String, ApplicationSource.Routes>()

  func routes(of app: String, in source: ApplicationSource) -> ApplicationSource.Routes {
    known.value(for: app) { source.readRoutes(of: app) }
  }
}
