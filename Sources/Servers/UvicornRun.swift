internal import PythonSource
internal import SourceText

/// uvicorn as a Python file starts it: `uvicorn.run(…)`, or `uvicorn.Server(uvicorn.Config(…))` (`uvicorn/main.py`, `uvicorn/config.py`).
struct UvicornRun: UvicornOptions {
  /// The name of the function that is called.
  let location: Location
  /// What surrounds the server where the file starts it.
  let context: any ProcessContext
  private var arguments = ConfigurationFile()
  private(set) var app: CommandWord?

  private enum Function {
    case run, config, server
  }

  init?(_ entry: PythonEntry, in context: any ProcessContext) {
    let module = PythonModule(entry.file)
    let program = PythonRun(entry, module, in: context) { Self.function($0, in: module) != nil }
    let calls = program.met.map { (met: $0, function: Self.function($0.call, in: module)) }
    let starts = calls.filter { $0.function != .server }
    guard let first = starts.first else { return nil }
    if first.function == .run {
      // It returns when the server has ended: what stands behind one that is surely called does not matter.
      guard first.met.isCertain else { return nil }
    } else {
      let name = first.met.call.target?.lastPathComponent.map(String.init)
      guard starts.count == 1, first.met.isCertain, name.map({ !program.changedObjects.contains($0) }) ?? true,
        calls.contains(where: { $0.function == .server && $0.met.isCertain })
      else { return nil }
    }
    self.context = program.context
    location = Location(file: entry.id, range: first.met.call.functionRange)
    read(first.met, of: entry)
    app = Self.app(of: first.met.call, in: module, entry)
    if first.function == .config {
      // `Server` by itself starts neither workers nor the reloader.
      arguments.entries["workers"] = .init(value: .integer(1), location: location)
      arguments.entries["reload"] = .init(value: .boolean(false), location: location)
    }
  }

  private static func function(_ call: PythonModule.Call, in module: PythonModule) -> Function? {
    guard let name = call.function.first, let imported = module.imports[name], imported.level == 0 else { return nil }
    let path = imported.module + (imported.member.map { [$0] } ?? []) + call.function.dropFirst()
    switch path.joined(separator: ".") {
    case "uvicorn.run", "uvicorn.main.run": return .run
    case "uvicorn.Config", "uvicorn.config.Config", "uvicorn.main.Config": return .config
    case "uvicorn.Server", "uvicorn.server.Server", "uvicorn.main.Server": return .server
    default: return nil
    }
  }

  private mutating func read(_ met: PythonRun.Met, of entry: PythonEntry) {
    for (position, argument) in met.call.arguments.enumerated() {
      let place = Location(file: entry.id, range: argument.range)
      guard let name = argument.name, name != "*", name != "**" else {
        // Only the application is given by position, but to `Config` others may be.
        if position > 0 || argument.name != nil { arguments.unknown = ("it may be among the arguments that are given as one", place) }
        continue
      }
      // `None` is what the function takes when nothing is given.
      if let value = met.arguments[name], value != .none { arguments.entries[name] = .init(value: value, location: place) }
    }
    guard let descriptor = arguments.entries["fd"] else { return }
    for name in ["host", "port"] {
      arguments.entries[name] = .init(value: .unknown(reason: "it takes a socket that is open already"), location: descriptor.location)
    }
  }

  // MARK: Options

  private func name(_ key: String) -> String { String(key.map { $0 == "-" ? "_" : $0 }) }

  func text(_ key: String) -> Setting<String>? { arguments.texts(name(key))?.map { $0.joined(separator: ",") } }
  func integer(_ key: String) -> Setting<Int>? { arguments.integer(name(key)) }
  func flag(_ key: String) -> Setting<Bool>? { arguments.boolean(name(key)) }
  func spelling(of key: String) -> String { name(key) }

  /// What only might be said does not count, as on a command line.
  var socket: Setting<String>? { arguments.entries["uds"] == nil ? nil : text("uds")?.map { "unix:" + $0 } }

  // MARK: Application

  /// `main:app`, written so or as a name that the file imports or makes.
  private static func app(of call: PythonModule.Call, in module: PythonModule, _ entry: PythonEntry) -> CommandWord? {
    guard let argument = call[position: 0] ?? call[name: "app"] else { return nil }
    let place = Location(file: entry.id, range: argument.range)
    switch module.resolved(argument.value) ?? argument.value {
    case .text(let text): return CommandWord(.known(text), at: place)
    case .name(let path) where path.count == 1:
      if let imported = module.imports[path[0]] {
        guard imported.level == 0, let member = imported.member else { break }
        return CommandWord(.known(imported.module.joined(separator: ".") + ":" + member), at: place)
      }
      guard module.assignments[path[0]] == 1 else { break }
      return CommandWord(.known(dotted(entry.file.path) + ":" + path[0]), at: place)
    default:
      if case .name(let path) = argument.value, path.count == 1, module.assignments[path[0]] == 1 {
        return CommandWord(.known(dotted(entry.file.path) + ":" + path[0]), at: place)
      }
    }
    return CommandWord(.unknown(reason: "the application is made by Python code that readylint does not run"), at: place)
  }

  private static func dotted(_ path: String) -> String {
    path.dropLast(path.hasSuffix(".py") ? 3 : 0).pathComponents.filter { $0 != "." && $0 != ".." }.joined(separator: ".")
  }
}
