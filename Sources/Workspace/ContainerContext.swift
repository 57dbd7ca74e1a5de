internal import DockerfileSyntax
internal import Kubernetes
internal import Servers
internal import SourceText

/// What says with what surroundings a container's processes run: a manifest, or a compose file.
protocol ContainerSurroundings: Sendable {
  func variable(_ name: String) -> Variable
  var workingDirectory: Field<String> { get }
  /// Why a file at an absolute path may be another one than the image's.
  func doubt(aboutFile path: String) -> String?
}

/// The environment and the files of a container's processes.
struct ContainerContext: ProcessContext {
  /// nil for an image that is run by itself.
  let surroundings: (any ContainerSurroundings)?
  /// nil when the image's Dockerfile is not known.
  let image: ImageFiles?
  /// Of the Dockerfile.
  let file: FileID

  func variable(_ name: String) -> Variable {
    switch surroundings?.variable(name) ?? .unset {
    case .unset: break
    case let found: return found
    }
    guard let pair = image?.configuration.environment[name]?.value else { return .unset }
    let place = Location(file: file, range: pair.valueRange)
    switch pair.value {
    case .known(let text): return .known(text, place)
    case .unknown(let causes): return .unknown(reason: "\(name) depends on \(causes.joined(separator: ", "))", place)
    }
  }

  func file(_ path: String) -> ProcessFile {
    guard let image else { return .unknown(reason: "the Dockerfile of the image is not known") }
    var directory = image.configuration.workingDirectory?.value.value ?? .known("/")
    switch surroundings?.workingDirectory {
    case .known(let text, _)?: directory = .known(text)
    case .undecidable(let reason, _)?: return .unknown(reason: reason)
    case .absent?, nil: break
    }
    guard path.hasPrefix("/") || directory.known != nil else { return .unknown(reason: "the working directory is not known") }
    let absolute = ImagePath.join(directory.known ?? "/", path)
    if let reason = surroundings?.doubt(aboutFile: absolute) { return .unknown(reason: reason) }
    return image.file(absolute)
  }
}
