/// `arq` (python-arq/arq `arq/cli.py`, `arq/worker.py`; 0.28): what matters is an attribute of the class that its operand names.
enum Arq {
  static let syntax = CommandLineSyntax(
    .click, requiresOperand: true,
    [
      .flag("-V", "--version"), .toggle("--burst"), .flag("--check"), .value("--watch"), .flag("-v", "--verbose"),
      .value("--custom-log-dict"), .flag("--help"),
    ])

  static func settings(_ call: ServerCall) -> ServerSettings? {
    let line = ParsedCommandLine(call.arguments, syntax)
    guard line.flag("check")?.value != true else { return nil }
    return ServerSettings(
      // With `job_completion_wait` at its 0, TERM and INT cancel the jobs.
      server: .arq, gracefulSignals: [],
      gracefulTimeout: .unknown("job_completion_wait in the application's code sets it"), gracefulTimeoutOption: nil,
      reload: line.text("watch")?.map { _ in true } ?? .serverDefault(false), host: .unknown(Server.takesJobs),
      port: .unknown(Server.takesJobs), app: line.operands.first)
  }
}
