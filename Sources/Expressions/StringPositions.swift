/// Functions on strings that speak of positions: CEL's strings extension, version 2 (cel-go, ext/strings.go). Positions count code
/// points from 0.
enum StringPositions {
  static let entries: [StandardLibrary.Entry] = [
    StandardLibrary.define("charAt", [[.string, .int]], .string) { arguments in
      guard case .string(let text) = arguments[0], case .int(let position) = arguments[1] else {
        return StandardLibrary.mismatch("charAt", arguments)
      }
      let scalars = Array(text.unicodeScalars)
      // The position behind the last code point is allowed, and empty.
      guard position >= 0, position <= scalars.count else { return .error("charAt(): index out of range: \(position)") }
      return .string(position == scalars.count ? "" : String(Character(scalars[Int(position)])))
    },
    StandardLibrary.define("substring", [[.string, .int], [.string, .int, .int]], .string) { arguments in
      guard case .string(let text) = arguments[0], case .int(let start) = arguments[1] else {
        return StandardLibrary.mismatch("substring", arguments)
      }
      let scalars = Array(text.unicodeScalars)
      var end = Int64(scalars.count)
      if arguments.count == 3 {
        guard case .int(let given) = arguments[2] else { return StandardLibrary.mismatch("substring", arguments) }
        end = given
      }
      guard start >= 0, start <= end, end <= scalars.count else { return .error("substring(): index out of range: \(start), \(end)") }
      return .string(string(of: scalars[Int(start)..<Int(end)]))
    },
    StandardLibrary.define("indexOf", [[.string, .string], [.string, .string, .int]], .int) { position($0, "indexOf", isLast: false) },
    StandardLibrary.define("lastIndexOf", [[.string, .string], [.string, .string, .int]], .int) {
      position($0, "lastIndexOf", isLast: true)
    },
    StandardLibrary.define("reverse", [[.string]], .string) { arguments in
      guard case .string(let text) = arguments[0] else { return StandardLibrary.mismatch("reverse", arguments) }
      return .string(string(of: text.unicodeScalars.reversed()))
    },
  ]

  private static func string(of scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func position(_ arguments: [Value], _ name: String, isLast: Bool) -> Outcome {
    guard case .string(let text) = arguments[0], case .string(let wanted) = arguments[1] else {
      return StandardLibrary.mismatch(name, arguments)
    }
    let (scalars, part) = (Array(text.unicodeScalars), Array(wanted.unicodeScalars))
    var bound: Int?
    if arguments.count == 3 {
      guard case .int(let given) = arguments[2] else { return StandardLibrary.mismatch(name, arguments) }
      guard given >= 0, given <= scalars.count else { return .error("\(name)(): index out of range: \(given)") }
      bound = Int(given)
    }
    let last = scalars.count - part.count
    // Where the part can start; `lastIndexOf` with a position looks only up to there.
    let starts = isLast ? 0...max(0, min(last, bound ?? last)) : min(bound ?? 0, max(0, last + 1))...max(0, last + 1)
    let candidates: [Int] = isLast ? starts.reversed() : Array(starts)
    for start in candidates where start <= last && scalars[start..<(start + part.count)].elementsEqual(part) { return .int(start) }
    return .int(-1)
  }
}
