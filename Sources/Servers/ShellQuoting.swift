/// Splits a line into words as Python's `shlex.split` does (cpython `Lib/shlex.py`, POSIX mode without comments).
enum ShellQuoting {
  /// Nil when a quote is never closed.
  static func split(_ text: String) -> [String]? {
    var words: [String] = []
    var word: [UInt8] = []
    var hasWord = false
    var quote: UInt8?
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      switch (quote, byte) {
      case (let open?, byte) where byte == open: quote = nil
      case (UInt8(ascii: "\"")?, UInt8(ascii: "\\")):
        guard let next = bytes.popFirst() else { return nil }
        if next != UInt8(ascii: "\""), next != UInt8(ascii: "\\") { word.append(byte) }
        word.append(next)
      case (_?, _): word.append(byte)
      case (nil, UInt8(ascii: "'")), (nil, UInt8(ascii: "\"")):
        quote = byte
        hasWord = true
      case (nil, UInt8(ascii: "\\")):
        guard let next = bytes.popFirst() else { return nil }
        word.append(next)
        hasWord = true
      case (nil, 0x20), (nil, 0x09), (nil, 0x0A), (nil, 0x0D):
        if hasWord { words.append(String(decoding: word, as: UTF8.self)) }
        (word, hasWord) = ([], false)
      default:
        word.append(byte)
        hasWord = true
      }
    }
    guard quote == nil else { return nil }
    if hasWord { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }
}
