/// granian (emmett-framework/granian `granian/cli.py`): command line, then `GRANIAN_<OPTION>`, then defaults.
enum Granian {
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: true,
    [
      .value("--host"), .value("--port"), .value("--uds"), .value("--uds-permissions"), .value("--interface"), .value("--http"),
      .toggle("--ws"), .value("--workers"), .value("--blocking-threads"), .value("--blocking-threads-idle-timeout"),
      .value("--threads"), .value("--runtime-threads"), .value("--runtime-blocking-threads"), .value("--runtime-mode"),
      .value("--threading-mode"), .value("--loop"), .value("--task-impl"), .value("--backlog"), .value("--backpressure"),
      .value("--http1-buffer-size"), .value("--http1-header-read-timeout"), .toggle("--http1-keep-alive"),
      .toggle("--http1-pipeline-flush"), .toggle("--http2-adaptive-window"), .value("--http2-initial-connection-window-size"),
      .value("--http2-initial-stream-window-size"), .value("--http2-keep-alive-interval"), .value("--http2-keep-alive-timeout"),
      .value("--http2-max-concurrent-streams"), .value("--http2-max-frame-size"), .value("--http2-max-headers-size"),
      .value("--http2-max-send-buffer-size"), .toggle("--log"), .value("--log-level"), .value("--log-config"),
      .toggle("--access-log"), .value("--access-log-fmt"), .value("--ssl-certificate"), .value("--ssl-keyfile"),
      .value("--ssl-keyfile-password"), .value("--ssl-protocol-min"), .value("--ssl-ca"), .value("--ssl-crl"),
      .toggle("--ssl-client-verify"), .value("--url-path-prefix"), .toggle("--respawn-failed-workers"),
      .value("--respawn-interval"), .value("--rss-sample-interval"), .value("--rss-samples"), .value("--workers-lifetime"),
      .value("--workers-max-rss"), .value("--workers-kill-timeout"), .toggle("--factory"), .value("--working-dir"),
      .value("--env-files"), .value("--static-path-route"), .value("--static-path-mount"), .value("--static-path-dir-to-file"),
      .value("--static-path-expires"), .toggle("--metrics"), .value("--metrics-scrape-interval"), .value("--metrics-address"),
      .value("--metrics-port"), .toggle("--reload"), .value("--reload-paths"), .value("--reload-ignore-dirs"),
      .value("--reload-ignore-patterns"), .value("--reload-ignore-paths"), .value("--reload-tick"),
      .toggle("--reload-ignore-worker-failure"), .value("--process-name"), .value("--pid-file"), .flag("--version"), .flag("--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings {
    let line = ParsedCommandLine(call.arguments, syntax)
    let environment = EnvironmentOptions(prefix: "GRANIAN", context: call.context)
    func text(_ key: String) -> Setting<String>? { line.text(key) ?? environment.text(key) }
    let graceful = text("workers-kill-timeout")?.flatMap { text -> Setting<GracefulTimeout>.State in
      seconds(text).map { .value(.seconds($0)) } ?? .unknown(reason: "'\(text)' is not a duration")
    }
    let socket = line.socket("uds", or: environment)
    let workers = text("workers")?.integer() ?? .serverDefault(1)
    return ServerSettings(
      // Without a timeout the main process joins its workers for ever.
      server: .granian, gracefulSignals: ["TERM", "INT"], gracefulTimeout: graceful ?? .serverDefault(.unlimited),
      gracefulTimeoutOption: "--workers-kill-timeout",
      reload: line.flag("reload") ?? environment.flag("reload") ?? .serverDefault(false),
      workers: workers,
      host: socket ?? text("host") ?? .serverDefault("127.0.0.1"),
      port: socket?.flatMap { _ in .unknown(reason: "it listens on a socket in the file system") }
        ?? text("port")?.integer() ?? .serverDefault(8000),
      app: line.operands.first, limitConcurrency: limitConcurrency(text, workers: workers),
      // click names the variable after the parameter, `log_access_enabled`.
      accessLog: line.flag("access-log") ?? environment.flag("log-access-enabled") ?? .serverDefault(false),
      tlsKeyFile: text("ssl-keyfile")?.optional() ?? .serverDefault(nil))
  }

  /// By default the backlog is shared out among the workers (`server/common.py`).
  private static func limitConcurrency(_ text: (String) -> Setting<String>?, workers: Setting<Int>) -> Setting<Int?> {
    if let limit = text("backpressure") { return limit.integer().optional() }
    guard let backlog = text("backlog")?.integer() else { return workers.map { max(1, 1024 / max(1, $0)) } }
    guard let count = workers.value else { return workers.optional() }
    return backlog.map { max(1, $0 / max(1, count)) }
  }

  /// `30`, `30s`, `1d2h3m4s` (`cli.py` `Duration`): whole numbers, the units in this order.
  static func seconds(_ text: String) -> Double? {
    if !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return Double(text) }
    var rest = text[...]
    var total = 0.0
    for (unit, factor) in [("d", 86400.0), ("h", 3600), ("m", 60), ("s", 1)] {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let behind = rest.dropFirst(digits.count)
      guard !digits.isEmpty, behind.hasPrefix(unit), let number = Double(digits) else { continue }
      total += number * factor
      rest = behind.dropFirst()
    }
    return rest.isEmpty && !text.isEmpty ? total : nil
  }
}
