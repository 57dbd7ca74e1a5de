internal import DockerfileSyntax
internal import Expressions
internal import Kubernetes
internal import PythonSource
internal import Servers
internal import SourceText
internal import Workspace
internal import YAMLSyntax

// What is asked of a process beyond its own settings.

extension ProcessSubject {
  var container: ContainerSubject? { if case .container(let container) = owner { container } else { nil } }
  var imageNode: Graph.ImageNode? { image.map { repository.graph.images[$0] } }

  // MARK: Migrations

  /// The first command that surely runs, else the first that may.
  var migration: (command: MigrationCommand, isCertain: Bool)? {
    let launch = process.launch
    let found = launch.steps.compactMap { step in MigrationCommand(in: step.words).map { ($0, step.isCertain) } }
    if let certain = found.first(where: \.1) { return certain }
    if let command = MigrationCommand(in: launch.arguments) { return (command, true) }
    return found.first
  }

  // MARK: Signals

  var stopSignal: (outcome: Outcome?, place: Location?) {
    if let container, let field = container.container.node["lifecycle"]?.stringField("stopSignal"), !field.isAbsent {
      return (field.outcome { .string(Self.signal($0)) }, field.node.map { container.location($0.range) })
    }
    if let service = composeService {
      switch service.entry.service.field("stop_signal") {
      case .absent: break
      case let field: return (field.outcome { .string(Self.signal($0)) }, service.entry.service.location("stop_signal"))
      }
    }
    guard let node = imageNode, let configuration = node.configuration else {
      guard let text = container?.container.image.value else { return (nil, nil) }
      return (Self.baseSignal(text), container?.container.image.node.flatMap { container?.location($0.range) })
    }
    if let setting = configuration.stopSignal?.value {
      return (setting.value.outcome { .string(Self.signal($0)) }, Location(file: node.file, range: setting.range))
    }
    let place = image.map { DockerfileSubject(repository: repository, index: $0).anchor }
    guard let base = configuration.externalBase else { return (.string("TERM"), place) }
    return (base.outcome { Self.baseSignal($0) }, place)
  }

  private static func baseSignal(_ image: String) -> Outcome {
    guard let reference = try? ImageReference(parsing: image), let signal = BaseImages.stopSignal(of: reference) else {
      return .unknown(because: "the STOPSIGNAL of \(image) is not known")
    }
    return .string(signal)
  }

  private static let numbers = ["1": "HUP", "2": "INT", "3": "QUIT", "9": "KILL", "10": "USR1", "12": "USR2", "15": "TERM", "28": "WINCH"]

  private static func signal(_ text: String) -> String {
    let name = text.uppercased()
    return numbers[name] ?? (name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name)
  }

  var rewritesSignals: Bool {
    let words = process.words.compactMap(\.known)
    if process.launch.wrappers.contains("dumb-init"),
      words.contains(where: { $0.hasPrefix("-r") || $0.hasPrefix("--rewrite") })
    {
      return true
    }
    if let service = composeService { return service.entry.service.hasStopHook }
    // `nginx -s quit`, `kill -QUIT 1`: the hook begins what the signal would cut short. What a script does is not known.
    guard let hook = container?.container.preStop else { return false }
    return hook.execCommand.map {
      $0.first != "sleep" && !$0.allSatisfy { word in ["sh", "/bin/sh", "-c"].contains(word) || word.hasPrefix("sleep ") }
    }
      ?? false
  }

  // MARK: Logs

  struct LogFile {
    let what: String
    let path: String
    let location: Location

    func outcome(_ subject: ProcessSubject) -> Outcome { subject.doubt(aboutLogFile: path).map { .unknown(because: $0) } ?? .string(path) }
  }

  private static let logVariables = ["LOG_FILE", "LOGFILE", "LOG_FILE_PATH", "LOG_FILENAME"]

  var logFile: LogFile? {
    if let server = process.server {
      for (what, target) in [("the error log", server.settings.errorLogTarget), ("the access log", server.settings.accessLogTarget)] {
        if let target, let location = target.location, let path = target.value ?? nil, Self.isFile(path) {
          return LogFile(what: what, path: path, location: location)
        }
      }
    }
    for name in Self.logVariables {
      if let entry = container?.container.environment.last(where: { $0.name == name }) {
        guard let path = entry.value.value, let node = entry.value.node, Self.isPath(path), let container else { continue }
        return LogFile(what: "what \(name) names", path: path, location: container.location(node.range))
      }
      switch composeService?.entry.variable(name) ?? .unset {
      case .unset: break
      case .known(let path, let location?) where Self.isPath(path):
        return LogFile(what: "what \(name) names", path: path, location: location)
      case .known, .unknown: continue
      }
      guard let node = imageNode, let pair = node.configuration?.environment[name]?.value, let path = pair.value.known, Self.isPath(path)
      else { continue }
      return LogFile(what: "what \(name) names", path: path, location: Location(file: node.file, range: pair.valueRange))
    }
    return hostLogFolder ?? fileHandler
  }

  private static func isFile(_ path: String) -> Bool {
    !path.isEmpty && path != "-" && path != "stderr" && !["/dev/", "/proc/", "syslog:", "memory:", "|"].contains { path.hasPrefix($0) }
  }

  private static func isPath(_ path: String) -> Bool { path.contains("/") && isFile(path) && !path.hasSuffix("/") }

  /// A folder of the node's logs that the container writes to. A DaemonSet's container is there to read them.
  private var hostLogFolder: LogFile? {
    guard let container, container.workload.workload.kind != .daemonSet, let mounts = container.container.node["volumeMounts"],
      let volumes = container.workload.workload.pod.spec["volumes"]
    else { return nil }
    for mount in mounts.elements where mount["readOnly"]?.bool != true {
      guard let name = mount["name"]?.text, let volume = volumes.elements.first(where: { $0["name"]?.text == name }),
        let path = volume["hostPath", "path"], let text = path.text, text == "/var/log" || text.hasPrefix("/var/log/")
      else { continue }
      return LogFile(what: "a log", path: text, location: container.location(path.range))
    }
    return nil
  }

  /// Why what is written to a file may reach somebody after all.
  private func doubt(aboutLogFile path: String) -> String? {
    if let service = composeService {
      let directory = service.entry.service.field("working_dir").value ?? imageNode?.configuration?.workingDirectory?.value.value.known
      if !path.hasPrefix("/"), directory == nil { return "the working directory is not known" }
      if let doubt = service.entry.doubt(aboutFile: RepositoryPath.join(directory ?? "/", path) ?? path) {
        return doubt + ", which others may read"
      }
    }
    let mounts = container?.container.mountPaths ?? []
    var absolute = path
    if !path.hasPrefix("/"), !mounts.isEmpty {
      let own = container?.container.workingDirectory
      let directory = own.flatMap { $0.isAbsent ? nil : $0.value } ?? imageNode?.configuration?.workingDirectory?.value.value.known
      guard let directory, own.map({ $0.isAbsent || $0.value != nil }) ?? true else { return "the working directory is not known" }
      absolute = RepositoryPath.join(directory, path) ?? path
    }
    if let mount = mounts.first(where: { absolute == $0 || absolute.hasPrefix($0 + "/") }) {
      return "a volume is mounted at \(mount), which others may read"
    }
    guard let node = imageNode else { return nil }
    let name = path.lastPathComponent ?? ""
    let isLinked = node.dockerfile.file.bytes.split(separator: UInt8(ascii: "\n")).contains { line in
      let text = String(decoding: line, as: UTF8.self)
      return text.containsText("/dev/std") && text.containsText(String(name))
    }
    return isLinked ? "the image links it to the standard output" : nil
  }

  // MARK: Source

  var source: ApplicationSource? { image.flatMap(repository.pythonSource) }

  var appInterface: (name: String, location: Location)? {
    guard let word = process.server?.settings.app, let app = word.known else { return nil }
    if let found = source?.interface(of: app) { return found }
    // What Django's `startproject` calls the two.
    switch app.split(separator: ":").first?.split(separator: ".").last {
    case "asgi": return ("asgi", word.location)
    case "wsgi": return ("wsgi", word.location)
    default: return nil
    }
  }

  var pool: ApplicationSource.Pool? { if case .one(let pool)? = source?.pools { pool } else { nil } }

  func onPool(_ make: (ApplicationSource.Pool) -> Outcome) -> Outcome? {
    switch source?.pools {
    case nil, .some(.none): nil
    case .one(let pool)?: make(pool)
    case .unknown(let reason)?: .unknown(because: reason)
    }
  }

  private static let fileHandlers: Set<String> = ["FileHandler", "RotatingFileHandler", "TimedRotatingFileHandler", "WatchedFileHandler"]

  private static func makesFileHandler(_ call: PythonModule.Call, in module: PythonModule) -> Bool {
    guard let name = call.function.last, fileHandlers.contains(name) else { return false }
    if call.function.count > 1 { return ["logging", "handlers"].contains(call.function[call.function.count - 2]) }
    return module.imports[name]?.module.first == "logging"
  }

  /// A handler of the application's own that writes to a file of a plain name.
  private var fileHandler: LogFile? {
    for file in source?.ownFiles ?? [] {
      for call in file.module.calls where Self.makesFileHandler(call, in: file.module) {
        guard let argument = call[position: 0] ?? call[name: "filename"], case .text(let path)? = file.module.resolved(argument.value),
          Self.isFile(path)
        else { continue }
        let name = call.function.joined(separator: ".")
        return LogFile(what: "what \(name) writes", path: path, location: Location(file: file.id, range: argument.range))
      }
    }
    return nil
  }

  // MARK: Variables

  /// Whether the container, its image or a ConfigMap sets a variable; unknown when a Secret may do so.
  func setsVariable(_ isWanted: (String) -> Bool) -> Outcome {
    if imageNode?.configuration?.environment.keys.contains(where: isWanted) ?? false { return .bool(true) }
    guard let container else { return .unknown(because: "no workload runs the image") }
    if container.container.environment.contains(where: { isWanted($0.name) }) { return .bool(true) }
    if process.launch.changes.variables.keys.contains(where: isWanted) { return .bool(true) }
    if let reason = process.launch.changes.unknownVariables { return .unknown(because: reason) }
    for field in ["env", "envFrom"] {
      if let reason = repository.graph.kustomizations.reason(for: container.container, field: [field]) { return .unknown(because: reason) }
    }
    for entry in container.container.environmentSources {
      let maps = repository.graph.objects("ConfigMap", named: entry.name, for: container.container.pod.manifest) ?? []
      guard entry.kind == .configMap, !maps.isEmpty else { return .unknown(because: "\(entry.name) may set it") }
      if maps.contains(where: { $0.node["data"]?.entries.contains { $0.key.text.map(isWanted) ?? false } ?? false }) { return .bool(true) }
    }
    return .bool(false)
  }

  // MARK: Heartbeats

  var heartbeatsInMemory: Outcome? {
    guard let server = process.server, let setting = server.settings.workerTmpDirectory else { return nil }
    guard case .value(let directory) = setting.state else {
      if case .unknown(let reason) = setting.state { return .unknown(because: reason) }
      return nil
    }
    let path = directory ?? "/tmp"
    if path == "/dev/shm" || path.hasPrefix("/dev/shm/") || path == "/run/shm" { return .bool(true) }
    if let service = composeService { return .bool(service.entry.isInMemory(path)) }
    guard let container, let mounts = container.container.node["volumeMounts"] else { return .bool(false) }
    for mount in mounts.elements {
      guard let at = mount["mountPath"]?.text, path.isAtOrBelow(at) else { continue }
      let volume = container.workload.workload.pod.spec["volumes"]?.elements.first { $0["name"]?.text == mount["name"]?.text }
      return .bool(volume?["emptyDir", "medium"]?.text == "Memory")
    }
    return .bool(false)
  }
}
