/// daphne (django/daphne `daphne/cli.py`, `daphne/server.py`; 4.2): command line, then defaults.
enum Daphne {
  static let syntax = CommandLineSyntax(
    .argparse, requiresOperand: true,
    [
      .value("-p", "--port"), .value("-b", "--bind"), .value("--websocket_timeout"), .value("--websocket_connect_timeout"),
      .value("-u", "--unix-socket"), .value("--fd"), .value("-e", "--endpoint"), .value("-v", "--verbosity"),
      .value("-t", "--http-timeout"), .value("--access-log"), .value("--log-fmt"), .value("--ping-interval"),
      .value("--ping-timeout"), .value("--websocket-max-message-size"), .value("--websocket-max-frame-size"),
      .value("--application-close-timeout"), .value("--root-path"), .flag("--proxy-headers"), .value("--proxy-headers-host"),
      .value("--proxy-headers-port"), .value("-s", "--server-name"), .flag("--no-server-name"), .flag("-h", "--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings {
    let line = ParsedCommandLine(call.arguments, syntax)
    let (host, port) = addresses(line)
    return ServerSettings(
      // At its stop signal it cancels every request (`kill_all_applications`).
      server: .daphne, gracefulSignals: [], gracefulTimeout: .serverDefault(.seconds(0)), gracefulTimeoutOption: nil, host: host,
      port: port, app: line.operands.first,
      requestTimeout: line.text("http-timeout")?.integer().seconds() ?? .serverDefault(nil),
      accessLog: accessLog(line), accessLogTarget: line.text("access-log")?.optional() ?? .serverDefault("-"),
      tlsKeyFile: line.text("endpoint")?.flatMap { .value(Endpoint($0).privateKey) } ?? .serverDefault(nil))
  }

  /// To the standard output, unless it is quiet.
  private static func accessLog(_ line: ParsedCommandLine) -> Setting<Bool> {
    line.text("access-log")?.map { _ in true } ?? line.text("verbosity")?.integer().map { $0 >= 1 } ?? .serverDefault(true)
  }

  /// `-b` and `-p` complete each other; with a socket or an endpoint alone there is no default address.
  private static func addresses(_ line: ParsedCommandLine) -> (host: Setting<String>, port: Setting<Int>) {
    let (host, port) = (line.text("bind"), line.text("port")?.integer())
    if host == nil, port == nil {
      if let endpoint = line.text("endpoint") {
        return (endpoint.flatMap { Endpoint($0).host }, endpoint.flatMap { Endpoint($0).port })
      }
      if let socket = line.text("unix-socket") {
        return (socket.map { "unix:" + $0 }, socket.flatMap { _ in .unknown(reason: "it listens on a socket in the file system") })
      }
      if let descriptor = line.text("fd") {
        let reason = "it listens on a socket that it is given"
        return (descriptor.flatMap { _ in .unknown(reason: reason) }, descriptor.flatMap { _ in .unknown(reason: reason) })
      }
    }
    return (host ?? .serverDefault("127.0.0.1"), port ?? .serverDefault(8000))
  }

  /// Twisted's server string: `tcp:8000:interface=0.0.0.0`, `ssl:port=443:…`, `unix:/path`.
  private struct Endpoint {
    let host: Setting<String>.State
    let port: Setting<Int>.State
    let privateKey: String?

    init(_ text: String) {
      // `\:` is a colon within a value.
      var fields = [""]
      var isEscaped = false
      for character in text {
        if isEscaped || (character != "\\" && character != ":") {
          fields[fields.count - 1].append(character)
          isEscaped = false
        } else if character == ":" {
          fields.append("")
        } else {
          isEscaped = true
        }
      }
      let values = fields.dropFirst()
      func named(_ name: String) -> String? {
        values.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
      }
      privateKey = fields[0] == "ssl" ? named("privateKey") ?? "server.pem" : nil
      switch fields[0] {
      case "tcp", "tcp6", "ssl":
        host = .value(named("interface") ?? "0.0.0.0")
        let number = named("port") ?? values.first { !$0.contains("=") } ?? ""
        port = Number.integer(number).map { .value($0) } ?? .unknown(reason: "the endpoint names no port")
      case "unix":
        host = .value("unix:" + (named("address") ?? values.first ?? ""))
        port = .unknown(reason: "it listens on a socket in the file system")
      default:
        host = .unknown(reason: "readylint does not know endpoints of the kind \(fields[0])")
        port = .unknown(reason: "readylint does not know endpoints of the kind \(fields[0])")
      }
    }
  }
}
