internal import DockerfileSyntax
internal import Servers
internal import SourceText

/// The command line that an image starts by itself (Dockerfile reference, "Understand how CMD and ENTRYPOINT interact").
struct ImageCommand {
  let dockerfile: Dockerfile
  let configuration: ImageConfiguration
  let file: FileID

  /// - Parameter arguments: Kubernetes' `args`, which stand in for CMD.
  func words(arguments: [CommandWord]? = nil) -> [CommandWord]? {
    guard let entrypoint = configuration.entrypoint else {
      // With `args`, an entrypoint of the base image would get them; it is not known.
      guard arguments == nil, let cmd = configuration.cmd else { return nil }
      return words(cmd)
    }
    // The shell form ignores whatever follows.
    guard entrypoint.value.isExec else { return words(entrypoint) }
    return words(entrypoint) + (arguments ?? configuration.cmd.map(words) ?? [])
  }

  private func words(_ setting: ImageConfiguration.Setting<CommandLine>) -> [CommandWord] {
    switch setting.value.form {
    case .exec(let words):
      return words.map { word in
        CommandWord(.known(word.string), at: location(word.range), place: place(in: word.text))
      }
    case .shell(let written):
      let text = dockerfile.instructions[setting.instruction].shellText(of: setting.value, in: dockerfile.file) ?? written
      let place = location(written.sourceRange)
      let shell = configuration.shell?.value.map(\.string) ?? ["/bin/sh", "-c"]
      return shell.map { CommandWord(.known($0), at: place) }
        + [CommandWord(.known(text.string), at: place, place: self.place(in: text))]
    }
  }

  /// Where a part of a text stands. Each word keeps this: it holds no more than it needs, above all not the Dockerfile.
  private func place(in text: MappedText) -> @Sendable (Range<Int>) -> Location {
    let file = file
    return { Location(file: file, range: text.sourceRange(of: $0)) }
  }

  private func location(_ range: ByteRange) -> Location { Location(file: file, range: range) }
}
