internal import SourceText

/// gunicorn (benoitc/gunicorn `gunicorn/config.py`, `gunicorn/app/base.py` `load_config`; 26.1): configuration file, then
/// `GUNICORN_CMD_ARGS`, then command line; the last one wins.
enum Gunicorn {
  static let syntax = CommandLineSyntax(
    .argparse, requiresOperand: false,
    [
      .value("-c", "--config"), .value("-b", "--bind"), .value("--backlog"), .value("-w", "--workers"),
      .value("-k", "--worker-class"), .value("--threads"), .value("--worker-connections"), .value("--max-requests"),
      .value("--max-requests-jitter"), .value("-t", "--timeout"), .value("--graceful-timeout"), .value("--keep-alive"),
      .value("--limit-request-line"), .value("--limit-request-fields"), .value("--limit-request-field_size"), .flag("--reload"),
      .value("--reload-engine"), .value("--reload-extra-file"), .flag("--spew"), .flag("--check-config"), .flag("--print-config"),
      .flag("--preload"), .flag("--no-sendfile"), .flag("--reuse-port"), .value("--chdir"), .flag("-D", "--daemon"),
      .value("-e", "--env"), .value("-p", "--pid"), .value("--worker-tmp-dir"), .value("-u", "--user"), .value("-g", "--group"),
      .value("-m", "--umask"), .flag("--initgroups"), .value("--forwarded-allow-ips"), .value("--access-logfile"),
      .flag("--disable-redirect-access-to-syslog"), .value("--access-logformat"), .value("--error-logfile", "--log-file"),
      .value("--log-level"), .flag("--capture-output"), .value("--logger-class"), .value("--log-config"),
      .value("--log-config-json"), .value("--log-syslog-to"), .flag("--log-syslog"), .value("--log-syslog-prefix"),
      .value("--log-syslog-facility"), .flag("-R", "--enable-stdio-inheritance"), .value("--statsd-host"),
      .value("--dogstatsd-tags"), .value("--statsd-prefix"), .flag("--enable-backlog-metric"), .value("-n", "--name"),
      .value("--pythonpath"), .value("--paste", "--paster"), .optionalValue("--proxy-protocol"), .value("--proxy-allow-from"),
      .value("--protocol"), .value("--uwsgi-allow-from"), .value("--keyfile"), .value("--certfile"), .value("--ssl-version"),
      .value("--cert-reqs"), .value("--ca-certs"), .flag("--suppress-ragged-eofs"), .flag("--do-handshake-on-connect"),
      .value("--ciphers"), .value("--http-protocols"), .value("--http2-cleartext"), .value("--http2-max-concurrent-streams"),
      .value("--http2-initial-window-size"), .value("--http2-max-frame-size"), .value("--http2-max-header-list-size"),
      .value("--paste-global"), .flag("--permit-obsolete-folding"), .flag("--strip-header-spaces"),
      .flag("--permit-unconventional-http-method"), .flag("--permit-unconventional-http-version"), .flag("--casefold-http-method"),
      .value("--forwarder-headers"), .value("--header-map"), .value("--asgi-loop"), .value("--asgi-lifespan"),
      .value("--asgi-disconnect-grace-period"), .value("--http-parser"), .value("--root-path"), .value("--dirty-app"),
      .value("--dirty-workers"), .value("--dirty-timeout"), .value("--dirty-threads"), .value("--dirty-graceful-timeout"),
      .value("--control-socket"), .value("--control-socket-mode"), .flag("--no-control-socket"), .flag("-v", "--version"),
      .flag("-h", "--help"),
    ])

  private static let variable = "GUNICORN_CMD_ARGS"

  static func settings(_ call: ServerCall) -> ServerSettings {
    let line = ParsedCommandLine(call.arguments, syntax)
    let environment = environmentLine(call.context)
    let file = file(line.text("config") ?? environment.text("config"), call.context)
    func text(_ key: String) -> Setting<String>? { line.text(key) ?? environment.text(key) }

    func number(_ key: String) -> Setting<Int>? {
      text(key)?.integer() ?? file.integer(String(key.map { $0 == "-" ? "_" : $0 }))
    }
    func optional(_ key: String, _ name: String) -> Setting<String?>? { text(key)?.optional() ?? file.optionalText(name) }

    let graceful = text("graceful-timeout")?.integer() ?? file.integer("graceful_timeout") ?? .serverDefault(30)
    let (host, port) = addresses(line, environment, file, call.context)
    return ServerSettings(
      server: .gunicorn, gracefulSignals: ["TERM"], gracefulTimeout: graceful.map { .seconds(Double($0)) },
      gracefulTimeoutOption: "--graceful-timeout",
      reload: line.flag("reload") ?? environment.flag("reload") ?? file.boolean("reload") ?? .serverDefault(false),
      workers: text("workers")?.integer() ?? file.integer("workers") ?? webConcurrency(call.context) ?? .serverDefault(1),
      host: host, port: port,
      workerClass: workerClass(text("worker-class") ?? file.text("worker_class") ?? .serverDefault("sync"), threads: number("threads")),
      app: line.operands.first ?? file.text("wsgi_app").flatMap(CommandWord.init),
      requestTimeout: number("timeout").map { $0.nilIfZero().map { $0.map(Double.init) } } ?? .serverDefault(30),
      keepAlive: (text("keep-alive")?.integer() ?? file.integer("keepalive"))?.seconds() ?? .serverDefault(2),
      maxRequests: number("max-requests")?.nilIfZero() ?? .serverDefault(nil),
      maxRequestsJitter: number("max-requests-jitter") ?? .serverDefault(0),
      forwardedAllowIPs: text("forwarded-allow-ips") ?? file.text("forwarded_allow_ips")
        ?? environmentSetting("FORWARDED_ALLOW_IPS", in: call.context) ?? .serverDefault("127.0.0.1,::1"),
      accessLog: accessLog(line, environment, file), accessLogTarget: optional("access-logfile", "accesslog") ?? .serverDefault(nil),
      errorLogTarget: optional("error-logfile", "errorlog") ?? .serverDefault("-"),
      workerTmpDirectory: optional("worker-tmp-dir", "worker_tmp_dir") ?? .serverDefault(nil),
      tlsKeyFile: optional("keyfile", "keyfile") ?? .serverDefault(nil))
  }

  /// `Config.worker_class_str`: `sync` with several threads is `gthread`.
  private static func workerClass(_ named: Setting<String>, threads: Setting<Int>?) -> Setting<String> {
    guard named.value == "sync", let threads else { return named }
    return threads.value == 1 ? named : threads.map { $0 > 1 ? "gthread" : "sync" }
  }

  /// Whether anything takes the access log (`glogging.py` `Logger.access`): a file, a logging configuration, or syslog.
  private static func accessLog(
    _ line: ParsedCommandLine, _ environment: ParsedCommandLine, _ file: ConfigurationFile
  ) -> Setting<Bool> {
    func text(_ key: String, _ name: String) -> Setting<String?>? {
      line.text(key)?.optional() ?? environment.text(key)?.optional() ?? file.optionalText(name)
    }
    func flag(_ key: String, _ name: String) -> Setting<Bool>? { line.flag(key) ?? environment.flag(key) ?? file.boolean(name) }
    let target = text("access-logfile", "accesslog")?.map { $0?.isEmpty == false }
    if let target, target.value != false { return target }
    for (key, name) in [("log-config", "logconfig"), ("log-config-json", "logconfig_json")] {
      if let configuration = text(key, name)?.map({ $0?.isEmpty == false }), configuration.value != false { return configuration }
    }
    if let configuration = file.setting("logconfig_dict", { .value($0 != .none) }), configuration.value != false { return configuration }
    if let syslog = flag("log-syslog", "syslog"), syslog.value != false {
      return flag("disable-redirect-access-to-syslog", "disable_redirect_access_to_syslog").map { $0.map { !$0 } } ?? syslog
    }
    return target ?? .serverDefault(false)
  }

  /// The variable's words (`Config.get_cmd_args_from_env`): `shlex.split`.
  private static func environmentLine(_ context: any ProcessContext) -> ParsedCommandLine {
    let texts: [CommandWord.Text]
    let location: Location?
    switch context.variable(variable) {
    case .unset: (texts, location) = ([], nil)
    case .known(let text, let place):
      location = place
      texts = ShellQuoting.split(text)?.map { .known($0) } ?? [.unknown(reason: "\(variable) has an open quote")]
    case .unknown(let reason, let place):
      (texts, location) = ([.unknown(reason: "\(variable) is not known: \(reason)")], place)
    }
    // The words have no places of their own: the settings take the variable's.
    let nowhere = Location(file: FileID(-1), range: .startOfFile)
    return ParsedCommandLine(
      texts.map { CommandWord($0, at: nowhere, mayBeSeveral: true) }, syntax, environment: (variable, location))
  }

  /// `gunicorn.conf.py` in the working directory is read when nothing else is asked for, and need not exist.
  private static func file(_ named: Setting<String>?, _ context: any ProcessContext) -> ConfigurationFile {
    guard let named else {
      switch context.file("gunicorn.conf.py") {
      case .missing: return ConfigurationFile()
      case .found(let file, let id): return PythonLiterals.read(file, id, in: context)
      case .unknown(let reason): return .unknown("whether there is a gunicorn.conf.py is not known: \(reason)", at: nil)
      }
    }
    return PythonConfiguration.read(named, in: context)
  }

  private static func addresses(
    _ line: ParsedCommandLine, _ environment: ParsedCommandLine, _ file: ConfigurationFile, _ context: any ProcessContext
  ) -> (host: Setting<String>, port: Setting<Int>) {
    if let addresses = BindAddress.settings(line.texts("bind")) ?? BindAddress.settings(environment.texts("bind")) { return addresses }
    if let binds = file.texts("bind") {
      switch binds.state {
      case .value(let texts):
        let settings = texts.map { Setting<String>(.value($0), origin: .file, at: binds.location) }
        if let addresses = BindAddress.settings(settings) { return addresses }
      case .unknown: return (binds.flatMap { _ in .value("") }, binds.flatMap { _ in .value(0) })
      }
    }
    // An empty PORT counts: gunicorn only asks whether the variable is there.
    if let port = environmentSetting("PORT", in: context) { return (port.map { _ in "0.0.0.0" }, port.integer()) }
    return (.serverDefault("127.0.0.1"), .serverDefault(8000))
  }
}

/// A configuration file that is a Python file or module: `PATH`, `file:PATH`, `python:MODULE`.
enum PythonConfiguration {
  static func read(_ named: Setting<String>, in context: any ProcessContext) -> ConfigurationFile {
    if let text = named.value, text.hasPrefix("python:") {
      return .unknown("the settings come from the Python module \(text.dropFirst(7))", at: named.location)
    }
    let path = named.map { $0.hasPrefix("file:") ? String($0.dropFirst(5)) : $0 }
    return .read(path, in: context) { PythonLiterals.read($0, $1, in: context) }
  }
}
