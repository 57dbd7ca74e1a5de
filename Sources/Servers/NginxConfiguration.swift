package import SourceText

/// The directives of an nginx configuration (nginx `src/core/ngx_conf_file.c`).
package struct NginxConfiguration: Sendable {
  package struct Word: Sendable {
    package let text: String
    package let location: Location
  }

  package struct Directive: Sendable {
    /// The blocks around it: `["http", "server"]`; empty in the main context.
    package let context: [String]
    package let words: [Word]
    /// Whether it opens a block: `server {`.
    package let isBlock: Bool

    package var name: String { words.first?.text ?? "" }
    /// The first word behind the name.
    var value: Setting<String>? {
      words.count > 1 ? Setting(.value(words[1].text), origin: .file, at: words[1].location) : nil
    }
  }

  package private(set) var directives: [Directive] = []

  /// Nesting deeper than any that nginx allows is cut off.
  private static let maximumDepth = 16

  package init(_ file: SourceFile, _ id: FileID) {
    self.init(file.bytes) { Location(file: id, range: ByteRange($0)) }
  }

  /// - Parameter place: Where a part of the text stands.
  init(_ bytes: [UInt8], place: (Range<Int>) -> Location) {
    var context: [String] = []
    var words: [Word] = []
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "#"): while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      case UInt8(ascii: ";"):
        if !words.isEmpty { directives.append(Directive(context: context, words: words, isBlock: false)) }
        words = []
        index += 1
      case UInt8(ascii: "{"):
        if !words.isEmpty { directives.append(Directive(context: context, words: words, isBlock: true)) }
        if context.count < Self.maximumDepth { context.append(words.first?.text ?? "") }
        words = []
        index += 1
      case UInt8(ascii: "}"):
        _ = context.popLast()
        words = []
        index += 1
      default: words.append(Self.word(bytes, &index, place))
      }
    }
  }

  private static func word(_ bytes: [UInt8], _ index: inout Int, _ place: (Range<Int>) -> Location) -> Word {
    let start = index
    var text: [UInt8] = []
    let quote = bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "\"") ? bytes[index] : nil
    if quote != nil { index += 1 }
    while index < bytes.count {
      let byte = bytes[index]
      if let quote {
        if byte == quote {
          index += 1
          break
        }
      } else if [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: "{")].contains(byte) {
        // `${name}` belongs to the word.
        guard byte == UInt8(ascii: "{"), text.last == UInt8(ascii: "$") else { break }
      }
      index += 1
      if byte == UInt8(ascii: "\\"), index < bytes.count {
        text.append(bytes[index])
        index += 1
      } else {
        text.append(byte)
      }
    }
    return Word(text: String(decoding: text, as: UTF8.self), location: place(start..<index))
  }

  /// The blocks that surround the whole text: `["http"]` for a file that nginx.conf includes there, as `conf.d/default.conf` is.
  package var surroundings: [String] {
    let top = directives.filter { $0.context.isEmpty && $0.isBlock }.map(\.name)
    return top.contains("http") || top.contains("events") || top.contains("stream") || !top.contains("server") && !top.contains("upstream")
      ? [] : ["http"]
  }

  func first(_ name: String, in context: [String]) -> Directive? { directives.first { $0.name == name && $0.context == context } }
}

/// Durations as nginx writes them: `500ms`, `10s`, `1h 30m`, and seconds without a unit.
package enum NginxDuration {
  package static func seconds(_ text: String) -> Double? {
    var rest = text[...]
    var total = 0.0
    while !rest.isEmpty {
      rest = rest.drop { $0 == " " }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let number = Double(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("w", 604_800)]
      let unit = units.first { rest.hasPrefix($0.0) }
      total += number * (unit?.1 ?? 1)
      rest = rest.dropFirst(unit?.0.count ?? 0)
      if unit == nil, !rest.isEmpty { return nil }
    }
    return text.isEmpty ? nil : total
  }
}
