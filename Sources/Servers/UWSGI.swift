internal import SourceText

/// uWSGI 2.0 (unbit/uwsgi `core/uwsgi.c`, `core/init.c`): `UWSGI_<OPTION>`, then the command line with the files of `--ini` in their
/// places, then files that are given without an option; the last one wins.
enum UWSGI {
  /// Options that are asked for, and those whose value must not be taken for a file.
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: false,
    [
      .value("--ini"), .value("--yaml", "--yml", "-y"), .value("--json", "-j"), .value("--xml", "-x"), .value("--socket", "-s"),
      .value("--uwsgi-socket"), .value("--http"), .value("--http-socket"), .value("--https"), .value("--https-socket"),
      .value("--fastcgi-socket"), .value("--workers", "--processes", "-p"), .value("--threads"), .value("--harakiri", "-t"),
      .value("--max-requests", "-R"), .value("--max-requests-delta"), .value("--reload-mercy"), .value("--worker-reload-mercy"),
      .flag("--die-on-term"), .flag("--exit-on-reload"), .value("--hook-master-start"), .flag("--disable-logging", "-L"),
      .value("--logto"), .value("--logto2"), .value("--daemonize", "-d"), .value("--req-logger"), .value("--logger"),
      .value("--py-autoreload", "--py-auto-reload", "--python-autoreload", "--python-auto-reload"), .value("--http-keepalive"),
      .flag("--master", "-M"), .value("--module", "--wsgi", "-w"), .value("--wsgi-file", "--file"), .value("--mount"),
      .value("--callable"), .value("--chdir"), .value("--chdir2"), .value("--home", "-H", "--virtualenv", "--venv"),
      .value("--pythonpath", "--python-path", "--pp"), .value("--uid"), .value("--gid"), .value("--plugin", "--plugins"),
      .value("--buffer-size", "-b"), .value("--listen", "-l"), .value("--pidfile"), .value("--stats"), .value("--static-map"),
      .value("--chmod-socket", "-C"), .value("--env"), .value("--set"), .value("--cheaper"), .value("--procname-prefix"),
      .value("--spooler", "-Q"), .value("--mule"), .value("--mules"), .value("--cron"), .value("--touch-reload"),
      .value("--attach-daemon"),
      .flag("--need-app"), .flag("--lazy-apps"), .flag("--vacuum"), .flag("--single-interpreter"), .flag("--enable-threads"),
      .flag("--thunder-lock"), .flag("--strict"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings {
    let options = Options(call)
    let (host, port) = addresses(options)
    let (signals, graceful) = ending(options)
    return ServerSettings(
      server: .uwsgi, gracefulSignals: signals, gracefulTimeout: graceful, gracefulTimeoutOption: "--worker-reload-mercy",
      reload: options.text("py-autoreload")?.integer().map { $0 > 0 } ?? .serverDefault(false),
      workers: options.text("workers")?.integer() ?? .serverDefault(1), host: host, port: port,
      app: (options.text("module") ?? options.text("wsgi-file")).flatMap(CommandWord.init),
      requestTimeout: options.text("harakiri")?.integer().nilIfZero().map { $0.map(Double.init) } ?? .serverDefault(nil),
      maxRequests: options.text("max-requests")?.integer().nilIfZero() ?? .serverDefault(nil),
      maxRequestsJitter: options.text("max-requests-delta")?.integer() ?? .serverDefault(0),
      accessLog: options.flag("disable-logging")?.map { !$0 } ?? .serverDefault(true),
      accessLogTarget: options.logFile, errorLogTarget: options.logFile, tlsKeyFile: keyFile(options))
  }

  /// The main process restarts its workers at TERM unless `die-on-term` is set, and with it every request is cut off; only the hook
  /// of 2.0 that sends TERM to `gracefully_kill_them_all` lets the workers finish (uwsgi-docs, "Management"; `core/master.c`). Without
  /// a main process TERM ends the worker at once (`core/uwsgi.c` `end_me`).
  private static func ending(_ options: Options) -> (signals: Set<String>, timeout: Setting<GracefulTimeout>) {
    if let hook = options.text("hook-master-start") {
      switch hook.state {
      case .unknown: return ([], hook.map { _ in .unlimited })
      case .value(let text):
        let words = text.split(separator: " ")
        let names = ["unix_signal:15": "TERM", "unix_signal:2": "INT", "unix_signal:3": "QUIT"]
        if words.count == 2, words[1] == "gracefully_kill_them_all", let signal = names[String(words[0])] {
          let mercy = options.text("worker-reload-mercy")?.integer() ?? .serverDefault(60)
          return ([signal], mercy.map { .seconds(Double($0)) })
        }
      }
    }
    let master = hasMaster(options)
    guard master.value != false else { return ([], master.map { _ in .seconds(0) }) }
    let dies = options.flag("die-on-term") ?? options.flag("exit-on-reload") ?? .serverDefault(false)
    return ([], dies.map { $0 ? .seconds(0) : .unlimited })
  }

  /// Some options bring it along (`UWSGI_OPT_MASTER`); these are the common ones.
  private static let impliesMaster = [
    "cheaper", "stats", "py-autoreload", "spooler", "mule", "mules", "cron", "touch-reload", "attach-daemon", "logger",
  ]

  private static func hasMaster(_ options: Options) -> Setting<Bool> {
    if let master = options.flag("master"), master.value != false { return master }
    let implied = impliesMaster.lazy.compactMap { options.text($0) }.first
    return implied?.map { _ in true } ?? .serverDefault(false)
  }

  /// What speaks HTTP counts first: behind it, `socket` is for the router.
  private static func addresses(_ options: Options) -> (host: Setting<String>, port: Setting<Int>) {
    for key in ["http", "https", "http-socket", "https-socket", "socket", "uwsgi-socket", "fastcgi-socket"] {
      guard let address = options.text(key) else { continue }
      // `https` has the certificate and the key behind the address.
      let first = address.map { $0.split(separator: ",").first.map(String.init) ?? "" }
      let isPath = first.value.map { $0.contains("/") || !$0.contains(":") } ?? false
      if isPath {
        return (first.map { "unix:" + $0 }, first.flatMap { _ in .unknown(reason: "it listens on a socket in the file system") })
      }
      return (first.flatMap { BindAddress($0).host }, first.flatMap { BindAddress($0).port })
    }
    let reason = "no option gives it an address"
    return (.unknown(reason), .unknown(reason))
  }

  /// The third part of `https = ADDRESS,CERTIFICATE,KEY`.
  private static func keyFile(_ options: Options) -> Setting<String?> {
    guard let address = options.text("https") ?? options.text("https-socket") else { return .serverDefault(nil) }
    return address.map { text in
      let parts = text.split(separator: ",")
      return parts.count > 2 ? String(parts[2]) : nil
    }
  }

  /// The options of all places.
  private struct Options {
    private let line: ParsedCommandLine
    private let environment: EnvironmentOptions
    /// With the number of the word that names it.
    private var files: [(index: Int, file: ConfigurationFile)] = []

    init(_ call: ServerCall) {
      line = ParsedCommandLine(call.arguments, syntax)
      environment = EnvironmentOptions(prefix: "UWSGI", context: call.context)
      if let ini = environment.text("ini") { files.append((-1, Self.file(ini, isINI: true, call.context))) }
      for key in ["ini", "yaml", "json", "xml"] {
        for occurrence in line.occurrences[key] ?? [] {
          files.append((occurrence.index, Self.file(occurrence.word.setting, isINI: key == "ini", call.context)))
        }
      }
      for word in line.operands {
        let ending = word.known?.split(separator: ":").first?.split(separator: ".").last.map(String.init) ?? ""
        guard ["ini", "yaml", "yml", "json", "xml"].contains(ending) else { continue }
        files.append((.max, Self.file(word.setting, isINI: ending == "ini", call.context)))
      }
      files.sort { $0.index < $1.index }
    }

    private static func file(_ named: Setting<String>, isINI: Bool, _ context: any ProcessContext) -> ConfigurationFile {
      guard isINI else { return .unknown("readylint reads no other configuration of uWSGI than ini files", at: named.location) }
      // `file.ini:section`.
      let parts = (named.value ?? "").split(separator: ":", maxSplits: 1).map(String.init)
      return .read(named.map { _ in parts.first ?? "" }, in: context) {
        INISettings.read($0, $1, section: parts.count > 1 ? parts[1] : "uwsgi")
      }
    }

    func text(_ key: String) -> Setting<String>? { fileText(key) ?? line.text(key) ?? environment.text(key) }

    func flag(_ key: String) -> Setting<Bool>? {
      let isTrue = { (text: String) in !["false", "off", "no", "0"].contains(text.lowercased()) }
      return fileText(key)?.map(isTrue) ?? line.flag(key) ?? environment.text(key)?.map(isTrue)
    }

    var logFile: Setting<String?> {
      (text("logto") ?? text("logto2") ?? text("daemonize"))?.optional() ?? .serverDefault("-")
    }

    /// What the last file says that speaks of the option, unless the command line speaks of it behind that file.
    private func fileText(_ key: String) -> Setting<String>? {
      let names = syntax.options.first { $0.key == key }?.names ?? []
      let said = max(line.occurrences[key]?.last?.index ?? .min, line.unknownWord?.index ?? .min)
      for (index, file) in files.reversed() where index > said {
        for name in names {
          guard let texts = file.texts(String(name.drop { $0 == "-" })) else { continue }
          return texts.flatMap { Self.literal($0.last ?? "") }
        }
      }
      return nil
    }

    private static func literal(_ text: String) -> Setting<String>.State {
      if text == "%k" { return .unknown(reason: Setting<String>.coreCount) }
      let isMade = ["$(", "%(", "@(", "%d", "%n", "%v"].contains { text.contains($0) }
      return isMade ? .unknown(reason: "'\(text)' is made from other values") : .value(text)
    }
  }
}
