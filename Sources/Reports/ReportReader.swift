internal import Linting
package import SourceText
internal import YAMLSyntax

/// Reads what `JSONFormat` wrote, so that reports of several runs become one.
///
/// Of the files only the lines that the report quotes are known. They are put where they stood in files that are otherwise empty, so
/// that every format finds its lines, columns and frames as if the files were there.
package struct ReportReader {
  package struct ParseError: Error, Sendable {
    package let message: String
    package let range: ByteRange
    package let file: SourceFile
  }

  /// How much all made-up files may hold: a report from elsewhere may speak of line 2,000,000,000.
  private static let maximumSize = 256 << 20

  private struct Place {
    var path: String
    var start: Position
    var end: Position
  }

  /// The report that is read just now, for messages.
  private var current = SourceFile(path: "", bytes: [])
  private var quoted: [String: [Int: String]] = [:]
  private var widths: [String: [Int: Int]] = [:]
  private var sourceFiles: [SourceFile] = []
  private var numbers: [String: FileID] = [:]
  private var hashes: [String: [Int: String]] = [:]
  private var checked: Set<String> = []
  private var findings: [Finding] = []
  private var suppressed: [Report.Suppressed] = []
  private var undecided: [Linter.Undecided] = []
  private var baseline: Report.Known?
  private var rules: [Rule] = []
  private var problems: [String] = []
  private var fingerprints: [Finding: String] = [:]
  private var lineStarts: [String: [Int: (offset: Int, scalars: [Unicode.Scalar])]] = [:]

  /// All reports as one; a finding that two of them have is there once.
  package static func report(_ files: [SourceFile]) throws(ParseError) -> Report {
    var reader = ReportReader()
    var roots: [(file: SourceFile, root: YAMLNode)] = []
    for file in files {
      reader.current = file
      roots.append((file, try reader.root(of: file)))
    }
    for (file, root) in roots {
      reader.current = file
      try reader.collectPlaces(in: root)
    }
    try reader.makeFiles()
    for (file, root) in roots {
      reader.current = file
      try reader.collectFindings(in: root)
    }
    return Report(merging: [reader.report])
  }

  private func root(of file: SourceFile) throws(ParseError) -> YAMLNode {
    let stream = YAMLStream.parse(file)
    if let diagnostic = stream.diagnostics.first { throw error(diagnostic.message, at: diagnostic.range) }
    guard let root = stream.roots.first, root.isMapping, root["findings"]?.isSequence == true, root["files"]?.isSequence == true else {
      throw error("this is no report that --output json of this readylint wrote", at: .startOfFile)
    }
    guard root["version"]?.int == Int64(JSONFormat.version) else {
      throw error("a report of version \(JSONFormat.version) is expected", at: root["version"]?.range ?? .startOfFile)
    }
    return root
  }

  private func error(_ message: String, at range: ByteRange) -> ParseError { ParseError(message: message, range: range, file: current) }

  private mutating func collectPlaces(in root: YAMLNode) throws(ParseError) {
    for list in [root["findings"], root["suppressed"], root["baseline"]?["findings"], root["undecided"]] {
      for node in Self.items(list) {
        need(try place(node))
        for related in Self.items(node["related"]) { need(try place(related)) }
        for edit in Self.items(node["fixes"]).flatMap({ Self.items($0["edits"]) }) { need(try place(edit)) }
      }
    }
    for file in Self.items(root["files"]) {
      let path = try text(file, "path")
      if widths[path] == nil { widths[path] = [:] }
      if file["checked"]?.text == "true" { checked.insert(path) }
      for line in Self.items(file["lines"]) {
        let number = try integer(line, "line")
        quoted[path, default: [:]][number] = quoted[path]?[number] ?? line["text"]?.text
        hashes[path, default: [:]][number] = hashes[path]?[number] ?? line["hash"]?.text
      }
    }
  }

  private mutating func collectFindings(in root: YAMLNode) throws(ParseError) {
    for node in Self.items(root["findings"]) { findings.append(try finding(node)) }
    for node in Self.items(root["suppressed"]) {
      guard let origin = node["suppression", "origin"]?.text.flatMap(Suppression.Origin.init) else {
        throw error("a suppressed finding has a 'suppression' with its 'origin'", at: node.range)
      }
      suppressed.append(Report.Suppressed(try finding(node), origin: origin, reason: node["suppression", "reason"]?.text ?? ""))
    }
    for node in Self.items(root["undecided"]) {
      undecided.append(
        Linter.Undecided(
          rule: try text(node, "rule"), location: location(try place(node)), logicalPath: node["logicalPath"]?.text ?? "",
          reasons: Self.texts(node["reasons"])))
    }
    if let node = root["baseline"] {
      var known = baseline ?? Report.Known()
      for node in Self.items(node["findings"]) { known.findings.append(try finding(node)) }
      for node in Self.items(node["gone"]) {
        known.gone.append(
          Baseline.Entry(
            fingerprint: try text(node, "fingerprint"), rule: try text(node, "rule"), path: node["path"]?.text ?? "",
            logicalPath: node["logicalPath"]?.text ?? "", message: node["message"]?.text ?? ""))
      }
      baseline = known
    }
    for node in Self.items(root["rules"]) { rules.append(try rule(node)) }
    problems += Self.texts(root["problems"])
  }

  private var report: Report {
    Report(
      findings: findings, undecided: undecided, suppressed: suppressed,
      baseline: baseline.map { Report.Known(findings: $0.findings, gone: Baseline($0.gone).entries) }, problems: problems.sorted(),
      checked: Set(checked.compactMap { numbers[$0] }), files: sourceFiles, rules: rules, fingerprints: fingerprints,
      lineHashes: Dictionary(numbers.map { ($1, hashes[$0] ?? [:]) }, uniquingKeysWith: { first, _ in first }))
  }

  // MARK: Parts

  private static func items(_ list: YAMLNode?) -> [YAMLNode] { list.map { Array($0.elements) } ?? [] }

  private static func texts(_ list: YAMLNode?) -> [String] { items(list).compactMap(\.text) }

  private func text(_ node: YAMLNode, _ key: String) throws(ParseError) -> String {
    guard let text = node[key]?.text else { throw error("'\(key)' is missing", at: node.range) }
    return text
  }

  private func integer(_ node: YAMLNode, _ key: String) throws(ParseError) -> Int {
    guard let number = node[key]?.int, (1...Int64(Self.maximumSize)).contains(number) else {
      throw error("'\(key)' is a positive number that a file can have", at: node[key]?.range ?? node.range)
    }
    return Int(number)
  }

  private func severity(_ node: YAMLNode) throws(ParseError) -> Severity {
    guard let severity = Severity(rawValue: try text(node, "severity")) else {
      throw error("a severity is info, warning or error", at: node["severity"]?.range ?? node.range)
    }
    return severity
  }

  private func rule(_ node: YAMLNode) throws(ParseError) -> Rule {
    Rule(
      id: try text(node, "id"), title: node["title"]?.text ?? "", severity: try severity(node),
      tags: Self.texts(node["tags"]), why: node["why"]?.text ?? "", fix: node["fix"]?.text ?? "",
      sources: Self.texts(node["sources"]))
  }

  private mutating func finding(_ node: YAMLNode) throws(ParseError) -> Finding {
    var related: [Finding.Related] = []
    for other in Self.items(node["related"]) {
      related.append(Finding.Related(location: location(try place(other)), label: other["label"]?.text ?? ""))
    }
    var fixes: [Fix] = []
    for fix in Self.items(node["fixes"]) { fixes.append(try self.fix(fix)) }
    let finding = Finding(
      rule: try text(node, "rule"), severity: try severity(node), message: try text(node, "message"), location: location(try place(node)),
      related: related, logicalPath: node["logicalPath"]?.text ?? "", fixes: fixes)
    fingerprints[finding] = node["fingerprint"]?.text
    return finding
  }

  private func fix(_ node: YAMLNode) throws(ParseError) -> Fix {
    guard let safety = Fix.Safety(rawValue: try text(node, "safety")) else {
      throw error("a fix is safe or unsafe", at: node["safety"]?.range ?? node.range)
    }
    var edits: [Fix.FileEdit] = []
    for edit in Self.items(node["edits"]) {
      let place = try place(edit)
      edits.append(Fix.FileEdit(path: place.path, edit: TextEdit(location(place).range, try text(edit, "text"))))
    }
    return Fix(title: try text(node, "title"), safety: safety, edits: edits)
  }

  private func place(_ node: YAMLNode) throws(ParseError) -> Place {
    let start = Position(line: try integer(node, "line"), column: try integer(node, "column"))
    let end = Position(line: try integer(node, "endLine"), column: try integer(node, "endColumn"))
    return Place(path: try text(node, "path"), start: start, end: max(start, end))
  }

  // MARK: Files of the quoted lines

  private mutating func need(_ place: Place) {
    for position in [place.start, place.end] {
      let width = widths[place.path]?[position.line] ?? 0
      widths[place.path, default: [:]][position.line] = max(width, position.column - 1)
    }
  }

  private mutating func makeFiles() throws(ParseError) {
    var size = 0
    for (path, needed) in widths.sorted(by: { $0.key.bytesPrecede($1.key) }) {
      size += (needed.keys.max() ?? 0) + needed.values.reduce(0, +)
      guard size <= Self.maximumSize else {
        throw error("the report speaks of lines and columns that no file has", at: .startOfFile)
      }
      var bytes: [UInt8] = []
      var line = 1
      for (number, width) in needed.sorted(by: { $0.key < $1.key }) {
        bytes += Array(repeating: UInt8(ascii: "\n"), count: number - line)
        line = number
        var scalars = (quoted[path]?[number] ?? "").unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }
        // A byte order mark has no width.
        let mark = number == 1 && scalars.first == "\u{FEFF}" ? 1 : 0
        scalars += Array(repeating: " ", count: max(0, width + mark - scalars.count))
        lineStarts[path, default: [:]][number] = (bytes.count, scalars)
        for scalar in scalars { bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter }
      }
      numbers[path] = FileID(sourceFiles.count)
      sourceFiles.append(SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self)))
    }
  }

  private func location(_ place: Place) -> Location {
    func offset(_ position: Position) -> Int {
      guard let line = lineStarts[place.path]?[position.line] else { return 0 }
      let mark = position.line == 1 && line.scalars.first == "\u{FEFF}" ? 1 : 0
      return line.scalars.prefix(position.column - 1 + mark).reduce(line.offset) { $0 + UTF8.width($1) }
    }
    return Location(file: numbers[place.path] ?? FileID(0), range: ByteRange(offset(place.start)..<offset(place.end)))
  }
}
