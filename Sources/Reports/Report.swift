package import Linting
package import SourceText
internal import Workspace

/// What every format prints: findings in order, and the files they stand in.
package struct Report: Sendable {
  package private(set) var findings: [Finding]
  /// What could not be decided, when somebody asked for it.
  package let undecided: [Linter.Undecided]
  /// What somebody silenced, and why.
  package private(set) var suppressed: [Suppressed] = []
  /// What a baseline holds; nil without one.
  package private(set) var baseline: Known?
  /// What kept readylint from looking at everything: folders that could not be read, rules without a value.
  package private(set) var problems: [String] = []
  /// Files that were looked at, whether or not there are findings.
  package private(set) var checked: Set<FileID> = []
  let files: [SourceFile]
  let rules: [String: Rule]
  private let concealed: ConcealedSecrets
  /// Of reports that were read again: what only the files themselves could tell.
  private var fingerprints: [Finding: String] = [:]
  private var lineHashes: [FileID: [Int: String]] = [:]
  /// The folder of the run with a slash at its end: absolute paths below it are seen from it.
  private var folder = ""

  /// A finding that is not reported.
  package struct Suppressed: Hashable, Sendable {
    package let finding: Finding
    package let origin: Suppression.Origin
    package let reason: String

    package init(_ finding: Finding, origin: Suppression.Origin, reason: String) {
      self.finding = finding
      self.origin = origin
      self.reason = reason
    }
  }

  /// How findings compare with a baseline.
  package struct Known: Sendable {
    /// Findings that it holds.
    package var findings: [Finding]
    /// Entries that nothing corresponds to any more.
    package var gone: [Baseline.Entry]

    package init(findings: [Finding] = [], gone: [Baseline.Entry] = []) {
      self.findings = findings
      self.gone = gone
    }
  }

  /// - Parameters:
  ///   - rules: those that the findings are about, for their reasons and remedies.
  ///   - fingerprints: of findings whose files are not at hand.
  ///   - lineHashes: the same, by lines.
  package init(
    findings: [Finding], undecided: [Linter.Undecided] = [], suppressed: [Suppressed] = [], baseline: Known? = nil, problems: [String] = [],
    checked: Set<FileID> = [], files: [SourceFile], rules: [Rule], folder: String = "", fingerprints: [Finding: String] = [:],
    lineHashes: [FileID: [Int: String]] = [:]
  ) {
    self.folder = folder
    self.files = files
    self.rules = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.problems = problems
    self.checked = checked
    self.fingerprints = fingerprints
    self.lineHashes = lineHashes
    // A file that was read because another refers to it has a number behind all others, but its path has its place.
    let ranks = Self.ranks(files.map { Self.shown($0.path, from: folder) })
    func precedes(_ one: Finding, _ other: Finding) -> Bool {
      let (left, right) = (ranks[Int(one.location.file.index)], ranks[Int(other.location.file.index)])
      return left == right ? Finding.precedes(one, other) : left < right
    }
    self.findings = Finding.areInOrder(findings, ranks: ranks) ? findings : findings.sorted(by: precedes)
    concealed = ConcealedSecrets([findings, suppressed.map(\.finding), baseline?.findings ?? []], rules, in: files)
    self.suppressed = suppressed.sorted { precedes($0.finding, $1.finding) }
    self.baseline = baseline.map { Known(findings: $0.findings.sorted(by: precedes), gone: $0.gone) }
    self.undecided = undecided.sorted { one, other in
      let (left, right) = (ranks[Int(one.location.file.index)], ranks[Int(other.location.file.index)])
      return (left, one.location.range.start, one.rule) < (right, other.location.range.start, other.rule)
    }
  }

  private static func ranks(_ paths: [String]) -> [Int32] {
    var ranks = Array(repeating: Int32(0), count: paths.count)
    let order = paths.indices.sorted { paths[$0].bytesPrecede(paths[$1]) }
    for (rank, index) in order.enumerated() { ranks[index] = Int32(rank) }
    return ranks
  }

  /// Reports of several systems as one; a finding that two of them have is there once.
  package init(merging reports: [Report]) {
    var files: [SourceFile] = []
    var findings: [Finding] = []
    var undecided: [Linter.Undecided] = []
    var suppressed: [Suppressed] = []
    var known: Known?
    var fingerprints: [Finding: String] = [:]
    var lineHashes: [FileID: [Int: String]] = [:]
    var checked: Set<FileID> = []
    var rules: [String: Rule] = [:]
    for report in reports {
      let first = files.count
      func moved(_ location: Location) -> Location { Location(file: FileID(first + Int(location.file.index)), range: location.range) }
      func moved(_ finding: Finding) -> Finding {
        finding.moved(
          to: moved(finding.location), related: finding.related.map { Finding.Related(location: moved($0.location), label: $0.label) })
      }
      files += report.files
      findings += report.findings.map(moved)
      suppressed += report.suppressed.map { Suppressed(moved($0.finding), origin: $0.origin, reason: $0.reason) }
      undecided += report.undecided.map {
        Linter.Undecided(rule: $0.rule, location: moved($0.location), logicalPath: $0.logicalPath, reasons: $0.reasons)
      }
      if let baseline = report.baseline {
        known = Known(findings: (known?.findings ?? []) + baseline.findings.map(moved), gone: (known?.gone ?? []) + baseline.gone)
      }
      for (finding, fingerprint) in report.fingerprints { fingerprints[moved(finding)] = fingerprint }
      for (file, hashes) in report.lineHashes { lineHashes[FileID(first + Int(file.index))] = hashes }
      checked.formUnion(report.checked.map { FileID(first + Int($0.index)) })
      rules.merge(report.rules) { first, _ in first }
    }
    let all = files
    var seen: Set<Finding> = []
    // Two reports number the same file differently: what counts is its path.
    var numbers: [String: FileID] = [:]
    let canonical = all.enumerated().map { index, file in
      let number = numbers[file.path] ?? FileID(index)
      numbers[file.path] = number
      return number
    }
    func isNew(_ finding: Finding) -> Bool {
      var location = finding.location
      location.file = canonical[Int(location.file.index)]
      return seen.insert(finding.moved(to: location, related: [])).inserted
    }
    self.init(
      findings: findings.filter(isNew), undecided: undecided, suppressed: suppressed.filter { isNew($0.finding) },
      baseline: known.map { Known(findings: $0.findings.filter(isNew), gone: $0.gone) }, problems: reports.flatMap(\.problems),
      checked: checked, files: all, rules: Array(rules.values), folder: reports.first?.folder ?? "", fingerprints: fingerprints,
      lineHashes: lineHashes)
  }

  func rule(_ id: String) -> Rule? { rules[id] }

  package func file(_ id: FileID) -> SourceFile { files[Int(id.index)] }

  /// `./a` and `a` are one path to those who read reports.
  func path(_ id: FileID) -> String { Self.shown(file(id).path, from: folder) }

  private static func shown(_ path: String, from folder: String) -> String {
    if !folder.isEmpty, path.hasPrefix(folder) { return String(path.dropFirst(folder.count)) }
    return path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }

  /// A line as reports show it.
  func text(ofLine line: Int, of file: FileID, _ lines: LineIndex) -> String { text(of: lines.contentRange(ofLine: line), in: file) }

  /// A part of a file as reports show it: with asterisks where a rule about secrets found one.
  func text(of range: ByteRange, in file: FileID) -> String {
    let bytes = self.file(file).bytes
    guard let ranges = concealed.ranges(in: file) else { return String(decoding: bytes[range.indices], as: UTF8.self) }
    // The first secret that ends behind the start.
    var next = ranges.partitioningIndex { $0.end > range.start }
    var shown: [UInt8] = []
    for index in range.indices {
      while next < ranges.count, Int(ranges[next].end) <= index { next += 1 }
      let byte = bytes[index]
      guard byte > 0x20, next < ranges.count, Int(ranges[next].start) <= index else {
        shown.append(byte)
        continue
      }
      // One for each character.
      if byte & 0xC0 != 0x80 { shown.append(UInt8(ascii: "*")) }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  func fingerprint(of finding: Finding) -> String {
    fingerprints[finding] ?? Fingerprint.of(finding, in: file(finding.location.file), path: path(finding.location.file))
  }

  /// Hashes of lines, for GitHub: of the file, or as a report has them that was read again.
  func lineHash(_ line: Int, of file: FileID, _ computed: inout [FileID: LineHashes]) -> String? {
    if let given = lineHashes[file] { return given[line] }
    let hashes = computed[file] ?? LineHashes(self.file(file).bytes)
    computed[file] = hashes
    return hashes[line]
  }

  /// The rules that anything in the report is about, in the order of their ids.
  var firedRules: [Rule] {
    var ids = Set(findings.map(\.rule))
    ids.formUnion(suppressed.map(\.finding.rule))
    ids.formUnion(baseline?.findings.map(\.rule) ?? [])
    ids.formUnion(baseline?.gone.map(\.rule) ?? [])
    ids.formUnion(undecided.map(\.rule))
    return ids.compactMap { rules[$0] }.sorted { $0.id < $1.id }
  }

  /// The report with findings of some severity and above alone.
  package func keeping(_ severity: Severity) -> Report {
    var copy = self
    copy.findings.removeAll { $0.severity < severity }
    copy.suppressed.removeAll { $0.finding.severity < severity }
    copy.baseline?.findings.removeAll { $0.severity < severity }
    return copy
  }

  func count(of severity: Severity) -> Int { findings.indices.count { findings[$0].severity == severity } }

  /// `2 errors, 1 warning, 0 info`
  package var counts: String {
    Severity.allCases.reversed().map { severity in
      let count = count(of: severity)
      return "\(count) \(severity.rawValue)\(count == 1 || severity == .info ? "" : "s")"
    }.joined(separator: ", ")
  }

  /// What is written of each finding, one behind the other, on all cores.
  ///
  /// - Parameter render: adds the text of a finding, in UTF-8.
  func rendered(_ findings: [Finding], _ render: @Sendable (Finding, inout Positions, inout [UInt8]) -> Void) -> RenderedText {
    let size = 256
    // Each thread keeps its places from piece to piece: one file may have all the findings.
    return RenderedText(
      mapInParallel(
        count: (findings.count + size - 1) / size, isSmall: findings.count <= size, state: { Positions(self) }
      ) { positions, index in
        var piece: [UInt8] = []
        for finding in findings[(index * size)..<min((index + 1) * size, findings.count)] { render(finding, &positions, &piece) }
        return piece
      })
  }

  /// A finding's places as people name them. One line index per file serves all its findings.
  struct Positions {
    private var recent: [(file: FileID, path: String, lines: LineIndex)] = []
    private let report: Report

    init(_ report: Report) { self.report = report }

    mutating func lines(of file: FileID) -> LineIndex { recent[position(of: file)].lines }

    /// Safe to print.
    mutating func path(of file: FileID) -> String { recent[position(of: file)].path }

    private mutating func position(of file: FileID) -> Int {
      if let known = recent.lastIndex(where: { $0.file == file }) { return known }
      let source = report.file(file)
      // Findings come file by file, so older indices are not needed again: memory stays bounded on a large repository.
      if recent.count > 8 { recent.removeFirst() }
      recent.append((file, printable(source.path), LineIndex(source.bytes)))
      return recent.count - 1
    }

    mutating func start(of location: Location) -> Position {
      recent[position(of: location.file)].lines.position(at: location.range.start)
    }

    mutating func end(of location: Location) -> Position {
      lines(of: location.file).position(at: max(location.range.start, location.range.end))
    }
  }
}

/// Text that is safe to print: control characters, with which a file could drive the terminal or fake a log line, are shown as escapes.
package func printable(_ text: String) -> String {
  // Nearly all is plain ASCII without what a command begins with.
  var text = text
  let isPlain = text.withUTF8 { bytes in
    bytes.first != UInt8(ascii: ":") && bytes.first != 0x20
      && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
  }
  if isPlain { return text }
  text = withoutLoggingCommands(text)
  guard text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.reordersText }) else {
    return text
  }
  var result = ""
  for scalar in text.unicodeScalars {
    if scalar == "\t" {
      result += " "
    } else if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.reordersText {
      result += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// CI servers look for commands in what a step prints: Azure Pipelines for `##vso[…]` and GitHub's runner for its older `##[…]` anywhere
/// in a line, and the runner for `::…::` at its start. One of the marks is shown as an escape there.
private func withoutLoggingCommands(_ text: String) -> String {
  let mark = UInt8(ascii: "#")
  let blanks = text.utf8.prefix { $0 == 0x20 }.count
  let isCommand = text.utf8.dropFirst(blanks).starts(with: "::".utf8)
  guard isCommand || text.utf8.contains(mark) else { return text }
  let bytes = Array(text.utf8)
  var result = isCommand ? Array(repeating: 0x20, count: blanks) + Array("\\u{3a}".utf8) : []
  for (index, byte) in bytes.enumerated().dropFirst(isCommand ? blanks + 1 : 0) {
    guard byte == mark, index > 0, bytes[index - 1] == mark else {
      result.append(byte)
      continue
    }
    let name = bytes[(index + 1)...].prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
    let endsInBracket = name.endIndex < bytes.count && bytes[name.endIndex] == UInt8(ascii: "[")
    result += endsInBracket ? Array("\\u{23}".utf8) : [byte]
  }
  return String(decoding: result, as: UTF8.self)
}
