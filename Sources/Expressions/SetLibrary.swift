/// Lists as sets: CEL's sets extension (cel-go, ext/sets.go).
enum SetLibrary {
  static let functions: [StandardLibrary.Entry] = [
    define("sets.contains") { isSubset($1, of: $0) },
    define("sets.equivalent") { left, right in
      // As `&&`: one side that is no subset decides.
      let (one, other) = (isSubset(left, of: right), isSubset(right, of: left))
      return ListLibrary.fold(ArrayList([one, other]), absorbing: false) { .value($0) }
    },
    define("sets.intersects") { left, right in
      ListLibrary.fold(left, absorbing: true) { ListLibrary.contains(right, $0) }
    },
  ]

  private static func isSubset(_ part: any ListValue, of whole: any ListValue) -> Outcome {
    ListLibrary.fold(part, absorbing: false) { ListLibrary.contains(whole, $0) }
  }

  private static func define(
    _ name: String, _ implementation: @escaping @Sendable (any ListValue, any ListValue) -> Outcome
  ) -> StandardLibrary.Entry {
    StandardLibrary.define(
      name, resultType: { StandardLibrary.accepts([.list(.dyn), .list(.dyn)], $0) && $0[0].isComparable(to: $0[1]) ? .bool : nil },
      costing: { (arguments, budget) throws(Interruption) in
        let (left, right) = (try arguments[0].list(), try arguments[1].list())
        let (work, overflow) = left.count.multipliedReportingOverflow(by: right.count)
        guard !overflow, work / 4 <= budget else { throw .outcome(.error(.budgetExceeded)) }
        budget -= work / 4
        return implementation(left, right)
      })
  }
}
