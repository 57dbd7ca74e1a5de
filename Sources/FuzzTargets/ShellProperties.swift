internal import ShellSyntax
internal import SourceText

enum ShellProperties {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    let script = ShellScript.parse(bytes)
    let whole = 0..<bytes.count
    for error in script.errors { try require(error.range, in: whole, "error") }
    for command in script.commands {
      try require(command.range, in: whole, "command")
      var words = command.words
      for assignment in command.assignments {
        try require(assignment.range, in: command.range, "assignment")
        words.append(assignment.value)
      }
      for redirection in command.redirections {
        try require(redirection.range, in: whole, "redirection")
        // A here-document's lines stand behind the command's own.
        if let body = redirection.body { try require(body, in: whole, "here-document") }
        words.append(redirection.target)
      }
      for word in command.words { try require(word.range, in: command.range, "word") }
      for word in words { try check(word, in: whole) }
      for (word, next) in zip(command.words, command.words.dropFirst()) {
        try FuzzTargets.require(word.range.upperBound <= next.range.lowerBound, "the words at \(word.range) and \(next.range) overlap")
      }
    }
  }

  private static func check(_ word: ShellWord, in outer: Range<Int>) throws(Violation) {
    try require(word.range, in: outer, "word")
    var end = word.range.lowerBound
    for part in word.parts {
      try require(part.range, in: word.range, "part")
      try FuzzTargets.require(part.range.lowerBound >= end, "the part at \(part.range) begins within the one before it")
      end = part.range.upperBound
      switch part.kind {
      case .text, .glob: break
      case .commandSubstitution(let range), .arithmetic(let range): try require(range, in: part.range, "substitution")
      case .parameter(let expansion): if let argument = expansion.argument { try check(argument, in: part.range) }
      }
    }
    let isPlain = word.parts.allSatisfy { if case .text = $0.kind { true } else { false } }
    try FuzzTargets.require(isPlain == (word.literal != nil), "the word at \(word.range) is both plain and not")
    if let literal = word.literal {
      try FuzzTargets.require(word.resolve { _ in .unknown }.known == literal, "the word at \(word.range) has two values")
    }
    _ = word.resolve { $0.isEmpty ? .unset : .known($0) }
    _ = word.resolve { _ in .unset }
  }

  private static func require(_ range: Range<Int>, in outer: Range<Int>, _ what: String) throws(Violation) {
    try FuzzTargets.require(
      outer.lowerBound <= range.lowerBound && range.upperBound <= outer.upperBound, "the \(what) at \(range) is not within \(outer)")
  }
}
