internal import DockerfileSyntax
internal import SourceText

extension Graph.ImageNode {
  /// Whether the image has a program that hooks and probes like to call; nil when that cannot be told.
  ///
  /// Only images that certainly lack it are said to: those on scratch or on a base without a shell into which nothing of that name is
  /// copied, and, for curl and wget, Debian's slim images in which no RUN names them.
  package func has(_ program: String) -> Bool? {
    guard let configuration else { return nil }
    let name = program.split(separator: "/").last.map(String.init) ?? program
    for copied in configuration.files {
      let words = copied.sources.map(\.value) + [copied.destination.value]
      for word in words {
        guard let text = word.known else { return nil }
        if text.split(separator: "/").last.map(String.init) == name || text == "/" || text.hasSuffix("/bin") || text.hasSuffix("/bin/") {
          return nil
        }
      }
    }
    guard let base = configuration.externalBase else { return false }
    guard let text = base.known, let reference = try? ImageReference(parsing: text) else { return nil }
    if BaseImages.hasNoShell(reference) { return Self.runs(in: dockerfile, lineage: configuration.lineage) ? nil : false }
    guard ["curl", "wget"].contains(name), (reference.tag ?? "").contains("slim"), reference.domain == "docker.io" else { return nil }
    return Self.mentions(name, in: dockerfile, lineage: configuration.lineage) ? nil : false
  }

  private static func runs(in dockerfile: Dockerfile, lineage: [Int]) -> Bool {
    lineage.contains { stage in dockerfile.stages[stage].changes.contains { if case .run = $0.effect { true } else { false } } }
  }

  private static func mentions(_ name: String, in dockerfile: Dockerfile, lineage: [Int]) -> Bool {
    lineage.contains { stage in
      dockerfile.stages[stage].instructions.contains { index in
        guard case .run = dockerfile.instructions[index].payload else { return false }
        // A script may install anything.
        let text = dockerfile.file.text(dockerfile.instructions[index].range)
        return text.contains(name) || text.contains(".sh")
      }
    }
  }
}
