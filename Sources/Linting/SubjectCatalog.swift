internal import DockerfileSyntax
package import Expressions
internal import Kubernetes
internal import Servers
internal import Workspace

/// Every kind of subject with its attributes: what rules are checked against, and what they are evaluated on.
package enum SubjectCatalog {
  /// Kinds that a rule may be about, with how its subjects are found.
  private static let kinds: [(type: ObjectType, subjects: @Sendable (Repository) -> [any Subject])] = [
    (ContainerSubject.schema.type, containers),
    (WorkloadSubject.schema.type, { repository in workloads(repository).map { WorkloadSubject(repository: repository, index: $0) } }),
    (PodSubject.schema.type, { repository in workloads(repository).map { PodSubject(repository: repository, workloadIndex: $0) } }),
    (ProbeSubject.schema.type, probes),
    (ServicePortSubject.schema.type, servicePorts),
    (
      AutoscalerSubject.schema.type,
      { repository in repository.graph.autoscalers.indices.map { AutoscalerSubject(repository: repository, index: $0) } }
    ),
    (
      BudgetSubject.schema.type, { repository in repository.graph.budgets.indices.map { BudgetSubject(repository: repository, index: $0) } }
    ),
    (NginxDirectiveSubject.schema.type, NginxDirectiveSubject.all),
    (ProxySubject.schema.type, ProxySubject.all),
    (TLSSettingSubject.schema.type, TLSSettingSubject.all),
    (UnknownFieldSubject.schema.type, unknownFields),
    (ReferenceSubject.schema.type, references),
    (
      EntranceSubject.schema.type,
      { repository in repository.graph.entrances.indices.map { EntranceSubject(repository: repository, index: $0) } }
    ),
    (SecretSubject.schema.type, SecretSubject.all),
    (LiteralSubject.schema.type, literals),
    (ScrapeSubject.schema.type, ScrapeSubject.all),
    (
      MigrationSubject.schema.type,
      { repository in containers(repository).compactMap { ($0 as? ContainerSubject).flatMap(MigrationSubject.init) } }
    ),
    (DockerfileSubject.schema.type, dockerfiles),
    (BaseImageSubject.schema.type, baseImages),
    (StageReferenceSubject.schema.type, StageReferenceSubject.all),
    (PackageInstallSubject.schema.type, PackageInstallSubject.all),
    (CopySubject.schema.type, CopySubject.all),
    (EnvironmentVariableSubject.schema.type, EnvironmentVariableSubject.all),
    (ImageTextSubject.schema.type, ImageTextSubject.all),
    (ProcessSubject.schema.type, processes),
    (
      ObjectSubject.schema.type,
      { repository in repository.graph.manifests.indices.map { ObjectSubject(repository: repository, index: $0) } }
    ),
  ]

  /// Kinds that others have as attributes.
  private static let parts: [ObjectType] = [HookSubject.schema.type, ServerSubject.schema.type, ComposeServiceSubject.schema.type]

  package static let objectTypes = kinds.map(\.type) + parts
  /// What all rules' expressions may use, but for `self` and their variables.
  static let environment = Environment(variables: [], objectTypes: objectTypes)
  package static let subjectNames = kinds.map(\.type.name)

  package static func objectType(named name: String) -> ObjectType? { kinds.first { $0.type.name == name }?.type }

  /// The subjects of a kind, in the order of the files.
  package static func subjects(_ name: String, in repository: Repository) -> [any Subject] {
    kinds.first { $0.type.name == name }?.subjects(repository) ?? []
  }

  // MARK: Finding subjects

  /// Pods that Helm starts as a test of a release are no part of what is deployed.
  private static func workloads(_ repository: Repository) -> [Int] {
    repository.graph.workloads.indices.filter { !repository.graph.workloads[$0].workload.manifest.isHelmTest }
  }

  private static func containers(_ repository: Repository) -> [any Subject] {
    workloads(repository).flatMap { workload in
      repository.graph.workloads[workload].containers.indices.map {
        ContainerSubject(repository: repository, workloadIndex: workload, position: $0)
      }
    }
  }

  private static func unknownFields(_ repository: Repository) -> [any Subject] {
    repository.graph.manifests.flatMap { manifest in
      UnknownField.all(in: manifest).map { UnknownFieldSubject(manifest: manifest, field: $0) }
    }
  }

  private static func references(_ repository: Repository) -> [any Subject] {
    workloads(repository).flatMap { index in
      let workload = repository.graph.workloads[index].workload
      return workload.pod.references.map { ReferenceSubject(repository: repository, manifest: workload.manifest, reference: $0) }
    }
  }

  private static func literals(_ repository: Repository) -> [any Subject] {
    LiteralSubject.all(inMapsOf: repository)
      + containers(repository).flatMap { subject in (subject as? ContainerSubject).map(LiteralSubject.all) ?? [] }
  }

  private static func probes(_ repository: Repository) -> [any Subject] {
    containers(repository).flatMap { subject -> [any Subject] in
      guard let container = subject as? ContainerSubject else { return [] }
      return [Probe.Kind.liveness, .readiness, .startup].compactMap { kind in
        guard repository.graph.kustomizations.reason(for: container.container, field: [kind.rawValue]) == nil else { return nil }
        return container.container.probe(kind).map { ProbeSubject(container: container, probe: $0) }
      }
    }
  }

  private static func servicePorts(_ repository: Repository) -> [any Subject] {
    repository.graph.services.indices.flatMap { index -> [any Subject] in
      let ports = repository.graph.services[index].service.ports
      let named: [Service.Port?] = ports.isEmpty ? [nil] : ports
      return named.map { ServicePortSubject(repository: repository, serviceIndex: index, port: $0) }
    }
  }

  private static func dockerfiles(_ repository: Repository) -> [any Subject] {
    repository.graph.images.indices.filter { repository.graph.images[$0].configuration != nil }
      .map { DockerfileSubject(repository: repository, index: $0) }
  }

  private static func baseImages(_ repository: Repository) -> [any Subject] {
    repository.graph.images.enumerated().flatMap { index, image in
      image.dockerfile.stages.compactMap { stage -> (any Subject)? in
        guard case .image = stage.base else { return nil }
        return BaseImageSubject(repository: repository, imageIndex: index, stage: stage.index)
      }
    }
  }

  /// What containers and the services of compose files start; and what a Dockerfile's image starts by itself, unless one of those says how it is run or the
  /// image is for developers.
  private static func processes(_ repository: Repository) -> [any Subject] {
    let images = repository.graph.images.enumerated().compactMap { index, image -> (any Subject)? in
      guard image.containers.isEmpty, !image.isStartedByCompose, let process = image.process,
        !DockerfileSubject(repository: repository, index: index).isForDevelopment
      else { return nil }
      return ProcessSubject(repository: repository, owner: .image(index), process: process)
    }
    let services = repository.graph.composeServices.enumerated().compactMap { index, service -> (any Subject)? in
      guard let process = service.process else { return nil }
      return ProcessSubject(
        repository: repository, owner: .service(ComposeServiceSubject(repository: repository, index: index)), process: process)
    }
    return images + services
      + containers(repository).compactMap { subject -> (any Subject)? in
        guard let container = subject as? ContainerSubject, let process = container.entry.process else { return nil }
        return ProcessSubject(repository: repository, owner: .container(container), process: process)
      }
  }
}
