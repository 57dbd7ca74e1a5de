internal import SourceText

/// Cuts a file into directives, comments and logical lines (parser.go, `Parse`).
struct DockerfileParser {
  private struct PhysicalLine {
    var start: Int
    /// Without the line end and, on a file's first line, without a byte order mark.
    var content: Range<Int>
    var next: Int
    /// 1-based.
    var number: Int

    var isTooLong: Bool { next - start > DockerfileParser.maximumLineLength }
  }

  /// The size of the buffer of Go's scanner: a line with its line end has to fit.
  private static let maximumLineLength = 65536

  private let file: SourceFile
  private var bytes: [UInt8] { file.bytes }
  private var position = 0
  private var lineNumber = 0
  private var isInDirectives = true
  /// The first comment since the last instruction or empty comment.
  private var commentBlockStart = 0
  private var terminators: TerminatorIndex?

  private(set) var escape = EscapeToken.backslash
  private(set) var directives: [Directive] = []
  private(set) var comments: [Comment] = []
  private(set) var instructions: [Instruction] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ file: SourceFile) { self.file = file }

  private mutating func refuse(_ level: Diagnostic.Level, _ message: String, line: Int, _ range: ByteRange) {
    diagnostics.append(Diagnostic(level: level, message: message, line: line, range: range))
  }

  private mutating func nextLine() -> PhysicalLine? {
    guard position < bytes.count else { return nil }
    let start = position
    let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
    let next = newline.map { $0 + 1 } ?? bytes.count
    var end = next
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let contentStart = start == 0 && SourceFile.hasUTF8ByteOrderMark(bytes) ? min(3, end) : start
    position = next
    lineNumber += 1
    let line = PhysicalLine(start: start, content: contentStart..<max(contentStart, end), next: next, number: lineNumber)
    // BuildKit's scanner needs room for one byte more at the end of a file without a line end.
    if line.isTooLong || newline == nil && next - start == Self.maximumLineLength { refuseLength(line) }
    return line
  }

  private mutating func refuseLength(_ line: PhysicalLine) {
    let message = "dockerfile line greater than max allowed size of \(Self.maximumLineLength - 1)"
    refuse(.parser, message, line: line.number - 1, ByteRange(line.content))
  }

  private func isComment(_ line: Range<Int>) -> Bool {
    let trimmed = Whitespace.trimmingStart(of: line, in: bytes)
    return !trimmed.isEmpty && bytes[trimmed.lowerBound] == UInt8(ascii: "#")
  }

  mutating func run() {
    while let line = nextLine() {
      let content = Whitespace.trimmingStart(of: line.content, in: bytes)
      if content.isEmpty {
        isInDirectives = false
      } else if bytes[content.lowerBound] == UInt8(ascii: "#") {
        commentOrDirective(content, line: line)
      } else {
        isInDirectives = false
        instruction(content, line)
      }
    }
    if instructions.isEmpty, !diagnostics.contains(where: { $0.level == .parser }) {
      refuse(.parser, "file with no instructions", line: lineNumber, .startOfFile)
    }
  }

  private mutating func commentOrDirective(_ content: Range<Int>, line: PhysicalLine) {
    if isInDirectives {
      if directive(content, line: line) { return }
      isInDirectives = false
    }
    note(comment: content, isInsideInstruction: false)
    // `#` alone ends the block of comments that belongs to the next instruction.
    if Whitespace.trimming((content.lowerBound + 1)..<content.upperBound, in: bytes).isEmpty { commentBlockStart = comments.count }
  }

  private mutating func note(comment range: Range<Int>, isInsideInstruction: Bool) {
    comments.append(Comment(range: ByteRange(range), isInsideInstruction: isInsideInstruction))
  }

  private mutating func directive(_ content: Range<Int>, line: PhysicalLine) -> Bool {
    guard let parts = Directive.parts(of: content, in: bytes),
      let name = Directive.Name(rawValue: String(decoding: bytes[parts.name], as: UTF8.self).lowercased())
    else { return false }
    let value = Word(MappedText(ByteRange(parts.value), of: bytes))
    let range = ByteRange(content.lowerBound..<parts.value.upperBound)
    if directives.contains(where: { $0.name == name }) {
      refuse(.parser, "only one \(name.rawValue) parser directive can be used", line: line.number - 1, range)
      return true
    }
    directives.append(Directive(name: name, value: value, range: range))
    switch name {
    case .escape:
      if value.bytes.count == 1, let token = EscapeToken(rawValue: value.bytes[0]) {
        escape = token
      } else {
        refuse(
          .parser, "invalid escape token '\(value.string)' does not match ` or \\", line: line.number - 1, value.range)
      }
    case .check:
      let options = value.bytes.prefix { $0 != UInt8(ascii: " ") }
      do { _ = try CheckOptions.parse(String(decoding: options, as: UTF8.self)) } catch {
        refuse(.conversion, "failed to parse check options: \(error.message)", line: 0, value.range)
      }
    case .syntax: break
    }
    return true
  }

  /// Where the content of a line ends before an escape token that continues it: `([^\\])\\[ \t]*$|^\\[ \t]*$`. Two in a row do not.
  private func continuation(of content: Range<Int>) -> Int? {
    var end = content.upperBound
    while end > content.lowerBound, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\t") { end -= 1 }
    guard end > content.lowerBound, bytes[end - 1] == escape.rawValue else { return nil }
    guard end - 1 == content.lowerBound || bytes[end - 2] != escape.rawValue else { return nil }
    return end - 1
  }

  private mutating func instruction(_ first: Range<Int>, _ firstLine: PhysicalLine) {
    let precedingComments = commentBlockStart..<comments.count
    let innerCommentsStart = comments.count
    var text = MappedText(at: UInt32(first.lowerBound))
    var emptyLines: [ByteRange] = []
    var end = continuation(of: first)
    text.append(first.lowerBound..<(end ?? first.upperBound), of: bytes)
    while end != nil, let line = nextLine() {
      if isComment(line.content) {
        note(comment: Whitespace.trimmingStart(of: line.content, in: bytes), isInsideInstruction: true)
      } else if Whitespace.trimmingStart(of: line.content, in: bytes).isEmpty {
        emptyLines.append(ByteRange(line.content))
      } else {
        end = continuation(of: line.content)
        text.append(line.content.lowerBound..<(end ?? line.content.upperBound), of: bytes)
      }
    }
    commentBlockStart = comments.count
    var parser = InstructionParser(text: text, escape: escape)
    let node = parser.parse(0..<text.count)
    // A lone escape token in the last line: no word at all.
    guard !node.keywordWord.text.isEmpty else { return }
    let start = firstLine.number
    for problem in parser.problems { refuse(problem.level, problem.message, line: start, problem.range) }
    var range = node.keywordWord.range.union(text.sourceRange(of: Whitespace.trimming(0..<text.count, in: text.bytes)))
    var heredocs: [Heredoc] = []
    if node.canHaveHeredocs { heredocs = self.heredocs(in: text, line: start) }
    for heredoc in heredocs { range = range.union(heredoc.terminator ?? heredoc.body) }
    instructions.append(
      Instruction(
        keyword: node.keyword, keywordWord: node.keywordWord, text: text, arguments: node.arguments, flags: node.flags,
        payload: node.payload, heredocs: heredocs, range: range, lines: start...lineNumber, precedingComments: precedingComments,
        innerComments: innerCommentsStart..<comments.count, emptyContinuationLines: emptyLines))
  }

  private mutating func heredocs(in text: MappedText, line: Int) -> [Heredoc] {
    // Most lines have none; they are not lexed.
    let logicalLine = text.bytes
    guard zip(logicalLine, logicalLine.dropFirst()).contains(where: { $0 == UInt8(ascii: "<") && $1 == UInt8(ascii: "<") })
    else { return [] }
    var heredocs: [Heredoc] = []
    for (opening, range) in HeredocOpening.all(in: logicalLine) {
      var heredoc = Heredoc(
        opening: text.sourceRange(of: range), name: String(decoding: opening.name, as: UTF8.self), expands: opening.expands,
        stripsTabs: opening.stripsTabs, fileDescriptor: opening.fileDescriptor,
        body: ByteRange(position..<position), terminator: nil)
      let isTerminated = readBody(of: &heredoc, opening)
      if !isTerminated { refuse(.parser, "unterminated heredoc", line: line, heredoc.opening) }
      heredocs.append(heredoc)
      if heredoc.terminator == nil { break }
    }
    return heredocs
  }

  /// Reads up to the terminator.
  ///
  /// Where there is none, BuildKit has read the whole rest of the file. Here the body ends before the first line that looks like an
  /// instruction, so that one missing word does not hide everything behind it.
  ///
  /// - Returns: whether BuildKit finds the terminator.
  private mutating func readBody(of heredoc: inout Heredoc, _ opening: HeredocOpening) -> Bool {
    let bodyStart = position
    if !hasTerminator(opening) {
      while let line = peekLine(), !looksLikeInstruction(line) {
        position = line.next
        lineNumber += 1
      }
      heredoc.body = ByteRange(bodyStart..<position)
      return false
    }
    var isWithinLimit = true
    while let line = peekLine() {
      position = line.next
      lineNumber += 1
      if line.isTooLong { isWithinLimit = false }
      if TerminatorIndex.content(of: line.content, in: bytes, strippingTabs: opening.stripsTabs).elementsEqual(opening.name) {
        heredoc.body = ByteRange(bodyStart..<line.start)
        heredoc.terminator = ByteRange(line.content)
        break
      }
    }
    return isWithinLimit
  }

  /// The next line, unread and of any length.
  private func peekLine() -> PhysicalLine? {
    guard position < bytes.count else { return nil }
    let next = bytes[position...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    var end = next
    while end > position, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return PhysicalLine(start: position, content: position..<end, next: next, number: lineNumber + 1)
  }

  private func looksLikeInstruction(_ line: PhysicalLine) -> Bool {
    let word = bytes[line.content].prefix { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    guard word.endIndex < line.content.upperBound, Whitespace.separatesWords(bytes[word.endIndex]) else { return false }
    return Keyword(word) != nil
  }

  private mutating func hasTerminator(_ opening: HeredocOpening) -> Bool {
    if terminators == nil { terminators = TerminatorIndex(bytes, from: position) }
    return terminators?.hasLine(opening.name, strippingTabs: opening.stripsTabs, atOrAfter: position) ?? false
  }
}

/// Where each line of a file occurs last: tells without a search whether a heredoc ends, so that many that do not end cost no more
/// than one.
private struct TerminatorIndex {
  private var lastLine: [ArraySlice<UInt8>: Int] = [:]
  private var lastLineWithoutTabs: [ArraySlice<UInt8>: Int] = [:]

  /// Longer names than this end no heredoc in practice, and lines of that length are not kept.
  private static let maximumLength = 256

  static func content(of range: Range<Int>, in bytes: [UInt8], strippingTabs: Bool) -> ArraySlice<UInt8> {
    let line = bytes[range]
    return strippingTabs ? line.drop { $0 == UInt8(ascii: "\t") } : line
  }

  init(_ bytes: [UInt8], from start: Int) {
    var index = start
    while index < bytes.count {
      let next = bytes[index...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      var end = next
      while end > index, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      let line = Self.content(of: index..<end, in: bytes, strippingTabs: false)
      if line.count <= Self.maximumLength { lastLine[line] = index }
      let stripped = Self.content(of: index..<end, in: bytes, strippingTabs: true)
      if stripped.count <= Self.maximumLength { lastLineWithoutTabs[stripped] = index }
      index = next
    }
  }

  func hasLine(_ name: [UInt8], strippingTabs: Bool, atOrAfter position: Int) -> Bool {
    let last = strippingTabs ? lastLineWithoutTabs[name[...]] : lastLine[name[...]]
    return last.map { $0 >= position } ?? false
  }
}
