package import DockerfileSyntax
package import SourceText

/// A place in a Dockerfile where the name of a stage may stand: FROM, `COPY --from`, `RUN --mount=from=`.
package struct StageReference: Sendable {
  package enum Target: Hashable, Sendable {
    /// A stage above, an image, or a build context by name.
    case fine
    /// FROM looks above only, and takes the name for an image.
    case laterStage
    /// BuildKit finds a stage below for COPY and RUN; the builders before it and beside it do not.
    case laterStageForBuildKit
    /// A name that is nearly a stage's.
    case misspelt(String)
    case itself
  }

  package let name: String
  package let range: ByteRange
  package let stage: Int
  /// `FROM`, `COPY --from`, `RUN --mount`.
  package let instruction: String
  package let target: Target

  package static func all(in dockerfile: Dockerfile) -> [StageReference] {
    // Stages that need each other are an error of the Dockerfile's own.
    let refused = Set(dockerfile.diagnostics.map(\.range))
    let names = dockerfile.stages.map { $0.name.map { Array($0.utf8) } }
    return dockerfile.stages.flatMap { stage -> [StageReference] in
      var references: [StageReference] = []
      if case .from(let base) = dockerfile.instructions[stage.from].payload, case .image(let image) = stage.base, let name = image.known {
        let isLater = dockerfile.stagesByName[name.lowercased()] ?? 0 > stage.index && !BaseImages.isWellKnown(name)
        references.append(
          StageReference(
            name: name, range: base.image.range, stage: stage.index, instruction: "FROM",
            target: isLater ? .laterStage : misspelling(of: name, among: names[..<stage.index]) ?? .fine))
      }
      for index in stage.instructions {
        switch dockerfile.instructions[index].payload {
        case .copy(let transfer):
          if let from = transfer.from { references += reference(from, "COPY --from", stage, dockerfile, names) }
        case .run(_, let mounts):
          for mount in mounts {
            if let from = mount.value("from") { references += reference(from, "RUN --mount", stage, dockerfile, names) }
          }
        default: break
        }
      }
      return references.filter { !refused.contains($0.range) }
    }
  }

  /// - Parameter names: those of all stages.
  private static func reference(
    _ word: Word, _ instruction: String, _ stage: Stage, _ dockerfile: Dockerfile, _ names: [[UInt8]?]
  ) -> [StageReference] {
    let name = word.string
    // A number that is no stage's is an error of the Dockerfile's syntax, and so is a variable.
    guard !name.isEmpty, !name.contains("$") else { return [] }
    let target: Target
    if let found = dockerfile.stage(named: name) {
      target = found.index < stage.index ? .fine : found.index == stage.index ? .itself : .laterStageForBuildKit
    } else if Int(name) != nil {
      return []
    } else {
      target = misspelling(of: name, among: names[...]) ?? .fine
    }
    return [StageReference(name: name, range: word.range, stage: stage.index, instruction: instruction, target: target)]
  }

  /// Each name is held against all: in a file with more stages than anybody wrote, that would take the square of their number.
  private static let maximumStages = 1_000

  /// The stage whose name is one slip away from a name that is no image's.
  private static func misspelling(of name: String, among names: ArraySlice<[UInt8]?>) -> Target? {
    guard names.count <= maximumStages else { return nil }
    let name = name.lowercased()
    guard name.utf8.count >= 4, !name.utf8.contains(where: { "/:.@".utf8.contains($0) }), !BaseImages.isWellKnown(name) else { return nil }
    let wanted = Array(name.utf8)
    for case let known? in names where isOneSlip(from: wanted, to: known) { return .misspelt(String(decoding: known, as: UTF8.self)) }
    return nil
  }

  /// One letter more, less, or other, or two exchanged. A digit that differs is another stage: `build1`, `build2`.
  private static func isOneSlip(from left: [UInt8], to right: [UInt8]) -> Bool {
    guard abs(left.count - right.count) <= 1, left != right else { return false }
    let shorter = min(left.count, right.count)
    var (prefix, suffix) = (0, 0)
    while prefix < shorter, left[prefix] == right[prefix] { prefix += 1 }
    while suffix < shorter - prefix, left[left.count - 1 - suffix] == right[right.count - 1 - suffix] { suffix += 1 }
    let (restLeft, restRight) = (left.count - prefix - suffix, right.count - prefix - suffix)
    guard restLeft <= 2, restRight <= 2 else { return false }
    let changed = left[prefix..<(prefix + restLeft)] + right[prefix..<(prefix + restRight)]
    guard changed.allSatisfy({ (0x61...0x7A).contains($0) }) else { return false }
    if restLeft == 2, restRight == 2 { return left[prefix] == right[prefix + 1] && left[prefix + 1] == right[prefix] }
    return restLeft <= 1 && restRight <= 1
  }
}

extension BaseImages {
  /// Whether a bare name is one of Docker's own images that Dockerfiles copy from or begin with.
  static func isWellKnown(_ name: String) -> Bool {
    [
      "node", "python", "golang", "rust", "ruby", "php", "perl", "nginx", "httpd", "caddy", "composer", "busybox", "alpine", "debian",
      "ubuntu",
      "maven", "gradle", "openjdk", "eclipse-temurin", "redis", "postgres", "mysql", "mongo", "docker", "swift", "erlang", "elixir",
      "fedora",
      "centos", "amazonlinux", "traefik", "haproxy", "memcached", "mariadb", "julia", "gcc", "bash", "tomcat", "scratch", "r-base",
      "haskell", "clojure", "vault", "consul", "buildpack-deps",
    ].contains(name)
  }
}
