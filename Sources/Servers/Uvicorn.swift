/// uvicorn (encode/uvicorn `uvicorn/main.py`, `uvicorn/config.py`; 0.54 and 0.35): command line, then `UVICORN_<OPTION>`, then defaults.
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
    let environment = EnvironmentOptions(prefix: "UVICORN", context: call.context)
    let appVariable = environment.text("app")
    let line = ParsedCommandLine(call.arguments, syntax, operandFromElsewhere: appVariable != nil)
    func text(_ key: String) -> Setting<String>? { line.text(key) ?? environment.text(key) }
    // `asyncio.wait_for(timeout=None)` has no end.
    let graceful: Setting<GracefulTimeout> =
      text("timeout-graceful-shutdown")?.integer().map { .seconds(Double($0)) } ?? .serverDefault(.unlimited)
    let socket = line.socket("uds", or: environment)
    return ServerSettings(
      server: .uvicorn, gracefulSignals: ["TERM", "INT"], gracefulTimeout: graceful, gracefulTimeoutOption: "--timeout-graceful-shutdown",
      reload: line.flag("reload") ?? environment.flag("reload") ?? .serverDefault(false),
      workers: text("workers")?.integer() ?? workersOfEnvironment(call, envFile: text("env-file")),
      host: socket ?? text("host") ?? .serverDefault("127.0.0.1"),
      port: socket?.flatMap { _ in .unknown(reason: "it listens on a socket in the file system") }
        ?? text("port")?.integer() ?? .serverDefault(8000),
      app: line.operands.first ?? appVariable.flatMap(CommandWord.init),
      keepAlive: text("timeout-keep-alive")?.integer().seconds() ?? .serverDefault(5),
      maxRequests: text("limit-max-requests")?.integer().optional() ?? .serverDefault(nil),
      maxRequestsJitter: text("limit-max-requests-jitter")?.integer() ?? .serverDefault(0),
      limitConcurrency: text("limit-concurrency")?.integer().optional() ?? .serverDefault(nil),
      backlog: text("backlog")?.integer().optional() ?? .serverDefault(nil),
      forwardedAllowIPs: trustedPeers(
        line.flag("proxy-headers") ?? environment.flag("proxy-headers"),
        text("forwarded-allow-ips") ?? forwardedAllowIPs(call.context, envFile: text("env-file"))),
      accessLog: accessLog(line, environment), tlsKeyFile: text("ssl-keyfile")?.optional() ?? .serverDefault(nil))
  }

  /// Without `--proxy-headers` nobody's headers are read.
  private static func trustedPeers(_ readsHeaders: Setting<Bool>?, _ peers: Setting<String>) -> Setting<String> {
    guard let readsHeaders, readsHeaders.value != true else { return peers }
    return readsHeaders.map { _ in "" }
  }

  /// Its lines have the level `info`, which `--log-level` may be above.
  private static func accessLog(_ line: ParsedCommandLine, _ environment: EnvironmentOptions) -> Setting<Bool> {
    if let isOn = line.flag("access-log") ?? environment.flag("access-log"), isOn.value != true { return isOn }
    if let level = line.text("log-level") ?? environment.text("log-level") {
      return level.map { !["warning", "error", "critical"].contains($0.lowercased()) }
    }
    return line.flag("access-log") ?? environment.flag("access-log") ?? .serverDefault(true)
  }

  /// The addresses of which `uvicorn/config.py` asks the environment; those since 0.54, of which earlier ones had the first.
  static func forwardedAllowIPs(_ context: any ProcessContext, envFile: Setting<String>?) -> Setting<String> {
    if let addresses = environmentSetting("FORWARDED_ALLOW_IPS", in: context) { return addresses }
    return envFile?.flatMap { .unknown(reason: "the file \($0) may set FORWARDED_ALLOW_IPS") } ?? .serverDefault("127.0.0.1,::1")
  }

  /// `--env-file` is loaded before `WEB_CONCURRENCY` is read, and sets it only where the environment does not.
  private static func workersOfEnvironment(_ call: ServerCall, envFile: Setting<String>?) -> Setting<Int> {
    if let workers = webConcurrency(call.context) { return workers }
    return envFile?.flatMap { .unknown(reason: "the file \($0) may set WEB_CONCURRENCY") } ?? .serverDefault(1)
  }
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
