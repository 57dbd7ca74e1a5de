internal import SourceText

/// Apache httpd (httpd.apache.org `docs/current/stopping`, `mod/mpm_common`): `-c`, then the configuration files.
enum Apache {
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: false,
    [
      .value("-D"), .value("-d"), .value("-f"), .value("-C"), .value("-c"), .value("-e"), .value("-E"), .value("-k"), .flag("-v"),
      .flag("-V"), .flag("-h"), .flag("-l"), .flag("-L"), .flag("-t"), .flag("-T"), .flag("-S"), .flag("-M"), .flag("-X"),
    ])

  /// Of the official image and of Debian's package.
  private static let mainFiles = ["/usr/local/apache2/conf/httpd.conf", "/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf"]

  /// Nil where it only tests, prints, or goes to the background.
  static func settings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, syntax)
    guard ["v", "V", "h", "l", "L", "t", "S", "M"].allSatisfy({ line.occurrences[$0] == nil }) else { return nil }
    let isScript = call.program.programName?.hasSuffix("-foreground") == true
    let isForeground = (line.occurrences["D"] ?? []).contains { $0.word.known == "FOREGROUND" } || line.occurrences["X"] != nil
    guard isScript || isForeground else { return nil }
    let sources = Sources(line, call.context)
    func number(_ name: String, default value: Int) -> Setting<Int> { sources.text(name)?.integer() ?? .serverDefault(value) }
    let listen = (sources.text("Listen") ?? sources.ports).map { $0.map { Number.integer($0) != nil ? "0.0.0.0:" + $0 : $0 } }
    let unread = "no configuration file of the repository says it"
    return ServerSettings(
      // TERM ends it at once. 0 is no limit.
      server: .apache, gracefulSignals: ["WINCH"],
      gracefulTimeout: number("GracefulShutdownTimeout", default: 0).map { $0 == 0 ? .unlimited : .seconds(Double($0)) },
      gracefulTimeoutOption: "GracefulShutdownTimeout", workers: .unknown("its processes come and go with the load"),
      host: listen?.flatMap { BindAddress($0).host } ?? .unknown(unread),
      port: listen?.flatMap { BindAddress($0).port } ?? .unknown(unread),
      requestTimeout: number("Timeout", default: 60).seconds(), keepAlive: number("KeepAliveTimeout", default: 5).seconds(),
      maxRequests: number("MaxConnectionsPerChild", default: 0).nilIfZero(),
      tlsKeyFile: sources.text("SSLCertificateKeyFile")?.optional() ?? .serverDefault(nil))
  }

  /// What is said on the command line and in the main file.
  private struct Sources {
    private let directives: [Setting<[String]>]
    private let unknown: Setting<String>?
    let ports: Setting<String>?

    init(_ line: ParsedCommandLine, _ context: any ProcessContext) {
      var directives: [Setting<[String]>] = []
      var unknown: Setting<String>?
      let named = line.text("f")
      let paths = named.map { $0.value.map { [$0] } ?? [] } ?? mainFiles
      if let named, named.value == nil { unknown = named }
      for path in paths {
        switch context.file(path) {
        case .found(let file, let id): directives += Self.read(file, id)
        case .unknown(let reason):
          unknown = unknown ?? Setting(.unknown(reason: "\(path) cannot be read: \(reason)"), origin: .file, at: named?.location)
        case .missing:
          if let named {
            unknown = Setting(.unknown(reason: "the configuration file \(path) is not found"), origin: .file, at: named.location)
          }
        }
      }
      for occurrence in line.occurrences["c"] ?? [] {
        let words = occurrence.word.known?.split(separator: " ").map(String.init) ?? []
        directives.append(Setting(.value(words), origin: .flag, at: occurrence.word.location))
      }
      self.directives = directives
      self.unknown = unknown
      if case .found(let file, let id) = context.file("/etc/apache2/ports.conf") {
        ports = Self.text("Listen", in: Self.read(file, id))
      } else {
        ports = nil
      }
    }

    /// The lines outside of sections.
    private static func read(_ file: SourceFile, _ id: FileID) -> [Setting<[String]>] {
      var result: [Setting<[String]>] = []
      var depth = 0
      var start = 0
      while start < file.bytes.count {
        let end = file.bytes[start...].firstIndex(of: 0x0A) ?? file.bytes.count
        let line = String(decoding: file.bytes[start..<end], as: UTF8.self)
        let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
        if let first = words.first, !first.hasPrefix("#") {
          if first.hasPrefix("</") {
            depth = max(0, depth - 1)
          } else if first.hasPrefix("<") {
            depth += 1
          } else if depth == 0 {
            // Of the directives that are asked for, the first value is the setting.
            let value = words.dropFirst().first ?? ""
            let offset = Self.offset(of: value, in: file.bytes[start..<end], behind: first.utf8.count)
            let range = offset..<(offset + value.utf8.count)
            result.append(Setting(.value(words), origin: .file, at: Location(file: id, range: ByteRange(range))))
          }
        }
        start = end + 1
      }
      return result
    }

    /// Where the word behind the directive's name begins.
    private static func offset(of value: String, in line: ArraySlice<UInt8>, behind name: Int) -> Int {
      let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
      let start = line.firstIndex { !isBlank($0) } ?? line.startIndex
      let rest = line[min(start + name, line.endIndex)...]
      return rest.firstIndex { !isBlank($0) } ?? line.startIndex
    }

    private static func text(_ name: String, in directives: [Setting<[String]>]) -> Setting<String>? {
      let last = directives.last { $0.value?.first?.lowercased() == name.lowercased() && ($0.value?.count ?? 0) > 1 }
      return last?.map { $0[1] }
    }

    func text(_ name: String) -> Setting<String>? { Self.text(name, in: directives) ?? unknown }
  }
}
