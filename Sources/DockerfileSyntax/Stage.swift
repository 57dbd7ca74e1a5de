package import SourceText

/// A build stage: one FROM and what follows it.
package struct Stage: Sendable {
  package enum Base: Hashable, Sendable {
    case scratch
    /// An earlier stage, by index.
    case stage(Int)
    /// An image from a registry: the reference after expansion.
    case image(Expansion)
  }

  package let index: Int
  /// In lower case, as later stages refer to it; nil without AS.
  package let name: String?
  package let base: Base
  /// The index of FROM in `Dockerfile.instructions`.
  package let from: Int
  /// The instructions behind FROM.
  package internal(set) var instructions: Range<Int>
  /// What its instructions do to the image, in order, with every word expanded.
  package internal(set) var changes: [ImageChange] = []
}

/// A word with the value that a plain `docker build` gives it.
package struct ResolvedWord: Hashable, Sendable {
  package let value: Expansion
  package let range: ByteRange
}

/// A name and its value, of ENV, LABEL or ARG.
package struct ResolvedPair: Hashable, Sendable {
  package let name: String
  package let value: Expansion
  package let nameRange: ByteRange
  /// The pair's own place when it has no value.
  package let valueRange: ByteRange
}

/// Files that COPY or ADD puts into the image. A class, as all that asks how an image is built holds it.
package final class CopiedFiles: Sendable {
  package enum Origin: Hashable, Sendable {
    case context
    case stage(Int)
    /// `--from` an image or a named context.
    case image(String)
  }

  package let sources: [ResolvedWord]
  package let destination: ResolvedWord
  /// The working directory that a relative destination is joined to.
  package let workingDirectory: Expansion
  package let origin: Origin
  package let isAdd: Bool
  /// The index in `Dockerfile.instructions`.
  package let instruction: Int

  init(
    sources: [ResolvedWord], destination: ResolvedWord, workingDirectory: Expansion, origin: Origin, isAdd: Bool, instruction: Int
  ) {
    self.sources = sources
    self.destination = destination
    self.workingDirectory = workingDirectory
    self.origin = origin
    self.isAdd = isAdd
    self.instruction = instruction
  }

  /// The destination as an absolute path; a trailing slash, which says that it is a directory, stays.
  package var absoluteDestination: Expansion {
    guard let destination = destination.value.known else { return destination.value }
    guard !destination.hasPrefix("/") else { return .known(destination) }
    guard let directory = workingDirectory.known else { return workingDirectory }
    let isDirectory = destination.hasSuffix("/") || destination == "." || destination.hasSuffix("/.")
    let joined = ImagePath.join(directory, destination)
    return .known(isDirectory && !joined.hasSuffix("/") ? joined + "/" : joined)
  }
}

/// What one instruction does to the image of its stage.
package struct ImageChange: Sendable {
  package enum Effect: Sendable {
    case user(ResolvedWord)
    /// The directory after joining.
    case workingDirectory(ResolvedWord)
    case environment([ResolvedPair])
    case labels([ResolvedPair])
    case argument([ResolvedPair])
    case ports([ExposedPort])
    case volumes([ResolvedWord])
    case stopSignal(ResolvedWord)
    case entrypoint(CommandLine)
    case cmd(CommandLine)
    case shell([Word])
    indirect case healthcheck(Healthcheck)
    case files(CopiedFiles)
    case run(CommandLine)
    indirect case trigger(Trigger)
  }

  /// The index in `Dockerfile.instructions`.
  package let instruction: Int
  package let effect: Effect
}

/// Paths inside an image: always with `/`, always absolute.
package enum ImagePath {
  /// `path` seen from `directory`, with `.` and `..` resolved.
  package static func join(_ directory: String, _ path: String) -> String {
    var components: [Substring] = []
    for part in [path.hasPrefix("/") ? "" : directory, path] {
      for component in part.pathComponents where component != "." {
        if component == ".." { _ = components.popLast() } else { components.append(component) }
      }
    }
    return "/" + components.path
  }
}
