internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace

/// `composeService`: a service of a compose file that runs in production.
package struct ComposeServiceSubject: Subject {
  let repository: Repository
  let index: Int

  var entry: Graph.ComposeNode { repository.graph.composeServices[index] }
  private var service: ComposeService { entry.service }

  package var anchor: Location { service.anchor }
  package var logicalPath: String { "services.\(service.name)" }
  package var identity: [Int] { [-2, index] }

  package static let schema = Schema<ComposeServiceSubject>(
    "composeService",
    [
      Attribute("name", .string, "its key under services", place: { $0.anchor }) { .string($0.service.name) },
      Attribute(
        "stopGraceSeconds", .double, "how long Compose waits between the stop signal and SIGKILL: stop_grace_period, or 10",
        place: { $0.service.location("stop_grace_period") ?? $0.anchor }
      ) { subject in
        if case .absent = subject.service.stopGraceSeconds { return .double(ComposeService.defaultStopGraceSeconds) }
        return subject.service.stopGraceSeconds.outcome(Outcome.double)
      },
      Attribute("setsStopGrace", .bool, "whether stop_grace_period is written") { subject in
        if case .absent = subject.service.stopGraceSeconds { .bool(false) } else { .bool(true) }
      },
      Attribute("replicas", .int, "how many containers of it run: deploy.replicas or scale, or 1") { subject in
        subject.service.replicas.map(Outcome.int) ?? .unknown(because: "the number of replicas depends on a variable")
      },
      Attribute("isAlone", .bool, "whether no other container and nothing on the machine shares its network interfaces") {
        .bool($0.entry.isAlone)
      },
      Attribute("publishesPorts", .bool, "whether ports of the machine lead to it") { .bool($0.service.publishesPorts) },
      Attribute("hasHealthcheck", .bool, "whether its healthcheck is set") { .bool($0.service.hasHealthcheck) },
    ])
}
