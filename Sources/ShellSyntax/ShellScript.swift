/// A parsed shell script or command line: its simple commands in order, each with how it is run.
///
/// Compound commands are not kept as a tree: what stands around a command is what `Command.context` says. All ranges are offsets in
/// the bytes that were parsed.
package struct ShellScript: Sendable {
  package struct Assignment: Hashable, Sendable {
    package let name: String
    package let value: ShellWord
    package let range: Range<Int>
  }

  package struct Redirection: Hashable, Sendable {
    /// `<`, `>`, `>>`, `<<`, `<<-`, `<&`, `>&`, `<>`, `>|`, `<<<`, `&>`, `&>>`.
    package let `operator`: String
    package let fileDescriptor: Int?
    package let target: ShellWord
    /// The lines of a here-document.
    package internal(set) var body: Range<Int>?
    package let range: Range<Int>
  }

  /// How a simple command is run.
  package struct Context: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// One of several commands joined by `|`.
    package static let pipeline = Context(rawValue: 1)
    /// Its list ends with `&`.
    package static let background = Context(rawValue: 2)
    /// It runs only if a command before it succeeded or failed (`&&`, `||`), or it stands in a branch of `if` or `case`.
    package static let conditional = Context(rawValue: 4)
    /// The condition of `if`, `while` or `until`, or a command before `||`: its failure does not end the script.
    package static let condition = Context(rawValue: 8)
    package static let loop = Context(rawValue: 16)
    /// Within `( … )`: another process.
    package static let subshell = Context(rawValue: 32)
    /// Within a function's body: it runs when the function is called.
    package static let function = Context(rawValue: 64)
    /// Behind `!`.
    package static let negated = Context(rawValue: 128)
  }

  package struct Command: Sendable {
    package let assignments: [Assignment]
    /// The command's name and its arguments.
    package let words: [ShellWord]
    package internal(set) var redirections: [Redirection]
    package internal(set) var context: Context
    package let range: Range<Int>

    /// The command's name when nothing has to be expanded for it.
    package var name: String? { words.first?.literal }
    /// Whether the command takes the shell's place: `exec` with a command behind it.
    package var isExec: Bool { name == "exec" && words.count > 1 }
    /// The words without a leading `exec`: the program that runs.
    package var program: ArraySlice<ShellWord> { isExec ? words.dropFirst() : words[...] }
  }

  package struct SyntaxError: Hashable, Sendable {
    package let message: String
    package let range: Range<Int>
  }

  package internal(set) var commands: [Command] = []
  package internal(set) var errors: [SyntaxError] = []

  /// The command that runs last, functions aside.
  package var lastCommand: Command? { commands.last { !$0.context.contains(.function) } }

  /// Whether the script's last command takes the shell's place, so that it gets the signals itself.
  package var endsWithExec: Bool {
    guard let last = lastCommand else { return false }
    return last.isExec && last.context.isDisjoint(with: [.pipeline, .background, .subshell])
  }

  package static func parse(_ bytes: [UInt8]) -> ShellScript {
    var parser = ShellParser(bytes)
    parser.run()
    return parser.script
  }

  package static func parse(_ text: String) -> ShellScript { parse(Array(text.utf8)) }
}
