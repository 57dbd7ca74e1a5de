package import DockerfileSyntax
package import Kubernetes
package import Servers
package import SourceText
package import YAMLSyntax

/// The files of one run, read and parsed.
package struct Workspace: Sendable {
  /// One file with what it turned out to be.
  package struct Artifact: Sendable {
    package let file: SourceFile
    package let content: Content
  }

  package enum Content: Sendable {
    indirect case dockerfile(Dockerfile)
    /// A YAML or JSON file with at least one object, or one that would hold some were it well formed.
    case manifests(YAMLStream, [Manifest])
    /// A manifest or a Dockerfile with template actions that are neither YAML nor instructions, outside any chart.
    case template
    /// YAML or JSON without an object of Kubernetes.
    case unrelated
    case nginx(NginxConfiguration)
    /// Named explicitly, but neither a Dockerfile nor YAML by its name.
    case unrecognized
    case unreadable(SourceFile.ReadError)
  }

  /// In the order of their paths; a `FileID` is an index into it.
  package let artifacts: [Artifact]
  /// Folders that could not be looked into.
  package let failures: [Discovery.Failure]
  /// Charts whose templates were skipped.
  package let skippedCharts: [String]

  /// Whether it is a repository or a folder of one: what single files do not hold may well be there.
  package let isWhole: Bool

  package subscript(_ file: FileID) -> Artifact { artifacts[Int(file.index)] }

  /// The file of a path; nil when it is none of them.
  package func file(at path: String) -> FileID? {
    let index = artifacts.partitioningIndex { !$0.file.path.bytesPrecede(path) }
    guard index < artifacts.count, !path.bytesPrecede(artifacts[index].file.path) else { return nil }
    return FileID(index)
  }

  /// Reads and parses what was discovered, on all cores; one bad file never keeps another from being read.
  ///
  /// Whether all rules are done with it before another thread would have begun.
  package var isSmall: Bool { artifacts.count <= 8 && artifacts.reduce(0) { $0 + $1.file.bytes.count } <= 64 << 10 }

  /// - Parameter texts: what takes the place of files on disk, by path.
  package init(reading discovery: Discovery, replacing texts: [String: [UInt8]] = [:]) {
    var skipped: Set<String> = []
    let charts = Set(discovery.charts)
    let files = discovery.files.filter { file in
      guard let chart = Self.chart(ofTemplate: file.path, charts: charts) else { return true }
      skipped.insert(chart)
      return false
    }
    failures = discovery.failures
    isWhole = discovery.walksFolder
    skippedCharts = skipped.sorted { $0.bytesPrecede($1) }
    artifacts = mapInParallel(count: files.count) { index in
      let file = files[index]
      do throws(SourceFile.ReadError) {
        let source: SourceFile
        if let bytes = texts[file.path] {
          source = SourceFile(path: file.path, bytes: bytes)
        } else {
          source = try SourceFile.read(systemPath: file.systemPath, as: file.path)
        }
        return Self.artifact(source, kind: file.kind, id: FileID(index))
      } catch {
        return Artifact(file: SourceFile(path: file.path, bytes: []), content: .unreadable(error))
      }
    }
  }

  /// One text, from standard input or an editor.
  package init(_ file: SourceFile) {
    let kind = FileKind(explicitName: Discovery.name(of: file.path)) ?? .yaml
    artifacts = [Self.artifact(file, kind: kind, id: FileID(0))]
    isWhole = false
    failures = []
    skippedCharts = []
  }

  /// Files that are nowhere on disk; those that are no artifacts are left out.
  package init(_ files: [SourceFile]) {
    let known = files.compactMap { file in FileKind(name: Discovery.name(of: file.path)).map { (file, $0) } }
      .sorted { $0.0.path.bytesPrecede($1.0.path) }
    artifacts = known.enumerated().map { index, file in Self.artifact(file.0, kind: file.1, id: FileID(index)) }
    isWhole = true
    failures = []
    skippedCharts = []
  }

  private static func artifact(_ file: SourceFile, kind: FileKind?, id: FileID) -> Artifact {
    switch kind {
    case .dockerfile:
      let dockerfile = Dockerfile.parse(file)
      // Where an instruction should stand, `{%` and `{{` are a template engine's.
      let isTemplate = dockerfile.instructions.contains { instruction in
        instruction.keyword == nil
          && (instruction.keywordWord.bytes.starts(with: "{%".utf8) || instruction.keywordWord.bytes.starts(with: "{{".utf8))
      }
      return Artifact(file: file, content: isTemplate ? .template : .dockerfile(dockerfile))
    case .yaml:
      let isKustomization = FileKind.isKustomization(name: Discovery.name(of: file.path))
      guard isKustomization || FileKind.mentionsObject(file.bytes) else { return Artifact(file: file, content: .unrelated) }
      let stream = YAMLStream.parse(file, omitting: .schemas)
      let manifests = stream.roots.flatMap { Manifest.objects(in: $0, file: id) }
      if stream.diagnostics.contains(where: { $0.kind == .syntax }) {
        if FileKind.holdsTemplate(file.bytes) { return Artifact(file: file, content: .template) }
      } else if manifests.isEmpty, !isKustomization {
        return Artifact(file: file, content: .unrelated)
      }
      return Artifact(file: file, content: .manifests(stream, manifests))
    case .nginx:
      let configuration = NginxConfiguration(file, id)
      // Other programs have a default.conf as well.
      let isNginx = configuration.directives.contains { $0.isBlock && ["http", "server", "upstream", "location"].contains($0.name) }
      return Artifact(file: file, content: isNginx ? .nginx(configuration) : .unrelated)
    case nil:
      return Artifact(file: file, content: .unrecognized)
    }
  }

  /// The chart below whose `templates` a file stands, or nil.
  private static func chart(ofTemplate path: String, charts: Set<String>) -> String? {
    guard !charts.isEmpty else { return nil }
    // A chart may hold others: the outermost renders all of them.
    var outermost: String?
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/") {
      rest = rest[..<slash]
      if rest == "templates", charts.contains("") { return "" }
      guard rest.hasSuffix("/templates") else { continue }
      let folder = String(rest.dropLast("/templates".count))
      if charts.contains(folder) { outermost = folder }
    }
    return outermost
  }
}
