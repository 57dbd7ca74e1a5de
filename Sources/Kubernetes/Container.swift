internal import ShellSyntax
package import SourceText
package import YAMLSyntax

/// A container of a pod template. A class, as every question about it is asked of a copy.
package final class Container: Sendable {
  package enum Role: String, Sendable {
    case main
    /// Runs to its end before the main containers start.
    case initContainer = "init"
    /// An init container with `restartPolicy: Always`: runs beside the main containers and ends after them.
    case sidecar
  }

  package let pod: PodTemplate
  package let node: YAMLNode
  package let role: Role
  /// `containers` or `initContainers`.
  package let field: String
  package let position: Int
  package let name: String?
  /// Where a finding stands that speaks of the container as a whole: its name, else its image, else its first key.
  package let anchor: ByteRange
  package let securityContext: SecurityContext

  init(pod: PodTemplate, node: YAMLNode, field: String, position: Int) {
    self.pod = pod
    self.node = node
    self.field = field
    self.position = position
    // Every finding asks for these.
    let written = node.present("name")
    name = written?.text
    let firstKey = node.ownEntries.first { _ in true }?.key
    anchor = (written ?? node.present("image") ?? firstKey ?? node).range
    securityContext = SecurityContext(node.present("securityContext"), orOf: pod.securityContext)
    if field == "initContainers" {
      role = node["restartPolicy"]?.text == "Always" ? .sidecar : .initContainer
    } else {
      role = .main
    }
  }

  /// `containers[name=web]`, or the position of a container without a name.
  package var logicalName: String { name.map { "\(field)[name=\($0)]" } ?? "\(field)[\(position)]" }

  package var image: Field<String> { node.stringField("image") }

  /// Whether the container goes on until somebody stops it; its pod must do so too.
  package var isLongRunning: Bool { role != .initContainer }

  // MARK: Command

  package var command: YAMLNode? { node.present("command").flatMap { $0.count > 0 ? $0 : nil } }
  package var args: YAMLNode? { node.present("args").flatMap { $0.count > 0 ? $0 : nil } }
  package var workingDirectory: Field<String> { node.stringField("workingDir") }

  /// Where volumes are mounted, without slashes at the end.
  package var mountPaths: [String] {
    guard let mounts = node["volumeMounts"] else { return [] }
    return mounts.elements.compactMap { $0["mountPath"]?.text }.map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
  }

  /// The places at which something can be written though the root file system is read-only.
  package var writablePaths: [String] {
    let volumes = pod.spec["volumes"]?.elements.map { $0 } ?? []
    let readOnly: Set<String> = ["configMap", "secret", "downwardAPI", "projected", "image"]
    return node["volumeMounts"]?.elements.compactMap { mount -> String? in
      guard let path = mount["mountPath"]?.text, mount["readOnly"]?.bool != true else { return nil }
      let volume = volumes.first { $0["name"]?.text == mount["name"]?.text }
      if let volume, volume.ownEntries.contains(where: { readOnly.contains($0.key.text ?? "") }) { return nil }
      return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    } ?? []
  }

  // MARK: Environment

  /// One entry of `env`.
  package struct Variable: Sendable {
    package let name: String
    /// Absent for an entry without a value, undecidable for `valueFrom`.
    package let value: Field<String>
    package let node: YAMLNode
  }

  /// The entries of `env`, in order; of two with one name the last counts.
  package var environment: [Variable] {
    guard let list = node["env"], list.isSequence else { return [] }
    return list.elements.compactMap { entry in
      guard let name = entry["name"]?.text else { return nil }
      if let source = entry.present("valueFrom") {
        return Variable(name: name, value: .undecidable(reason: "\(name) comes from valueFrom", source), node: entry)
      }
      return Variable(name: name, value: entry.stringField("value"), node: entry)
    }
  }

  /// A ConfigMap or Secret all of whose keys become variables.
  package struct EnvironmentSource: Sendable {
    package enum Kind: Sendable { case configMap, secret }
    package let kind: Kind
    package let name: String
    package let prefix: String
    package let node: YAMLNode
  }

  package var environmentSources: [EnvironmentSource] {
    guard let list = node["envFrom"], list.isSequence else { return [] }
    return list.elements.compactMap { entry in
      let prefix = entry["prefix"]?.text ?? ""
      if let name = entry["configMapRef", "name"]?.text {
        return EnvironmentSource(kind: .configMap, name: name, prefix: prefix, node: entry)
      }
      if let name = entry["secretRef", "name"]?.text {
        return EnvironmentSource(kind: .secret, name: name, prefix: prefix, node: entry)
      }
      return nil
    }
  }

  // MARK: Ports

  package struct Port: Sendable {
    package let name: String?
    package let number: Field<Int64>
    package let transport: String
    package let node: YAMLNode
  }

  package var ports: [Port] {
    guard let list = node["ports"], list.isSequence else { return [] }
    return list.elements.map { entry in
      Port(
        name: entry.present("name")?.text, number: entry.intField("containerPort"),
        transport: entry.present("protocol")?.text ?? "TCP", node: entry)
    }
  }

  /// The number of a port that may be given by name: a number as it is, a name through the container's ports.
  package func portNumber(_ node: YAMLNode) -> Int64? {
    if let number = node.int { return number }
    guard let name = node.text else { return nil }
    return ports.first { $0.name == name }?.number.value ?? Int64(name)
  }

  // MARK: Probes and hooks

  package func probe(_ kind: Probe.Kind) -> Probe? {
    guard let node = node.present(kind.rawValue), node.isMapping else { return nil }
    return Probe(kind: kind, node: node, container: self)
  }

  package var preStop: PreStopHook? {
    guard let hook = node["lifecycle"]?.present("preStop"), hook.isMapping else { return nil }
    return PreStopHook(node: hook)
  }

  /// A program that the kubelet calls in the container for a probe or a hook.
  package struct KubeletCommand: Sendable {
    /// `preStop`, `livenessProbe` …
    package let owner: String
    package let program: String
    package let range: ByteRange
  }

  /// What stands behind `||` when there is nothing else to try.
  private static let endings: Set<String> = ["exit", "true", "false", ":", "echo", "printf", "return"]

  /// The programs of `exec` commands, and those that a shell in it calls in any case.
  package var kubeletCommands: [KubeletCommand] {
    let holders: [(String, YAMLNode?)] =
      [Probe.Kind.liveness, .readiness, .startup].map { ($0.rawValue, node[$0.rawValue]) }
      + ["postStart", "preStop"].map { ($0, node["lifecycle", $0]) }
    return holders.flatMap { owner, holder -> [KubeletCommand] in
      guard let command = holder?["exec", "command"], command.isSequence else { return [] }
      let words = Array(command.elements)
      guard let first = words.first, let program = first.text else { return [] }
      let own = KubeletCommand(owner: owner, program: program, range: first.range)
      guard words.count > 2, SleepCommand.isShell(program), words[1].text.map(SleepCommand.isCommandOption) ?? false,
        let text = words[2].text
      else { return [own] }
      let commands = ShellScript.parse(text).commands
      // `curl … || wget …` tries both.
      let hasAlternative = commands.contains { $0.context.contains(.conditional) && !Self.endings.contains($0.name ?? "") }
      let avoided: ShellScript.Context = hasAlternative ? [.conditional, .function, .condition] : [.conditional, .function]
      let called = commands.compactMap { command -> KubeletCommand? in
        guard command.context.isDisjoint(with: avoided), let word = command.program.first, let program = word.literal else { return nil }
        return KubeletCommand(owner: owner, program: program, range: words[2].sourceRange(of: word.range))
      }
      return [own] + called
    }
  }

  // MARK: Resources

  package enum ResourceList: String, Sendable { case limits, requests }

  /// The quantity's text for `cpu`, `memory` …, e.g. `500m`.
  package func resource(_ name: String, _ list: ResourceList) -> Field<String> {
    node["resources", list.rawValue]?.stringField(name) ?? .absent
  }
}
