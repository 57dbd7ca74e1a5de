/// `rq worker` (rq/rq `rq/cli/workers.py`; 2.12).
enum RQ {
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: false,
    [
      .flag("--burst", "-b"), .value("--logging_level", "--logging-level"), .value("--log-format"), .value("--date-format"),
      .value("--name"), .value("--results-ttl"), .value("--worker-ttl"), .value("--maintenance-interval"),
      .value("--job-monitoring-interval"), .flag("--disable-job-desc-logging"), .flag("--verbose", "-v"), .flag("--quiet", "-q"),
      .value("--exception-handler"), .value("--pid"), .flag("--disable-default-exception-handler", "-d"), .value("--max-jobs"),
      .value("--max-idle-time"), .flag("--with-scheduler", "-s"), .value("--serializer", "-S"), .value("--dequeue-strategy", "-ds"),
      .value("--url", "-u"), .value("--config", "-c"), .value("--worker-class", "-w"), .value("--job-class", "-j"),
      .value("--queue-class"), .value("--connection-class"), .value("--path", "-P"), .value("--num-workers", "-n"), .flag("--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, syntax)
    let command = call.program.programName == "rqworker" ? "worker" : line.operands.first?.known
    guard command == "worker" || command == "worker-pool" else { return nil }
    let isPool = command == "worker-pool"
    return ServerSettings(
      // The first signal begins the warm shutdown, which waits for the job.
      server: .rq, gracefulSignals: ["TERM", "INT"], gracefulTimeout: .serverDefault(.unlimited), gracefulTimeoutOption: nil,
      workers: isPool ? line.text("num-workers")?.integer() ?? .serverDefault(1) : .serverDefault(1),
      host: .unknown(Server.takesJobs), port: .unknown(Server.takesJobs),
      maxRequests: isPool ? nil : line.text("max-jobs")?.integer().optional() ?? .serverDefault(nil))
  }
}
