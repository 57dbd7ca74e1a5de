internal import DockerfileSyntax
internal import Servers
package import SourceText

/// The files of an image that come from the repository: what COPY and ADD put where.
struct ImageFiles: Sendable {
  let dockerfile: Dockerfile
  let configuration: ImageConfiguration
  let repository: RepositoryFiles

  /// The file at an absolute path of the image.
  func file(_ path: String) -> ProcessFile { file(path, in: configuration, depth: 0) }

  private func file(_ path: String, in configuration: ImageConfiguration, depth: Int) -> ProcessFile {
    guard repository.canRead else { return .unknown(reason: "the repository is not known") }
    guard depth < 16 else { return .unknown(reason: "too many stages") }
    // The last copy to a place is the one that counts.
    for copied in configuration.files.reversed() {
      guard let destination = copied.absoluteDestination.known else {
        return .unknown(reason: "a COPY's destination holds a variable")
      }
      for source in copied.sources {
        guard let text = source.value.known else {
          if path.hasPrefix(destination) { return .unknown(reason: "a COPY's source holds a variable") }
          continue
        }
        for origin in Self.origins(of: path, source: text, destination: destination, isOnly: copied.sources.count == 1) {
          switch copied.origin {
          case .context:
            if let found = contextFile(origin) { return .found(found.file, found.id) }
          case .stage(let stage):
            guard let other = dockerfile.configuration(ofStage: stage) else { continue }
            let result = file(ImagePath.join("/", origin), in: other, depth: depth + 1)
            if case .missing = result { continue }
            return result
          case .image:
            return .unknown(reason: "it may be copied from another image")
          }
        }
      }
    }
    return .missing
  }

  /// The paths that may have been copied to `path`: the source itself, or a file in the folder that it is.
  private static func origins(of path: String, source: String, destination: String, isOnly: Bool) -> [String] {
    let folder = destination.hasSuffix("/") ? String(destination.dropLast()) : destination
    var origins: [String] = []
    if path == destination, isOnly { origins.append(source) }
    if path.hasPrefix(folder + "/") {
      let rest = String(path.dropFirst(folder.utf8.count + 1))
      let name = source.lastPathComponent.map(String.init) ?? ""
      if name == rest { origins.append(source) }
      if name.contains("*"), !rest.contains("/") {
        origins.append(source.dropLast(name.count) + rest)
      } else {
        // Of a folder, the contents are copied.
        origins.append(source.hasSuffix("/") ? source + rest : source + "/" + rest)
      }
    }
    return origins
  }

  /// A file of the build context, which nobody names: the Dockerfile's folder, or one above it.
  private func contextFile(_ path: String) -> (id: FileID, file: SourceFile)? {
    var folder = RepositoryPath.folder(of: dockerfile.file.path)
    while true {
      let relative = path.hasPrefix("/") ? String(path.dropFirst()) : path
      if let candidate = RepositoryPath.join(folder, relative), let found = repository.file(at: candidate) { return found }
      guard !folder.isEmpty, folder != "/" else { return nil }
      folder = RepositoryPath.parent(ofFolder: folder)
    }
  }
}

extension Graph {
  /// A file of the repository that stands in an image at a path, relative ones seen from the working directory.
  package func file(_ path: String, inImage index: Int) -> (id: FileID, file: SourceFile)? {
    let image = images[index]
    guard let configuration = image.configuration, let directory = configuration.workingDirectory.map({ $0.value.value.known }) ?? "/"
    else {
      return nil
    }
    let files = ImageFiles(dockerfile: image.dockerfile, configuration: configuration, repository: repository)
    guard case .found(let file, let id) = files.file(ImagePath.join(directory, path)) else { return nil }
    return (id, file)
  }
}
