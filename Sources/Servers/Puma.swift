internal import SourceText

/// puma (puma/puma `lib/puma/cli.rb`, `configuration.rb`, `dsl.rb`; 8) and `rails server`, which starts it (rails/rails
/// `railties/lib/rails/commands/server/server_command.rb`): command line, configuration file, environment, defaults.
enum Puma {
  static let syntax = CommandLineSyntax(
    .argparse, requiresOperand: false,
    [
      .value("-b", "--bind"), .value("-C", "--config"), .flag("--no-config"), .value("--control-url"), .value("--control-token"),
      .flag("--debug"), .value("--dir"), .value("-e", "--environment"), .optionalValue("-f", "--fork-worker"),
      .value("-I", "--include"), .value("--idle-timeout"), .value("-p", "--port"), .value("--pidfile"), .value("--plugin"),
      .flag("--preload"), .flag("--prune-bundler"), .value("--extra-runtime-dependencies"), .flag("-q", "--quiet"),
      .flag("-v", "--log-requests"), .value("-R", "--restart-cmd"), .flag("-s", "--silent"), .value("-S", "--state"),
      .value("-t", "--threads"), .flag("--early-hints"), .flag("-V", "--version"), .value("-w", "--workers"), .value("--tag"),
      .value("--redirect-stdout"), .value("--redirect-stderr"), .toggle("--redirect-append"), .flag("-h", "--help"),
    ])

  static let railsSyntax = CommandLineSyntax(
    .argparse, requiresOperand: true,
    [
      .value("-p", "--port"), .value("-b", "--binding"), .value("-c", "--config"), .flag("-d", "--daemon"),
      .value("-e", "--environment"), .value("-u", "--using"), .value("-P", "--pid"), .flag("-C", "--dev-caching"),
      .flag("--early-hints"), .flag("--log-to-stdout"), .flag("-h", "--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, syntax)
    guard line.occurrences["version"] == nil, line.occurrences["help"] == nil else { return nil }
    let environment = environment(line, ["APP_ENV", "RACK_ENV", "RAILS_ENV"], call.context)
    let file = file(line, environment, call.context)
    let port = line.text("port")?.map { "0.0.0.0:" + $0 }
    let binds = line.texts("bind") + (port.map { [$0] } ?? [])
    let fileBinds = [file.text("bind"), filePort(file, host: "0.0.0.0")].compactMap { $0 }
    let all = binds.isEmpty ? fileBinds : binds
    let addresses = BindAddress.settings(all.map { $0.map(address) })
    var settings = common(line, file, call.context)
    settings.host = addresses?.host ?? .serverDefault("0.0.0.0")
    settings.port = addresses?.port ?? .serverDefault(9292)
    settings.app = line.operands.first
    settings.tlsKeyFile =
      all.lazy.compactMap { bind in bind.value.flatMap(keyFile).map { key in bind.map { _ in key } } }.first
      .map { $0.optional() } ?? .serverDefault(nil)
    return settings
  }

  /// Nil for other commands of `rails`.
  static func railsSettings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, railsSyntax)
    guard let command = line.operands.first?.known, command == "server" || command == "s" else { return nil }
    let using = line.text("using")?.value ?? "puma"
    guard using == "puma" else { return nil }
    let context = call.context
    let environment = environment(line, ["RAILS_ENV", "RACK_ENV"], context)
    // puma's own options are not for `rails server`.
    let none = ParsedCommandLine([], syntax)
    let file = file(none, environment, context)
    var settings = common(none, file, context)
    let bound = file.text("bind").flatMap { BindAddress.settings([$0.map(address)]) }
    settings.port =
      line.text("port")?.integer() ?? environmentSetting("PORT", in: context)?.integer() ?? bound?.port ?? file.integer("port")
      ?? .serverDefault(3000)
    settings.host =
      line.text("binding") ?? environmentSetting("BINDING", in: context) ?? bound?.host
      ?? environment.map { $0 == "development" ? "localhost" : "0.0.0.0" }
    return settings
  }

  private static func environment(
    _ line: ParsedCommandLine, _ variables: [String], _ context: any ProcessContext
  ) -> Setting<String> {
    line.text("environment") ?? variables.lazy.compactMap { environmentSetting($0, in: context, emptyIsUnset: true) }.first
      ?? .serverDefault("development")
  }

  private static func common(_ line: ParsedCommandLine, _ file: ConfigurationFile, _ context: any ProcessContext) -> ServerSettings {
    // 0 is the single mode: one process without a parent.
    let workers =
      line.text("workers")?.integer() ?? file.integer("workers")
      ?? environmentSetting("WEB_CONCURRENCY", in: context, emptyIsUnset: true)?.integer() ?? .serverDefault(0)
    let output = line.text("redirect-stdout")?.optional() ?? file.optionalText("stdout_redirect") ?? .serverDefault("-")
    return ServerSettings(
      server: .puma, gracefulSignals: ["TERM", "INT"], gracefulTimeout: gracefulTimeout(file, workers: workers),
      gracefulTimeoutOption: workers.value == 0 ? "force_shutdown_after" : "worker_shutdown_timeout",
      workers: workers.map { max(1, $0) }, host: .serverDefault("0.0.0.0"), port: .serverDefault(9292),
      keepAlive: file.integer("persistent_timeout")?.seconds()
        ?? environmentSetting("PUMA_PERSISTENT_TIMEOUT", in: context, emptyIsUnset: true)?.integer().seconds() ?? .serverDefault(65),
      accessLog: line.flag("log-requests") ?? file.boolean("log_requests") ?? .serverDefault(false), accessLogTarget: output,
      errorLogTarget: line.text("redirect-stderr")?.optional() ?? .serverDefault("-"), tlsKeyFile: .serverDefault(nil))
  }

  /// With workers their parent's patience counts, else the thread pool's.
  private static func gracefulTimeout(_ file: ConfigurationFile, workers: Setting<Int>) -> Setting<GracefulTimeout> {
    guard let count = workers.value else { return workers.map { _ in .unlimited } }
    if count > 0 { return file.number("worker_shutdown_timeout")?.map { .seconds($0) } ?? .serverDefault(.seconds(30)) }
    return file.setting("force_shutdown_after") { value in
      switch value {
      case .integer(let number): .value(number < 0 ? .unlimited : .seconds(Double(number)))
      case .real(let number): .value(number < 0 ? .unlimited : .seconds(number))
      case .text("forever"): .value(.unlimited)
      case .text("immediately"): .value(.seconds(0))
      default: .unknown(reason: "the file gives no number")
      }
    } ?? .serverDefault(.unlimited)
  }

  private static func file(
    _ line: ParsedCommandLine, _ environment: Setting<String>, _ context: any ProcessContext
  ) -> ConfigurationFile {
    let named = line.text("config")
    if named?.value == "-" || line.flag("no-config")?.value == true { return ConfigurationFile() }
    if let named { return .read(named, in: context) { RubySettings.read($0, $1, in: context) } }
    for path in (environment.value.map { ["config/puma/\($0).rb"] } ?? []) + ["config/puma.rb"] {
      switch context.file(path) {
      case .missing: continue
      case .unknown(let reason): return .unknown("whether there is a \(path) is not known: \(reason)", at: nil)
      case .found(let file, let id): return RubySettings.read(file, id, in: context)
      }
    }
    return ConfigurationFile()
  }

  private static func filePort(_ file: ConfigurationFile, host: String) -> Setting<String>? {
    guard file.entries["port"] != nil else { return nil }
    return file.integer("port")?.map { "\(host):\($0)" }
  }

  /// `ssl://0.0.0.0:9292?key=…&cert=…` as `HOST:PORT`; the others are as they are.
  private static func address(_ bind: String) -> String {
    guard bind.hasPrefix("ssl://") else { return bind }
    return String(bind.dropFirst(6).prefix { $0 != "?" && $0 != "/" })
  }

  private static func keyFile(_ bind: String) -> String? {
    guard bind.hasPrefix("ssl://"), let query = bind.firstIndex(of: "?") else { return nil }
    let fields = bind[bind.index(after: query)...].split(separator: "&")
    return fields.first { $0.hasPrefix("key=") }.map { String($0.dropFirst(4)) }
  }
}
