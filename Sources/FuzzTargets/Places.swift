internal import DockerfileSyntax
internal import SourceText

/// Something that should hold of every input, and does not.
package struct Violation: Error, Hashable, Sendable {
  package let message: String
}

func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Violation) {
  if !condition { throw Violation(message: message()) }
}

/// Files in which places lie.
struct Places {
  /// By the numbers of locations.
  private let sizes: [Int]

  init(in files: [SourceFile]) { sizes = files.map(\.bytes.count) }

  init(in file: SourceFile) { self.init(in: [file]) }

  func require(_ range: ByteRange, _ what: @autoclosure () -> String) throws(Violation) {
    try require(Location(file: FileID(0), range: range), what())
  }

  func require(_ range: Range<Int>, _ what: @autoclosure () -> String) throws(Violation) {
    try FuzzTargets.require(range.lowerBound >= 0 && range.upperBound <= sizes[0], "\(what()): \(range) leaves the file")
  }

  func require(_ location: Location, _ what: @autoclosure () -> String) throws(Violation) {
    let index = Int(location.file.index)
    try FuzzTargets.require(sizes.indices.contains(index), "\(what()): there is no file \(index)")
    let range = location.range
    try FuzzTargets.require(range.start <= range.end, "\(what()): \(range) ends before it begins")
    try FuzzTargets.require(Int(range.end) <= sizes[index], "\(what()): \(range) leaves its file of \(sizes[index]) bytes")
  }

  /// Every place that a value holds, at whatever depth: what is added to a type later is checked without a word here.
  func requireAll(of value: Any, _ what: String) throws(Violation) {
    switch value {
    case let range as ByteRange: try require(range, what)
    case let location as Location: try require(location, what)
    case let text as MappedText: try requireAll(of: text, what)
    case is String, is [UInt8], is SourceFile, is Range<Int>: return
    default:
      for (label, child) in Mirror(reflecting: value).children { try requireAll(of: child, label.map { what + "." + $0 } ?? what) }
    }
  }

  /// Each byte of the text stands in the file, in order.
  private func requireAll(of text: MappedText, _ what: String) throws(Violation) {
    let whole = text.sourceRange
    try require(whole, what)
    var start = whole.start
    for index in 0..<text.count {
      let place = text.sourceRange(of: index..<(index + 1))
      try FuzzTargets.require(
        whole.contains(place) && place.start <= place.end, "\(what): byte \(index) stands at \(place), outside of \(whole)")
      try FuzzTargets.require(place.start >= start, "\(what): byte \(index) stands at \(place), before the byte in front of it")
      start = place.start
    }
  }
}
