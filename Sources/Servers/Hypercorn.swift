internal import SourceText

/// hypercorn (pgjones/hypercorn `src/hypercorn/__main__.py`, `config.py`; 0.18): command line, then configuration file, then defaults.
/// It reads no environment variables.
enum Hypercorn {
  static let syntax = CommandLineSyntax(
    .argparse, requiresOperand: true,
    [
      .value("--access-log"), .value("--access-logfile"), .value("--access-logformat"), .value("--backlog"), .value("-b", "--bind"),
      .value("--ca-certs"), .value("--certfile"), .value("--cert-reqs"), .value("--ciphers"), .value("-c", "--config"),
      .flag("-D", "--daemon"), .flag("--debug"), .value("--error-log"), .value("--error-logfile", "--log-file"),
      .value("--graceful-timeout"), .value("--read-timeout"), .value("--max-requests"), .value("--max-requests-jitter"),
      .value("-g", "--group"), .value("-k", "--worker-class"), .value("--keep-alive"), .value("--keyfile"),
      .value("--keyfile-password"), .value("--insecure-bind"), .value("--log-config"), .value("--log-level"), .value("-p", "--pid"),
      .value("--quic-bind"), .flag("--reload"), .value("--root-path"), .value("--server-name"), .value("--statsd-host"),
      .value("--statsd-prefix"), .value("-m", "--umask"), .value("-u", "--user"), .value("--verify-mode"),
      .value("--websocket-ping-interval"), .value("-w", "--workers"), .flag("-h", "--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings {
    let line = ParsedCommandLine(call.arguments, syntax)
    let file = file(line.text("config"), call.context)
    let addresses = BindAddress.settings(line.texts("bind")) ?? fileAddresses(file)
    let accessLogTarget =
      (line.text("access-logfile") ?? line.text("access-log"))?.optional() ?? file.optionalText("accesslog") ?? .serverDefault(nil)
    return ServerSettings(
      server: .hypercorn, gracefulSignals: ["TERM", "INT"], gracefulTimeout: gracefulTimeout(line, file),
      gracefulTimeoutOption: "--graceful-timeout",
      reload: line.flag("reload") ?? file.boolean("use_reloader") ?? .serverDefault(false),
      workers: line.text("workers")?.integer() ?? file.integer("workers") ?? .serverDefault(1),
      host: addresses?.host ?? .serverDefault("127.0.0.1"), port: addresses?.port ?? .serverDefault(8000),
      app: line.operands.first,
      keepAlive: line.text("keep-alive")?.integer().seconds() ?? file.number("keep_alive_timeout")?.optional() ?? .serverDefault(5),
      maxRequests: line.text("max-requests")?.integer().optional() ?? file.integer("max_requests")?.optional() ?? .serverDefault(nil),
      maxRequestsJitter: jitter(line) ?? file.integer("max_requests_jitter") ?? .serverDefault(0),
      accessLog: accessLogTarget.map { $0 != nil }, accessLogTarget: accessLogTarget,
      errorLogTarget: (line.text("error-logfile") ?? line.text("error-log"))?.optional() ?? file.optionalText("errorlog")
        ?? .serverDefault("-"),
      tlsKeyFile: line.text("keyfile")?.optional() ?? file.optionalText("keyfile") ?? .serverDefault(nil))
  }

  /// `__main__.py` gives the flag the value of `--max-requests` instead of its own.
  private static func jitter(_ line: ParsedCommandLine) -> Setting<Int>? {
    guard let flag = line.text("max-requests-jitter") else { return nil }
    return line.text("max-requests")?.integer() ?? flag.integer()
  }

  /// Open requests get `graceful_timeout`, then the application's lifespan `shutdown_timeout`, which has no flag.
  private static func gracefulTimeout(_ line: ParsedCommandLine, _ file: ConfigurationFile) -> Setting<GracefulTimeout> {
    let requests = line.text("graceful-timeout")?.integer().map { Double($0) } ?? file.number("graceful_timeout") ?? .serverDefault(3)
    let lifespan = file.number("shutdown_timeout") ?? .serverDefault(60)
    switch (requests.state, lifespan.state) {
    case (.value(let first), .value(let second)):
      let origin = requests.location == nil ? lifespan : requests
      return origin.map { _ in .seconds(first + second) }
    case (.unknown, _): return requests.map { .seconds($0) }
    case (_, .unknown): return lifespan.map { .seconds($0) }
    }
  }

  private static func file(_ named: Setting<String>?, _ context: any ProcessContext) -> ConfigurationFile {
    guard let named else { return ConfigurationFile() }
    if let text = named.value, text.hasPrefix("python:") || text.hasPrefix("file:") {
      return PythonConfiguration.read(named, in: context)
    }
    return .read(named, in: context) { TOMLSettings.read($0, $1) }
  }

  private static func fileAddresses(_ file: ConfigurationFile) -> (host: Setting<String>, port: Setting<Int>)? {
    guard let binds = file.texts("bind") else { return nil }
    guard case .value(let texts) = binds.state else { return (binds.flatMap { _ in .value("") }, binds.flatMap { _ in .value(0) }) }
    return BindAddress.settings(texts.map { Setting<String>(.value($0), origin: .file, at: binds.location) })
  }
}
