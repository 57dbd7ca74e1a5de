internal import PythonSource
internal import SourceText

/// Reads the assignments at the top level of a Python file as far as their values are plain: literals, `int(…)`, environment variables,
/// and arithmetic on those.
struct PythonLiterals {
  private let context: any ProcessContext
  private let file: FileID
  private(set) var result = ConfigurationFile()

  static func read(_ file: SourceFile, _ id: FileID, in context: any ProcessContext) -> ConfigurationFile {
    var reader = PythonLiterals(context: context, file: id)
    for line in PythonLexer.lines(file.bytes) { reader.read(line) }
    return reader.result
  }

  init(context: any ProcessContext, file: FileID) {
    self.context = context
    self.file = file
  }

  /// What an expression gives behind the lines that have been read.
  func value(of expression: [PythonLexer.Token]) -> ConfigurationValue {
    var evaluator = PythonExpression(expression, context: context, names: result)
    return evaluator.value()
  }

  private static let blockWords: Set<String> = [
    "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "async", "match", "case",
  ]

  /// Inside `def` and `class` names are local, unless `global` says otherwise.
  private var localIndentation: Int?

  mutating func read(_ line: PythonLexer.Line) {
    if let outer = localIndentation, line.indentation <= outer { localIndentation = nil }
    noteHiddenAssignments(line)
    guard let first = line.tokens.first else { return }
    if localIndentation != nil {
      if first.isName("global") { line.tokens.dropFirst().filter { $0.kind == .name }.forEach { forget($0, "a function may set it") } }
      return
    }
    if first.isName("def") || first.isName("class") || (first.isName("async") && line.tokens.dropFirst().first?.isName("def") == true) {
      localIndentation = line.indentation
      if let name = line.tokens.first(where: { $0.kind == .name && !["def", "class", "async"].contains($0.text) }) {
        forget(name, "it is a function or a class")
      }
      return
    }
    let isBlock =
      first.kind == .name && Self.blockWords.contains(first.text) && line.tokens.dropFirst().first?.isOp("=") != true
    if line.indentation > 0 || isBlock {
      return forgetAssigned(in: line.tokens, isLoop: first.isName("for") || first.isName("with") || first.isName("except"))
    }
    for statement in line.tokens.split(whereSeparator: { $0.isOp(";") }) { readStatement(Array(statement)) }
  }

  /// What may set any name without naming it.
  private mutating func noteHiddenAssignments(_ line: PythonLexer.Line) {
    for (index, token) in line.tokens.enumerated() where token.kind == .name {
      let next = index + 1 < line.tokens.count ? line.tokens[index + 1] : nil
      let previous = index > 0 ? line.tokens[index - 1] : nil
      if ["exec", "globals", "locals", "vars", "setattr"].contains(token.text), next?.isOp("(") == true, previous?.isOp(".") != true {
        forgetEverything("\(token.text)() may set it", token)
      }
      if token.isName("import"), next?.isOp("*") == true { forgetEverything("it may come from another module", token) }
      if next?.isOp(":=") == true { forget(token, "an expression sets it") }
    }
  }

  private mutating func forgetEverything(_ reason: String, _ token: PythonLexer.Token) {
    let location = location(token.range)
    result.unknown = (reason, location)
    for (name, entry) in result.entries {
      result.entries[name] = .init(value: .unknown(reason: reason), location: entry.location)
    }
  }

  mutating func forget(_ name: PythonLexer.Token, _ reason: String) {
    result.entries[name.text] = .init(value: .unknown(reason: reason), location: location(name.range))
  }

  private func location(_ range: Range<Int>) -> Location { Location(file: file, range: ByteRange(range)) }

  /// A line of a block: what it assigns depends on whether it runs.
  private mutating func forgetAssigned(in tokens: [PythonLexer.Token], isLoop: Bool) {
    let reason = "it is set under a condition"
    var depth = 0
    var start = 0
    for (index, token) in tokens.enumerated() {
      if token.kind == .op {
        if token.isOp(";") { start = index + 1 }
        if ["(", "[", "{"].contains(token.text) { depth += 1 }
        if [")", "]", "}"].contains(token.text) { depth -= 1 }
        guard depth == 0, token.text.hasSuffix("="), !["==", "!=", "<=", ">="].contains(token.text) else { continue }
        // All names of `a, b = …` and of `a: int = …`.
        for name in tokens[start..<index] where name.kind == .name { forget(name, reason) }
        start = index + 1
      } else if token.isName("import") {
        return tokens[index...].filter { $0.kind == .name }.forEach { forget($0, reason) }
      } else if isLoop, token.isName("for") || token.isName("as") {
        tokens[(index + 1)...].prefix(64).prefix { !$0.isName("in") && !$0.isOp(":") }.filter { $0.kind == .name }.forEach {
          forget($0, reason)
        }
      }
    }
  }

  private mutating func readStatement(_ tokens: [PythonLexer.Token]) {
    guard let first = tokens.first else { return }
    if first.isName("import") || first.isName("from") {
      let start = tokens.firstIndex { $0.isName("import") } ?? 0
      for (index, name) in tokens.enumerated() where index > start && name.kind == .name {
        // Modules are recognised by their names; others may be settings.
        if !["os", "multiprocessing", "environ", "getenv", "cpu_count", "as"].contains(name.text) {
          forget(name, "another module sets it")
        }
      }
      return
    }
    if first.isName("del") { return tokens.dropFirst().filter { $0.kind == .name }.forEach { result.entries[$0.text] = nil } }
    let equals = topLevelEquals(tokens)
    guard let lastEquals = equals.last else {
      if tokens.contains(where: { $0.kind == .op && $0.text.count > 1 && $0.text.hasSuffix("=") }) {
        forgetAssigned(in: tokens, isLoop: false)
      }
      return
    }
    let expression = Array(tokens[(lastEquals + 1)...])
    guard let start = expression.first?.range.lowerBound, let end = expression.last?.range.upperBound else {
      return forgetAssigned(in: tokens, isLoop: false)
    }
    let value = value(of: expression)
    var targetStart = 0
    for index in equals {
      let target = tokens[targetStart..<index]
      targetStart = index + 1
      // `name` or `name: annotation`.
      guard let name = target.first, name.kind == .name, target.count == 1 || target.dropFirst().first?.isOp(":") == true else {
        // `a, b = …` sets names; `a.b = …` and `a[b] = …` change what a name holds.
        target.filter { $0.kind == .name }.forEach { forget($0, "it is set together with others") }
        continue
      }
      result.entries[name.text] = .init(value: value, location: location(start..<end))
    }
  }

  private func topLevelEquals(_ tokens: [PythonLexer.Token]) -> [Int] {
    var depth = 0
    var found: [Int] = []
    // The `=` of a lambda's default is no assignment.
    let end = tokens.firstIndex { $0.isName("lambda") } ?? tokens.count
    for (index, token) in tokens[..<end].enumerated() where token.kind == .op {
      if ["(", "[", "{"].contains(token.text) { depth += 1 }
      if [")", "]", "}"].contains(token.text) { depth -= 1 }
      if token.text == "=", depth == 0 { found.append(index) }
    }
    return found
  }
}
