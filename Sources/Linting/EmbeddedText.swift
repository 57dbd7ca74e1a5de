#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A part of a text that is part of the program: it lasts, so parts of it are told apart without a copy.
struct EmbeddedText: Hashable, Sendable {
  private let whole: StaticString
  private let start: Int
  let count: Int

  init(_ text: StaticString) { self.init(text, 0, text.utf8CodeUnitCount) }

  private init(_ whole: StaticString, _ start: Int, _ count: Int) {
    self.whole = whole
    self.start = start
    self.count = count
  }

  var isEmpty: Bool { count == 0 }
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: whole.utf8Start + start, count: count) }
  var string: String { String(decoding: bytes, as: UTF8.self) }
  func dropFirst() -> EmbeddedText { EmbeddedText(whole, start + 1, count - 1) }

  /// The parts between separators; none of an empty text.
  ///
  /// - Parameter limit: how many parts are wanted; what is behind them is not looked at.
  func split(_ separator: UInt8, limit: Int = .max) -> [EmbeddedText] {
    guard !isEmpty else { return [] }
    var parts: [EmbeddedText] = []
    var position = start
    let end = start + count
    while parts.count < limit, let hit = memchr(whole.utf8Start + position, Int32(separator), end - position) {
      let next = UnsafeRawPointer(hit) - UnsafeRawPointer(whole.utf8Start)
      parts.append(EmbeddedText(whole, position, next - position))
      position = next + 1
    }
    if parts.count < limit { parts.append(EmbeddedText(whole, position, end - position)) }
    return parts
  }

  static func == (left: EmbeddedText, right: EmbeddedText) -> Bool { left.bytes.elementsEqual(right.bytes) }
  func hash(into hasher: inout Hasher) { hasher.combine(count) }
}
