internal import DockerfileSyntax
package import SourceText

/// A text that a Dockerfile leaves in the image or its history.
package struct ImageText: Sendable {
  package enum Kind: String, Sendable {
    case environment = "ENV"
    case argument = "ARG"
    case label = "LABEL"
    case run = "RUN"
    case copy = "COPY"
  }

  package let kind: Kind
  /// Of the variable or the label; nil for a word.
  package let name: String?
  package let range: ByteRange
  package let stage: Int
  /// What secret it is: `a GitHub token`; nil for none.
  package let secret: String?

  /// All of a Dockerfile that may hold a secret, in the order of the file.
  package static func all(in build: ImageBuild, context: BuildContext) -> [ImageText] {
    let dockerfile = build.dockerfile
    var texts: [ImageText] = []
    for argument in dockerfile.globalArguments {
      guard case .known(let value) = argument.value, !value.isEmpty else { continue }
      texts.append(pair(.argument, argument.name, value, argument.range, stage: 0))
    }
    for stage in dockerfile.stages {
      for change in stage.changes {
        switch change.effect {
        case .environment(let pairs): texts += pairs.compactMap { self.pair(.environment, $0, stage.index) }
        case .argument(let pairs): texts += pairs.compactMap { $0.valueRange == $0.nameRange ? nil : self.pair(.argument, $0, stage.index) }
        case .labels(let pairs): texts += pairs.compactMap { self.pair(.label, $0, stage.index) }
        case .files(let copied): texts += copied.sources.compactMap { file($0, copied, build, context, stage: stage.index) }
        default: break
        }
      }
    }
    for step in build.steps { texts += words(of: step, in: dockerfile) }
    return texts
  }

  private static func pair(_ kind: Kind, _ pair: ResolvedPair, _ stage: Int) -> ImageText? {
    guard let value = pair.value.known, !value.isEmpty else { return nil }
    return self.pair(kind, pair.name, value, pair.valueRange, stage: stage)
  }

  private static func pair(_ kind: Kind, _ name: String, _ value: String, _ range: ByteRange, stage: Int) -> ImageText {
    ImageText(kind: kind, name: name, range: range, stage: stage, secret: secret(value, of: name))
  }

  private static func secret(_ value: String, of name: String?) -> String? {
    SecretDetection.find(in: value, of: name)?.text
  }

  /// Assignments and the words of commands; a token's own place where it is one.
  private static func words(of step: BuildStep, in dockerfile: Dockerfile) -> [ImageText] {
    var texts: [ImageText] = []
    for command in step.commands {
      for assignment in command.assignments {
        guard let value = assignment.value else { continue }
        texts.append(
          ImageText(
            kind: .run, name: assignment.name, range: assignment.range, stage: step.stage, secret: secret(value, of: assignment.name)))
      }
      for word in command.words {
        let written = word.text ?? word.written
        var name: String?
        var value = written
        if command.program == "export", let equals = written.firstIndex(of: "=") {
          name = String(written[..<equals])
          value = word.text == nil ? "" : String(written[written.index(after: equals)...])
        }
        guard let secret = secret(value, of: name) else { continue }
        texts.append(ImageText(kind: .run, name: name, range: word.range, stage: step.stage, secret: secret))
      }
    }
    // What here-documents write into files.
    for heredoc in dockerfile.instructions[step.instruction].heredocs {
      let bytes = Array(dockerfile.file.bytes[heredoc.body.indices])
      guard let token = SecretDetection.token(in: bytes) else { continue }
      let start = Int(heredoc.body.start) + token.range.lowerBound
      let range = ByteRange(start..<(start + token.range.count))
      guard !texts.contains(where: { $0.secret != nil && $0.range.contains(range) }) else { continue }
      texts.append(ImageText(kind: .run, name: nil, range: range, stage: step.stage, secret: token.name))
    }
    return texts
  }

  private static func file(
    _ source: ResolvedWord, _ copied: CopiedFiles, _ build: ImageBuild, _ context: BuildContext, stage: Int
  ) -> ImageText? {
    guard case .context = copied.origin, let path = source.value.known, var secret = SecretDetection.secretFile(path) else { return nil }
    let destination = copied.destination.value.known?.lowercased() ?? ""
    // Public keys of package repositories have such names too.
    if ["keyring", "/apt/", "rpm-gpg", "trusted", "/apk/keys", "gpg"].contains(where: destination.contains) { return nil }
    if secret == "a private key", let text = context.text(of: path) {
      guard text.containsText("PRIVATE KEY-----") else { return nil }
    }
    // What only a stage for building holds is not delivered; a key is worth a word even there.
    if secret != "a private key", !build.isInImage(stage) { return nil }
    if secret == "an env file", let text = context.text(of: path) {
      guard holdsSecret(text) else { return nil }
      secret = "an env file with secrets"
    }
    return ImageText(kind: .copy, name: path, range: source.range, stage: stage, secret: secret)
  }

  private static func holdsSecret(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { line in
      guard let equals = line.firstIndex(of: "="), !line.hasPrefix("#") else { return false }
      let value = line[line.index(after: equals)...].filter { $0 != "\"" && $0 != "'" }
      let name = line[..<equals]
      return SecretDetection.saysSecret(String(name)) && !value.isEmpty || secret(String(value), of: String(name)) != nil
    }
  }
}

/// The address of one environment's service in a value.
package enum ServiceAddress {
  /// What in the value names a service of one environment: the host with its port; nil when nothing does.
  package static func find(in value: String, of name: String) -> String? {
    for part in value.split(whereSeparator: { ", ;\"'".contains($0) }) {
      if let separator = part.range(of: "://") {
        let scheme = part[..<separator.lowerBound].lowercased()
        // `s3://bucket` names no host.
        guard servicesByURL.contains(where: scheme.hasPrefix) else { continue }
        let authority = part[separator.upperBound...].prefix { !"/?#".contains($0) }
        let address = authority.split(separator: "@").last.map(String.init) ?? ""
        if isService(address, hasScheme: true) { return address }
      } else if namesHost(name), isService(String(part.prefix { $0 != "/" }), hasScheme: false) {
        return String(part.prefix { $0 != "/" })
      }
    }
    return nil
  }

  /// What schemes begin with whose authority is a host.
  private static let servicesByURL = [
    "http", "ws", "redis", "postgres", "mysql", "mariadb", "mongodb", "amqp", "nats", "kafka", "tcp", "grpc", "ldap", "memcache", "jdbc:",
    "smtp", "clickhouse", "bolt", "neo4j", "elasticsearch", "pulsar", "mqtt", "cassandra", "mssql",
  ]

  private static func namesHost(_ name: String) -> Bool {
    let words = name.uppercased().split(separator: "_")
    guard !words.contains("DNS"), !words.contains("VERSION"), !words.contains("BIND"), !words.contains("LISTEN") else { return false }
    return ["HOST", "HOSTNAME", "ADDR", "ADDRESS", "URL", "URI", "ENDPOINT", "SERVER", "IP", "HOSTS", "BROKER", "BROKERS"].contains {
      words.contains(Substring($0))
    }
  }

  private static func isService(_ address: String, hasScheme: Bool) -> Bool {
    let pieces = address.split(separator: ":", omittingEmptySubsequences: false)
    guard pieces.count <= 2, let host = pieces.first?.lowercased(), !host.isEmpty, !host.contains("$"), !host.contains("{"),
      !host.contains("<")
    else { return false }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    if host.hasSuffix(".svc.cluster.local") || host.hasSuffix(".svc") { return labels.allSatisfy { !$0.isEmpty } }
    let numbers = labels.compactMap { label in label.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt8(label) : nil }
    if labels.count == 4, numbers.count == 4 {
      // Loopback, all addresses, the broadcast address, and those for documentation.
      return !(numbers[0] == 127 || numbers[0] == 0 || numbers[0] == 255 || numbers[0] == 192 && numbers[1] == 0 && numbers[2] == 2)
    }
    let placeholders = ["localhost", "host", "hostname", "example", "server", "yourhost", "ip", "unix", "mock", "test", "dummy", "none"]
    guard hasScheme, labels.count == 1, !placeholders.contains(host), !host.hasPrefix("your") else { return false }
    return host.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
      && host.utf8.contains { (0x61...0x7A).contains($0) }
  }
}

extension Substring {
  /// The first place of a text; the standard library has it for collections of macOS 13 and up alone.
  fileprivate func range(of text: String) -> Range<Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
      formIndex(after: &index)
    }
    return nil
  }
}
