internal import Linting
internal import SourceText
internal import Workspace

/// Where secrets stand: reports travel farther than the files. A class, as they are looked for when a text of a file is first shown.
final class ConcealedSecrets: Sendable {
  private let findings: [[Finding]]
  private let rules: [Rule]
  private let files: [SourceFile]
  private let found = Once<[FileID: [ByteRange]]>()

  /// Kinds of subjects whose findings stand at a secret or at its key; a COPY without a .dockerignore is about secrets too.
  private static let subjects: Set<String> = ["imageText", "literal", "secret"]

  /// - Parameters:
  ///   - findings: those that are not reported too.
  ///   - rules: those that the findings are about.
  init(_ findings: [[Finding]], _ rules: [Rule], in files: [SourceFile]) {
    self.findings = findings
    self.rules = rules.filter { $0.tags.contains("secrets") && Self.subjects.contains($0.subject) }
    self.files = files
  }

  /// In order, and apart from each other; nil for a file without any.
  func ranges(in file: FileID) -> [ByteRange]? { rules.isEmpty ? nil : found.value(find)[file] }

  private func find() -> [FileID: [ByteRange]] {
    var ranges: [FileID: [ByteRange]] = [:]
    for finding in findings.joined() {
      guard let rule = rules.first(where: { $0.id == finding.rule }) else { continue }
      ranges[finding.location.file, default: []].append(secret(of: finding, rule))
    }
    return ranges.mapValues(Self.merged)
  }

  /// Where the secret is: in a Secret the key is underlined, and the value is behind it.
  private func secret(of finding: Finding, _ rule: Rule) -> ByteRange {
    let range = finding.location.range
    guard rule.subject == "secret" else { return range }
    let bytes = files[Int(finding.location.file.index)].bytes
    var start = min(Int(range.end), bytes.count)
    while start < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ":"), 0x20].contains(bytes[start]) { start += 1 }
    return ByteRange(start..<(bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count))
  }

  /// Sorted ranges, those that touch as one.
  private static func merged(_ ranges: [ByteRange]) -> [ByteRange] {
    var merged: [ByteRange] = []
    for range in ranges.sorted(by: { $0.start < $1.start }) where !range.isEmpty {
      if let last = merged.last, range.start <= last.end {
        merged[merged.count - 1] = last.union(range)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
