internal import DockerfileSyntax
internal import SourceText
package import Workspace
internal import YAMLSyntax

/// What is wrong with files themselves, before any rule looks at what they say.
///
/// These are findings like all others, so that a file that could not be read in full is never taken for a clean one.
package enum FileProblems {
  static let unreadableFile = "unreadable-file"
  static let yamlSyntax = "yaml-syntax"
  static let duplicateKey = "duplicate-key"
  static let dockerfileSyntax = "dockerfile-syntax"

  /// What `rules` and `explain` say of them. They have no expression: the readers of the files find them.
  package static let rules = [
    rule(
      dockerfileSyntax, "A Dockerfile is one that BuildKit accepts", ["https://docs.docker.com/reference/dockerfile/"],
      why: "The build fails, or does something else than what the file seems to say.", fix: "Mend the place that the message names."),
    rule(
      duplicateKey, "A mapping has each key once", ["https://yaml.org/spec/1.2.2/#3211-nodes"],
      why: "Kubernetes' reader takes the last of two values: the first one is lost without a word.",
      fix: "Keep the one that is meant."),
    rule(
      unreadableFile, "Every file can be read", ["readylint"],
      why: "A file that was not read in full has not been checked.", fix: "Make the file readable, or take it out of what is linted."),
    rule(
      yamlSyntax, "A manifest is YAML", ["https://yaml.org/spec/1.2.2/"],
      why: "kubectl refuses the file; nothing in the document that holds the mistake has been checked.",
      fix: "Mend the place that the message names."),
  ]

  private static func rule(_ id: String, _ title: String, _ sources: [String], why: String, fix: String) -> Rule {
    Rule(id: id, title: title, severity: .error, tags: ["files"], why: why, fix: fix, sources: sources)
  }

  /// In the order of the files.
  package static func findings(in workspace: Workspace) -> [Finding] {
    mapInParallel(count: workspace.artifacts.count, isSmall: workspace.isSmall, isEven: true) { index in
      findings(in: workspace.artifacts[index], file: FileID(index))
    }.flatMap(\.self)
  }

  private static func findings(in artifact: Workspace.Artifact, file: FileID) -> [Finding] {
    switch artifact.content {
    case .unrelated, .unrecognized, .template, .nginx:
      []
    case .unreadable(let error):
      [
        Finding(
          rule: unreadableFile, severity: .error, message: "cannot be read: \(error.message)",
          location: Location(file: file, range: .startOfFile))
      ]
    case .manifests(let stream, _):
      stream.diagnostics.map { finding($0, file: file) }
    case .dockerfile(let dockerfile):
      dockerfile.diagnostics.map { diagnostic in
        Finding(
          rule: dockerfileSyntax, severity: .error, message: diagnostic.message,
          location: Location(file: file, range: diagnostic.range))
      }
    }
  }

  private static func finding(_ diagnostic: YAMLDiagnostic, file: FileID) -> Finding {
    let location = Location(file: file, range: diagnostic.range)
    switch diagnostic.kind {
    case .syntax:
      return Finding(rule: yamlSyntax, severity: .error, message: diagnostic.message, location: location)
    case .duplicateKey(let first):
      return Finding(
        rule: duplicateKey, severity: .error, message: diagnostic.message, location: location,
        related: [Finding.Related(location: Location(file: file, range: first), label: "first given here; this value is lost")])
    }
  }
}
