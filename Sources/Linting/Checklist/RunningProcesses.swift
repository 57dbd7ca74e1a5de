internal import Kubernetes
internal import PythonSource
internal import SourceText
internal import Workspace

// Whose source speaks for what runs in production.

extension Repository {
  /// What long-running containers start; where no container runs an image of the repository, what the images start by themselves.
  var runningProcesses: [ProcessSubject] {
    let all = SubjectCatalog.subjects("process", in: self).compactMap { $0 as? ProcessSubject }
    let deployed = all.filter { process in
      guard let container = process.container else { return false }
      return process.image != nil && container.container.isLongRunning
    }
    return deployed.isEmpty ? all.filter { $0.container == nil } : deployed
  }

  /// What the application's own Python files show, each file once.
  func inPythonSource(_ find: (ApplicationSource.File, ProcessSubject) -> [Scorecard.Evidence]) -> [Scorecard.Evidence] {
    Self.unique(runningProcesses.flatMap { process in process.source?.ownFiles.flatMap { find($0, process) } ?? [] })
  }

  /// What the source of projects in other languages shows.
  func inProjectSource(_ find: (ProjectSource, ProcessSubject, ProjectDependencies) -> [Scorecard.Evidence]) -> [Scorecard.Evidence] {
    Self.unique(
      runningProcesses.flatMap { process -> [Scorecard.Evidence] in
        guard let project = process.project, project.dependencies.ecosystem != .python, let source = project.source.value else { return [] }
        return find(source, process, project.dependencies)
      })
  }

  /// Containers of one image show the same places.
  static func unique(_ evidence: [Scorecard.Evidence]) -> [Scorecard.Evidence] {
    var seen: Set<Location> = []
    return evidence.filter { seen.insert($0.location).inserted }
  }
}

extension ApplicationSource.File {
  func evidence(_ text: String, _ range: ByteRange) -> Scorecard.Evidence { Scorecard.Evidence(text, Location(file: id, range: range)) }

  /// Whether a name of the file comes from a package, imported under whatever name.
  func imports(_ name: String, from package: String) -> Bool { module.imports[name]?.module.first == package }
}
