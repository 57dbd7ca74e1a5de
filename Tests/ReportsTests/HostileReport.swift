import Linting
import Reports
import SourceText

/// A report in which every text wants to be something else, for every format to stand.
enum HostileReport {
  static let texts = [
    "one\ntwo\r\n::error::three", "%0A::stop-commands::x", "]]> <script>alert(1)</script> &amp;",
    "a|b `c` **d** [e](https://evil.example) @f",
    "\u{1B}[31mred\u{7}\u{0}\u{FFFE}", "käse 😀 \u{202E}evil\u{2066}", "\u{2028}\u{85}{0} '\"\\", "title=x,file=y::z",
  ]
  /// Where emoji and an accent stand before the finding: 1-based columns are 8 in code points, 12 in bytes of UTF-8.
  static let line = "äb 😀 : x"

  static func path(_ index: Int) -> String { ["a/b c.yaml", "x:y,z\n|`<&>%.yaml", "späti😀/Dockerfile", "c#?.yaml"][index % 4] }

  static func report(withBaseline: Bool = false) -> Report {
    var files: [SourceFile] = []
    var findings: [Finding] = []
    for (index, text) in texts.enumerated() {
      let bytes = Array("\(line)\n\(text.unicodeScalars.filter { $0 != "\u{FFFE}" && $0 != "\0" })\nend".utf8)
      files.append(SourceFile(path: path(index) + (index < 4 ? "" : "\(index)"), bytes: bytes))
      let start = UInt32("äb 😀 : ".utf8.count)
      findings.append(
        Finding(
          rule: index % 2 == 0 ? "memory-limit" : "no-committed-secret", severity: Severity.allCases[index % 3], message: text,
          location: Location(file: FileID(index), range: ByteRange(start: start, end: start + 1)),
          related: [
            Finding.Related(
              location: Location(file: FileID(index), range: ByteRange(start: start, end: UInt32(bytes.count))), label: text)
          ], logicalPath: index % 3 == 0 ? "" : "Pod/\(text) · containers[name=\(text)]"))
    }
    files.append(SourceFile(path: "clean.yaml", bytes: Array("a: 1\n".utf8)))
    let all = (0..<files.count).map { FileID($0) }
    let known = withBaseline ? findings.removeLast() : nil
    let silenced = findings.removeLast()
    return Report(
      findings: findings,
      undecided: [Linter.Undecided(rule: "memory-limit", location: findings[0].location, logicalPath: texts[3], reasons: texts)],
      suppressed: [Report.Suppressed(silenced, origin: .configuration, reason: texts[2])],
      baseline: known.map { finding in
        Report.Known(
          findings: [finding],
          gone: [Baseline.Entry(fingerprint: "00ff", rule: "memory-limit", path: "gone.yaml", logicalPath: "", message: texts[0])])
      },
      problems: ["x: \(texts[0])"], checked: Set(all), files: files, rules: rules)
  }

  static let rules = [
    Rule(
      id: "memory-limit", title: "Title \(texts[2])", severity: .error, tags: ["checklist"], why: texts[3], fix: texts[5] + "\n\n",
      sources: ["documents 0", "https://example.com/memory"]),
    Rule(id: "no-committed-secret", title: "t", severity: .warning, tags: ["secrets"], why: "w", fix: "f", sources: ["documents 0"]),
  ]

  static let empty = Report(findings: [], files: [], rules: [])

  /// Every format by its name.
  static let formats: [(name: String, render: @Sendable (Report) -> String)] = [
    ("text", { TextFormat(color: false).render($0).text }), ("concise", { ConciseFormat.render($0).text }),
    ("json", { JSONFormat.render($0) }),
    ("sarif", { SARIFFormat.render($0) }), ("github", { GitHubFormat.render($0) }), ("gitlab", { GitLabFormat.render($0) }),
    ("junit", { JUnitFormat.render($0, time: 0) }), ("checkstyle", { CheckstyleFormat.render($0) }),
    ("rdjson", { RDJSONFormat.render($0) }), ("markdown", { MarkdownFormat.render($0) }), ("html", { HTMLFormat.render($0) }),
    ("statistics", { Statistics.render($0) }), ("summary", { Statistics.summary($0) }),
  ]
}
