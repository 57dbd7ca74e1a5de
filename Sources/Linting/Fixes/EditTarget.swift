internal import DockerfileSyntax
internal import Kubernetes
internal import Servers
internal import SourceText
internal import Workspace
internal import YAMLSyntax

/// What an operation is to be done to: where it is, and how the text there is written.
struct EditTarget {
  let subject: any Subject
  /// Where the finding stands.
  let finding: Location
  /// A path, a route or a file name.
  let place: String
  /// The place as a route.
  let route: Route
  let value: YAMLLiteral?
  let repository: Repository

  /// nil when the text cannot be changed so.
  func edits(for operation: Rule.Operation) -> [Fix.FileEdit]? {
    switch operation {
    case .set, .remove: fieldEdit(removes: operation == .remove).map { [$0] }
    case .replace: replacement.map { [$0] }
    case .insertArguments:
      value?.words.flatMap { words in location.flatMap { CommandEdits(repository, $0)?.inserting(words) } }
    case .useExecForm: command.flatMap { CommandEdits(repository, $0)?.execForm(allowsWords: !hasArgumentsBehind) }
    case .insertExec: (subject as? ProcessSubject)?.process.launch.missingExec.flatMap { CommandEdits(repository, $0)?.insertingExec() }
    case .appendCommand: value?.words?.first.flatMap { text in location.flatMap { CommandEdits(repository, $0)?.appending(text) } }
    case .insertInstruction: value?.words?.first.flatMap { text in location.flatMap { CommandEdits(repository, $0)?.following(text) } }
    case .appendLines: value?.words.flatMap { appending($0) }.map { [$0] }
    }
  }

  private var location: Location? { place.isEmpty ? finding : route.place(from: subject, isExact: true) }

  private func edit(_ edit: TextEdit, of file: FileID) -> Fix.FileEdit { Fix.FileEdit(path: repository.path(of: file), edit: edit) }

  // MARK: Manifests

  private func fieldEdit(removes: Bool) -> Fix.FileEdit? {
    let (owner, fields) = route.field(from: subject)
    guard let node = owner.node, !fields.isEmpty, !isPatched(owner, fields) else { return nil }
    let made = removes ? node.removing(fields) : value.flatMap { node.setting(fields, to: $0) }
    return made.map { edit($0, of: owner.anchor.file) }
  }

  /// What a kustomization sets is to be mended there.
  private func isPatched(_ owner: any Subject, _ fields: [String]) -> Bool {
    let kustomizations = repository.graph.kustomizations
    switch owner {
    case let owner as ContainerSubject: return kustomizations.reason(for: owner.container, field: fields) != nil
    case let owner as PodSubject:
      return kustomizations.reason(for: repository.graph.workloads[owner.workloadIndex].workload.pod, field: fields) != nil
    case let owner as WorkloadSubject:
      return kustomizations.reason(for: repository.graph.workloads[owner.index].workload.manifest, field: fields) != nil
    case let owner as ObjectSubject: return kustomizations.reason(for: repository.graph.manifests[owner.index], field: fields) != nil
    default: return false
    }
  }

  private var replacement: Fix.FileEdit? {
    guard let location, let value, !location.range.isEmpty else { return nil }
    if let stream = repository.stream(of: location.file) {
      guard let scalar = stream.scalar(around: location.range), scalar.range == location.range else { return nil }
      return scalar.replacing(with: value).map { edit($0, of: location.file) }
    }
    guard case .dockerfile? = repository.content(of: location.file) else { return nil }
    // A word of an instruction that needs no quotes.
    let text = value.text(isJSON: false)
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && !"\"'\\`$#&|;<>()[]{},".utf8.contains($0) }) else { return nil }
    return edit(TextEdit(location.range, text), of: location.file)
  }

  // MARK: Commands

  /// The instruction or the manifest's field that starts the process.
  private var command: Location? { (subject as? ProcessSubject)?.process.words.first?.location }

  /// Whether what the process starts is followed by words of elsewhere: an ENTRYPOINT in shell form takes none, in exec form it does.
  private var hasArgumentsBehind: Bool {
    guard let image = (subject as? ProcessSubject)?.image, let configuration = repository.graph.images[image].configuration else {
      return true
    }
    return configuration.entrypoint != nil
  }

  // MARK: Files

  private func appending(_ lines: [String]) -> Fix.FileEdit? {
    guard !place.isEmpty, !lines.isEmpty, repository.graph.repository.canRead, !lines.contains(where: { $0.contains("\n") }) else {
      return nil
    }
    let text = lines.joined(separator: "\n")
    guard let (_, file) = repository.graph.repository.file(at: place) else {
      return Fix.FileEdit(path: place, edit: .insertion(text + "\n", at: 0))
    }
    let endsLine = file.bytes.isEmpty || file.bytes.last == UInt8(ascii: "\n")
    return Fix.FileEdit(path: place, edit: .insertion(endsLine ? text + "\n" : "\n" + text, at: file.bytes.count))
  }
}

extension Repository {
  func content(of file: FileID) -> Workspace.Content? {
    Int(file.index) < workspace.artifacts.count ? workspace.artifacts[Int(file.index)].content : nil
  }

  /// A manifest's or a compose file's YAML.
  func stream(of file: FileID) -> YAMLStream? {
    switch content(of: file) {
    case .manifests(let stream, _): stream
    case .unrelated: graph.composeFiles.contains(file) ? YAMLStream.parse(self.file(file)) : nil
    default: nil
    }
  }
}
