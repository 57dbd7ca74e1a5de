/// `fastapi run` and `fastapi dev` (fastapi/fastapi-cli `src/fastapi_cli/cli.py`; 0.0.34): they call `uvicorn.run`, so uvicorn's own
/// variables count only where its configuration reads them itself, and no option sets a graceful timeout.
enum FastAPI {
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: false,
    [
      .value("--host"), .value("--port"), .toggle("--reload"), .value("--reload-dir"), .value("--workers"), .value("--root-path"),
      .value("--app"), .value("--entrypoint", "-e"), .toggle("--proxy-headers"), .value("--forwarded-allow-ips"),
      .flag("--verbose", "-v"), .flag("--version"), .flag("--help"),
    ])

  /// Nil for other subcommands.
  static func settings(_ call: ServerCall) -> ServerSettings? {
    guard let start = call.arguments.firstIndex(where: { $0.known?.hasPrefix("-") != true }),
      let command = call.arguments[start].known, command == "run" || command == "dev"
    else { return nil }
    let isDevelopment = command == "dev"
    let line = ParsedCommandLine(call.arguments[(start + 1)...], syntax)
    return ServerSettings(
      server: .fastapi, gracefulSignals: ["TERM", "INT"], gracefulTimeout: .serverDefault(.unlimited), gracefulTimeoutOption: nil,
      reload: line.flag("reload") ?? .serverDefault(isDevelopment),
      workers: isDevelopment
        ? .serverDefault(1) : line.text("workers")?.integer() ?? webConcurrency(call.context) ?? .serverDefault(1),
      host: line.text("host") ?? .serverDefault(isDevelopment ? "127.0.0.1" : "0.0.0.0"),
      port: line.text("port")?.integer()
        ?? environmentSetting("PORT", in: call.context, emptyIsUnset: true)?.integer() ?? .serverDefault(8000),
      app: line.operands.first ?? line.occurrences["entrypoint"]?.last?.word,
      developmentServer: isDevelopment ? "fastapi dev" : nil,
      // What `uvicorn.run` is not given is at uvicorn's defaults.
      keepAlive: .serverDefault(5), maxRequests: .serverDefault(nil), maxRequestsJitter: .serverDefault(0),
      limitConcurrency: .serverDefault(nil),
      forwardedAllowIPs: line.text("forwarded-allow-ips") ?? Uvicorn.forwardedAllowIPs(call.context, envFile: nil),
      accessLog: .serverDefault(true), tlsKeyFile: .serverDefault(nil))
  }
}
