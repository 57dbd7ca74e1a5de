internal import ShellSyntax

/// How long a command sleeps, as far as its words say.
enum SleepCommand {
  private static let shells: Set<String> = ["sh", "/bin/sh", "bash", "/bin/bash", "ash", "/bin/ash", "dash", "/bin/dash"]

  static func isShell(_ program: String) -> Bool { shells.contains(program) }

  /// `-c`, `-ec` …: the next word is a script.
  static func isCommandOption(_ word: String) -> Bool { word.hasPrefix("-") && word.hasSuffix("c") }

  /// Seconds that `sleep N` or `sh -c "…"` takes when every command in it is a sleep or ends at once; nil when something else runs.
  static func seconds(_ words: [String]) -> Double? {
    guard let program = words.first else { return nil }
    if isSleep(program) { return sum(ofOperands: words.dropFirst()) }
    guard isShell(program), words.count >= 3, isCommandOption(words[1]) else { return nil }
    var total = 0.0
    for command in ShellScript.parse(words[2]).commands {
      // A loop's or a condition's length is not in its text; a sleep in the background does not hold the hook up.
      guard command.context.isDisjoint(with: [.conditional, .condition, .loop, .background, .function, .pipeline]) else { return nil }
      let literals = command.words.map(\.literal)
      guard let name = literals.first.flatMap({ $0 }) else { return nil }
      if isSleep(name) {
        let operands = literals.dropFirst().compactMap { $0 }
        guard operands.count == literals.count - 1, let seconds = sum(ofOperands: operands[...]) else { return nil }
        total += seconds
      } else if !["echo", "true", ":", "exit", "printf", "touch", "date"].contains(name) {
        return nil
      }
    }
    return total
  }

  private static func isSleep(_ program: String) -> Bool {
    program == "sleep" || program.hasSuffix("/sleep")
  }

  /// The operands of coreutils' sleep: numbers with a unit of s, m, h or d, added up.
  private static func sum(ofOperands operands: ArraySlice<String>) -> Double? {
    guard !operands.isEmpty else { return nil }
    var total = 0.0
    for operand in operands {
      let unit: Double? =
        switch operand.utf8.last {
        case UInt8(ascii: "s"): 1
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "h"): 3600
        case UInt8(ascii: "d"): 86400
        default: nil
        }
      guard let number = Double(unit == nil ? operand : String(operand.dropLast())), number >= 0, number.isFinite else { return nil }
      total += number * (unit ?? 1)
    }
    return total
  }
}
