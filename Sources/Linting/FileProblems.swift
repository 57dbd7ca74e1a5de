internal import DockerfileSyntax
internal import SourceText
package import Workspace
internal import YAMLSyntax

/// What is wrong with files themselves, before any rule looks at what they say.
///
/// These are findings like all others, so that a file that could not be read in full is never taken for a clean one.
package enum FileProblems {
  package static let unreadableFile = "unreadable-file"
  package static let yamlSyntax = "yaml-syntax"
  package static let duplicateKey = "duplicate-key"
  package static let dockerfileSyntax = "dockerfile-syntax"

  package static let ids: Set<String> = [unreadableFile, yamlSyntax, duplicateKey, dockerfileSyntax]

  package static func findings(in workspace: Workspace) -> [Finding] {
    workspace.artifacts.enumerated().flatMap { index, artifact in
      findings(in: artifact, file: FileID(index))
    }
  }

  private static func findings(in artifact: Workspace.Artifact, file: FileID) -> [Finding] {
    switch artifact.content {
    case .unrelated, .unrecognized, .template:
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
