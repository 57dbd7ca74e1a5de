internal import SourceText

/// nginx (nginx.org `docs/ngx_core_module`, `docs/control`): `-g`, then the configuration file.
enum Nginx {
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: false,
    [
      .value("-c"), .value("-g"), .value("-e"), .value("-p"), .value("-s"), .flag("-t"), .flag("-T"), .flag("-q"), .flag("-v"),
      .flag("-V"), .flag("-h"), .flag("-?"),
    ])

  private static let folder = "/etc/nginx/"

  /// Nil where it only tests, prints or sends a signal.
  static func settings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, syntax)
    guard ["s", "t", "T", "v", "V", "h"].allSatisfy({ line.occurrences[$0] == nil }) else { return nil }
    let sources = Sources(line, call.context)
    let (host, port) = sources.addresses()
    return ServerSettings(
      // TERM and INT are the fast shutdown. Without `worker_shutdown_timeout` nothing ends a worker's last connections.
      server: .nginx, gracefulSignals: ["QUIT"],
      gracefulTimeout: sources.main("worker_shutdown_timeout", default: .unlimited) { text in
        NginxDuration.seconds(text).map { .value(.seconds($0)) } ?? .unknown(reason: "'\(text)' is not a duration")
      }, gracefulTimeoutOption: "worker_shutdown_timeout",
      workers: sources.inBase("worker_processes", [], default: 1) { text in
        if text == "auto" { return .unknown(reason: Setting<Int>.coreCount) }
        return Number.integer(text).map { .value($0) } ?? .unknown(reason: "'\(text)' is not a number")
      }, host: host, port: port,
      keepAlive: sources.inBase("keepalive_timeout", ["http"], default: 75) { text in
        NginxDuration.seconds(text).map { .value($0) } ?? .unknown(reason: "'\(text)' is not a duration")
      },
      limitConcurrency: sources.inBase("worker_connections", ["events"], default: 512) { text in
        Number.integer(text).map { .value($0) } ?? .unknown(reason: "'\(text)' is not a number")
      },
      accessLog: sources.inBase("access_log", ["http"], default: true) { .value($0 != "off") },
      accessLogTarget: sources.inBase("access_log", ["http"], default: "logs/access.log") { logTarget($0) },
      errorLogTarget: sources.inBase("error_log", [], default: "logs/error.log") { logTarget($0) },
      tlsKeyFile: sources.keyFile())
  }

  private static func logTarget(_ path: String) -> Setting<String?>.State {
    switch path {
    case "off": .value(nil)
    case "/dev/stdout", "/dev/stderr", "stderr", "/proc/self/fd/1", "/proc/self/fd/2": .value("-")
    case "/var/log/nginx/access.log", "/var/log/nginx/error.log":
      .unknown(reason: "the official images link \(path) to the standard output")
    default: .value(path)
    }
  }

  /// What is said in `-g` and in the files.
  private struct Sources {
    private let globals: NginxConfiguration
    /// The main file; nil when it is the base image's own.
    private let file: NginxConfiguration?
    private let server: NginxConfiguration?
    /// Why nothing is known of the main file, and the place of it.
    private let unknown: (reason: String, location: Location?)?
    private let doubt: Setting<String>?

    init(_ line: ParsedCommandLine, _ context: any ProcessContext) {
      let words = line.occurrences["g"] ?? []
      // Several `-g` are refused by nginx; one is the rule.
      let word = words.last?.word
      globals = NginxConfiguration(Array((word?.known ?? "").utf8)) { part in
        word?.location(of: part) ?? Location(file: FileID(0), range: ByteRange(part))
      }
      doubt = line.text("g").flatMap { $0.value == nil ? $0 : nil }
      let named = line.text("c")
      let path = named?.value.map { $0.hasPrefix("/") ? $0 : folder + $0 } ?? folder + "nginx.conf"
      switch (named?.value == nil ? named?.state : nil, context.file(path)) {
      case (.unknown(let reason)?, _): (file, unknown) = (nil, ("the configuration file is not known: \(reason)", named?.location))
      case (_, .found(let source, let id)): (file, unknown) = (NginxConfiguration(source, id), nil)
      case (_, .missing) where named == nil: (file, unknown) = (nil, nil)
      case (_, .missing): (file, unknown) = (nil, ("the configuration file \(path) is not found", named?.location))
      case (_, .unknown(let reason)): (file, unknown) = (nil, ("the configuration file \(path) cannot be read: \(reason)", named?.location))
      }
      if case .found(let source, let id) = context.file(folder + "conf.d/default.conf") {
        server = NginxConfiguration(source, id)
      } else {
        server = nil
      }
    }

    /// A directive of the main context, where `-g` counts too. The configuration of an official image sets none of those that are
    /// asked for here.
    func main<Value>(_ name: String, default value: Value, _ convert: (String) -> Setting<Value>.State) -> Setting<Value> {
      if let global = globals.first(name, in: [])?.value {
        return Setting<String>(global.state, origin: .flag, at: global.location).flatMap(convert)
      }
      if let doubt { return doubt.flatMap(convert) }
      if let unknown { return Setting(.unknown(reason: unknown.reason), origin: .file, at: unknown.location) }
      if let said = file?.first(name, in: [])?.value { return said.flatMap(convert) }
      // Files with modules are included here by Debian's package.
      if let include = file?.directives.first(where: { $0.name == "include" && $0.context.isEmpty })?.value,
        include.value?.containsText("modules") == false
      {
        return include.flatMap { .unknown(reason: "the included file \($0) may set it") }
      }
      return .serverDefault(value)
    }

    /// A directive that the base image's configuration sets to one value or another.
    func inBase<Value>(
      _ name: String, _ context: [String], default value: Value, _ convert: (String) -> Setting<Value>.State
    ) -> Setting<Value> {
      if context.isEmpty, globals.first(name, in: []) != nil { return main(name, default: value, convert) }
      guard let file else {
        return unknown.map { Setting(.unknown(reason: $0.reason), origin: .file, at: $0.location) }
          ?? .unknown("the configuration is the base image's own")
      }
      return file.first(name, in: context)?.value.map { $0.flatMap(convert) } ?? .serverDefault(value)
    }

    func addresses() -> (host: Setting<String>, port: Setting<Int>) {
      let listens =
        (file?.directives ?? []).filter { $0.name == "listen" && $0.context == ["http", "server"] }
        + (server?.directives ?? []).filter { $0.name == "listen" && $0.context == ["server"] }
      let binds = listens.compactMap { $0.value?.map(Self.address) }
      if let addresses = BindAddress.settings(binds) { return addresses }
      let reason = unknown?.reason ?? "no configuration file of the repository says where it listens"
      return (.unknown(reason), .unknown(reason))
    }

    /// `8080`, `*:8080`, `127.0.0.1`, `[::]:80`, `unix:/path`.
    private static func address(_ text: String) -> String {
      if Number.integer(text) != nil { return "0.0.0.0:" + text }
      if text.hasPrefix("unix:") { return text }
      let host = text.hasPrefix("*") ? "0.0.0.0" + text.dropFirst() : text
      return host.contains(":") && !host.hasSuffix("]") ? host : host + ":80"
    }

    func keyFile() -> Setting<String?> {
      let directives = (file?.directives ?? []) + (server?.directives ?? [])
      return directives.first { $0.name == "ssl_certificate_key" }?.value?.optional() ?? .serverDefault(nil)
    }
  }
}
