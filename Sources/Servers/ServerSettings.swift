/// The settings of a server. A setting is nil where the server has no such thing or it is not read; where it has, but leaves it out, its value is nil.
package struct ServerSettings: Sendable {
  package let server: Server
  /// The signals, without `SIG`, at which the server finishes what it is doing before it ends. Other signals end it at once or do
  /// nothing. Empty when no signal does so, and when the application rather than the server decides.
  package let gracefulSignals: Set<String>
  /// How long it takes at most after such a signal.
  package internal(set) var gracefulTimeout: Setting<GracefulTimeout>
  /// The option that sets a bound: `--timeout-graceful-shutdown`; nil when the server has none.
  package internal(set) var gracefulTimeoutOption: String?
  package internal(set) var reload: Setting<Bool> = .serverDefault(false)
  package internal(set) var workers: Setting<Int> = .serverDefault(1)
  /// An address, or `unix:PATH` for a socket in the file system.
  package internal(set) var host: Setting<String>
  package internal(set) var port: Setting<Int>
  /// gunicorn's alone: the class in force, so `gthread` where `sync` is given several threads.
  package internal(set) var workerClass: Setting<String>?
  /// What it serves: `main:app`.
  package internal(set) var app: CommandWord?
  /// What a server that is no server for production is called: `flask run`.
  package internal(set) var developmentServer: String?
  /// Seconds after which a request is given up, or its worker killed.
  package internal(set) var requestTimeout: Setting<Double?>?
  /// Seconds for which an idle connection is kept open.
  package internal(set) var keepAlive: Setting<Double?>?
  /// Requests after which a worker is replaced.
  package internal(set) var maxRequests: Setting<Int?>?
  /// The most by which `maxRequests` differs from worker to worker.
  package internal(set) var maxRequestsJitter: Setting<Int>?
  /// Connections or requests above which one worker refuses or delays further ones.
  package internal(set) var limitConcurrency: Setting<Int?>?
  /// Connections that wait to be accepted; read only where it bounds a server that has no other bound by default.
  package internal(set) var backlog: Setting<Int?>?
  /// The peers whose `X-Forwarded-` headers it believes, with commas between; `*` is everybody.
  package internal(set) var forwardedAllowIPs: Setting<String>?
  package internal(set) var accessLog: Setting<Bool>?
  /// A file, or `-` for the standard output; nil as a setting where the server cannot write to a file.
  package internal(set) var accessLogTarget: Setting<String?>?
  /// A file, or `-` for the standard error; nil as a setting where the server cannot write to a file.
  package internal(set) var errorLogTarget: Setting<String?>?
  /// The folder of gunicorn's heartbeat files; without one the system's folder for temporary files.
  package internal(set) var workerTmpDirectory: Setting<String?>?
  /// The private key with which it ends TLS itself.
  package internal(set) var tlsKeyFile: Setting<String?>?
}
