/// Programs that serve an application while somebody works on it, and say so themselves in their documentation.
enum DevelopmentServers {
  static func settings(_ call: ServerCall) -> ServerSettings? {
    guard let name = name(call) else { return nil }
    let notRead = "the settings of a development server are not read"
    return ServerSettings(
      server: Server(name: name), gracefulSignals: [], gracefulTimeout: .unknown(notRead), reload: .unknown(notRead),
      host: .unknown(notRead), port: .unknown(notRead), developmentServer: name)
  }

  /// Programs that are nothing else.
  private static let always: [String: String] = [
    "http.server": "python -m http.server", "SimpleHTTPServer": "python -m SimpleHTTPServer", "nodemon": "nodemon",
    "ts-node-dev": "ts-node-dev", "webpack-dev-server": "webpack-dev-server", "live-server": "live-server", "watchfiles": "watchfiles",
    "watchmedo": "watchmedo",
  ]

  /// The first operand that makes a program one, by the program's name.
  private static let commands: [String: [String]] = [
    "flask": ["run"], "dotnet": ["watch"], "django-admin": ["runserver", "runserver_plus"], "django": ["runserver", "runserver_plus"],
    "manage.py": ["runserver", "runserver_plus"], "next": ["dev"], "nuxt": ["dev"], "nuxi": ["dev"],
    "astro": ["dev"], "gatsby": ["develop"], "ng": ["serve"], "webpack": ["serve"], "vue-cli-service": ["serve"],
    "react-scripts": ["start"], "hugo": ["server", "serve"], "mkdocs": ["serve"], "jekyll": ["serve"], "remix": ["dev"],
    "svelte-kit": ["dev"], "wrangler": ["dev"], "quart": ["run"],
    "parcel": ["serve"], "gulp": ["serve"], "ember": ["serve", "server"], "expo": ["start"], "artisan": ["serve"],
  ]

  private static func name(_ call: ServerCall) -> String? {
    guard var program = call.program.programName else { return nil }
    var arguments = call.arguments
    if Python.isInterpreter(program) {
      guard let start = Python.scriptStart([call.program] + arguments), let script = arguments[arguments.startIndex + start - 1].programName
      else { return nil }
      program = script
      arguments = arguments[(arguments.startIndex + start)...]
    } else if program == "node" {
      if arguments.contains(where: { $0.known == "--watch" || $0.known?.hasPrefix("--watch-path") == true }) { return "node --watch" }
      return nil
    } else if program == "npx" || program == "bunx" || program == "pnpx" {
      guard let first = arguments.firstIndex(where: { $0.known?.hasPrefix("-") != true }), let name = arguments[first].programName else {
        return nil
      }
      program = name
      arguments = arguments[(first + 1)...]
    } else if program == "php" {
      return phpServer(arguments)
    }
    if PackageManager.names.contains(program) { return script(program, arguments) }
    if let name = always[program] { return name }
    let operands = operands(arguments)
    if program == "vite" {
      // `vite`, `vite dev` and `vite serve` are one; `vite build` ends, `vite preview` serves what was built.
      guard let first = operands.first, !first.hasPrefix("/"), !first.hasPrefix(".") else { return "vite" }
      return ["dev", "serve"].contains(first) ? "vite \(first)" : nil
    }
    guard let wanted = commands[program], let command = operands.first(where: wanted.contains) else { return nil }
    return "\(program) \(command)"
  }

  private static func operands(_ arguments: ArraySlice<CommandWord>) -> [String] {
    arguments.compactMap(\.known).filter { !$0.hasPrefix("-") }
  }

  /// Scripts are what a project makes of them, and these two names stand for development everywhere.
  private static func script(_ manager: String, _ arguments: ArraySlice<CommandWord>) -> String? {
    guard let (script, runs) = PackageManager.script(manager, arguments) else { return nil }
    let isDevelopment = script == "dev" || script == "develop" || script.hasPrefix("dev:") || script.hasSuffix(":dev")
    guard isDevelopment else { return nil }
    return "\(manager) \(runs ? "run " : "")\(script)"
  }

  /// `php -S ADDRESS`, `php artisan serve`.
  private static func phpServer(_ arguments: ArraySlice<CommandWord>) -> String? {
    if arguments.contains(where: { $0.known?.hasPrefix("-S") == true }) { return "php -S" }
    guard arguments.first?.programName == "artisan", operands(arguments.dropFirst()).first == "serve" else { return nil }
    return "php artisan serve"
  }
}
