/// `dramatiq` (Bogdanp/dramatiq `dramatiq/cli.py`; 2.2).
enum Dramatiq {
  static let syntax = CommandLineSyntax(
    .argparse, requiresOperand: true,
    [
      .value("--processes", "-p"), .value("--threads", "-t"), .value("--path", "-P"), .value("--queues", "-Q"), .value("--pid-file"),
      .value("--log-file"), .flag("--skip-logging"), .flag("--use-spawn"), .value("--fork-function", "-f"),
      .value("--worker-fork-timeout"), .value("--worker-shutdown-timeout"), .value("--watch"), .flag("--watch-use-polling"),
      .value("-i", "--watch-include"), .value("-x", "--watch-exclude"), .flag("--version"), .flag("--verbose", "-v"),
      .flag("-h", "--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings {
    let line = ParsedCommandLine(call.arguments, syntax)
    return ServerSettings(
      // Milliseconds.
      server: .dramatiq, gracefulSignals: ["TERM", "INT"],
      gracefulTimeout: line.text("worker-shutdown-timeout")?.integer().map { .seconds(Double($0) / 1000) }
        ?? .serverDefault(.seconds(600)),
      gracefulTimeoutOption: "--worker-shutdown-timeout", reload: line.text("watch")?.map { _ in true } ?? .serverDefault(false),
      workers: line.text("processes")?.integer() ?? .unknown("depends on the number of cores"), host: .unknown(Server.takesJobs),
      port: .unknown(Server.takesJobs), app: line.operands.first,
      errorLogTarget: line.text("log-file")?.optional() ?? .serverDefault("-"))
  }
}
