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
    // Identities first: casts of what turns out to be something else are most of the time that a run takes.
    let type = ObjectIdentifier(type(of: value))
    if Self.leaves.contains(type) { return }
    if type == ObjectIdentifier(ByteRange.self), let range = value as? ByteRange { return try require(range, what) }
    if type == ObjectIdentifier(Location.self), let location = value as? Location { return try require(location, what) }
    if type == ObjectIdentifier(MappedText.self), let text = value as? MappedText { return try requireAll(of: text, what) }
    for (label, child) in Mirror(reflecting: value).children { try requireAll(of: child, label ?? what) }
  }

  /// Types that hold no place.
  private static let leaves: Set<ObjectIdentifier> = [
    ObjectIdentifier(String.self), ObjectIdentifier([UInt8].self), ObjectIdentifier(SourceFile.self), ObjectIdentifier(Range<Int>.self),
    ObjectIdentifier(Int.self), ObjectIdentifier(Int64.self), ObjectIdentifier(UInt32.self), ObjectIdentifier(Double.self),
    ObjectIdentifier(Bool.self), ObjectIdentifier([String].self),
  ]

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
