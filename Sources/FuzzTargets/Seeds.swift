internal import DockerfileSyntax
internal import Linting
package import SourceText
internal import Workspace
internal import YAMLSyntax

extension FuzzTarget {
  /// What the fuzzer begins with: the texts of this kind among files, and those of the built-in rules.
  package func seeds(in files: [SourceFile]) -> [[UInt8]] {
    let examples = Self.examples.flatMap(\.self)
    switch self {
    case .yaml, .omission: return (files + examples).filter { Self.isYAML($0) }.map(\.bytes)
    case .dockerfile: return (files + examples).filter { FileKind(name: Discovery.name(of: $0.path)) == .dockerfile }.map(\.bytes)
    case .shell:
      let dockerfiles = (files + examples).filter { FileKind(name: Discovery.name(of: $0.path)) == .dockerfile }
      return dockerfiles.flatMap { Self.commands(in: $0) } + Self.texts(files, [".sh"])
    case .expression: return (Self.expressions + files.flatMap { Self.values(of: "expr", in: $0) }).map { Array($0.utf8) }
    case .regex: return Self.patterns.map { Array($0.utf8) }
    case .python: return Self.texts(files + examples, [".py"])
    case .nginx: return Self.texts(files + examples, [".conf"])
    case .settings:
      return Self.texts(files + examples, [".toml", ".ini", ".cfg", ".rb", ".properties", ".env", "ignore", ".sh", ".js", ".go"])
    case .configuration: return Self.texts(files, [Configuration.fileName]) + Self.configurations.map { Array($0.utf8) }
    case .rule: return files.filter { Self.isYAML($0) && $0.offset(of: "expression") != nil }.map(\.bytes)
    case .report: return Self.texts(files, [".json"]).filter { !$0.isEmpty }
    case .suppressions, .fixer:
      return Self.examples.map { RepositoryText.bytes(of: $0) }
        + files.filter { FileKind(name: Discovery.name(of: $0.path)) != nil }.map(\.bytes)
    }
  }

  /// Words of the language, which chance would not find soon.
  package var words: [String] {
    let yaml = ["- ", ": ", "? ", "|\n", ">-\n", "---\n", "...\n", "&a", "*a", "<<", "!!str", "%YAML 1.1\n", "\u{85}", "\u{FEFF}", "\t"]
    let shell = ["&&", "||", "$(", "${", ":-", "<<EOF\n", "<<-'E'\n", "\\\n", "if ", "then ", "fi", "case ", "esac", "exec ", "$((", "`"]
    let dockerfile =
      Keyword.allCases.map { $0.rawValue.uppercased() + " " } + ["# escape=`\n", "--from=", "--mount=type=", "AS ", "[\"a\"]"]
    let fields = [
      "apiVersion: v1\n", "kind: Deployment\n", "kind: Pod\n", "spec:\n", "template:\n", "containers:\n", "image: ", "livenessProbe:",
      "resources:",
    ]
    let ignores = ["# readylint: ignore[", "] it is meant\n", "readylint/ignore."]
    switch self {
    case .omission: return yaml + ["a:\n", "spec:\n", "  ", "{}\n", "[]\n", "'", "\"", "''", "\\\"", "\n\n", "  - "]
    case .yaml, .report: return yaml + ["{", "}", "[", "]", "\""]
    case .dockerfile: return dockerfile + shell
    case .shell: return shell
    case .expression:
      return [
        "&&", "||", "==", "?.", "[?", "has(", ".all(x, ", ".map(x, ", ".exists(x, ", ".filter(x, ", "size(", ".matches('", "cel.bind(",
        "optional.of(",
        "duration('1s')", "timestamp('2009-02-13T23:31:30Z')", "quantity('1Gi')", ".format([", "9223372036854775807", "1u", "b'\\xff'",
        "in ", "r'",
        ".findAll(", ".split(", ".replace(", ".substring(", ".lastIndexOf(", "url('http://a')", "ip('::1')", "cidr('10.0.0.0/8')",
        "semver('1.2.3')",
        "sets.contains(", "math.greatest(", ".sortBy(x, ", ".sum()", "base64.encode(", "getHours(", "type(", "dyn(", "double(", "int(",
        "uint(",
      ]
    case .regex:
      return [
        "(?:", "(?i)", "(?P<n>", "[[:alpha:]]", "[^", "\\pL", "\\b", "{2,3}", "*?", "\\x{10FFFF}", "\\Q", "\\E", "|", "$\n", "(?s-m:",
      ]
    case .python:
      return ["def f(", "import ", "from ", "\"\"\"", "f'{", "lambda ", "class ", "async ", "os.getenv(", "bind = ", "workers = ", "    "]
    case .nginx: return ["server {", "location / {", "http {", "listen 80;", "proxy_pass ", "include ", "\\;", "${a}", "1h 30m"]
    case .settings:
      return ["[[", "]]", "\"\"\"", "'''", " = ", "#{", "${", "!", "**/", "[a-z]", "%w[", " do |x|\n", "end\n", "\\\n", "[section]\n"]
    case .configuration: return Configuration.Key.allCases.map { $0.rawValue + ": " } + ["paths: ", "reason: ", "until: ", "item: "] + yaml
    case .rule: return ["expression: ", "subject: ", "edits:\n", "related:\n", "variables:\n", "examples:\n", "safety: ", "self."] + yaml
    case .suppressions: return ignores + fields + yaml + dockerfile
    case .fixer: return ["==> Dockerfile <==\n", "==> a.yaml <==\n", "==> .dockerignore <==\n"] + fields + yaml + dockerfile
    }
  }

  /// Each example of a built-in rule, without the marks.
  private static var examples: [[SourceFile]] {
    RuleSet.builtIn(examples: true).flatMap(\.rule.examples).map { example in
      example.files.map { file in
        SourceFile(path: file.path, text: file.text.split(separator: "↓", omittingEmptySubsequences: false).joined())
      }
    }
  }

  private static var expressions: [String] {
    RuleSet.builtIn().map(\.rule).flatMap { rule in [rule.expression] + rule.matchConditions + rule.variables.map(\.expression) }
  }

  private static let patterns = [
    "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$\nsome-name", "(a+)+$\naaaaaaaaaaaaaaaaaaaaaaaa!", "(?P<y>\\d{4})-(?P<m>\\d\\d)\n2026-01-31",
    "(?i)straße|[[:upper:]]+\nSTRASSE", "\\bfoo\\B|^$|(?m)^x$\nfoot\nx\n", "[^\\pL\\s]{2,}?\na--b", "(a|b|ab)*c\nababababc", "x*\nxxyxx",
    "\\Qa.b\\E[\\x{41}-\\x5a]\na.bC", "(?s).(?-s).\n\n\n",
  ]

  private static let configurations = [
    "images:\n  registry.example.com/a: web/Dockerfile\nrules: [policies]\nignore: [numeric-user]\nfail-on: error\nkubernetes-version: \"1.33\"\n",
    "extends: base.yaml\nseverity: {memory-limit: info}\nparameters: {probe-timing: {seconds: 5}}\nexclude: ['*.tmp', '!a/**']\n",
    "overrides:\n  - paths: [legacy/**]\n    ignore: [memory-limit]\n    reason: it goes away\n    until: 2027-01-31\n  - {resources: [Job/*], severity: {x: info}, reason: why}\n",
    "attestations:\n  - {item: disaster-recovery, document: docs/recovery.md, reviewed: 2026-05-01}\nattestation-max-age: 90\n"
      + "database: {connections: 100}\ninline-ignores: forbidden\nbaseline: b.json\n",
  ]

  private static func isYAML(_ file: SourceFile) -> Bool { [".yaml", ".yml"].contains(where: file.path.hasSuffix) }

  private static func texts(_ files: [SourceFile], _ endings: [String]) -> [[UInt8]] {
    files.filter { file in endings.contains(where: file.path.hasSuffix) }.map(\.bytes)
  }

  /// What the shell reads of a Dockerfile.
  private static func commands(in file: SourceFile) -> [[UInt8]] {
    Dockerfile.parse(file).instructions.compactMap { instruction in
      guard case .run(let command, _) = instruction.payload else { return nil }
      return instruction.shellText(of: command, in: file)?.bytes
    }
  }

  /// The texts under a key, wherever it stands: the standard's test cases for expressions are JSON.
  private static func values(of key: String, in file: SourceFile) -> [String] {
    guard file.path.hasSuffix(".json"), file.offset(of: "\"expr\"") != nil else { return [] }
    func values(in node: YAMLNode) -> [String] {
      node.elements.flatMap { values(in: $0) }
        + node.ownEntries.flatMap { entry in entry.key.hasText(key) ? entry.value.text.map { [$0] } ?? [] : values(in: entry.value) }
    }
    return YAMLStream.parse(file).roots.flatMap { values(in: $0) }
  }
}
