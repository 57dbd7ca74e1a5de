internal import DockerfileSyntax
internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `container`: a container of a workload, init containers and sidecars too.
package struct ContainerSubject: Subject {
  let repository: Repository
  let workloadIndex: Int
  let position: Int

  var workload: Graph.WorkloadNode { repository.graph.workloads[workloadIndex] }
  // Not by way of each other: to copy a node counts a reference to each of its parts.
  var entry: Graph.ContainerNode { repository.graph.workloads[workloadIndex].containers[position] }
  var container: Container { repository.graph.workloads[workloadIndex].containers[position].container }

  package var node: YAMLNode? { container.node }
  package var anchor: Location { location(container.anchor) }
  package var logicalPath: String { manifest.logicalName + " · " + container.logicalName }
  package var identity: [Int] { [workloadIndex, position] }

  private var manifest: Manifest { repository.graph.workloads[workloadIndex].workload.manifest }

  func location(_ range: ByteRange) -> Location { manifest.location(range) }

  /// The value, unless a kustomization's patch may give the field another one.
  private func unpatched(_ field: String..., value: @autoclosure () -> Outcome?) -> Outcome? {
    if let reason = repository.graph.kustomizations.reason(for: container, field: field) { return .unknown(because: reason) }
    return value()
  }

  private var writableClaims: Graph.ClaimMounts {
    guard container.node["volumeMounts"] != nil else { return .mounts([]) }
    return repository.graph.writableClaims(of: container, among: repository.volumes(ofWorkload: workloadIndex, container.pod))
  }

  private func probe(_ kind: Probe.Kind) -> Outcome? {
    unpatched(
      kind.rawValue,
      value: container.probe(kind).map { .object(ProbeSubject(container: self, probe: $0)) })
  }

  /// What the container requests of a resource, or gets otherwise; nil when it surely requests none.
  func request(_ name: String) -> Outcome? { resource(name, .requests) }

  private func resource(_ name: String, _ list: Container.ResourceList) -> Outcome? {
    unpatched(
      "resources", list.rawValue, name,
      value: container.resource(name, list).map { Quantity($0)?.asApproximateFloat }.outcome(Outcome.double)
        ?? defaultResource(name, list))
  }

  /// A limit that is given is the request as well (core/v1 types.go, ResourceRequirements); a LimitRange gives what the manifest does not.
  private func defaultResource(_ name: String, _ list: Container.ResourceList) -> Outcome? {
    if repository.graph.hasDefault(list, of: name, for: container.pod.manifest, paths: repository.path) {
      return .unknown(because: "a LimitRange of the repository gives a default")
    }
    return list == .requests ? resource(name, .limits) : nil
  }

  private func capabilities(_ list: SecurityContext.CapabilityList) -> Outcome? {
    unpatched(
      "securityContext", "capabilities", value: .list(container.securityContext.capabilities(list).map(Outcome.string)))
  }

  /// The image is judged by its Dockerfile, else by its own name.
  private var missingPrograms: [Container.KubeletCommand] {
    container.kubeletCommands.filter { command in
      guard let tool = CommonTool.name(of: command.program) else { return false }
      if let link = entry.image { return repository.build(ofImage: link.image).isMissing(tool) == .yes }
      guard let text = container.image.value, let reference = try? ImageReference(parsing: text),
        repository.graph.imageOverrides.reason(for: reference, writtenAs: text, in: container) == nil
      else { return false }
      return BaseImages.brings(tool, reference) == false
    }
  }

  private func imagePart(_ part: (ImageReference) -> String?) -> Outcome? {
    switch container.image {
    case .absent: return nil
    case .undecidable(let reason, _): return .unknown(because: reason)
    case .known(let text, _):
      guard let reference = try? ImageReference(parsing: text) else { return .unknown(because: "'\(text)' is no image reference") }
      if let reason = repository.graph.imageOverrides.reason(for: reference, writtenAs: text, in: container) {
        return .unknown(because: reason)
      }
      return part(reference).map(Outcome.string)
    }
  }

  /// Where a part of the image's reference is written; the whole image without it.
  private func imagePlace(_ part: (ImageReference) -> Range<Int>?) -> Location? {
    guard let node = container.image.node else { return nil }
    guard let text = container.image.value, let range = (try? ImageReference(parsing: text)).flatMap(part) else {
      return location(node.range)
    }
    return location(node.sourceRange(of: range))
  }

  package static let schema = Schema<ContainerSubject>(
    "container",
    [
      Attribute("name", .string, "its name") { $0.container.name.map(Outcome.string) },
      Attribute("role", .string, "main, init, or sidecar (an init container that goes on running)") { .string($0.container.role.rawValue) },
      Attribute("isLongRunning", .bool, "whether it runs until somebody stops it: no init container, and no container of a Job") {
        .bool($0.container.isLongRunning && $0.repository.graph.workloads[$0.workloadIndex].workload.isLongRunning)
      },
      Attribute(
        "traffic", .string,
        "service when a Service of the repository leads to it, presumed when it has ports and the repository holds no Service, else none"
      ) { subject in
        switch subject.entry.traffic {
        case .service: .string("service")
        case .presumed: .string("presumed")
        case .none: .string("none")
        }
      },
      Attribute("isAlone", .bool, "whether no other container of the pod goes on running beside it") { subject in
        .bool(subject.repository.graph.workloads[subject.workloadIndex].containers.count { $0.container.isLongRunning } <= 1)
      },
      Attribute("image", .string, "its image as written") { $0.container.image.outcome(Outcome.string) },
      Attribute("imageTag", .string, "the tag of its image", place: { $0.imagePlace(\.tagRange) }) { $0.imagePart(\.tag) },
      Attribute("imageDigest", .string, "the digest of its image", place: { $0.imagePlace(\.digestRange) }) { $0.imagePart(\.digest) },
      Attribute("livenessProbe", .object("probe"), "its liveness probe") { $0.probe(.liveness) },
      Attribute("readinessProbe", .object("probe"), "its readiness probe") { $0.probe(.readiness) },
      Attribute("startupProbe", .object("probe"), "its startup probe") { $0.probe(.startup) },
      Attribute("preStop", .object("hook"), "its preStop hook") { subject in
        subject.unpatched(
          "lifecycle", "preStop", value: subject.container.preStop.map { .object(HookSubject(container: subject, hook: $0)) })
      },
      Attribute(
        "preStopSeconds", .double, "how long its preStop hook takes; 0 without one",
        place: { subject in subject.container.preStop.map { subject.location($0.handler.range) } }
      ) { subject in
        subject.unpatched("lifecycle", "preStop", value: HookSubject.seconds(of: subject.container.preStop))
      },
      Attribute(
        "missingPrograms", .list(.string),
        "`sleep of preStop`: programs of exec hooks and probes that its image certainly does not have",
        place: { subject in subject.missingPrograms.first.map { subject.location($0.range) } }
      ) { subject in .list(subject.missingPrograms.map { .string("\($0.program) of \($0.owner)") }) },
      Attribute("containerPorts", .list(.int), "the numbers of its ports", field: ["ports"]) { subject in
        .list(subject.container.ports.compactMap { port in port.number.value.map { .int($0) } })
      },
      Attribute("memoryLimit", .double, "its memory limit in bytes", field: ["resources", "limits", "memory"]) {
        $0.resource("memory", .limits)
      },
      Attribute(
        "memoryRequest", .double, "its memory request in bytes; the limit when only that is given",
        field: ["resources", "requests", "memory"]
      ) { $0.resource("memory", .requests) },
      Attribute("cpuLimit", .double, "its CPU limit in cores", field: ["resources", "limits", "cpu"]) {
        $0.resource("cpu", .limits)
      },
      Attribute(
        "cpuRequest", .double, "its CPU request in cores; the limit when only that is given",
        field: ["resources", "requests", "cpu"]
      ) { $0.resource("cpu", .requests) },
      Attribute(
        "runAsNonRoot", .bool, "securityContext.runAsNonRoot, its own or the pod's",
        place: { subject in subject.container.securityContext.runAsNonRoot.node.map { subject.location($0.range) } }
      ) { subject in
        subject.unpatched("securityContext", value: subject.container.securityContext.runAsNonRoot.outcome(Outcome.bool))
      },
      Attribute(
        "runAsUser", .int, "securityContext.runAsUser, its own or the pod's",
        place: { subject in subject.container.securityContext.runAsUser.node.map { subject.location($0.range) } }
      ) { subject in
        subject.unpatched("securityContext", value: subject.container.securityContext.runAsUser.outcome(Outcome.int))
      },
      Attribute(
        "privileged", .bool, "securityContext.privileged; false when it is not set", field: ["securityContext", "privileged"]
      ) { subject in
        subject.unpatched(
          "securityContext", "privileged", value: subject.container.securityContext.privileged.outcome(default: false, Outcome.bool))
      },
      Attribute(
        "allowPrivilegeEscalation", .bool, "securityContext.allowPrivilegeEscalation; missing when it is not set, which means true",
        field: ["securityContext", "allowPrivilegeEscalation"]
      ) { subject in
        subject.unpatched(
          "securityContext", "allowPrivilegeEscalation",
          value: subject.container.securityContext.allowPrivilegeEscalation.outcome(Outcome.bool))
      },
      Attribute(
        "readOnlyRootFilesystem", .bool, "securityContext.readOnlyRootFilesystem; false when it is not set",
        field: ["securityContext", "readOnlyRootFilesystem"]
      ) { subject in
        subject.unpatched(
          "securityContext", "readOnlyRootFilesystem",
          value: subject.container.securityContext.readOnlyRootFilesystem.outcome(default: false, Outcome.bool))
      },
      Attribute(
        "capabilitiesAdded", .list(.string), "securityContext.capabilities.add", field: ["securityContext", "capabilities", "add"]
      ) { $0.capabilities(.add) },
      Attribute(
        "capabilitiesDropped", .list(.string), "securityContext.capabilities.drop", field: ["securityContext", "capabilities", "drop"]
      ) { $0.capabilities(.drop) },
      Attribute(
        "seccompProfile", .string, "securityContext.seccompProfile.type, its own or the pod's",
        place: { subject in subject.container.securityContext.seccompProfile.node.map { subject.location($0.range) } }
      ) { subject in
        subject.unpatched("securityContext", value: subject.container.securityContext.seccompProfile.outcome(Outcome.string))
      },
      Attribute("writablePaths", .list(.string), "where writable volumes are mounted", field: ["volumeMounts"]) { subject in
        subject.unpatched("volumeMounts", value: .list(subject.container.writablePaths.map(Outcome.string)))
      },
      Attribute(
        "writableClaims", .list(.string),
        "where it mounts volumes of PersistentVolumeClaims to write to; not those whose owner an init container changes",
        place: { subject in
          guard case .mounts(let mounts) = subject.writableClaims else { return nil }
          return mounts.first.map { subject.location($0.range) }
        }
      ) { subject in
        switch subject.writableClaims {
        case .mounts(let mounts): subject.unpatched("volumeMounts", value: .list(mounts.compactMap { $0.text.map(Outcome.string) }))
        case .undecidable(let reason): .unknown(because: reason)
        }
      },
      Attribute("pod", .object("pod"), "the pod template that it belongs to") {
        .object(PodSubject(repository: $0.repository, workloadIndex: $0.workloadIndex))
      },
      Attribute("workload", .object("workload"), "the object that runs it") {
        .object(WorkloadSubject(repository: $0.repository, index: $0.workloadIndex))
      },
      Attribute("dockerfile", .object("dockerfile"), "the Dockerfile of its image, when it is known") { subject in
        subject.entry.image.map { .object(DockerfileSubject(repository: subject.repository, index: $0.image)) }
      },
      Attribute("process", .object("process"), "what it starts, when the repository says it") { subject in
        subject.entry.process.map { .object(ProcessSubject(repository: subject.repository, owner: .container(subject), process: $0)) }
      },
      Attribute("object", .map(.string, .dyn), "its mapping in the manifest, as written") { ManifestValue.outcome($0.container.node) },
    ])
}
