/// Lists as sets: CEL's sets extension (cel-go, ext/sets.go).
enum SetLibrary {
  static let functions: [StandardLibrary.Entry] = [
    define("sets.contains") { isSubset($1, of: $0, &$2) },
    define("sets.equivalent") { left, right, budget in
      // As `&&`: one side that is no subset decides.
      let (one, other) = (isSubset(left, of: right, &budget), isSubset(right, of: left, &budget))
      return ListLibrary.fold(ArrayList([one, other]), absorbing: false, &budget) { answer, _ in .value(answer) }
    },
    define("sets.intersects") { left, right, budget in
      ListLibrary.fold(left, absorbing: true, &budget) { ListLibrary.contains(right, $0, &$1) }
    },
  ]

  private static func isSubset(_ part: any ListValue, of whole: any ListValue, _ budget: inout Int) -> Outcome {
    ListLibrary.fold(part, absorbing: false, &budget) { ListLibrary.contains(whole, $0, &$1) }
  }

  private static func define(
    _ name: String, _ implementation: @escaping @Sendable (any ListValue, any ListValue, inout Int) -> Outcome
  ) -> StandardLibrary.Entry {
    StandardLibrary.define(
      name, resultType: { StandardLibrary.accepts([.list(.dyn), .list(.dyn)], $0) && $0[0].isComparable(to: $0[1]) ? .bool : nil },
      costing: { (arguments, budget) throws(Interruption) in
        implementation(try arguments[0].list(), try arguments[1].list(), &budget)
      })
  }
}
