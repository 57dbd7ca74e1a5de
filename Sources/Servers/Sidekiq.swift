internal import SourceText

/// sidekiq (sidekiq/sidekiq `lib/sidekiq/cli.rb`; 7): command line, then `config/sidekiq.yml`, then defaults.
enum Sidekiq {
  static let syntax = CommandLineSyntax(
    .argparse, requiresOperand: false,
    [
      .value("-c", "--concurrency"), .value("-e", "--environment"), .value("-g", "--tag"), .value("-q", "--queue"),
      .value("-r", "--require"), .value("-t", "--timeout"), .flag("-v", "--verbose"), .value("-C", "--config"),
      .flag("-V", "--version"), .flag("-h", "--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, syntax)
    guard line.occurrences["version"] == nil, line.occurrences["help"] == nil else { return nil }
    let file = file(line.text("config"), call.context)
    let timeout = line.text("timeout")?.integer() ?? file.integer("timeout") ?? .serverDefault(25)
    return ServerSettings(
      // Jobs that are not done by then go back to the queue.
      server: .sidekiq, gracefulSignals: ["TERM", "INT"], gracefulTimeout: timeout.map { .seconds(Double($0)) },
      gracefulTimeoutOption: "--timeout", host: .unknown(Server.takesJobs), port: .unknown(Server.takesJobs))
  }

  private static func file(_ named: Setting<String>?, _ context: any ProcessContext) -> ConfigurationFile {
    if let named { return .read(named, in: context, with: read) }
    let path = "config/sidekiq.yml"
    switch context.file(path) {
    case .missing: return ConfigurationFile()
    case .unknown(let reason): return .unknown("whether there is a \(path) is not known: \(reason)", at: nil)
    case .found(let file, let id): return read(file, id)
    }
  }

  /// The lines `:timeout: 25` and `timeout: 25`. Indented, they belong to an environment, of which it is not known whether it is this
  /// one; what ERB puts in is not known either.
  private static func read(_ file: SourceFile, _ id: FileID) -> ConfigurationFile {
    var result = ConfigurationFile()
    var start = 0
    while start < file.bytes.count {
      let end = file.bytes[start...].firstIndex(of: 0x0A) ?? file.bytes.count
      let line = file.bytes[start..<end]
      let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
      let content = line.drop(while: isBlank)
      let key = content.first == UInt8(ascii: ":") ? content.dropFirst() : content
      if key.starts(with: Array("timeout:".utf8)) {
        let value = key.dropFirst(8).prefix { $0 != UInt8(ascii: "#") }.drop(while: isBlank)
        let text = Number.trim(String(decoding: value, as: UTF8.self))
        let place = Location(file: id, range: ByteRange(value.startIndex..<(value.startIndex + text.utf8.count)))
        let isPlain = content.startIndex == line.startIndex && Number.integer(text) != nil
        result.entries["timeout"] = .init(
          value: isPlain ? .text(text) : .unknown(reason: "'\(text)' depends on the environment"), location: place)
      }
      start = end + 1
    }
    return result
  }
}
