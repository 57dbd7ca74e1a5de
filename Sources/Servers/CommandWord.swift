package import SourceText

/// A word of a command line, as far as it can be known.
package struct CommandWord: Sendable {
  package enum Text: Hashable, Sendable {
    case known(String)
    case unknown(reason: String)
  }

  package let text: Text
  package let location: Location
  /// Where a part of the text (in UTF-8 bytes) stands; nil when only the whole word has a place.
  package let place: (@Sendable (Range<Int>) -> Location)?
  /// What an unknown word surely begins and ends with: `--workers=` of `--workers=$N`, `/bin/uvicorn` of `$VENV/bin/uvicorn`.
  package let knownPrefix: String
  package let knownSuffix: String
  /// Whether an unknown word may turn out to be several or none: what a shell puts in place of an unquoted variable.
  package let mayBeSeveral: Bool

  package init(
    _ text: Text, at location: Location, place: (@Sendable (Range<Int>) -> Location)? = nil, knownPrefix: String = "",
    knownSuffix: String = "", mayBeSeveral: Bool = false
  ) {
    self.text = text
    self.location = location
    self.place = place
    self.knownPrefix = knownPrefix
    self.knownSuffix = knownSuffix
    self.mayBeSeveral = mayBeSeveral
  }

  package var known: String? { if case .known(let text) = text { text } else { nil } }

  /// Where a part of the text stands, or the whole word where that is not known.
  func location(of part: Range<Int>) -> Location { place?(part) ?? location }

  /// The word without its first bytes: the value of `--option=value`.
  func droppingFirst(_ count: Int) -> CommandWord {
    guard count > 0 else { return self }
    switch text {
    case .known(let text):
      let bytes = Array(text.utf8)
      let rest = String(decoding: bytes.dropFirst(count), as: UTF8.self)
      let shifted = place.map { place -> @Sendable (Range<Int>) -> Location in
        { place(($0.lowerBound + count)..<($0.upperBound + count)) }
      }
      return CommandWord(.known(rest), at: location(of: min(count, bytes.count)..<bytes.count), place: shifted)
    case .unknown:
      let prefix = String(decoding: Array(knownPrefix.utf8).dropFirst(count), as: UTF8.self)
      return CommandWord(text, at: location, knownPrefix: prefix, knownSuffix: knownSuffix)
    }
  }

  /// The last component of the path that the word names: `uvicorn` of `/app/.venv/bin/uvicorn`.
  var programName: String? {
    switch text {
    case .known(let text): text.lastPathComponent.map(String.init)
    case .unknown: knownSuffix.contains("/") ? knownSuffix.lastPathComponent.map(String.init) : nil
    }
  }

  /// Why the text is not known.
  var reason: String { if case .unknown(let reason) = text { reason } else { "" } }
}
