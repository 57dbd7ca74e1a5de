/// What GitHub's code scanning knows a line by (`primaryLocationLineHash`).
///
/// The algorithm is that of github/codeql-action, `src/fingerprints.ts`: a polynomial hash with the base 37 over the 100 UTF-16 units
/// that begin with the line, modulo 2^64; blanks and tabs do not count, every line break is one line feed, the end of the text is
/// 0xFFFF and zeros follow it. The n-th line with the same hash has `:n` behind it.
struct LineHashes: Sendable {
  private var hashes: [(value: UInt64, occurrence: Int)] = []

  subscript(line: Int) -> String? {
    guard hashes.indices.contains(line - 1) else { return nil }
    let (value, occurrence) = hashes[line - 1]
    return String(value, radix: 16) + ":\(occurrence)"
  }

  private static let width = 100
  private static let base: UInt64 = 37
  /// What the unit that leaves the window was multiplied by.
  private static let leaving = (0..<width).reduce(into: UInt64(1)) { power, _ in power = power &* base }

  init(_ bytes: [UInt8]) {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count + Self.width)
    var starts: [Int] = []
    var isLineStart = true
    var followsReturn = false
    func append(_ unit: UInt16) {
      if isLineStart { starts.append(units.count) }
      isLineStart = unit == 0x0A
      units.append(unit)
    }
    for unit in String(decoding: bytes, as: UTF8.self).utf16 {
      switch unit {
      case 0x20, 0x09: followsReturn = false
      case 0x0A where followsReturn: followsReturn = false
      case 0x0D:
        append(0x0A)
        followsReturn = true
      default:
        append(unit)
        followsReturn = false
      }
    }
    append(0xFFFF)
    units += Array(repeating: 0, count: Self.width)

    var hash: UInt64 = 0
    var end = 0
    var occurrences: [UInt64: Int] = [:]
    for start in starts {
      while end < start + Self.width {
        hash = hash &* Self.base &+ UInt64(units[end])
        if end >= Self.width { hash = hash &- Self.leaving &* UInt64(units[end - Self.width]) }
        end += 1
      }
      occurrences[hash, default: 0] += 1
      hashes.append((hash, occurrences[hash, default: 1]))
    }
  }
}
