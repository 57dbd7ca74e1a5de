/// waitress (Pylons/waitress `runner.py`, `adjustments.py`; 3.0): command line, then defaults.
enum Waitress {
  static let syntax = CommandLineSyntax(
    .argparse, requiresOperand: true,
    [
      .value("--host"), .value("--port"), .toggle("--ipv4"), .toggle("--ipv6"), .value("--listen"), .value("--threads"),
      .value("--trusted-proxy"), .value("--trusted-proxy-count"), .value("--trusted-proxy-headers"),
      .toggle("--log-untrusted-proxy-headers"), .toggle("--clear-untrusted-proxy-headers"), .value("--url-scheme"),
      .value("--url-prefix"), .value("--backlog"), .value("--recv-bytes"), .value("--send-bytes"), .value("--outbuf-overflow"),
      .value("--outbuf-high-watermark"), .value("--inbuf-overflow"), .value("--connection-limit"), .value("--cleanup-interval"),
      .value("--channel-timeout"), .toggle("--log-socket-errors"), .value("--max-request-header-size"),
      .value("--max-request-body-size"), .toggle("--expose-tracebacks"), .value("--ident"), .value("--asyncore-loop-timeout"),
      .toggle("--asyncore-use-poll"), .value("--unix-socket"), .value("--unix-socket-perms"), .value("--sockets"),
      .value("--channel-request-lookahead"), .value("--server-name"), .flag("--call"), .flag("--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings {
    let line = ParsedCommandLine(call.arguments, syntax)
    let socket = line.socket("unix-socket")
    let listen = BindAddress.settings(line.texts("listen").map { $0.map(address) })
    return ServerSettings(
      // It handles no signal: INT is Python's KeyboardInterrupt, after which `task.py` gives requests 5 s. TERM has its default
      // disposition: as process 1 it does nothing.
      server: .waitress, gracefulSignals: ["INT"], gracefulTimeout: .serverDefault(.seconds(5)), gracefulTimeoutOption: nil,
      host: socket ?? listen?.host ?? line.text("host")?.map { $0 == "*" ? "0.0.0.0" : $0 } ?? .serverDefault("0.0.0.0"),
      port: socket?.flatMap { _ in .unknown(reason: "it listens on a socket in the file system") }
        ?? listen?.port ?? line.text("port")?.integer() ?? .serverDefault(8080),
      app: line.operands.first,
      keepAlive: line.text("channel-timeout")?.integer().seconds() ?? .serverDefault(120),
      limitConcurrency: line.text("connection-limit")?.integer().optional() ?? .serverDefault(100),
      forwardedAllowIPs: line.text("trusted-proxy") ?? .serverDefault(""))
  }

  /// `*:8080`, `[::]:80`, or a host alone, which gets the default port.
  private static func address(_ text: String) -> String {
    let host = text.hasPrefix("*") ? "0.0.0.0" + text.dropFirst() : text
    return host.contains(":") && !host.hasSuffix("]") ? host : host + ":8080"
  }
}
