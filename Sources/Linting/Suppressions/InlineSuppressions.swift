internal import DockerfileSyntax
internal import SourceText
internal import Workspace
internal import YAMLSyntax

/// The suppressions that comments of a file hold, each with the lines that it speaks of.
struct InlineSuppressions {
  struct Entry {
    let suppression: Suppression
    /// A finding counts when one of its lines is among them.
    let lines: ClosedRange<Int>
  }

  private(set) var entries: [Entry] = []
  private(set) var mistakes: [(message: String, location: Location)] = []

  init(_ file: SourceFile, _ id: FileID, _ content: Workspace.Content?) {
    guard file.bytes.containsText("readylint:") else { return }
    let comments = Self.comments(of: file, content)
    let lines = LineIndex(file.bytes)
    let scopes = Scopes(comments, content, lines)
    for comment in comments {
      let location = Location(file: id, range: comment.range)
      do throws(SuppressionText.Mistake) {
        guard let found = try SuppressionText.comment(file.text(comment.range)[...]) else { continue }
        let suppression = Suppression(
          origin: .comment, rules: Set(found.rules), reason: found.reason, until: found.until, location: location)
        entries.append(Entry(suppression: suppression, lines: scopes.lines(of: comment)))
      } catch {
        mistakes.append((error.message, location))
      }
    }
  }

  struct Comment {
    let range: ByteRange
    /// Whether nothing but blanks stands before it on its line.
    let isAlone: Bool
  }

  private static func comments(of file: SourceFile, _ content: Workspace.Content?) -> [Comment] {
    switch content {
    case .dockerfile(let dockerfile): dockerfile.comments.map { Comment(range: $0.range, isAlone: true) }
    case .manifests(let stream, _): stream.comments.map { Comment(range: $0.range, isAlone: $0.isAlone) }
    default: plainComments(of: file)
    }
  }

  /// In nginx' configurations, Python, TOML and ini files: from a `#` or `;` that blanks or nothing precede to the end of the line.
  private static func plainComments(of file: SourceFile) -> [Comment] {
    var comments: [Comment] = []
    var start = 0
    for line in file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      var isAlone = true
      var before: UInt8 = 0x20
      for index in line.indices {
        let byte = line[index]
        if byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") && isAlone, before == 0x20 || before == 0x09 {
          comments.append(Comment(range: ByteRange(index..<line.endIndex), isAlone: isAlone))
          break
        }
        if byte != 0x20, byte != 0x09 { isAlone = false }
        before = byte
      }
      start += line.count + 1
    }
    return comments
  }
}

/// Which lines comments speak of: their own, and those that stand alone of what follows too.
private struct Scopes {
  private let lines: LineIndex
  /// Lines that hold a comment and nothing else.
  private let commentLines: Set<Int>
  /// By first line, the last one of what begins there and is one: an instruction, a scalar or flow collection over several lines.
  private let lastLines: [Int: Int]

  init(_ comments: [InlineSuppressions.Comment], _ content: Workspace.Content?, _ lines: LineIndex) {
    self.lines = lines
    commentLines = Set(comments.lazy.filter(\.isAlone).map { lines.line(at: $0.range.start) })
    var lastLines: [Int: Int] = [:]
    func add(_ range: ByteRange) {
      let (first, last) = (lines.line(at: range.start), lines.line(at: max(range.start, range.end) - (range.isEmpty ? 0 : 1)))
      if last > first { lastLines[first] = max(lastLines[first] ?? 0, last) }
    }
    switch content {
    case .dockerfile(let dockerfile): for instruction in dockerfile.instructions { add(instruction.range) }
    case .manifests(let stream, _): for range in stream.scalarRanges + stream.outermostFlowRanges { add(range) }
    default: break
    }
    self.lastLines = lastLines
  }

  func lines(of comment: InlineSuppressions.Comment) -> ClosedRange<Int> {
    let own = lines.line(at: comment.range.start)
    var target = own
    if comment.isAlone {
      repeat { target += 1 } while commentLines.contains(target)
    }
    return own...max(target, lastLines[target] ?? target)
  }
}
