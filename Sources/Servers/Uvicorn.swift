/// uvicorn (encode/uvicorn `uvicorn/main.py`, `uvicorn/config.py`; 0.54 and 0.35): command line, then `UVICORN_<OPTION>`, then defaults.
/// `uvicorn.run` has an argument for each option, with the same default, and asks no `UVICORN_` variable.
enum Uvicorn {
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: true,
    [
      .value("--host"), .value("--port"), .value("--uds"), .value("--fd"), .flag("--reload"), .value("--reload-dir"),
      .value("--reload-include"), .value("--reload-exclude"), .value("--reload-delay"), .value("--workers"), .value("--loop"),
      .value("--http"), .flag("--http2"), .value("--ws"), .value("--ws-max-size"), .value("--ws-max-queue"),
      .value("--ws-ping-interval"), .value("--ws-ping-timeout"), .value("--ws-per-message-deflate"), .value("--lifespan"),
      .value("--interface"), .value("--env-file"), .value("--log-config"), .value("--log-level"), .toggle("--access-log"),
      .toggle("--use-colors"), .toggle("--proxy-headers"), .toggle("--server-header"), .toggle("--date-header"),
      .value("--forwarded-allow-ips"), .value("--root-path"), .value("--limit-concurrency"), .value("--backlog"),
      .value("--limit-max-requests"), .value("--limit-max-requests-jitter"), .value("--timeout-keep-alive"),
      .value("--timeout-graceful-shutdown"), .value("--timeout-worker-healthcheck"), .value("--ssl-keyfile"),
      .value("--ssl-certfile"), .value("--ssl-keyfile-password"), .value("--ssl-version"), .value("--ssl-cert-reqs"),
      .value("--ssl-ca-certs"), .value("--ssl-ciphers"), .value("--header"), .flag("--version"), .value("--app-dir"),
      .value("--h11-max-incomplete-event-size"), .flag("--reset-contextvars"), .flag("--factory"), .flag("--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings {
    let options = UvicornCommandLine(call)
    var app = options.line.operands.first
    if app == nil { app = options.environment.text("app").flatMap(CommandWord.init) }
    return settings(options, app: app, in: call.context)
  }

  /// - Parameter context: where `Config` itself looks: `WEB_CONCURRENCY` and `FORWARDED_ALLOW_IPS`.
  static func settings(_ options: some UvicornOptions, app: CommandWord?, in context: any ProcessContext) -> ServerSettings {
    // `asyncio.wait_for(timeout=None)` has no end.
    let graceful: Setting<GracefulTimeout> =
      options.integer("timeout-graceful-shutdown")?.map { .seconds(Double($0)) } ?? .serverDefault(.unlimited)
    let socket = options.socket
    return ServerSettings(
      server: .uvicorn, gracefulSignals: ["TERM", "INT"], gracefulTimeout: graceful,
      gracefulTimeoutOption: options.spelling(of: "timeout-graceful-shutdown"),
      reload: options.flag("reload") ?? .serverDefault(false),
      workers: options.integer("workers") ?? workersOfEnvironment(context, envFile: options.text("env-file")),
      host: socket ?? options.text("host") ?? .serverDefault("127.0.0.1"),
      port: socket?.flatMap { _ in .unknown(reason: "it listens on a socket in the file system") }
        ?? options.integer("port") ?? .serverDefault(8000),
      app: app,
      keepAlive: options.integer("timeout-keep-alive")?.seconds() ?? .serverDefault(5),
      maxRequests: options.integer("limit-max-requests")?.optional() ?? .serverDefault(nil),
      maxRequestsJitter: options.integer("limit-max-requests-jitter") ?? .serverDefault(0),
      limitConcurrency: options.integer("limit-concurrency")?.optional() ?? .serverDefault(nil),
      backlog: options.integer("backlog")?.optional() ?? .serverDefault(nil),
      forwardedAllowIPs: trustedPeers(
        options.flag("proxy-headers"),
        options.text("forwarded-allow-ips") ?? forwardedAllowIPs(context, envFile: options.text("env-file"))),
      accessLog: accessLog(options), tlsKeyFile: options.text("ssl-keyfile")?.optional() ?? .serverDefault(nil))
  }

  /// Without `--proxy-headers` nobody's headers are read.
  private static func trustedPeers(_ readsHeaders: Setting<Bool>?, _ peers: Setting<String>) -> Setting<String> {
    guard let readsHeaders, readsHeaders.value != true else { return peers }
    return readsHeaders.map { _ in "" }
  }

  /// Its lines have the level `info`, which `--log-level` may be above.
  private static func accessLog(_ options: some UvicornOptions) -> Setting<Bool> {
    let isOn = options.flag("access-log")
    if let isOn, isOn.value != true { return isOn }
    if let level = options.text("log-level") {
      return level.map { !["warning", "error", "critical"].contains($0.lowercased()) }
    }
    return isOn ?? .serverDefault(true)
  }

  /// The addresses of which `uvicorn/config.py` asks the environment; those since 0.54, of which earlier ones had the first.
  static func forwardedAllowIPs(_ context: any ProcessContext, envFile: Setting<String>?) -> Setting<String> {
    if let addresses = environmentSetting("FORWARDED_ALLOW_IPS", in: context) { return addresses }
    return envFile?.flatMap { .unknown(reason: "the file \($0) may set FORWARDED_ALLOW_IPS") } ?? .serverDefault("127.0.0.1,::1")
  }

  /// `--env-file` is loaded before `WEB_CONCURRENCY` is read, and sets it only where the environment does not.
  private static func workersOfEnvironment(_ context: any ProcessContext, envFile: Setting<String>?) -> Setting<Int> {
    if let workers = webConcurrency(context) { return workers }
    return envFile?.flatMap { .unknown(reason: "the file \($0) may set WEB_CONCURRENCY") } ?? .serverDefault(1)
  }
}

/// What sets uvicorn's options, by their names on the command line without dashes; nil for what is not set.
protocol UvicornOptions {
  func text(_ key: String) -> Setting<String>?
  func integer(_ key: String) -> Setting<Int>?
  func flag(_ key: String) -> Setting<Bool>?
  /// `unix:PATH`.
  var socket: Setting<String>? { get }
  func spelling(of key: String) -> String
}

private struct UvicornCommandLine: UvicornOptions {
  let line: ParsedCommandLine
  let environment: EnvironmentOptions

  init(_ call: ServerCall) {
    environment = EnvironmentOptions(prefix: "UVICORN", context: call.context)
    line = ParsedCommandLine(call.arguments, Uvicorn.syntax, operandFromElsewhere: environment.text("app") != nil)
  }

  func text(_ key: String) -> Setting<String>? { line.text(key) ?? environment.text(key) }
  func integer(_ key: String) -> Setting<Int>? { text(key)?.integer() }
  func flag(_ key: String) -> Setting<Bool>? { line.flag(key) ?? environment.flag(key) }
  var socket: Setting<String>? { line.socket("uds", or: environment) }
  func spelling(of key: String) -> String { "--" + key }
}

extension CommandWord {
  /// The word as what an option says.
  var setting: Setting<String> {
    switch text {
    case .known(let text): Setting(.value(text), origin: .flag, at: location)
    case .unknown(let reason): Setting(.unknown(reason: reason), origin: .flag, at: location)
    }
  }

  /// A setting as the word that it stands for.
  init?(_ setting: Setting<String>) {
    guard let location = setting.location else { return nil }
    switch setting.state {
    case .value(let text): self.init(.known(text), at: location)
    case .unknown(let reason): self.init(.unknown(reason: reason), at: location)
    }
  }
}
