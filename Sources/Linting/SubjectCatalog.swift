internal import DockerfileSyntax
package import Expressions
internal import Kubernetes
internal import Servers
internal import Workspace

/// Every kind of subject with its attributes: what rules are checked against, and what they are evaluated on.
package enum SubjectCatalog {
  /// A kind of subject by its schema's name, with how its subjects are found. The schema is made when somebody needs it: most runs meet
  /// few kinds.
  private typealias Kind = (
    name: String, type: @Sendable () -> ObjectType, subjects: @Sendable (Repository) -> [any Subject]
  )

  /// Kinds that a rule may be about.
  private static let kinds: [Kind] = [
    ("container", { ContainerSubject.schema.type }, { containers($0) }),
    (
      "workload", { WorkloadSubject.schema.type },
      { repository in repository.deployedWorkloads.map { WorkloadSubject(repository: repository, index: $0) } }
    ),
    (
      "pod", { PodSubject.schema.type },
      { repository in repository.deployedWorkloads.map { PodSubject(repository: repository, workloadIndex: $0) } }
    ),
    ("probe", { ProbeSubject.schema.type }, probes),
    ("servicePort", { ServicePortSubject.schema.type }, servicePorts),
    (
      "scaler", { AutoscalerSubject.schema.type },
      { repository in repository.graph.autoscalers.indices.map { AutoscalerSubject(repository: repository, index: $0) } }
    ),
    (
      "budget", { BudgetSubject.schema.type },
      { repository in repository.graph.budgets.indices.map { BudgetSubject(repository: repository, index: $0) } }
    ),
    ("nginxDirective", { NginxDirectiveSubject.schema.type }, NginxDirectiveSubject.all),
    ("proxy", { ProxySubject.schema.type }, ProxySubject.all),
    ("tlsSetting", { TLSSettingSubject.schema.type }, TLSSettingSubject.all),
    ("unknownField", { UnknownFieldSubject.schema.type }, unknownFields),
    ("reference", { ReferenceSubject.schema.type }, references),
    (
      "entrance", { EntranceSubject.schema.type },
      { repository in repository.graph.entrances.indices.map { EntranceSubject(repository: repository, index: $0) } }
    ),
    ("secret", { SecretSubject.schema.type }, SecretSubject.all),
    ("literal", { LiteralSubject.schema.type }, literals),
    ("scrape", { ScrapeSubject.schema.type }, ScrapeSubject.all),
    (
      "migration", { MigrationSubject.schema.type },
      { repository in containers(repository).compactMap(MigrationSubject.init) }
    ),
    ("dockerfile", { DockerfileSubject.schema.type }, dockerfiles),
    ("baseImage", { BaseImageSubject.schema.type }, baseImages),
    ("stageReference", { StageReferenceSubject.schema.type }, StageReferenceSubject.all),
    ("packageInstall", { PackageInstallSubject.schema.type }, PackageInstallSubject.all),
    ("copy", { CopySubject.schema.type }, CopySubject.all),
    ("environmentVariable", { EnvironmentVariableSubject.schema.type }, EnvironmentVariableSubject.all),
    ("imageText", { ImageTextSubject.schema.type }, ImageTextSubject.all),
    ("process", { ProcessSubject.schema.type }, processes),
    (
      "object", { ObjectSubject.schema.type },
      { repository in repository.graph.manifests.indices.map { ObjectSubject(repository: repository, index: $0) } }
    ),
  ]

  /// Kinds that others have as attributes.
  private static let parts: [(name: String, type: @Sendable () -> ObjectType)] = [
    ("hook", { HookSubject.schema.type }), ("server", { ServerSubject.schema.type }),
    ("composeService", { ComposeServiceSubject.schema.type }),
  ]

  package static var objectTypes: [ObjectType] { kinds.map { $0.type() } + parts.map { $0.type() } }
  /// What all rules' expressions may use, but for `self` and their variables.
  static let environment = Environment(variables: []) { name in
    objectType(named: name) ?? parts.first { $0.name == name }?.type()
  }
  package static let subjectNames = kinds.map(\.name)

  /// The same, but those first whose subjects are searched for in texts: so that no thread is left alone with one of them at the end.
  static let namesInOrderOfWork = searched + subjectNames.filter { !searched.contains($0) }

  private static let searched = ["imageText", "literal", "unknownField", "scrape"]

  package static func objectType(named name: String) -> ObjectType? { kinds.first { $0.name == name }?.type() }

  /// The subjects of a kind, in the order of the files.
  package static func subjects(_ name: String, in repository: Repository) -> [any Subject] {
    kinds.first { $0.name == name }?.subjects(repository) ?? []
  }

  // MARK: Finding subjects

  private static func containers(_ repository: Repository) -> [ContainerSubject] {
    repository.deployedWorkloads.flatMap { workload in
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
    repository.deployedWorkloads.flatMap { index in
      let workload = repository.graph.workloads[index].workload
      return workload.pod.references.map { ReferenceSubject(repository: repository, manifest: workload.manifest, reference: $0) }
    }
  }

  private static func literals(_ repository: Repository) -> [any Subject] {
    LiteralSubject.all(inMapsOf: repository)
      + containers(repository).flatMap(LiteralSubject.all(in:))
  }

  private static func probes(_ repository: Repository) -> [any Subject] {
    containers(repository).flatMap { container -> [any Subject] in
      [Probe.Kind.liveness, .readiness, .startup].compactMap { kind in
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
        !repository.isForDevelopment(image: index)
      else { return nil }
      return ProcessSubject(repository: repository, owner: .image(index), process: process)
    }
    let services = repository.graph.composeServices.enumerated().compactMap { index, service -> (any Subject)? in
      guard let process = service.process else { return nil }
      return ProcessSubject(
        repository: repository, owner: .service(ComposeServiceSubject(repository: repository, index: index)), process: process)
    }
    return images + services
      + containers(repository).compactMap { container -> (any Subject)? in
        container.entry.process.map { ProcessSubject(repository: repository, owner: .container(container), process: $0) }
      }
  }
}
