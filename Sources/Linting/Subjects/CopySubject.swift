internal import DockerfileSyntax
internal import Expressions
package import SourceText
internal import Workspace

/// `copy`: a COPY or ADD, in a stage that the image needs.
package struct CopySubject: Subject {
  let repository: Repository
  let imageIndex: Int
  let stage: Int
  let files: CopiedFiles
  let build: ImageBuild
  /// Of several in one Dockerfile that copy the whole build context, the first stands for all.
  let isFirst: Bool

  private var image: Graph.ImageNode { repository.graph.images[imageIndex] }
  private var instruction: Instruction { image.dockerfile.instructions[files.instruction] }

  package var anchor: Location { location(files.wholeContext ?? files.sources.first?.range ?? instruction.keywordWord.range) }
  package var logicalPath: String { build.dockerfile.stages[stage].name.map { "stage \($0)" } ?? "stage \(stage)" }
  package var identity: [Int] { [imageIndex, files.instruction] }

  private func location(_ range: ByteRange) -> Location { Location(file: image.file, range: range) }

  static func all(in repository: Repository) -> [any Subject] {
    repository.graph.images.indices.flatMap { index -> [any Subject] in
      let build = repository.build(ofImage: index)
      var hasContext = false
      return build.dockerfile.stages.filter { build.neededStages.contains($0.index) }.flatMap { stage in
        stage.changes.compactMap { change -> (any Subject)? in
          guard case .files(let files) = change.effect else { return nil }
          let isFirst = !hasContext && files.wholeContext != nil
          if isFirst { hasContext = true }
          return CopySubject(
            repository: repository, imageIndex: index, stage: stage.index, files: files, build: build, isFirst: isFirst)
        }
      }
    }
  }

  /// Whether it takes all of the build context; with `--exclude`, nobody knows how much is left.
  private var takesContext: Outcome {
    guard files.wholeContext != nil else { return .bool(false) }
    return instruction.flag("exclude") == nil ? .bool(true) : .unknown(because: "--exclude leaves something out")
  }

  private func onIgnoreFile(_ make: (DockerIgnore?, String) -> Outcome?) -> Outcome? {
    switch repository.context(ofImage: imageIndex).ignoreFile {
    case .missing: make(nil, "")
    case .found(let patterns, let path): make(patterns, path)
    case .unknown(let reason): .unknown(because: reason)
    }
  }

  package static let schema = Schema<CopySubject>(
    "copy",
    [
      Attribute("instruction", .string, "COPY or ADD") { .string($0.files.isAdd ? "ADD" : "COPY") },
      Attribute("sources", .list(.string), "its sources, as far as they are known", place: { $0.anchor }) { subject in
        .list(subject.files.sources.compactMap { $0.value.known.map(Outcome.string) })
      },
      Attribute("takesContext", .bool, "whether it copies the whole build context", place: { $0.anchor }) { $0.takesContext },
      Attribute("isFirst", .bool, "whether it is the first of its Dockerfile that copies the whole build context") { .bool($0.isFirst) },
      Attribute("isInImage", .bool, "whether its stage is part of the image, rather than one that files are copied from") {
        .bool($0.build.isInImage($0.stage))
      },
      Attribute("ignoreFile", .string, "the path of the .dockerignore that counts; missing when there is none") {
        $0.onIgnoreFile { patterns, path in patterns == nil ? nil : .string(path) }
      },
      Attribute(
        "unwanted", .list(.string),
        "what the .dockerignore lets through although it is there or .gitignore expects it: .git, .env, .venv, node_modules …"
      ) { subject in
        subject.onIgnoreFile { patterns, _ in
          let context = subject.repository.context(ofImage: subject.imageIndex)
          return .list((patterns.map(context.unwanted) ?? []).map(Outcome.string))
        }
      },
      Attribute("ignorePath", .string, "the path of the .dockerignore that counts, or of one that would beside the Dockerfile") { subject in
        subject.onIgnoreFile { _, path in
          .string(path.isEmpty ? RepositoryPath.folder(of: subject.repository.path(of: subject.image.file)) + ".dockerignore" : path)
        }
      },
      Attribute("missingIgnores", .list(.string), "the patterns that a .dockerignore lacks; .git and .env at least where there is none") {
        subject in
        subject.onIgnoreFile { patterns, _ in
          let unwanted = (patterns ?? DockerIgnore("")).map(subject.repository.context(ofImage: subject.imageIndex).unwanted) ?? []
          let names = (patterns == nil ? [".git", ".env"] : []) + unwanted.map { $0.hasSuffix("__pycache__") ? "**/__pycache__" : $0 }
          var seen: Set<String> = []
          return .list(names.filter { seen.insert($0).inserted }.map(Outcome.string))
        }
      },
      Attribute("isListed", .bool, "whether the .dockerignore keeps everything out but for what it names") {
        $0.onIgnoreFile { patterns, _ in .bool(patterns?.isAllowList ?? false) }
      },
      Attribute("dockerfile", .object("dockerfile"), "its Dockerfile") {
        .object(DockerfileSubject(repository: $0.repository, index: $0.imageIndex))
      },
    ])
}
