import Foundation
import FuzzTargets
import Kubernetes
import SourceText
import YAMLSyntax

private func yamlPaths(below folder: String) -> [String] {
  (FileManager.default.subpaths(atPath: folder) ?? []).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
}

/// What our reader makes of every YAML file of a corpus, as it is and with some bytes changed, when values are left out, beside what it makes of
/// the whole.
func runOmissions(_ corpus: String?) -> SuiteResult {
  var result = SuiteResult()
  guard let corpus, FileManager.default.fileExists(atPath: corpus) else {
    result.skipped = "there is no folder \(corpus ?? "given with --corpus")"
    return result
  }
  var (values, valueBytes, bytes) = (0, 0, 0)
  let paths = yamlPaths(below: corpus)
  for (number, path) in paths.enumerated() {
    guard let data = FileManager.default.contents(atPath: corpus + "/" + path) else { continue }
    let text = Array(data)
    let changed = text.count < 50_000 ? [0, 1].map { YAMLMutation(seed: UInt64(2 * number + $0)).apply(to: text) } : []
    result.total += 1
    do {
      for variant in [text] + changed { try FuzzTarget.omission.check(variant) }
      result.agreed += 1
    } catch {
      result.disagreements.append("\(path): \(error)")
    }
    let omitted = YAMLStream.parse(SourceFile(path: path, bytes: text), omitting: .schemas).omittedRanges
    bytes += text.count
    values += omitted.count
    valueBytes += omitted.reduce(0) { $0 + $1.count }
  }
  result.note = "; \(values) schemas are left out, \(valueBytes) bytes of \(bytes)"
  return result
}

/// Our reader beside PyYAML's C loader, which is libyaml's own, over every YAML file of a corpus: the same documents, nodes, values, types
/// and places, and the same first error. Twice: as the files are, and each with some bytes changed, for there are few errors in the corpus.
func runYAML(_ corpus: String?) -> SuiteResult {
  var result = SuiteResult()
  guard let corpus, FileManager.default.fileExists(atPath: corpus) else {
    result.skipped = "there is no folder \(corpus ?? "given with --corpus")"
    return result
  }
  let paths = yamlPaths(below: corpus)
  let changed = FileManager.default.temporaryDirectory.appendingPathComponent("readylint-yaml-\(UUID().uuidString)")
  try? FileManager.default.createDirectory(at: changed, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: changed) }
  var files: [(name: String, path: String)] = []
  for (number, path) in paths.enumerated() {
    files.append((path, corpus + "/" + path))
    guard let data = FileManager.default.contents(atPath: corpus + "/" + path), data.count < 50_000 else { continue }
    for variant in 0..<2 {
      let place = changed.appendingPathComponent("\(number)-\(variant).yaml")
      try? Data(YAMLMutation(seed: UInt64(2 * number + variant)).apply(to: Array(data))).write(to: place)
      files.append(("\(path) (changed \(variant + 1))", place.path))
    }
  }
  guard let theirs = nodes(of: files.map(\.path)) else {
    result.skipped = "there is no python3 with PyYAML on libyaml"
    return result
  }
  var comparison = YAMLComparison()
  var lines = theirs[...]
  for file in files {
    guard lines.popFirst() == "file \(file.path)"[...] else {
      result.disagreements.append("\(file.name): PyYAML said nothing of it")
      break
    }
    let end = lines.firstIndex { $0.hasPrefix("file ") || $0 == "end" } ?? lines.endIndex
    comparison.compare(file.name, at: file.path, with: lines[..<end])
    lines = lines[end...]
  }
  result.total = files.count
  result.agreed = files.count - comparison.differing.count
  result.disagreements = comparison.disagreements
  result.explained = comparison.reasons.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value) times") }
  result.note =
    "; \(comparison.documents) documents, \(comparison.nodes) nodes the same, \(comparison.errors) errors in the same place, "
    + "\(comparison.allDocuments - comparison.documents) documents differ"
  return result
}

/// What the script prints, by lines; nil when it cannot be run.
private func nodes(of paths: [String]) -> [Substring]? {
  let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Tests/Differential/yaml_nodes.py")
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", script.path]
  let (input, output) = (Pipe(), Pipe())
  process.standardInput = input
  process.standardOutput = output
  guard (try? process.run()) != nil else { return nil }
  try? input.fileHandleForWriting.write(contentsOf: Data((paths.joined(separator: "\n") + "\n").utf8))
  try? input.fileHandleForWriting.close()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { return nil }
  return text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
}

/// Changes some bytes of a file, always the same ones.
private struct YAMLMutation {
  private var state: UInt64
  private static let tokens = [
    "\n", "\t", "'", "\"", ": ", "- ", "[", "]", "{", "}", "#", "&a ", "*a", "!x ", "|", "> ", "? ", "---\n", "...\n", "%", "@", "`", "\\",
    "\0",
    "\u{85}", "ä", "\u{1F600}", "\r\n", "\r", "  ", "<<: ", "!!str ", "0o17", "1_0", "~",
  ]

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  private mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return bound > 0 ? Int(state % UInt64(bound)) : 0
  }

  func apply(to bytes: [UInt8]) -> [UInt8] {
    var (this, bytes) = (self, bytes)
    for _ in 0...this.next(3) {
      let place = this.next(bytes.count + 1)
      switch this.next(5) {
      case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + this.next(20)))
      case 1: bytes.insert(0x80 | UInt8(this.next(128)), at: place)
      default: bytes.insert(contentsOf: Array(Self.tokens[this.next(Self.tokens.count)].utf8), at: place)
      }
    }
    return bytes
  }
}

private struct YAMLComparison {
  private(set) var documents = 0
  private(set) var allDocuments = 0
  private(set) var nodes = 0
  private(set) var errors = 0
  private(set) var disagreements: [String] = []
  private(set) var differing: Set<String> = []
  /// How often a listed difference was met.
  private(set) var reasons: [String: Int] = [:]

  mutating func compare(_ name: String, at path: String, with theirs: ArraySlice<Substring>) {
    guard let data = FileManager.default.contents(atPath: path) else { return differ(name, "cannot be read") }
    let file = SourceFile(path: name, bytes: Array(data))
    let ours = YAMLText(file)
    var lines = theirs
    var document = 0
    while let first = lines.popFirst() {
      if first.hasPrefix("error ") { return compareError(name, ours, first, after: document) }
      let end = lines.firstIndex { $0 == "document" || $0 == "empty" || $0.hasPrefix("error ") } ?? lines.endIndex
      allDocuments += 1
      guard document < ours.documents.count else {
        return differ(name, "document \(document + 1) is missing; \(ours.error?.message ?? "no error")")
      }
      if compareDocument(name, ours.documents[document], lines[..<end]) { documents += 1 }
      lines = lines[end...]
      document += 1
    }
    if let error = ours.error { return differ(name, "an error that PyYAML does not see: \(error.message)") }
    if document != ours.documents.count { differ(name, "\(ours.documents.count) documents, and PyYAML has \(document)") }
  }

  private mutating func differ(_ name: String, _ detail: String) {
    if differing.insert(name).inserted { disagreements.append("\(name): \(detail)") }
  }

  private mutating func compareError(_ name: String, _ ours: YAMLText, _ line: Substring, after document: Int) {
    let words = line.split(separator: " ", maxSplits: 2)
    let message = words.count > 2 ? String(words[2]) : ""
    // The documents before it were composed by both; ours go on behind it.
    guard let error = ours.error else {
      if message == "second occurrence" {
        reasons["an anchor is given twice, which PyYAML alone refuses (YAML 1.1, 3.2.2.2: the later one counts)", default: 0] += 1
      } else {
        differ(name, "PyYAML sees an error: \(line)")
      }
      return
    }
    let place = words.count > 1 && words[1].hasPrefix("byte:") ? "byte:\(error.byte)" : "\(error.character)"
    if message == "second occurrence" {
      reasons["an anchor is given twice, which PyYAML alone refuses (YAML 1.1, 3.2.2.2: the later one counts)", default: 0] += 1
    } else if words.count > 1, words[1] == place {
      errors += 1
    } else if words.count > 1, words[1].hasPrefix("byte:"), let byte = Int(words[1].dropFirst(5)), error.byte < byte {
      reasons["libyaml cannot decode a byte of a later document; we read each by itself then", default: 0] += 1
    } else {
      differ(name, "the error is at \(place) (\(error.message)), PyYAML's: \(line)")
    }
  }

  /// Whether all nodes are the same, but for listed differences.
  private mutating func compareDocument(_ name: String, _ ours: [String], _ theirs: ArraySlice<Substring>) -> Bool {
    var same = true
    let unwritten = YAMLDifference.unwrittenPlaces(ours)
    for (one, other) in zip(ours, theirs) {
      if one == other {
        nodes += 1
      } else if let reason = YAMLDifference.reason(one[...], other, unwritten) {
        reasons[reason, default: 0] += 1
      } else {
        differ(name, "\(one), and PyYAML has \(other)")
        same = false
        break
      }
    }
    if same, ours.count != theirs.count {
      differ(name, "\(ours.count) nodes, and PyYAML has \(theirs.count)")
      same = false
    }
    return same
  }
}

/// Where types differ, and are meant to: ours are those of sigs.k8s.io/yaml (goyaml.v2), through which Kubernetes reads.
private enum YAMLDifference {
  /// - Parameter unwritten: where values stand in ours that are not written.
  /// - Returns: nil for lines that differ without a reason.
  static func reason(_ ours: Substring, _ theirs: Substring, _ unwritten: Set<Substring>) -> String? {
    let (one, other) = (fields(ours), fields(theirs))
    if one.count == 7, other.count == 7, one[0...1] == other[0...1], one[4...6] == other[4...6] {
      // It, or the collection that ends with it.
      let isScalar = one[1] == "scalar" && one[2] == one[3] && other[2] == other[3]
      if unwritten.contains(one[3]), isScalar || one[2] == other[2] && one[1] != "scalar" {
        return "a value that is not written stands behind its key; libyaml has it where the next token begins, on another line"
      }
    }
    guard one.count == 7, other.count == 7, one[0...4] == other[0...4], one[6] == other[6] else { return nil }
    let (type, otherType, value) = (one[5], other[5], String(one[6]))
    switch (type, otherType) {
    case ("str", "timestamp"): return "timestamps stay text: no field of Kubernetes has them as anything else"
    case ("str", "merge") where value == "<<": return "a merge key is text, and read as a merge key where it is one"
    case ("str", "value") where value == "=": return "'=' is text to goyaml.v2"
    case ("bool", "str") where ["y", "Y", "n", "N"].contains(value): return "y and n are booleans to goyaml.v2"
    case ("str", "int") where value.contains(":"), ("str", "float") where value.contains(":"):
      return "numbers of base 60 are text to goyaml.v2"
    case ("float", "str") where Double(value.replacingOccurrences(of: "_", with: "")) != nil && !value.contains(":"):
      return "a float needs neither a point nor a sign in its exponent, to goyaml.v2"
    case ("int", "str") where value.drop { $0 == "-" || $0 == "+" }.lowercased().hasPrefix("0o"): return "0o17 is octal to goyaml.v2"
    case ("float", "int") where Double(value) != nil, ("str", "int") where value.filter(\.isNumber).count > 15:
      return "integers beyond 64 bits are no integers to goyaml.v2"
    default: return nil
    }
  }

  static func unwrittenPlaces(_ lines: [String]) -> Set<Substring> {
    Set(
      lines.compactMap { line in
        let fields = fields(line[...])
        return fields.count == 7 && fields[1] == "scalar" && fields[2] == fields[3] && fields[6].isEmpty ? fields[3] : nil
      })
  }

  /// Depth, kind, start, end, style, type, value.
  private static func fields(_ line: Substring) -> [Substring] {
    line.split(separator: " ", maxSplits: 6, omittingEmptySubsequences: false)
  }
}

/// A file as the script prints it.
private struct YAMLText {
  /// The lines of each document; none of an empty one. Those behind the first error are left out.
  private(set) var documents: [[String]] = []
  private(set) var error: (message: String, character: Int, byte: Int)?

  init(_ file: SourceFile) {
    let stream = YAMLStream.parse(file)
    let places = Places(file.bytes)
    if let first = stream.diagnostics.first(where: { $0.kind == .syntax }) {
      let start = Int(first.range.start)
      error = (first.message, places.character(start), start)
    }
    var roots = stream.roots[...]
    for document in stream.documents {
      if let error, Int(document.range.start) >= error.byte { break }
      guard !document.isEmpty, let root = roots.popFirst() else {
        documents.append([])
        continue
      }
      var printer = Printer(places: places)
      printer.add(root, depth: 0)
      documents.append(printer.lines)
    }
  }

  private struct Printer {
    let places: Places
    var lines: [String] = []
    private var numbers: [Int: Int] = [:]

    init(places: Places) { self.places = places }

    mutating func add(_ node: YAMLNode, depth: Int) {
      let range = "\(places.text(Int(node.range.start))) \(places.text(Int(node.range.end)))"
      if let target = node.aliasTarget { return lines.append("\(depth) alias \(range) - \(numbers[target.id] ?? -1) ") }
      numbers[node.id] = lines.count
      switch node.kind {
      case .mapping:
        lines.append("\(depth) mapping \(range) \(node.style) \(Self.type(node) ?? "map") ")
        for entry in node.ownEntries {
          add(entry.key, depth: depth + 1)
          add(entry.value, depth: depth + 1)
        }
      case .sequence:
        lines.append("\(depth) sequence \(range) \(node.style) \(Self.type(node) ?? "seq") ")
        for element in node.elements { add(element, depth: depth + 1) }
      default:
        let text = (node.text ?? "").replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\n", with: "\\n")
          .replacingOccurrences(of: "\r", with: "\\r")
        lines.append("\(depth) scalar \(range) \(Self.style(node)) \(Self.type(node) ?? Self.resolved(node)) \(text)")
      }
    }

    private static func style(_ node: YAMLNode) -> String {
      switch node.style {
      case .singleQuoted: "single"
      case .doubleQuoted: "double"
      default: "\(node.style)"
      }
    }

    /// The written type; PyYAML resolves `!` as no type.
    private static func type(_ node: YAMLNode) -> String? {
      guard let tag = node.tag, tag != "!" else { return nil }
      let core = "tag:yaml.org,2002:"
      return tag.hasPrefix(core) ? String(tag.dropFirst(core.count)) : "<\(tag)>"
    }

    private static func resolved(_ node: YAMLNode) -> String {
      switch node.scalar {
      case .null: "null"
      case .bool: "bool"
      case .int, .uint: "int"
      case .float: "float"
      default: "str"
      }
    }
  }

  /// Lines, columns and characters as libyaml counts them: not a byte order mark, and NEL, LS and PS end lines as well.
  private final class Places {
    private var characters: [Int32]
    private var lines: [Int32]
    private var columns: [Int32]

    init(_ bytes: [UInt8]) {
      characters = []
      lines = []
      columns = []
      for list in [\Places.characters, \.lines, \.columns] { self[keyPath: list].reserveCapacity(bytes.count + 1) }
      var (character, line, column): (Int32, Int32, Int32) = (0, 1, 1)
      for index in 0...bytes.count {
        characters.append(character)
        lines.append(line)
        columns.append(column)
        guard index < bytes.count else { break }
        // Counted at the last byte of each character.
        guard index + 1 == bytes.count || bytes[index + 1] & 0xC0 != 0x80, !(index == 2 && SourceFile.hasUTF8ByteOrderMark(bytes)) else {
          continue
        }
        character += 1
        column += 1
        let isBreak =
          bytes[index] == 0x0A || bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
          || index > 0 && bytes[index - 1] == 0xC2 && bytes[index] == 0x85
          || index > 1 && bytes[index - 2] == 0xE2 && bytes[index - 1] == 0x80 && (bytes[index] == 0xA8 || bytes[index] == 0xA9)
        if isBreak { (line, column) = (line + 1, 1) }
      }
    }

    func character(_ byte: Int) -> Int { Int(characters[min(byte, characters.count - 1)]) }

    func text(_ byte: Int) -> String {
      let index = min(byte, characters.count - 1)
      return "\(lines[index]):\(columns[index]):\(characters[index])"
    }
  }
}
