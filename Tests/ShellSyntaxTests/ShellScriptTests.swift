import ShellSyntax
import Testing

struct ShellScriptTests {
  @Test(
    "Simple commands are found in order",
    arguments: [
      ("a; b & c\nd", ["a", "b", "c", "d"]),
      ("a && b || c", ["a", "b", "c"]),
      ("if a; then b; elif c; then d; else e; fi; f", ["a", "b", "c", "d", "e", "f"]),
      ("for x in 1 2; do a $x; done && b", ["a", "b"]),
      ("while a; do b; done < file; c", ["a", "b", "c"]),
      ("case $1 in x|y) a;; (*) b ;; esac; c", ["a", "b", "c"]),
      ("f() { a; }; f", ["a", "f"]),
      ("(cd x && a) | b", ["cd", "a", "b"]),
      ("# nothing\na # b\n", ["a"]),
      ("X=1 a; exec \"$@\"", ["a", "exec"]),
      ("cat <<EOF && b\nx; y\nEOF\nc", ["cat", "b", "c"]),
    ])
  func commands(text: String, names: [String]) {
    let script = ShellScript.parse(text)
    #expect(script.commands.compactMap(\.name) == names)
  }

  @Test(
    "Whether the last command takes the shell's place",
    arguments: [
      ("exec gunicorn app", true), ("set -e; exec \"$@\"", true), ("cd /x && exec app", true), ("app", false),
      ("exec app | tee log", false), ("exec app &", false), ("(exec app)", false), ("exec 2>&1", false),
      ("f() { exec a; }\nexec b", true), ("exec a; f() { b; }", true), ("exec app; wait", false),
    ])
  func exec(text: String, endsWithExec: Bool) {
    #expect(ShellScript.parse(text).endsWithExec == endsWithExec)
  }

  @Test(
    "The context of a command",
    arguments: [
      ("a | b", 1, ShellScript.Context.pipeline), ("a && b", 1, .conditional), ("a &", 0, .background), ("a || b", 0, .condition),
      ("(a)", 0, .subshell), ("! a", 0, .negated), ("f() { a; }", 0, .function), ("if a; then b; fi", 1, .conditional),
      ("if a; then b; fi", 0, .condition), ("while a; do b; done", 1, .loop), ("{ a; b; } | c", 0, .pipeline),
    ])
  func context(text: String, index: Int, context: ShellScript.Context) throws {
    let commands = ShellScript.parse(text).commands
    try #require(commands.indices.contains(index))
    #expect(commands[index].context == context)
  }

  @Test(
    "A substitution ends at its own parenthesis",
    arguments: [
      "$(case $x in a) b;; (c) d;; *) e ;; esac)", "$(echo \")\" ')' \\))", "$( (a) | (b) )", "$(a $(b))", "$(echo case x)", "$((1 + (2)))",
    ])
  func substitutionEnd(word: String) {
    let script = ShellScript.parse("A=" + word + "; run")
    #expect(script.commands.compactMap(\.name) == ["run"])
    #expect(script.errors.isEmpty)
  }

  @Test func redirectionsAndAssignments() throws {
    let command = try #require(ShellScript.parse("A=1 B=\"x y\" run arg 2>&1 >>log <<-E\n\tx\n\tE\n").commands.first)
    #expect(command.assignments.map(\.name) == ["A", "B"])
    #expect(command.assignments.map(\.value.literal) == ["1", "x y"])
    #expect(command.words.map(\.literal) == ["run", "arg"])
    #expect(command.redirections.map(\.operator) == [">&", ">>", "<<-"])
    #expect(command.redirections.map(\.fileDescriptor) == [2, nil, nil])
    #expect(command.redirections[2].body.map { $0.count } == 3)
  }

  @Test(
    "Words have their parts",
    arguments: [
      ("a\\ b", "a b"), ("'a b'\"c\"", "a bc"), ("\"\\$x\"", "$x"), ("a$x", nil), ("$(a)", nil), ("`a`", nil), ("*.py", nil),
      ("$((1 + 2))", nil), ("\"\"", ""), ("a[1", "a[1"), ("$", "$"),
    ] as [(String, String?)])
  func literals(text: String, literal: String?) throws {
    let word = try #require(ShellScript.parse("x " + text).commands.first?.words.last)
    #expect(word.literal == literal)
    #expect(word.range == 2..<(2 + text.utf8.count))
  }

  @Test(
    "Words resolve as far as their variables are known",
    arguments: [
      ("${PORT:-80}", ShellValue.known("80")), ("${SET:-x}", .known("1")), ("${NULL:-x}", .known("x")), ("${NULL-x}", .known("")),
      ("${SET:+y}", .known("y")), ("$UNKNOWN:$SET", .unknown(causes: ["UNKNOWN"])), ("${A:-${SET}}", .known("1")),
      ("${#SET}", .known("1")), ("${SET%x}", .unknown(causes: ["SET"])),
    ])
  func resolution(text: String, value: ShellValue) throws {
    let word = try #require(ShellScript.parse("x " + text).commands.first?.words.last)
    let resolved = word.resolve { name in
      switch name {
      case "SET": .known("1")
      case "NULL": .known("")
      case "UNKNOWN": .unknown
      default: .unset
      }
    }
    #expect(resolved == value)
  }

  @Test(
    "Errors lose nothing that stands before them",
    arguments: ["a; b 'x", "a; b \"x", "a; b $(x", "a; b ${x", "a; b )", "a; if b", "a; b >", "a; b <<E\nx"])
  func recovery(text: String) {
    let script = ShellScript.parse(text)
    #expect(script.commands.compactMap(\.name).starts(with: ["a", "b"]))
    #expect(!script.errors.isEmpty)
  }

  @Test(
    "Hostile input ends in bounded time",
    arguments: [
      "(", "{ ", "${a:-", "$(", "`", "if ", "case x in ", "<<E\n", "\"$(", "a&&", "f() ", "!", "[", "a|", "a||", "a<<b ", "\u{0}", "\\",
    ])
  func hostile(unit: String) {
    _ = ShellScript.parse(String(repeating: unit, count: 50_000))
  }
}
