internal import DockerfileSyntax
internal import Kubernetes
internal import PythonSource
package import SourceText
internal import YAMLSyntax

extension ApplicationSource {
  /// The pool of connections that SQLAlchemy keeps in each process.
  package struct Pool: Sendable {
    package let size: Int
    package let overflow: Int
    package let location: Location
    package let sizeLocation: Location?
  }

  package enum Pools: Sendable {
    case none
    case one(Pool)
    case unknown(String)
  }

  /// SQLAlchemy's `create_engine` (sqlalchemy `pool/impl.py` `QueuePool`: 5 connections, and 10 above them).
  package var pools: Pools {
    var found: [Pool] = []
    for file in ownFiles {
      for call in file.module.calls {
        guard let name = call.function.last,
          ["create_engine", "create_async_engine", "async_engine_from_config", "engine_from_config"].contains(name)
        else { continue }
        if case .text(let url)? = file.module.resolved(call[position: 0]?.value), url.hasPrefix("sqlite") { continue }
        let location = Location(file: file.id, range: call.functionRange)
        guard !name.hasSuffix("config"), !call.hasHiddenArguments, call[name: "poolclass"] == nil, call[name: "pool"] == nil,
          let size = number(call[name: "pool_size"], default: 5, in: file.module),
          let overflow = number(call[name: "max_overflow"], default: 10, in: file.module), size > 0, overflow >= 0
        else { return .unknown("the size of the connection pool is not a plain number") }
        let place = (call[name: "pool_size"] ?? call[name: "max_overflow"]).map { Location(file: file.id, range: $0.range) }
        found.append(Pool(size: size, overflow: overflow, location: location, sizeLocation: place))
      }
    }
    if found.count > 1 { return .unknown("there are several engines") }
    return found.first.map { .one($0) } ?? .none
  }

  private func number(_ argument: PythonModule.Argument?, default value: Int, in module: PythonModule) -> Int? {
    guard let argument else { return value }
    if case .integer(let number)? = module.resolved(argument.value) { return number }
    return nil
  }
}

extension Graph {
  /// How many connections the database takes, as far as the repository says.
  package enum DatabaseLimit: Sendable {
    case none
    case connections(Int64, Location?)
    case unknown(String)
  }

  package var databaseLimit: DatabaseLimit {
    if let configuredConnections { return .connections(configuredConnections, nil) }
    var found: [(Int64, Location)] = []
    for manifest in manifests where manifest.kind == "Cluster" && manifest.group == "postgresql.cnpg.io" {
      guard let node = manifest.spec?["postgresql", "parameters", "max_connections"] else { continue }
      guard let number = node.int ?? node.text.flatMap(Int64.init) else { return .unknown("max_connections is not a plain number") }
      found.append((number, manifest.location(node.range)))
    }
    for container in workloads.lazy.flatMap(\.containers).map(\.container) {
      guard let image = container.image.value.flatMap({ try? ImageReference(parsing: $0) }) else { continue }
      if image.path.containsText("pgbouncer") || image.path.containsText("pgcat") { return .unknown("a pooler stands before the database") }
      guard image.path.containsText("postgres") || image.path.containsText("postgis") || image.path.containsText("timescaledb") else {
        continue
      }
      for word in [container.command, container.args].compactMap({ $0 }).flatMap({ Array($0.elements) }) {
        guard let text = word.text, let equals = text.range(ofText: "max_connections=") else { continue }
        guard let number = Int64(text[equals...]) else { return .unknown("max_connections is not a plain number") }
        found.append((number, container.pod.manifest.location(word.range)))
      }
    }
    if manifests.contains(where: { $0.kind == "Pooler" && $0.group == "postgresql.cnpg.io" }) {
      return .unknown("a pooler stands before the database")
    }
    if found.count > 1 { return .unknown("there are several databases") }
    return found.first.map { .connections($0.0, $0.1) } ?? .none
  }
}

extension String {
  /// The index behind the first occurrence of a text.
  fileprivate func range(ofText wanted: String) -> Index? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(wanted) { return index(start, offsetBy: wanted.count) }
      start = index(after: start)
    }
    return nil
  }
}
