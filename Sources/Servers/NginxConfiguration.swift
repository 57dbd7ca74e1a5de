package import SourceText

/// The directives of an nginx configuration (nginx `src/core/ngx_conf_file.c`).
package struct NginxConfiguration: Sendable {
  package struct Word: Sendable {
    package let text: String
    package let location: Location
  }

  package struct Directive: Sendable {
    /// The names of the blocks around it: `["http", "server"]`; empty in the main context.
    package let context: [String]
    /// The indices of the directives that open these blocks.
    package let blocks: [Int]
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
  private var byBlock: [Key: [Int]] = [:]

  private struct Key: Hashable {
    /// The index of the directive that opens the block, or `main`.
    let block: Int
    let name: String
  }

  /// Stands for the context outside of all blocks.
  private static let main = -1

  /// Nesting deeper than any that nginx allows is cut off.
  private static let maximumDepth = 16

  package init(_ file: SourceFile, _ id: FileID) {
    self.init(file.bytes) { Location(file: id, range: ByteRange($0)) }
  }

  /// - Parameter place: Where a part of the text stands.
  init(_ bytes: [UInt8], place: (Range<Int>) -> Location) {
    var context: [String] = []
    var blocks: [Int] = []
    var words: [Word] = []
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "#"): while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      case UInt8(ascii: ";"):
        if !words.isEmpty { add(Directive(context: context, blocks: blocks, words: words, isBlock: false)) }
        words = []
        index += 1
      case UInt8(ascii: "{"):
        add(Directive(context: context, blocks: blocks, words: words, isBlock: true))
        if context.count < Self.maximumDepth {
          context.append(words.first?.text ?? "")
          blocks.append(directives.count - 1)
        }
        words = []
        index += 1
      case UInt8(ascii: "}"):
        _ = context.popLast()
        _ = blocks.popLast()
        words = []
        index += 1
      default: words.append(Self.word(bytes, &index, place))
      }
    }
  }

  private mutating func add(_ directive: Directive) {
    byBlock[Key(block: directive.blocks.last ?? Self.main, name: directive.name), default: []].append(directives.count)
    directives.append(directive)
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

  /// The directives of a name that hold at a place: those of the innermost block around it that has any (nginx's modules merge the
  /// settings of a level with those of the one above only where it has none).
  package func effective(_ name: String, at directive: Directive) -> [Directive] {
    for block in directive.blocks.reversed() + [Self.main] {
      if let found = byBlock[Key(block: block, name: name)] { return found.map { directives[$0] } }
    }
    return []
  }

  /// The directives of a name that stand directly in a block.
  package func directives(_ name: String, in block: Int) -> [Directive] {
    byBlock[Key(block: block, name: name), default: []].map { directives[$0] }
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
