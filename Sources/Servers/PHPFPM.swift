internal import SourceText

/// php-fpm (php/php-src `sapi/fpm/fpm/fpm_conf.c`): configuration files, then defaults.
enum PHPFPM {
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: false,
    [
      .value("--php-ini", "-c"), .flag("--no-php-ini", "-n"), .value("--define", "-d"), .flag("--nodaemonize", "-F"),
      .flag("--daemonize", "-D"), .value("--fpm-config", "-y"), .value("--prefix", "-p"), .value("--pid", "-g"),
      .flag("--force-stderr", "-O"), .flag("--allow-to-run-as-root", "-R"), .flag("--test", "-t"), .flag("--version", "-v"),
      .flag("--info", "-i"), .flag("--modules", "-m"), .flag("--help", "-h"),
    ])

  /// Where the official images have them; of files that are included, the last ones in the order of their names count.
  private static let mainFile = "/usr/local/etc/php-fpm.conf"
  private static let includedFiles = ["zz-docker.conf", "zzz-custom.conf", "zz-custom.conf", "www.conf", "docker.conf"].map {
    "/usr/local/etc/php-fpm.d/" + $0
  }

  static func settings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, syntax)
    guard ["test", "version", "info", "modules", "help"].allSatisfy({ line.occurrences[$0] == nil }) else { return nil }
    let named = line.text("fpm-config")
    let paths = named.map { $0.value.map { [$0] } ?? [] } ?? [mainFile] + includedFiles
    func setting(_ name: String, section: String) -> Setting<String>? {
      if let named, named.value == nil { return named }
      for path in paths {
        switch call.context.file(path) {
        case .found(let file, let id):
          if let texts = INISettings.read(file, id, section: section).texts(name) { return texts.map { unquoted($0.last ?? "") } }
        case .unknown(let reason):
          return Setting(.unknown(reason: "\(path) cannot be read: \(reason)"), origin: .file, at: named?.location)
        case .missing:
          guard let named else { continue }
          return Setting(.unknown(reason: "the configuration file \(path) is not found"), origin: .file, at: named.location)
        }
      }
      return nil
    }
    let listen = setting("listen", section: "www").map(addresses)
    let ownFile = "the configuration is the base image's own"
    return ServerSettings(
      // TERM and INT end it at once; after QUIT the main process waits for its children no longer than this.
      server: .phpFPM, gracefulSignals: ["QUIT"],
      gracefulTimeout: setting("process_control_timeout", section: "global")?.flatMap { text in
        seconds(text).map { .value(.seconds($0)) } ?? .unknown(reason: "'\(text)' is not a duration")
      } ?? .serverDefault(.seconds(0)), gracefulTimeoutOption: "process_control_timeout",
      workers: setting("pm.max_children", section: "www")?.integer() ?? .unknown(ownFile),
      host: listen?.host ?? .unknown(ownFile), port: listen?.port ?? .unknown(ownFile),
      requestTimeout: setting("request_terminate_timeout", section: "www")?.flatMap { text in
        seconds(text).map { .value($0 == 0 ? nil : $0) } ?? .unknown(reason: "'\(text)' is not a duration")
      } ?? .serverDefault(nil),
      maxRequests: setting("pm.max_requests", section: "www")?.integer().nilIfZero() ?? .serverDefault(nil))
  }

  /// `9000`, `127.0.0.1:9000`, `/run/php.sock`.
  private static func addresses(_ listen: Setting<String>) -> (host: Setting<String>, port: Setting<Int>) {
    let bind = listen.map { text in
      if Number.integer(text) != nil { return "0.0.0.0:" + text }
      return text.hasPrefix("/") ? "unix:" + text : text
    }
    return (bind.flatMap { BindAddress($0).host }, bind.flatMap { BindAddress($0).port })
  }

  private static func unquoted(_ text: String) -> String {
    text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
  }

  /// A number with `s`, `m`, `h`, `d` or nothing for seconds; one unit, which nginx has as well.
  private static func seconds(_ text: String) -> Double? { text.hasSuffix("ms") || text.contains(" ") ? nil : NginxDuration.seconds(text) }
}
