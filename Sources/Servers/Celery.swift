/// `celery worker` (celery/celery `celery/bin/worker.py`, `celery/apps/worker.py`; 5.7): command line, then `CELERY_WORKER_<OPTION>`,
/// then the application's configuration, which is Python code.
enum Celery {
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: true,
    [
      .value("-A", "--app"), .value("-b", "--broker"), .value("--result-backend"), .value("--loader"), .value("--config"),
      .value("--workdir"), .flag("-C", "--no-color"), .flag("-q", "--quiet"), .flag("--version"), .flag("--skip-checks"),
      .value("-n", "--hostname"), .flag("-D", "--detach"), .value("-S", "--statedb"), .value("-l", "--loglevel"),
      .value("-O", "--optimization"), .value("--prefetch-multiplier"), .flag("--disable-prefetch"), .value("-c", "--concurrency"),
      .value("-P", "--pool"), .flag("-E", "--task-events", "--events"), .value("--time-limit"), .value("--soft-time-limit"),
      .value("--max-tasks-per-child"), .value("--pool-start-method"), .value("--max-memory-per-child"),
      .flag("--purge", "--discard"), .value("--queues", "-Q"), .value("--exclude-queues", "-X"), .value("--include", "-I"),
      .flag("--without-gossip"), .flag("--without-mingle"), .flag("--without-heartbeat"), .value("--heartbeat-interval"),
      .value("--autoscale"), .flag("-B", "--beat"), .value("-s", "--schedule-filename", "--schedule"), .value("--scheduler"),
      .value("--logfile", "-f"), .value("--pidfile"), .value("--uid"), .value("--gid"), .value("--umask"), .value("--executable"),
      .flag("--help"),
    ])

  /// Nil for other subcommands: `beat` only sends, the others end by themselves.
  static func settings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, syntax)
    guard line.operands.first?.known == "worker" else { return nil }
    let environment = EnvironmentOptions(prefix: "CELERY_WORKER", context: call.context)
    func text(_ key: String) -> Setting<String>? { line.text(key) ?? environment.text(key) }
    let limit = text("time-limit")?.flatMap { text -> Setting<Double>.State in
      Double(Number.trim(text)).map { .value($0) } ?? .unknown(reason: "'\(text)' is not a number")
    }
    // The billiard library reads the variable; TERM then begins the cold shutdown.
    let isRemapped = environmentSetting("REMAP_SIGTERM", in: call.context)?.value == "SIGQUIT"
    return ServerSettings(
      // The warm shutdown waits for running tasks; nothing but their own time limit ends them.
      server: .celery, gracefulSignals: isRemapped ? ["INT"] : ["TERM", "INT"],
      gracefulTimeout: limit?.map { .seconds($0) } ?? .serverDefault(.unlimited), gracefulTimeoutOption: "--time-limit",
      workers: workers(text), host: .unknown(Server.takesJobs), port: .unknown(Server.takesJobs),
      app: line.occurrences["app"]?.last?.word,
      requestTimeout: limit?.optional() ?? .serverDefault(nil),
      maxRequests: text("max-tasks-per-child")?.integer().optional() ?? .serverDefault(nil),
      errorLogTarget: text("logfile")?.optional() ?? .serverDefault("-"))
  }

  /// Only the prefork pool has processes; with `--autoscale MAX,MIN` the number is at most the first.
  private static func workers(_ text: (String) -> Setting<String>?) -> Setting<Int> {
    if let pool = text("pool"), pool.value != "prefork", pool.value != "processes" { return pool.map { _ in 1 } }
    if let scale = text("autoscale") { return scale.map { String($0.prefix { $0 != "," }) }.integer() }
    if let concurrency = text("concurrency") { return concurrency.integer() }
    return .unknown("depends on the number of cores, or on worker_concurrency in the application's configuration")
  }
}

extension Server {
  /// Why a queue's worker has no address.
  static let takesJobs = "it takes jobs from a queue and listens on no port"
}
