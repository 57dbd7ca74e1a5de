internal import DockerfileSyntax
internal import Expressions
internal import Kubernetes
internal import Servers
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `migration`: a Job that changes a database's schema.
package struct MigrationSubject: Subject {
  let container: ContainerSubject
  let command: String

  private var manifest: Manifest { container.workload.workload.manifest }
  private var graph: Graph { container.repository.graph }
  private var podSpec: YAMLNode { container.workload.workload.pod.spec }

  package var node: YAMLNode? { manifest.node }
  package var anchor: Location { manifest.location(manifest.anchor) }
  package var logicalPath: String { container.logicalPath }
  package var identity: [Int] { container.identity }

  init?(_ container: ContainerSubject) {
    guard container.workload.workload.kind == .job, let command = Self.command(of: container) else { return nil }
    self.container = container
    self.command = command
  }

  private static func command(of container: ContainerSubject) -> String? {
    if let process = container.entry.process {
      return ProcessSubject(repository: container.repository, owner: .container(container), process: process).migration?.command.name
    }
    // Images that are one tool start it, and `args` are its words.
    guard container.container.command == nil, let image = container.container.image.value.flatMap({ try? ImageReference(parsing: $0) }),
      let tool = image.path.lastPathComponent
    else { return nil }
    let words = [String(tool)] + (container.container.args?.elements.map { $0.text ?? "" } ?? [])
    return MigrationCommand(in: words.map { CommandWord(.known($0), at: container.anchor) })?.name
  }

  private var restartPolicy: Outcome? {
    if let reason = graph.kustomizations.reason(for: container.workload.workload.pod, field: ["restartPolicy"]) {
      return .unknown(because: reason)
    }
    return podSpec.stringField("restartPolicy").outcome(Outcome.string)
  }

  private var setsBackoffLimit: Outcome {
    if let reason = graph.kustomizations.reason(for: manifest, field: ["spec", "backoffLimit"]) { return .unknown(because: reason) }
    return .bool(manifest.spec?.present("backoffLimit") != nil)
  }

  /// Argo CD and Helm run hooks anew each time; a name that is made up, and Flux' `force`, do the same for the Job itself.
  private var isOrdered: Outcome {
    if let reason = graph.kustomizations.reason(for: manifest, field: ["metadata", "annotations"]) { return .unknown(because: reason) }
    let keys = ["helm.sh/hook", "argocd.argoproj.io/hook", "argocd.argoproj.io/sync-wave", "kustomize.toolkit.fluxcd.io/force"]
    return .bool(keys.contains { manifest.annotations[$0] != nil } || manifest.metadata?.present("generateName") != nil)
  }

  /// The image of the long-running container that comes from the same place as the Job's, when none of them is the Job's own.
  private var otherImage: Outcome? {
    guard let own = reference(of: container) else { return nil }
    var other: String?
    for container in container.repository.longRunningContainers(ofImage: own.name)
    where Graph.mayShareNamespace(container.pod.manifest, manifest) {
      guard let text = container.image.value, let image = try? ImageReference(parsing: text) else { continue }
      if let reason = graph.imageOverrides.reason(for: image, writtenAs: text, in: container) { return .unknown(because: reason) }
      if image == own { return nil }
      other = other ?? text
    }
    if other != nil, let text = container.container.image.value,
      let reason = graph.imageOverrides.reason(for: own, writtenAs: text, in: container.container)
    {
      return .unknown(because: reason)
    }
    return other.map(Outcome.string)
  }

  private func reference(of container: ContainerSubject) -> ImageReference? {
    container.container.image.value.flatMap { try? ImageReference(parsing: $0) }
  }

  /// Where the first flaw is written.
  private var flawPlace: Location? {
    if case .value(.string)? = otherImage { return container.container.image.node.map { manifest.location($0.range) } }
    if let policy = podSpec.present("restartPolicy"), !["Never", "OnFailure"].contains(policy.text) {
      return manifest.location(policy.range)
    }
    return nil
  }

  package static let schema = Schema<MigrationSubject>(
    "migration",
    [
      Attribute("name", .string, "the Job's name", place: { $0.anchor }) { $0.manifest.name.map(Outcome.string) },
      Attribute("command", .string, "the command that migrates: `alembic upgrade`") { .string($0.command) },
      Attribute("restartPolicy", .string, "restartPolicy of its pods; missing when it is not set") { $0.restartPolicy },
      Attribute("setsBackoffLimit", .bool, "whether spec.backoffLimit is written") { $0.setsBackoffLimit },
      Attribute(
        "isOrdered", .bool, "whether Helm, Argo CD or Flux run it anew for each release: by a hook, a sync wave, `force` or generateName"
      ) { $0.isOrdered },
      Attribute(
        "otherImage", .string, "the image of the application when the Job has another version of it",
        place: { subject in subject.container.container.image.node.map { subject.manifest.location($0.range) } }
      ) { $0.otherImage },
      Attribute(
        "flaw", .string, "where to look: the image that differs, a restartPolicy that is wrong, else the Job's name",
        place: { $0.flawPlace ?? $0.anchor }
      ) { _ in nil },
    ])
}
