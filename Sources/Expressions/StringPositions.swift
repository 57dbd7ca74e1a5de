/// Functions on strings that speak of positions: CEL's strings extension, version 2 (cel-go, ext/strings.go). Positions count code
/// points from 0.
enum StringPositions {
  static let members: [StandardLibrary.Entry] = [
    StandardLibrary.define("charAt", [[.string, .int]], .string) { arguments throws(Interruption) in
      let (scalars, position) = (Array(try arguments[0].string().unicodeScalars), try arguments[1].int())
      // The position behind the last code point is allowed, and empty.
      guard position >= 0, position <= scalars.count else { throw .error("charAt(): index out of range: \(position)") }
      return .string(position == scalars.count ? "" : String(Character(scalars[Int(position)])))
    },
    StandardLibrary.define("substring", [[.string, .int], [.string, .int, .int]], .string) { arguments throws(Interruption) in
      let (scalars, start) = (Array(try arguments[0].string().unicodeScalars), try arguments[1].int())
      let end = arguments.count == 3 ? try arguments[2].int() : Int64(scalars.count)
      guard start >= 0, start <= end, end <= scalars.count else { throw .error("substring(): index out of range: \(start), \(end)") }
      return .string(string(of: scalars[Int(start)..<Int(end)]))
    },
    StandardLibrary.define("indexOf", [[.string, .string], [.string, .string, .int]], .int) {
      (arguments, budget) throws(Interruption) in try position(arguments, "indexOf", isLast: false, &budget)
    },
    StandardLibrary.define("lastIndexOf", [[.string, .string], [.string, .string, .int]], .int) {
      (arguments, budget) throws(Interruption) in try position(arguments, "lastIndexOf", isLast: true, &budget)
    },
    StandardLibrary.define("reverse", [[.string]], .string) { arguments throws(Interruption) in
      .string(string(of: try arguments[0].string().unicodeScalars.reversed()))
    },
  ]

  private static func string(of scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func position(
    _ arguments: Arguments, _ name: String, isLast: Bool, _ budget: inout Int
  ) throws(Interruption) -> Outcome {
    let scalars = Array(try arguments[0].string().unicodeScalars)
    let part = Array(try arguments[1].string().unicodeScalars)
    var bound: Int?
    if arguments.count == 3 {
      let given = try arguments[2].int()
      guard given >= 0, given <= scalars.count else { throw .error("\(name)(): index out of range: \(given)") }
      bound = Int(given)
    }
    let last = scalars.count - part.count
    // Where the part can start; `lastIndexOf` with a position looks only up to there.
    let starts = isLast ? 0...max(0, min(last, bound ?? last)) : min(bound ?? 0, max(0, last + 1))...max(0, last + 1)
    let candidates: [Int] = isLast ? starts.reversed() : Array(starts)
    var compared = 0
    defer { budget -= compared / 16 }
    for start in candidates where start <= last && compared / 16 <= budget {
      let same = zip(scalars[start...], part).prefix { $0 == $1 }.count
      compared += same + 1
      if same == part.count { return .int(start) }
    }
    return .int(-1)
  }
}
