internal import SourceText

/// Texts that are secrets: by the fixed form of a well-known service's token, or as the literal value of a name that says so.
package enum SecretDetection {
  // MARK: Well-known tokens

  private enum Alphabet: Sendable {
    case base64, alphanumeric, upperAlphanumeric, hexadecimal

    func contains(_ byte: UInt8) -> Bool {
      let isDigit = (0x30...0x39).contains(byte)
      let isUpper = (0x41...0x5A).contains(byte)
      let isLower = (0x61...0x7A).contains(byte)
      switch self {
      case .base64: return isDigit || isUpper || isLower || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      case .alphanumeric: return isDigit || isUpper || isLower
      case .upperAlphanumeric: return isDigit || isUpper
      case .hexadecimal: return isDigit || (0x61...0x66).contains(byte)
      }
    }
  }

  private struct Token: Sendable {
    let name: String
    let prefix: String
    let alphabet: Alphabet
    /// How many characters stand behind the prefix.
    let length: ClosedRange<Int>
    /// What the body holds besides.
    var infix: String?

    init(_ name: String, _ prefix: String, _ alphabet: Alphabet, _ length: ClosedRange<Int>, infix: String? = nil) {
      self.name = name
      self.prefix = prefix
      self.alphabet = alphabet
      self.length = length
      self.infix = infix
    }
  }

  /// The forms as their services document them; the lengths are gitleaks'.
  private static let tokens: [Token] = [
    Token("an AWS access key id", "AKIA", .upperAlphanumeric, 16...16),
    Token("an AWS access key id", "ASIA", .upperAlphanumeric, 16...16),
    Token("a GitHub token", "ghp_", .alphanumeric, 36...36),
    Token("a GitHub token", "gho_", .alphanumeric, 36...36),
    Token("a GitHub token", "ghu_", .alphanumeric, 36...36),
    Token("a GitHub token", "ghs_", .alphanumeric, 36...36),
    Token("a GitHub token", "ghr_", .alphanumeric, 36...76),
    Token("a GitHub token", "github_pat_", .base64, 82...82),
    Token("a GitLab token", "glpat-", .base64, 20...60),
    Token("a Slack token", "xoxb-", .base64, 24...90),
    Token("a Slack token", "xoxp-", .base64, 24...90),
    Token("a Stripe key", "sk_live_", .alphanumeric, 24...120),
    Token("a Stripe key", "rk_live_", .alphanumeric, 24...120),
    Token("an Anthropic key", "sk-ant-api03-", .base64, 93...96),
    Token("an OpenAI key", "sk-", .base64, 40...200, infix: "T3BlbkFJ"),
    Token("a Google API key", "AIza", .base64, 35...35),
    Token("an npm token", "npm_", .alphanumeric, 36...36),
    Token("a PyPI token", "pypi-AgEIcHlwaS5vcmc", .base64, 50...400),
    Token("a Hugging Face token", "hf_", .alphanumeric, 34...40),
    Token("a DigitalOcean token", "dop_v1_", .hexadecimal, 64...64),
    Token("a Docker Hub token", "dckr_pat_", .base64, 27...27),
    Token("a Shopify token", "shpat_", .hexadecimal, 32...32),
    Token("a Vault token", "hvs.", .base64, 90...120),
    Token("a Grafana token", "glsa_", .base64, 41...41),
  ]

  /// The tokens by the byte with which they begin.
  private static let tokensByFirstByte: [[Token]] = tokens.reduce(into: Array(repeating: [], count: 256)) { table, token in
    table[Int(token.prefix.utf8.first ?? 0)].append(token)
  }

  /// Of each byte, whether a token or a private key may begin with it, and whether it may be part of a word.
  private static let classes: [(begins: Bool, isInWord: Bool)] = (0...UInt8.max).map { byte in
    (byte == UInt8(ascii: "-") || !tokensByFirstByte[Int(byte)].isEmpty, Alphabet.base64.contains(byte))
  }

  /// A well-known token in a text: what it is, and its place in the text's UTF-8.
  package static func token(in bytes: [UInt8]) -> (name: String, range: Range<Int>)? {
    var start = 0
    while let index = beginOfWord(in: bytes, from: start) {
      start = index + 1
      if bytes[index] == UInt8(ascii: "-"), let range = privateKey(bytes, index) { return ("a private key", range) }
      for token in tokensByFirstByte[Int(bytes[index])] where bytes[index...].starts(with: token.prefix.utf8) {
        let start = index + token.prefix.utf8.count
        var end = start
        while end < bytes.count, end - start <= token.length.upperBound, token.alphabet.contains(bytes[end]) { end += 1 }
        guard token.length.contains(end - start), end == bytes.count || !Alphabet.base64.contains(bytes[end]) else { continue }
        let body = bytes[start..<end]
        guard entropy(of: body) >= 3, !isPlaceholder(String(decoding: bytes[index..<end], as: UTF8.self)) else { continue }
        if let infix = token.infix, !String(decoding: body, as: UTF8.self).contains(infix) { continue }
        return (token.name, index..<end)
      }
    }
    return nil
  }

  /// Where a word begins next that may be a token, or a private key.
  private static func beginOfWord(in bytes: [UInt8], from start: Int) -> Int? {
    let classes = classes
    return bytes.withUnsafeBufferPointer { bytes in
      classes.withUnsafeBufferPointer { classes in
        var index = start
        var isInWord = index > 0 && classes[Int(bytes[index - 1])].isInWord
        while index < bytes.count {
          let this = classes[Int(bytes[index])]
          if this.begins, !isInWord { return index }
          isInWord = this.isInWord
          index += 1
        }
        return nil
      }
    }
  }

  /// `-----BEGIN … PRIVATE KEY-----` with something behind it that may be a key.
  private static func privateKey(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard bytes[start...].starts(with: "-----BEGIN ".utf8) else { return nil }
    let head = String(decoding: bytes[start..<min(start + 60, bytes.count)], as: UTF8.self)
    guard let kind = head.dropFirst(11).split(separator: "-").first, kind.hasSuffix("PRIVATE KEY") || kind.hasSuffix("PRIVATE KEY BLOCK")
    else { return nil }
    let end = start + 11 + kind.utf8.count + 5
    guard end < bytes.count else { return nil }
    let body = bytes[end...].prefix { $0 != UInt8(ascii: "-") }.filter { Alphabet.alphanumeric.contains($0) }
    return body.count >= 64 ? start..<end : nil
  }

  // MARK: Names with literal values

  /// What secret a text is or holds, never the secret itself: `a GitHub token`; with its place in the text's UTF-8 when it is a part.
  ///
  /// - Parameter name: of the variable or the flag; nil when only the text's own form counts.
  package static func find(in value: String, of name: String?) -> (text: String, range: Range<Int>?)? {
    if let token = token(in: Array(value.utf8)) { return (token.name, token.range) }
    if let password = password(inURL: value) { return ("a URL with a password", password) }
    guard let name, isSecret(value, of: name) else { return nil }
    return ("a literal value of \(value.count) characters", nil)
  }

  /// Whether the name says secret and the value may be one.
  package static func isSecret(_ value: String, of name: String) -> Bool {
    saysSecret(name) && isLiteralSecret(value)
  }

  /// The password within a URL's `user:password@`, with its place in the text's UTF-8.
  package static func password(inURL text: String) -> Range<Int>? {
    let bytes = Array(text.utf8)
    var start = 0
    while let separator = bytes.withUnsafeBufferPointer({ $0.firstOffset(of: "://", from: start) }) {
      start = separator + 3
      let authority = bytes[start...].prefix { !" \t\n/?#\"'".utf8.contains($0) }
      guard let at = authority.lastIndex(of: UInt8(ascii: "@")), let colon = authority[..<at].firstIndex(of: UInt8(ascii: ":")) else {
        continue
      }
      let password = (colon + 1)..<at
      if isLiteralSecret(String(decoding: bytes[password], as: UTF8.self)) { return password }
    }
    return nil
  }

  private static let secretWords: [StaticString] = [
    "password", "passwd", "secret", "token", "apikey", "api_key", "accesskey", "access_key", "privatekey", "private_key", "credential",
    "passphrase",
  ]
  /// What follows or stands beside them in names of things that are no secret.
  private static let harmless: [StaticString] = [
    "secret_name", "secretname", "token_url", "key_id", "keyid", "key_path", "_file", "_path", "_dir", "_ttl", "expir", "algorithm",
    "hashers", "tokenize", "public", "publishable", "_dsn", "gpg_key", "_name", "_url", "_uri", "_endpoint", "_type", "_length", "_size",
    "max_token", "token_limit", "_header", "_policy", "_version", "_enabled", "_prefix", "_issuer", "_audience", "_count", "_user",
    "username", "_format", "_field", "sha256", "checksum", "_digest", "_md5", "_sha", "_arn", "manager", "_backend", "_store", "_provider",
    "_class", "_mode", "_engine", "_driver",
    "_storage",
  ]

  package static func saysSecret(_ name: String) -> Bool {
    let words = words(of: name)
    let isNamed =
      words.containsText(oneOf: secretWords) || words.elementsEqual("pass".utf8) || words.hasSuffix("_pass") || words.hasSuffix("_pwd")
    return isNamed && !words.hasSuffix("_id") && !words.containsText(oneOf: harmless)
  }

  /// Whether the name is of something that anybody may know: a certificate, a user, a public key.
  static func saysPublic(_ name: String) -> Bool {
    let words = words(of: name)
    return words.hasSuffix("_id") || words.elementsEqual("id".utf8) || words.containsText(oneOf: harmless)
      || words.containsText(oneOf: publicWords)
  }

  private static let publicWords: [StaticString] = [
    "crt", "cert", "cipher", "hash", "user", "host", "domain", "email", "region", "bucket", "endpoint", "url", "version", "address",
    "name", "login",
  ]

  /// A name in lower case with underscores between its words.
  private static func words(of name: String) -> [UInt8] {
    var bytes = Array(lowercasing: name)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: ".") {
      bytes[index] = UInt8(ascii: "_")
    }
    return bytes
  }

  /// A text of some length and disorder, with a digit or a symbol, that is no placeholder, path, address or reference.
  package static func isLiteralSecret(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    guard (8...150).contains(bytes.count), entropy(of: bytes[...]) >= 3, !bytes.contains(where: { $0 <= 0x20 }) else { return false }
    // gitleaks: words alone, even with dots and dashes, are names.
    guard !bytes.allSatisfy({ isLetter($0) || ".-_".utf8.contains($0) }) else { return false }
    return !isPlaceholder(value) && !isReference(value) && !isName(bytes)
  }

  /// Words in lower case joined by dots and dashes, each with a number behind it at most: `payments-db-v2`.
  private static func isName(_ bytes: [UInt8]) -> Bool {
    let words = bytes.split { ".-_".utf8.contains($0) }
    return words.count > 1
      && words.allSatisfy { word in
        let rest = word.drop { (0x61...0x7A).contains($0) }
        return rest.count < word.count && rest.count <= 3 && rest.allSatisfy { (0x30...0x39).contains($0) }
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static let stopWords: [StaticString] = [
    "changeme", "change-me", "change_me", "change_in", "change-in", "changethis", "example", "dummy", "test", "todo", "your-", "your_",
    "yourpass", "yoursecret", "redacted", "replace", "placeholder", "insert", "not-a-", "notasecret", "not_a_", "fake", "sample",
    "default", "development", "dev-only", "insecure", "localhost", "xxxx", "****", "....", "1234567", "abcdef", "foobar", "mypassword",
    "my-secret",
    "mysecret", "supersecret", "super-secret", "super_secret", "secretkey", "secret-key", "secret_key", "password", "postgres", "admin123",
    "build",
  ]

  package static func isPlaceholder(_ value: String) -> Bool {
    let bytes = Array(lowercasing: value)
    if bytes.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "`") }) || bytes.containsText(oneOf: ["{{", "%s", "%("]) {
      return true
    }
    if bytes.hasPrefix("<") || bytes.hasPrefix("@") && bytes.hasSuffix("@") || bytes.hasPrefix("[") && bytes.hasSuffix("]") { return true }
    return value.hasSuffix("EXAMPLE") || bytes.containsText(oneOf: stopWords) || bytes.map(digitAsLetter).containsText("changethis")
  }

  /// `Ch4ngeTh1s`.
  private static func digitAsLetter(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "4"): UInt8(ascii: "a")
    case UInt8(ascii: "3"): UInt8(ascii: "e")
    case UInt8(ascii: "1"): UInt8(ascii: "i")
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "5"): UInt8(ascii: "s")
    default: byte
    }
  }

  /// Whether a comment on a part of a file's lines, or on the lines of comments before it, asks to put something else there.
  static func isMarkedAsPlaceholder(_ range: ByteRange, in file: SourceFile) -> Bool {
    let bytes = file.bytes
    let newline = UInt8(ascii: "\n")
    // No comment is further away on its line. Lines of a megabyte, with thousands of secrets, are a program's.
    let reach = 1000
    let (first, last) = (min(Int(range.start), bytes.count), min(Int(range.end), bytes.count))
    let (lower, upper) = (max(0, first - reach), min(bytes.count, last + reach))
    let lineStart = bytes[lower..<first].lastIndex(of: newline).map { $0 + 1 }
    var start = lineStart ?? lower
    let end = bytes[last..<upper].firstIndex(of: newline) ?? upper
    while start > 0, lineStart != nil {
      let previous = bytes[..<(start - 1)].lastIndex(of: newline).map { $0 + 1 } ?? 0
      guard bytes[previous..<start].first(where: { $0 > 0x20 }) == UInt8(ascii: "#") else { break }
      start = previous
    }
    return bytes[start..<end].split(separator: newline).contains { line in
      guard let hash = line.firstIndex(of: UInt8(ascii: "#")) else { return false }
      let comment = Array(lowercasing: String(decoding: line[hash...], as: UTF8.self))
      return comment.containsText(oneOf: ["replace", "change", "your ", "placeholder", "dummy", "fake", "example"])
    }
  }

  /// A path, an address, or what names a secret that is kept elsewhere.
  static func isReference(_ value: String) -> Bool {
    let bytes = Array(lowercasing: value)
    return referencePrefixes.contains(where: bytes.hasPrefix) || bytes.containsText("://")
      || bytes.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static let referencePrefixes: [StaticString] = [
    "/", "./", "~/", "vault:", "sm://", "ref+", "op://", "awssm", "enc[", "!secret", "arn:", "projects/", "file:", "env:", "secret:",
  ]

  /// Shannon's entropy in bits per character.
  package static func entropy(of bytes: ArraySlice<UInt8>) -> Double {
    guard !bytes.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    return counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / Double(bytes.count)
      return sum - share * logarithm(share)
    }
  }

  /// The logarithm to base 2 of a number in (0, 1], to some digits: the standard library has none, and no more is needed here.
  private static func logarithm(_ value: Double) -> Double {
    var rest = value.significand
    var result = Double(value.exponent)
    var bit = 0.5
    for _ in 0..<20 {
      rest *= rest
      if rest >= 2 {
        rest /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }

  // MARK: Files

  /// What a file is that holds a secret, by its name; nil for any other.
  ///
  /// - Parameter path: as COPY names it.
  package static func secretFile(_ path: String) -> String? {
    let lower = path.lowercased()
    let name = lower.lastPathComponent.map(String.init) ?? lower
    let harmless = [
      "example", "sample", "template", "dist", "pub", "public", "gpg", "signing", "keyring", "release", "archive", "test", "dummy",
    ]
    let isHarmless = name.asciiWords().contains { harmless.contains(String($0)) }
    if name == ".env" || name.hasPrefix(".env.") { return isHarmless || name == ".env.d" ? nil : "an env file" }
    if ["id_rsa", "id_ed25519", "id_ecdsa", "id_dsa"].contains(name) { return "a private key" }
    if name == ".git-credentials" || name == ".netrc" || name == ".pypirc" || name == ".pgpass" { return "a credentials file" }
    if lower.hasSuffix(".aws/credentials") || lower.hasSuffix(".docker/config.json") { return "a credentials file" }
    guard !isHarmless else { return nil }
    if name == "credentials" || name == "credentials.json" { return "a credentials file" }
    if name.hasSuffix(".key") || name.hasSuffix(".pem") && name.containsText("key") { return "a private key" }
    return nil
  }
}
