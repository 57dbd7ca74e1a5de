internal import PythonSource
internal import SourceText

/// What a Python file surely does when it is run, in order: the lines of its top level, of `if __name__ == "__main__":`, of `try:` and
/// `with`, and of the functions that those call. Calls that are looked for are noted with what the names around them stand for.
struct PythonRun {
  /// A call that was met.
  struct Met {
    let call: PythonModule.Call
    /// Whether nothing but errors before it keeps it from being made.
    let isCertain: Bool
    /// By keyword, what each argument gives.
    let arguments: [String: ConfigurationValue]
  }

  private static let maximumDepth = 6
  private static let maximumCalls = 16
  private static let maximumArguments = 100

  private(set) var met: [Met] = []
  /// Names whose attributes the lines set: `config.port = 80`.
  private(set) var changedObjects: Set<String> = []

  private let lines: [PythonLexer.Line]
  private let module: PythonModule
  private let isWanted: (PythonModule.Call) -> Bool
  /// What the file sees, and what is started by it.
  let context: any ProcessContext
  private var literals: PythonLiterals
  /// The lines of functions of the top level: the header's index, and those of the body.
  private var functions: [String: (header: Int, body: Range<Int>)] = [:]
  private var called: Set<String> = []

  init(_ entry: PythonEntry, _ module: PythonModule, in context: any ProcessContext, wanted: @escaping (PythonModule.Call) -> Bool) {
    lines = PythonLexer.lines(entry.file.bytes)
    self.module = module
    isWanted = wanted
    self.context = Self.mayChangeEnvironment(lines, module) ? OwnEnvironment(outer: context) : context
    literals = PythonLiterals(context: self.context, file: entry.id)
    _ = run(lines.indices, isMain: entry.function == nil, depth: 0)
    if let function = entry.function { call(function, depth: 0) }
  }

  /// - Returns: false when the lines surely end before the last one.
  private mutating func run(_ range: Range<Int>, isMain: Bool, depth: Int) -> Bool {
    guard let base = range.first.map({ lines[$0].indentation }) else { return true }
    var index = range.lowerBound
    while index < range.upperBound {
      let line = lines[index]
      let end = self.end(ofBlockAt: index, in: range)
      defer { index = end }
      guard let first = line.tokens.first else { continue }
      if depth == 0, let name = Self.functionName(line) { functions[name] = (index, index + 1..<end) }
      let opensBlock = line.tokens.last?.isOp(":") == true && end > index + 1 && depth < Self.maximumDepth
      if Self.isMainGuard(line), line.indentation == base {
        guard isMain else { continue }
        if opensBlock, !run(index + 1..<end, isMain: isMain, depth: depth + 1) { return false }
        if !opensBlock { note(line, isCertain: false) }
        continue
      }
      if opensBlock, first.isName("try") || first.isName("with") || first.isName("async") && line.tokens[1].isName("with") {
        literals.read(line.shifted(by: base))
        // What stands behind a `return` in `try:` is not reached either, but `finally:` is.
        if !run(index + 1..<end, isMain: isMain, depth: depth + 1) { return false }
        continue
      }
      let isBlock = end > index + 1 || line.tokens.last?.isOp(":") == true || Self.isCondition(first, line)
      for line in lines[index..<end] { literals.read(line.shifted(by: base)) }
      if Self.functionName(line) == nil, !first.isName("class"), !first.isOp("@") {
        for line in lines[index..<end] { note(line, isCertain: !isBlock) }
      }
      guard !isBlock else { continue }
      for name in calledFunctions(line) { call(name, depth: depth + 1) }
      let isExit = line.tokens.count > 2 && first.isName("sys") && line.tokens[2].isName("exit")
      if isExit || first.isName("return") || first.isName("raise") || first.isName("exit") { return false }
    }
    return true
  }

  /// Runs the body of a function, whose parameters may be anything.
  private mutating func call(_ name: String, depth: Int) {
    guard depth < Self.maximumDepth, let function = functions[name], called.insert(name).inserted else { return }
    let outer = literals
    for token in lines[function.header].tokens where token.kind == .name { literals.forget(token, "it is given to a function") }
    _ = run(function.body, isMain: false, depth: depth + 1)
    literals = outer
  }

  /// The index behind the lines that are indented deeper than a line.
  private func end(ofBlockAt index: Int, in range: Range<Int>) -> Int {
    var end = index + 1
    while end < range.upperBound, lines[end].indentation > lines[index].indentation { end += 1 }
    return end
  }

  private static func functionName(_ line: PythonLexer.Line) -> String? {
    let words = line.tokens.prefix(3).drop { $0.isName("async") }
    guard words.first?.isName("def") == true else { return nil }
    return words.dropFirst().first?.text
  }

  /// `if __name__ == "__main__":`, either way round.
  private static func isMainGuard(_ line: PythonLexer.Line) -> Bool {
    let tokens = line.tokens.filter { !$0.isOp("(") && !$0.isOp(")") }
    guard tokens.count >= 5, tokens[0].isName("if"), tokens[2].isOp("=="), tokens[4].isOp(":") else { return false }
    return [tokens[1], tokens[3]].contains { $0.isName("__name__") } && [tokens[1], tokens[3]].contains { $0.kind == .string("__main__") }
  }

  private static func isCondition(_ first: PythonLexer.Token, _ line: PythonLexer.Line) -> Bool {
    ["if", "elif", "else", "for", "while", "except", "finally", "match", "case", "lambda"].contains { first.isName($0) }
  }

  // MARK: Environment

  private static let environmentSetters: Set<String> = ["load_dotenv", "read_env", "read_envfile", "putenv"]

  /// Whether the file sets variables, or reads them from a `.env` that an image may or may not have.
  private static func mayChangeEnvironment(_ lines: [PythonLexer.Line], _ module: PythonModule) -> Bool {
    let calls = module.calls.contains { call in
      let name = call.function.last ?? ""
      return environmentSetters.contains(name)
        || ["setdefault", "update"].contains(name) && call.function.dropLast().last == "environ"
    }
    return calls
      || lines.contains { line in
        guard let start = line.tokens.firstIndex(where: { $0.isName("environ") }), start + 1 < line.tokens.count else { return false }
        return line.tokens[start + 1].isOp("[") && line.tokens[start...].contains { $0.isOp("=") || $0.isOp("|=") }
          || line.tokens[start + 1].isOp("|=")
      }
  }

  private struct OwnEnvironment: ProcessContext {
    let outer: any ProcessContext

    func variable(_ name: String) -> Variable { .unknown(reason: "the program itself may set \(name)", nil) }
    func file(_ path: String) -> ProcessFile { outer.file(path) }
  }

  // MARK: Calls

  private func calls(_ line: PythonLexer.Line) -> ArraySlice<PythonModule.Call> {
    guard let start = line.tokens.first?.range.lowerBound, let end = line.tokens.last?.range.upperBound else { return [] }
    // Calls are in the order of their lines.
    let first = module.calls.partitioningIndex { $0.functionRange.indices.lowerBound >= start }
    return module.calls[first...].prefix { $0.functionRange.indices.lowerBound < end }
  }

  /// `main()`, `sys.exit(main())`, `asyncio.run(main())`.
  private func calledFunctions(_ line: PythonLexer.Line) -> [String] {
    calls(line).filter { $0.function.count == 1 && functions[$0.function[0]] != nil }.map { $0.function[0] }
  }

  private mutating func note(_ line: PythonLexer.Line, isCertain: Bool) {
    if line.tokens.count > 3, line.tokens[0].kind == .name, line.tokens[1].isOp("."),
      line.tokens.contains(where: { $0.kind == .op && $0.text.hasSuffix("=") && !["==", "!=", "<=", ">="].contains($0.text) })
    {
      changedObjects.insert(line.tokens[0].text)
    }
    // What calls more often or with more is no program that anybody wrote.
    for call in calls(line) where met.count < Self.maximumCalls && call.arguments.count <= Self.maximumArguments && isWanted(call) {
      // One in a lambda or behind `and` may never be made.
      let isPlain = !line.tokens.contains { token in ["lambda", "if", "and", "or"].contains { token.isName($0) } }
      let isAlone = isPlain || line.tokens.first?.range.lowerBound == call.functionRange.indices.lowerBound
      var arguments: [String: ConfigurationValue] = [:]
      for argument in call.arguments {
        let tokens = line.tokens.filter {
          $0.range.lowerBound >= argument.range.indices.lowerBound && $0.range.upperBound <= argument.range.indices.upperBound
        }
        if let name = argument.name { arguments[name] = literals.value(of: tokens) }
      }
      met.append(Met(call: call, isCertain: isCertain && isAlone, arguments: arguments))
    }
  }
}

extension PythonLexer.Line {
  /// The line as one of a block whose lines have that indentation.
  fileprivate func shifted(by indentation: Int) -> PythonLexer.Line {
    var line = self
    line.indentation = max(0, self.indentation - indentation)
    return line
  }
}
