internal import SourceText

/// unicorn (`lib/unicorn/configurator.rb`, `bin/unicorn`): command line, then the configuration file, then defaults.
enum Unicorn {
  static let syntax = CommandLineSyntax(
    .argparse, requiresOperand: false,
    [
      .value("-c", "--config-file"), .value("-E", "--env"), .value("-l", "--listen"), .value("-p", "--port"), .value("-o", "--host"),
      .flag("-D", "--daemonize"), .flag("-N", "--no-default-middleware"), .value("-I", "--include"), .value("-r", "--require"),
      .value("-e", "--eval"), .flag("-d", "--debug"), .flag("-w", "--warn"), .value("-s", "--server"), .value("-P", "--path"),
      .flag("-h", "--help"), .flag("-v", "--version"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, syntax)
    guard line.occurrences["version"] == nil, line.occurrences["help"] == nil else { return nil }
    let file =
      line.text("config-file").map { .read($0, in: call.context) { RubySettings.read($0, $1, in: call.context) } } ?? ConfigurationFile()
    let listens = line.texts("listen") + (fileListen(file).map { [$0] } ?? [])
    let addresses = BindAddress.settings(listens.map { $0.map(address) })
    let timeout = file.number("timeout") ?? .serverDefault(60)
    return ServerSettings(
      // TERM and INT end the workers at once. After QUIT, `timeout` ends a worker that is still busy, as it always does.
      server: .unicorn, gracefulSignals: ["QUIT"], gracefulTimeout: timeout.map { .seconds($0) }, gracefulTimeoutOption: "timeout",
      workers: file.integer("worker_processes") ?? .serverDefault(1),
      host: addresses?.host ?? line.text("host") ?? .serverDefault("0.0.0.0"),
      port: addresses?.port ?? line.text("port")?.integer() ?? .serverDefault(8080), app: line.operands.first,
      requestTimeout: timeout.optional(), accessLogTarget: file.optionalText("stdout_path") ?? .serverDefault("-"),
      errorLogTarget: file.optionalText("stderr_path") ?? .serverDefault("-"))
  }

  private static func fileListen(_ file: ConfigurationFile) -> Setting<String>? {
    file.setting("listen") { value in
      switch value {
      case .integer(let port): .value(String(port))
      case .text(let address): .value(address)
      default: .unknown(reason: "the file gives no address")
      }
    }
  }

  /// `8080`, `*:8080`, `/path`.
  private static func address(_ text: String) -> String {
    if Number.integer(text) != nil { return "0.0.0.0:" + text }
    if text.hasPrefix("/") || text.hasPrefix("~") { return "unix:" + text }
    return text.hasPrefix("*") ? "0.0.0.0" + text.dropFirst() : text
  }
}
