internal import Expressions
internal import Kubernetes
internal import Servers
internal import SourceText
internal import Workspace
internal import YAMLSyntax

// What the rules find to fit together: pools with their database, the proxy's patience with the server's.

extension Repository {
  /// The processes for which a rule can be decided and holds.
  private func processes(keeping id: String) -> [ProcessSubject] {
    let processes = SubjectCatalog.subjects("process", in: self).compactMap { $0 as? ProcessSubject }
    guard !processes.isEmpty, let rule = RuleSet.builtIn().first(where: { $0.id == id })?.rule,
      let compiled = try? CompiledRule(rule)
    else { return [] }
    return processes.filter(compiled.isKept)
  }

  var poolEvidence: [Scorecard.Evidence] {
    let found = processes(keeping: "database-connections-fit").compactMap { process -> Scorecard.Evidence? in
      guard let pool = process.pool, let container = process.container,
        case .value(let workers)? = process.process.server?.settings.workers.state,
        case .value(.int(let pods)) = WorkloadSubject(repository: self, index: container.workloadIndex).maximumReplicas,
        case .connections(let limit, _) = databaseLimit
      else { return nil }
      // The rule has just worked this out without an overflow.
      let total = Int64(workers) &* pods &* Int64(pool.size + pool.overflow)
      let factors = "\(Self.count(workers, "worker")) × \(Self.count(pods, "pod")) × (\(pool.size) + \(pool.overflow))"
      let sum = "\(factors) = \(total) of \(limit) connections"
      return Scorecard.Evidence(sum, pool.sizeLocation ?? pool.location)
    }
    return Self.unique(found)
  }

  var timeoutEvidence: [Scorecard.Evidence] {
    let found = processes(keeping: "proxy-timeout-covers-server").compactMap { process -> Scorecard.Evidence? in
      guard let container = process.container, let proxy = graph.proxyTimeout(ofWorkload: container.workloadIndex),
        let server = process.process.server, case .value(let seconds?)? = server.settings.requestTimeout?.state
      else { return nil }
      return Scorecard.Evidence(
        "\(Self.text(proxy.seconds)) s at the proxy, \(Self.text(seconds)) s in \(server.settings.server.name)",
        proxy.location)
    }
    return Self.unique(found)
  }

  private static func count(_ number: some BinaryInteger, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private static func text(_ seconds: Double) -> String { Int(exactly: seconds).map(String.init) ?? String(seconds) }
}
