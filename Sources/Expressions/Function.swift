/// A function that takes evaluated arguments.
struct Function: Sendable {
  /// How it is worked out. A closure that captures nothing is called without counting a reference, and all threads share these.
  enum Implementation: Sendable {
    case plain(@Sendable (_ arguments: Arguments) throws(Interruption) -> Outcome)
    /// What the work costs beyond one step and beyond the size of the result, it takes off the budget.
    case costing(@Sendable (_ arguments: Arguments, _ budget: inout Int) throws(Interruption) -> Outcome)
  }

  let name: String
  /// Which of the standard library's it is: whether it is called on a receiver, and a bit for each of the name's overloads that it stands for.
  var isMember = false
  var overloads: UInt32 = 0
  private let implementation: Implementation

  init(_ name: String, _ implementation: Implementation) {
    self.name = name
    self.implementation = implementation
  }

  func call(_ arguments: Arguments, _ budget: inout Int) -> Outcome {
    do throws(Interruption) {
      switch implementation {
      case .plain(let implementation): return try implementation(arguments)
      case .costing(let implementation): return try implementation(arguments, &budget)
      }
    } catch {
      switch error {
      case .mismatch: return StandardLibrary.mismatch(name, arguments)
      case .outcome(let outcome): return outcome
      }
    }
  }
}
