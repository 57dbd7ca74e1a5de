package import SourceText

/// What one Python file says without being run: its imports, its calls, and the names that they are given to.
///
/// Every call of a file is found wherever it stands, in a function or under a condition too; who asks decides what that means.
package struct PythonModule: Sendable {
  /// A name that an import makes.
  package struct Import: Hashable, Sendable {
    /// Of `from ..a.b import c`, the number of dots.
    package let level: Int
    /// `a`, `b`.
    package let module: [String]
    /// `c`; nil for `import a.b`.
    package let member: String?
  }

  /// An expression, as far as it is plain.
  package enum Value: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case boolean(Bool)
    case none
    case list([Value])
    /// `a.b.c`.
    case name([String])
    /// Anything else; of a call its function's name.
    case other(call: [String])
  }

  package struct Argument: Sendable {
    /// nil for one by position; `*` and `**` for lists and dictionaries of arguments.
    package let name: String?
    package let value: Value
    package let range: ByteRange
  }

  package struct Call: Sendable {
    /// `app`, `include_router`.
    package let function: [String]
    package let functionRange: ByteRange
    package let arguments: [Argument]
    package let isDecorator: Bool
    /// The name that the call's value is given to; one of a function as `function/name`.
    package internal(set) var target: String?
    /// The function or class at the top level that it stands in.
    package internal(set) var scope: String?

    package subscript(name name: String) -> Argument? { arguments.first { $0.name == name } }
    package subscript(position position: Int) -> Argument? {
      arguments.indices.contains(position) && arguments[..<(position + 1)].allSatisfy { $0.name == nil } ? arguments[position] : nil
    }

    /// Whether arguments may come from where they cannot be seen.
    package var hasHiddenArguments: Bool { arguments.contains { $0.name == "*" || $0.name == "**" } }
  }

  /// The functions at the top level, with the names that they return.
  package private(set) var functions: [String: [String]] = [:]
  /// The parameters of those functions that can be given by position; each counts as assigned to, as `function/name`.
  package private(set) var parameters: [String: [String]] = [:]
  package private(set) var imports: [String: Import] = [:]
  package private(set) var calls: [Call] = []
  /// What names are given that are assigned to once; those of a function as `function/name`.
  package private(set) var constants: [String: Value] = [:]
  /// How often each name is assigned to.
  package private(set) var assignments: [String: Int] = [:]
  /// All texts of the file that begin with a slash, with their places.
  package private(set) var paths: [(text: String, range: ByteRange)] = []
  /// All texts that name something in a module, as settings in dictionaries do: `pythonjsonlogger.json.JsonFormatter`.
  package private(set) var dottedNames: [(text: String, range: ByteRange)] = []

  package init(_ file: SourceFile) {
    var scope: String?
    for line in PythonLexer.lines(file.bytes) {
      if line.indentation == 0 {
        let words = line.tokens.prefix(3).drop { $0.isName("async") }
        scope = words.first.flatMap { $0.isName("def") || $0.isName("class") ? words.dropFirst().first?.text : nil }
        if let scope, words.first?.isName("def") == true {
          functions[scope] = []
          parameters[scope] = Self.parameters(line.tokens)
          for name in parameters[scope] ?? [] { assignments[scope + "/" + name, default: 0] += 1 }
        }
      } else if let scope, line.tokens.count == 2, line.tokens[0].isName("return"), line.tokens[1].kind == .name {
        functions[scope]?.append(line.tokens[1].text)
      }
      let reader = LineReader(tokens: line.tokens, scope: scope)
      reader.read(into: &self)
    }
    for (name, count) in assignments where count > 1 { constants[name] = nil }
  }

  /// The value, with a constant of the file's top level in place of its name.
  package func resolved(_ value: Value?) -> Value? {
    if case .name(let path)? = value, path.count == 1, let constant = constants[path[0]] { return constant }
    return value
  }

  /// The names behind the first bracket and the commas of its depth, up to `*`.
  private static func parameters(_ tokens: [PythonLexer.Token]) -> [String] {
    var names: [String] = []
    var depth = 0
    for (index, token) in tokens.enumerated() where token.kind == .op {
      let isStart = depth == 0 && token.isOp("(") || depth == 1 && token.isOp(",")
      if ["(", "[", "{"].contains(token.text) { depth += 1 }
      if [")", "]", "}"].contains(token.text) { depth -= 1 }
      if depth == 0 { break }
      guard isStart, index + 1 < tokens.count else { continue }
      if tokens[index + 1].isOp("*") || tokens[index + 1].isOp("**") { break }
      if tokens[index + 1].kind == .name { names.append(tokens[index + 1].text) }
    }
    return names
  }

  /// Reads one logical line.
  private struct LineReader {
    let tokens: [PythonLexer.Token]
    let scope: String?
    /// The index of the bracket that closes the one at an index.
    private var closing: [Int: Int] = [:]
    private var depths: [Int] = []

    /// Deeper nesting is not looked into, so that the time that a line takes stays in proportion to its length.
    private static let maximumDepth = 16

    init(tokens: [PythonLexer.Token], scope: String?) {
      self.tokens = tokens
      self.scope = scope
      var open: [Int] = []
      for (index, token) in tokens.enumerated() {
        depths.append(open.count)
        guard token.kind == .op else { continue }
        if ["(", "[", "{"].contains(token.text) { open.append(index) }
        if [")", "]", "}"].contains(token.text), let start = open.popLast() {
          closing[start] = index
          depths[index] = open.count
        }
      }
    }

    func read(into module: inout PythonModule) {
      for token in tokens {
        guard case .string(let text?) = token.kind else { continue }
        if text.hasPrefix("/") {
          module.paths.append((text, ByteRange(token.range)))
        } else if PythonLexer.isDottedName(text) {
          module.dottedNames.append((text, ByteRange(token.range)))
        }
      }
      if tokens.first?.isName("import") == true || tokens.first?.isName("from") == true { return readImports(into: &module) }
      let target = assignment(into: &module)
      for index in tokens.indices where tokens[index].isOp("(") && depths[index] < Self.maximumDepth {
        guard let close = closing[index], var call = call(at: index, close) else { continue }
        // `name = call(…)`, the call being the whole value.
        if let target, close == tokens.count - 1, index - call.wordCount == target.valueStart { call.call.target = target.name }
        module.calls.append(call.call)
      }
    }

    private func readImports(into module: inout PythonModule) {
      var level = 0
      var path: [String] = []
      var index = 1
      if tokens[0].isName("import") {
        while index < tokens.count {
          path = []
          while index < tokens.count, !tokens[index].isOp(","), !tokens[index].isName("as") {
            if tokens[index].kind == .name { path.append(tokens[index].text) }
            index += 1
          }
          if index + 1 < tokens.count, tokens[index].isName("as") {
            module.imports[tokens[index + 1].text] = Import(level: 0, module: path, member: nil)
            index += 2
          } else if let first = path.first {
            module.imports[first] = Import(level: 0, module: [first], member: nil)
          }
          index += 1
        }
        return
      }
      while index < tokens.count, !tokens[index].isName("import") {
        if tokens[index].kind == .op { level += tokens[index].text == "..." ? 3 : tokens[index].text == "." && path.isEmpty ? 1 : 0 }
        if tokens[index].kind == .name { path.append(tokens[index].text) }
        index += 1
      }
      index += 1
      while index < tokens.count {
        guard tokens[index].kind == .name else {
          index += 1
          continue
        }
        let member = tokens[index].text
        var local = member
        if index + 2 < tokens.count, tokens[index + 1].isName("as") {
          local = tokens[index + 2].text
          index += 2
        }
        module.imports[local] = Import(level: level, module: path, member: member)
        index += 1
      }
    }

    /// `name = …` and `name: annotation = …` at the line's own depth.
    private func assignment(into module: inout PythonModule) -> (name: String, valueStart: Int)? {
      guard let equals = tokens.indices.first(where: { tokens[$0].isOp("=") && depths[$0] == 0 }), let first = tokens.first,
        first.kind == .name, equals == 1 || tokens[1].isOp(":")
      else { return nil }
      let name = scope.map { $0 + "/" + first.text } ?? first.text
      module.assignments[name, default: 0] += 1
      if equals + 1 < tokens.count { module.constants[name] = value(equals + 1..<tokens.count) }
      return (name, equals + 1)
    }

    /// The call whose arguments begin at a bracket, and how many tokens its function's name has.
    private func call(at open: Int, _ close: Int) -> (call: Call, wordCount: Int)? {
      var start = open
      var words: [String] = []
      while start > 0, tokens[start - 1].kind == .name, words.count < 32 {
        words.insert(tokens[start - 1].text, at: 0)
        start -= 1
        guard start > 1, tokens[start - 1].isOp("."), tokens[start - 2].kind == .name else { break }
        start -= 1
      }
      guard !words.isEmpty, words[0] != "def", !(start > 0 && (tokens[start - 1].isName("def") || tokens[start - 1].isName("class"))) else {
        return nil
      }
      // `a().b(…)`: whose method it is cannot be told by a name.
      if start > 0, tokens[start - 1].isOp(".") { words.insert("", at: 0) }
      var arguments: [Argument] = []
      var index = open + 1
      while index < close {
        let end = tokens[index..<close].indices.first { tokens[$0].isOp(",") && depths[$0] == depths[open] + 1 } ?? close
        if end > index { arguments.append(argument(index..<end)) }
        index = end + 1
      }
      let range = ByteRange(tokens[start].range.lowerBound..<tokens[open - 1].range.upperBound)
      let call = Call(
        function: words, functionRange: range, arguments: arguments, isDecorator: start == 1 && tokens[0].isOp("@"), target: nil,
        scope: scope)
      return (call, open - start)
    }

    private func argument(_ indices: Range<Int>) -> Argument {
      var start = indices.lowerBound
      var name: String?
      if tokens[start].isOp("*") || tokens[start].isOp("**") {
        name = tokens[start].text
        start += indices.count > 1 ? 1 : 0
      } else if indices.count > 2, tokens[start].kind == .name, tokens[start + 1].isOp("=") {
        name = tokens[start].text
        start += 2
      }
      let range = ByteRange(tokens[start].range.lowerBound..<tokens[indices.upperBound - 1].range.upperBound)
      return Argument(name: name, value: value(start..<indices.upperBound), range: range)
    }

    private func value(_ indices: Range<Int>) -> Value {
      let part = tokens[indices]
      guard let first = part.first else { return .other(call: []) }
      if part.allSatisfy({ if case .string = $0.kind { true } else { false } }) {
        var text = ""
        for token in part {
          guard case .string(let piece?) = token.kind else { return .other(call: []) }
          text += piece
        }
        return .text(text)
      }
      if part.count == 1, first.kind == .number { return Int(first.text.filter { $0 != "_" }).map { .integer($0) } ?? .other(call: []) }
      if part.count == 1, first.kind == .name {
        switch first.text {
        case "True": return .boolean(true)
        case "False": return .boolean(false)
        case "None": return .none
        default: return .name([first.text])
        }
      }
      if first.isOp("[") || first.isOp("("), closing[indices.lowerBound] == indices.upperBound - 1 {
        var items: [Value] = []
        var index = indices.lowerBound + 1
        let close = indices.upperBound - 1
        guard depths[indices.lowerBound] < Self.maximumDepth else { return .other(call: []) }
        while index < close {
          let end = tokens[index..<close].indices.first { tokens[$0].isOp(",") && depths[$0] == depths[indices.lowerBound] + 1 } ?? close
          if end > index { items.append(value(index..<end)) }
          index = end + 1
        }
        return .list(items)
      }
      var words: [String] = []
      var index = indices.lowerBound
      while index < indices.upperBound, tokens[index].kind == .name {
        words.append(tokens[index].text)
        index += 1
        guard index < indices.upperBound, tokens[index].isOp(".") else { break }
        index += 1
      }
      if index == indices.upperBound { return words.isEmpty ? .other(call: []) : .name(words) }
      if tokens[index].isOp("("), closing[index] == indices.upperBound - 1 { return .other(call: words) }
      return .other(call: [])
    }
  }
}
