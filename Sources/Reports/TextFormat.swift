internal import Linting
internal import SourceText

/// Findings as frames of code, in the manner of rustc: the place with `^^^`, related places with `---`.
package struct TextFormat: Sendable {
  /// Whether to colour with ANSI escapes.
  package var color: Bool

  package init(color: Bool) { self.color = color }

  package func render(_ report: Report) -> RenderedText {
    frames(report.findings, of: report) + RenderedText(ConciseFormat.undecided(of: report))
  }

  /// Findings under headings, for going through them one by one.
  package func render(_ report: Report, grouping: Grouping) -> RenderedText {
    var output = RenderedText("")
    for group in report.groups(by: grouping) {
      let heading = paint("== \(printable(group.title)): \(Statistics.counts(group))", .bold) + "\n\n"
      output += RenderedText(heading) + frames(group.findings, of: report)
    }
    return output + RenderedText(ConciseFormat.undecided(of: report))
  }

  private func frames(_ findings: [Finding], of report: Report) -> RenderedText {
    report.rendered(findings) { finding, positions, output in
      var text = ""
      render(finding, of: report, positions: &positions, into: &text)
      output += text.utf8
      output.append(UInt8(ascii: "\n"))
    }
  }

  private func render(
    _ finding: Finding, of report: Report, positions: inout Report.Positions, into output: inout String
  ) {
    let style = Style(finding.severity)
    output += paint("\(finding.severity.rawValue)[\(finding.rule)]", style) + paint(": " + printable(finding.message), .bold) + "\n"
    let gutter = places(of: finding, in: report, positions: &positions, into: &output)
    if !finding.logicalPath.isEmpty { note("in", finding.logicalPath, gutter: gutter, into: &output) }
    if let rule = report.rule(finding.rule) {
      note("why", Self.line(rule.why), gutter: gutter, into: &output)
      note("fix", Self.line(rule.fix), gutter: gutter, into: &output)
    }
  }

  /// The frames of a finding's places.
  ///
  /// - Returns: how wide the line numbers are.
  @discardableResult
  func places(of finding: Finding, in report: Report, positions: inout Report.Positions, into output: inout String) -> Int {
    let style = Style(finding.severity)
    let primary = Mark(location: finding.location, label: "", isPrimary: true)
    let marks = [primary] + finding.related.map { Mark(location: $0.location, label: $0.label, isPrimary: false) }
    let gutter = marks.reduce(1) { max($0, String(positions.start(of: $1.location).line).count) }
    var files: [FileID] = []
    for mark in marks where !files.contains(mark.location.file) { files.append(mark.location.file) }
    for file in files {
      let inFile = marks.filter { $0.location.file == file }
      guard let first = inFile.first else { continue }
      let start = positions.start(of: first.location)
      let arrow = file == finding.location.file ? "-->" : ":::"
      let path = positions.path(of: file)
      output += paint(String(repeating: " ", count: gutter) + arrow, .line) + " \(path):\(start.line):\(start.column)\n"
      frame(inFile, in: report, lines: positions.lines(of: file), gutter: gutter, style: style, into: &output)
    }
    return gutter
  }

  /// A text of several lines as one.
  static func line(_ text: String) -> String {
    // By bytes: to ask each character whether it is a newline takes longer than all else in a report.
    let lines = text.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    return lines.count == 1 && lines[0].count == text.utf8.count ? text : lines.map { String(Substring($0)) }.joined(separator: " ")
  }

  private struct Mark {
    var location: Location
    var label: String
    var isPrimary: Bool
  }

  private func frame(
    _ marks: [Mark], in report: Report, lines: LineIndex, gutter: Int, style: Style, into output: inout String
  ) {
    let blank = String(repeating: " ", count: gutter)
    output += paint(blank + " |", .line) + "\n"
    var previous: Int?
    var shown = ByteRange.startOfFile
    let sorted = marks.sorted { $0.location.range.start < $1.location.range.start }
    for mark in sorted {
      let start = lines.position(at: mark.location.range.start)
      if let previous, start.line > previous + 1 { output += paint("...", .line) + "\n" }
      let content = lines.contentRange(ofLine: start.line)
      if previous != start.line || mark.location.range.start >= shown.end && shown.end < content.end {
        shown = Self.excerpt(of: content, around: mark.location.range, in: report.file(mark.location.file).bytes)
        let number = String(start.line)
        let part = printable(report.text(of: shown, in: mark.location.file))
        let text = (shown.start > content.start ? "…" : "") + part + (shown.end < content.end ? "…" : "")
        output += paint(String(repeating: " ", count: gutter - number.count) + number + " |", .line) + " \(text)\n"
      }
      previous = start.line
      // Of a range over several lines, the first line is underlined to its end.
      let lead = width(of: lines, from: shown.start, to: min(mark.location.range.start, shown.end)) + (shown.start > content.start ? 1 : 0)
      let body = max(1, width(of: lines, from: mark.location.range.start, to: min(mark.location.range.end, shown.end)))
      let underline = String(repeating: mark.isPrimary ? "^" : "-", count: body)
      let label = mark.label.isEmpty ? "" : " " + printable(mark.label)
      output += paint(blank + " |", .line) + " " + String(repeating: " ", count: lead)
      output += paint(underline + label, mark.isPrimary ? style : .line) + "\n"
    }
  }

  /// Lines up to this many bytes are shown whole. Longer ones were written by programs: the place is to be seen, and a megabyte is not to
  /// be printed for each finding in it.
  private static let longestLine = 1000

  /// The part of a line that is shown.
  private static func excerpt(of line: ByteRange, around place: ByteRange, in bytes: [UInt8]) -> ByteRange {
    guard line.count > longestLine else { return line }
    // Not in the middle of a character.
    func boundary(_ offset: Int) -> Int {
      var offset = offset
      while offset > line.start, offset < line.end, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
      return offset
    }
    let start = boundary(max(Int(line.start), min(Int(place.start), Int(line.end)) - longestLine / 5))
    return ByteRange(start..<boundary(min(Int(line.end), start + longestLine)))
  }

  /// How many characters a stretch of one line takes when printed.
  private func width(of lines: LineIndex, from start: UInt32, to end: UInt32) -> Int {
    guard end > start else { return 0 }
    let line = lines.contentRange(ofLine: lines.line(at: start))
    let text = lines.text(ofLine: lines.line(at: start))
    let lower = text.startIndex + Int(start - line.start)
    let upper = min(text.endIndex, text.startIndex + Int(end - line.start))
    guard lower < upper else { return 0 }
    return printable(String(decoding: text[lower..<upper], as: UTF8.self)).unicodeScalars.count
  }

  private func note(_ label: String, _ text: String, gutter: Int, into output: inout String) {
    output += paint(String(repeating: " ", count: gutter) + " =", .line) + " \(paint(label, .bold)): \(printable(text))\n"
  }

  private enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case info = "1;36"
    case bold = "1"
    case line = "1;34"

    init(_ severity: Severity) {
      self =
        switch severity {
        case .error: .error
        case .warning: .warning
        case .info: .info
        }
    }
  }

  private func paint(_ text: String, _ style: Style) -> String {
    color ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
