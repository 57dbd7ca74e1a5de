internal import DockerfileSyntax
internal import Expressions
internal import Kubernetes
internal import PythonSource
internal import Servers
package import SourceText
internal import Workspace
internal import YAMLSyntax

/// `process`: what a container or a service of a compose file starts, or an image by itself when no workload of the repository runs it.
package struct ProcessSubject: Subject {
  enum Owner: Sendable {
    case container(ContainerSubject)
    /// Index in the graph's images.
    case image(Int)
    /// A service of a compose file.
    case service(ComposeServiceSubject)
  }

  let repository: Repository
  let owner: Owner
  let process: ContainerProcess

  /// The program's name, or what stands first when it cannot be told.
  package var anchor: Location {
    process.server?.program.location ?? (process.launch.arguments.first ?? process.words.first)?.location ?? ownerAnchor
  }

  private var ownerAnchor: Location {
    switch owner {
    case .container(let container): container.anchor
    case .image(let index): DockerfileSubject(repository: repository, index: index).anchor
    case .service(let service): service.anchor
    }
  }

  package var logicalPath: String {
    switch owner {
    case .container(let container): container.logicalPath
    case .image: ""
    case .service(let service): service.logicalPath
    }
  }

  package var identity: [Int] {
    switch owner {
    case .container(let container): container.identity
    case .image(let index): [-1, index]
    case .service(let service): service.identity
    }
  }

  var image: Int? {
    switch owner {
    case .container(let container): container.entry.image?.image
    case .image(let index): index
    case .service(let service): service.entry.image?.image
    }
  }

  var composeService: ComposeServiceSubject? { if case .service(let service) = owner { service } else { nil } }

  /// CMD or ENTRYPOINT as the Dockerfile has it, when that is what runs.
  private var instruction: CommandLine? {
    guard let image, let configuration = repository.graph.images[image].configuration else { return nil }
    let command = (configuration.entrypoint ?? configuration.cmd)?.value
    guard let command, let range = command.range, let first = process.words.first,
      first.location.file == repository.graph.images[image].file, range.contains(first.location.range)
    else { return nil }
    return command
  }

  private var proxyTimeout: Graph.ProxyTimeout? {
    guard case .container(let container) = owner else { return nil }
    return repository.graph.proxyTimeout(ofWorkload: container.workloadIndex)
  }

  package static let schema = Schema<ProcessSubject>(
    "process",
    [
      Attribute("program", .string, "the name of the program that runs in the end, shells and runners taken off", place: { $0.anchor }) {
        subject in
        if let reason = subject.process.launch.unknown { return .unknown(because: reason) }
        guard let first = subject.process.launch.arguments.first else { return .unknown(because: "nothing is started") }
        switch first.text {
        case .known(let text): return .string(text.lastPathComponent.map(String.init) ?? text)
        case .unknown(let reason): return .unknown(because: reason)
        }
      },
      Attribute("programText", .string, "the program's name for messages: `the program` when it cannot be told") { subject in
        .string(subject.process.launch.arguments.first?.known?.lastPathComponent.map(String.init) ?? "the program")
      },
      Attribute("isLongRunning", .bool, "whether it runs until somebody stops it") { subject in
        switch subject.owner {
        case .image: return .bool(true)
        case .container(let container):
          return .bool(container.container.isLongRunning && container.workload.workload.isLongRunning)
        case .service(let service):
          if service.entry.isAwaited { return .bool(false) }
          guard subject.process.server == nil, !service.entry.service.isKeptRunning else { return .bool(true) }
          return .unknown(because: "the service may be a job: it has no restart policy")
        }
      },
      Attribute(
        "signals", .string, "delivered when the program gets SIGTERM, lost when a shell that stands before it keeps it",
        place: { subject in
          guard case .lost(_, let location) = subject.process.launch.signals else { return subject.anchor }
          let isInScript = location.file != subject.process.words.first?.location.file
          return isInScript ? subject.process.launch.missingExec ?? location : location
        }
      ) { subject in
        switch subject.process.launch.signals {
        case .delivered: .string("delivered")
        // A script that ends in something else than a server may be a job, which nobody waits for.
        case .lost(_, let location) where location.file != subject.process.words.first?.location.file && subject.process.server == nil:
          .unknown(because: "what the script runs is no server that readylint knows")
        case .lost: .string("lost")
        case .unknown(let reason): .unknown(because: reason)
        }
      },
      Attribute("signalsLostTo", .string, "what keeps SIGTERM from the program, for messages") { subject in
        if case .lost(let what, _) = subject.process.launch.signals { .string(what) } else { nil }
      },
      Attribute("hasMalformedJSON", .bool, "whether CMD or ENTRYPOINT looks like JSON but is not, and so became shell form") { subject in
        .bool(subject.instruction?.malformedJSON != nil)
      },
      Attribute("isInDockerfile", .bool, "whether a Dockerfile's CMD or ENTRYPOINT starts it rather than a manifest's command") { subject in
        .bool(subject.instruction != nil)
      },
      Attribute("shell", .string, "bash when the image's sh is bash, which runs a single command in its own place; else sh") { subject in
        guard let image = subject.image else { return .string("sh") }
        return .string(subject.repository.graph.images[image].hasBashAsShell ? "bash" : "sh")
      },
      Attribute("server", .object("server"), "the server that it is, when it is one that readylint knows") { subject in
        if let reason = subject.process.launch.unknown { return .unknown(because: reason) }
        return subject.process.server.map { .object(ServerSubject(process: subject, server: $0)) }
      },
      Attribute("developmentServer", .string, "what it is called, when it is a server for development", place: { $0.anchor }) { subject in
        if let reason = subject.process.launch.unknown { return .unknown(because: reason) }
        return subject.process.server?.settings.developmentServer.map(Outcome.string)
      },
      Attribute(
        "migration", .string, "the command with which it changes a database's schema before it serves, or instead: `alembic upgrade`",
        place: { $0.migration?.command.location }
      ) { subject in
        guard let (command, isCertain) = subject.migration else { return nil }
        return isCertain ? .string(command.name) : .unknown(because: "\(command.name) runs under a condition of the script")
      },
      Attribute(
        "stopSignal", .string, "the signal that is to end it, without SIG: lifecycle.stopSignal, the image's STOPSIGNAL, or TERM",
        place: { $0.stopSignal.place }
      ) { $0.stopSignal.outcome },
      Attribute("rewritesSignals", .bool, "whether dumb-init or the preStop hook may send it another signal than the stop signal") {
        .bool($0.rewritesSignals)
      },
      Attribute(
        "logFile", .string, "the file that its log goes to, as far as a setting or a variable says so", place: { $0.logFile?.location }
      ) { subject in subject.logFile.map { $0.outcome(subject) } },
      Attribute("logFileText", .string, "what goes to logFile, for messages: the access log") { $0.logFile.map { .string($0.what) } },
      Attribute(
        "heartbeatsInMemory", .bool, "whether gunicorn's heartbeat files are in memory: /dev/shm, or an emptyDir of the medium Memory",
        place: { subject in subject.process.server.flatMap { $0.settings.workerTmpDirectory?.location ?? $0.command } }
      ) { $0.heartbeatsInMemory },
      Attribute(
        "handlesForwardedHeaders", .bool, "whether the application's source reads the proxies' headers itself, as far as it is known"
      ) { .bool($0.source?.files.contains { $0.module.imports["ProxyHeadersMiddleware"] != nil } ?? false) },
      Attribute(
        "appInterface", .string, "asgi or wsgi, what the application speaks, by its name or by its source",
        place: { subject in subject.appInterface?.location ?? subject.process.server?.settings.app?.location }
      ) { subject in
        guard subject.process.server != nil else { return nil }
        return subject.appInterface.map { .string($0.name) } ?? .unknown(because: "what makes the application cannot be seen")
      },
      Attribute(
        "poolSize", .int, "connections that SQLAlchemy's only engine keeps in each process",
        place: { $0.pool?.sizeLocation ?? $0.pool?.location }
      ) { $0.onPool { .int($0.size) } },
      Attribute(
        "maxOverflow", .int, "connections that the engine opens above poolSize", place: { $0.pool?.sizeLocation ?? $0.pool?.location }
      ) { $0.onPool { .int($0.overflow) } },
      Attribute(
        "databaseLimit", .int,
        "connections that the database takes: `database: {connections: …}` of .readylint.yaml, a Postgres' max_connections, or a CNPG Cluster's",
        place: { subject in
          if case .connections(_, let location) = subject.repository.databaseLimit { location } else { nil }
        }
      ) { subject in
        switch subject.repository.databaseLimit {
        case .none: nil
        case .connections(let number, _): .int(number)
        case .unknown(let reason): .unknown(because: reason)
        }
      },
      Attribute("tracingSDK", .string, "the tracing library that the project depends on", place: { $0.tracingSDK?.location }) {
        $0.tracingSDK.map { .string($0.name) }
      },
      Attribute("tracingIsConfigured", .bool, "whether a variable, an annotation or the source says where traces go") {
        $0.tracingIsConfigured
      },
      Attribute("errorTracker", .string, "the error tracker that the project depends on", place: { $0.errorTracker?.location }) {
        $0.errorTracker.map { .string($0.name) }
      },
      Attribute("errorTrackerVariable", .string, "the variable that the error tracker is configured by") {
        $0.errorTracker.map { .string($0.variable) }
      },
      Attribute("errorTrackingIsConfigured", .bool, "whether a variable or the source says where errors go") {
        $0.errorTrackingIsConfigured
      },
      Attribute(
        "proxyReadTimeoutSeconds", .double,
        "how long the proxy in front of it waits for an answer: ingress-nginx and nginx 60 unless they are told otherwise, a route of the Gateway API what it says; missing behind others",
        place: { $0.proxyTimeout?.location }
      ) { subject in subject.proxyTimeout.map { .double($0.seconds) } },
      Attribute("proxy", .string, "that proxy, for messages: `the Ingress`, `the HTTPRoute`, `nginx`", place: { $0.proxyTimeout?.location })
      {
        $0.proxyTimeout.map { .string($0.proxy) }
      },
      Attribute("dockerfile", .object("dockerfile"), "the Dockerfile of its image, when it is known") { subject in
        subject.image.map { .object(DockerfileSubject(repository: subject.repository, index: $0)) }
      },
      Attribute("container", .object("container"), "the container that it runs in; missing for an image that nothing runs") { subject in
        if case .container(let container) = subject.owner { .object(container) } else { nil }
      },
      Attribute("composeService", .object("composeService"), "the service of a compose file that starts it") { subject in
        subject.composeService.map { .object($0) }
      },
    ])
}
