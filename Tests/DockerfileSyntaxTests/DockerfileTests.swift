import DockerfileSyntax
import Foundation
import ShellSyntax
import SourceText
import Testing

func parse(_ text: String) -> Dockerfile { Dockerfile.parse(SourceFile(path: "Dockerfile", text: text)) }

extension Dockerfile {
  func texts(_ words: [Word]) -> [String] { words.map { file.text($0.range) } }
}

struct RangeTests {
  @Test func wordsOverContinuations() throws {
    let dockerfile = parse("FROM a\nCOPY on\\\n# between\ne two \\\n  /x/\n")
    guard case .copy(let copy) = dockerfile.instructions[1].payload else { throw Failure() }
    #expect(copy.sources.map(\.string) == ["one", "two"])
    #expect(dockerfile.texts(copy.sources) == ["on\\\n# between\ne", "two"])
    #expect(dockerfile.file.text(copy.destination.range) == "/x/")
    #expect(dockerfile.instructions[1].lines == 2...5)
    #expect(dockerfile.comments.map { dockerfile.file.text($0.range) } == ["# between"])
    #expect(dockerfile.instructions[1].innerComments == 0..<1)
  }

  @Test func jsonEscapes() throws {
    let dockerfile = parse("FROM a\nCMD [\"sh\", \"-c\", \"a \\\"b\\\" && exec \\u0063\\td\"]\n")
    guard case .cmd(let command) = dockerfile.instructions[1].payload, case .exec(let words) = command.form else { throw Failure() }
    #expect(words.map(\.string) == ["sh", "-c", "a \"b\" && exec c\td"])
    #expect(dockerfile.texts(words) == ["sh", "-c", "a \\\"b\\\" && exec \\u0063\\td"])
    // A shell word inside the string has its place in the file too.
    let last = try #require(ShellScript.parse(words[2].bytes).lastCommand)
    let range = words[2].text.sourceRange(of: last.words[1].range)
    #expect(dockerfile.file.text(range) == "\\u0063")
  }

  @Test func shellTextMapsBack() throws {
    let dockerfile = parse("FROM a\r\nRUN apt-get update \\\r\n  && apt-get install cu\\\r\nrl\r\n")
    guard case .run(let command, _) = dockerfile.instructions[1].payload, case .shell(let text) = command.form else {
      throw Failure()
    }
    let last = try #require(ShellScript.parse(text.bytes).lastCommand)
    #expect(last.words.map(\.literal) == ["apt-get", "install", "curl"])
    #expect(dockerfile.file.text(text.sourceRange(of: last.words[2].range)) == "cu\\\r\nrl")
  }

  @Test func heredocs() throws {
    let dockerfile = parse("FROM a\nCOPY <<-\"ONE\" 3<<TWO /d/\n\tx\n\tONE\ny\nTWO\nRUN z\n")
    let heredocs = dockerfile.instructions[1].heredocs
    #expect(heredocs.map { dockerfile.file.text($0.opening) } == ["<<-\"ONE\"", "3<<TWO"])
    #expect(heredocs.map { dockerfile.file.text($0.body) } == ["\tx\n", "y\n"])
    #expect(heredocs.map(\.expands) == [false, true])
    #expect(heredocs.map(\.stripsTabs) == [true, false])
    #expect(heredocs[1].fileDescriptor == 3)
    #expect(dockerfile.instructions.count == 3)
    #expect(dockerfile.diagnostics.isEmpty)
  }

  @Test(
    "The shell reads here-documents with their line, or alone as a script",
    arguments: [
      ("RUN <<EOF\na\nexec b c\nEOF\n", ["a", "exec"], "c"), ("RUN cat <<EOF | sh && d\na; b\nEOF\n", ["cat", "sh", "d"], "d"),
      ("RUN a && b c", ["a", "b"], "c"),
    ])
  func shellText(text: String, names: [String], lastWord: String) throws {
    let dockerfile = parse("FROM a\n" + text)
    let instruction = dockerfile.instructions[1]
    guard case .run(let command, _) = instruction.payload else { throw Failure() }
    let shellText = try #require(instruction.shellText(of: command, in: dockerfile.file))
    let script = ShellScript.parse(shellText.bytes)
    #expect(script.errors.isEmpty)
    #expect(script.commands.compactMap(\.name) == names)
    let word = try #require(script.lastCommand?.words.last)
    #expect(dockerfile.file.text(shellText.sourceRange(of: word.range)) == lastWord)
  }

  @Test func flagsAndPairs() throws {
    let dockerfile = parse("\u{FEFF}# escape=`\nFROM --platform=linux/arm64 a AS b\nENV A=\"x y\" B=`\n2\nCOPY --from='b' c d\n")
    #expect(dockerfile.escape == .backtick)
    #expect(dockerfile.directives.map { dockerfile.file.text($0.range) } == ["# escape=`"])
    guard case .from(let base) = dockerfile.instructions[0].payload, let platform = base.platform, let alias = base.alias,
      case .env(let pairs) = dockerfile.instructions[1].payload
    else { throw Failure() }
    #expect(dockerfile.texts([base.image, platform, alias]) == ["a", "linux/arm64", "b"])
    #expect(dockerfile.texts(pairs.map(\.name)) == ["A", "B"])
    #expect(dockerfile.texts(pairs.compactMap(\.value)) == ["\"x y\"", "2"])
    let flag = try #require(dockerfile.instructions[2].flag("from"))
    #expect(dockerfile.file.text(flag.range) == "--from='b'")
    #expect(flag.value?.string == "b")
  }

  @Test func commentsBelongToTheNextInstruction() {
    let dockerfile = parse("FROM a\n# one\n#\n# two\n\n# three\nRUN b\n")
    let comments = dockerfile.instructions[1].precedingComments.map { dockerfile.file.text(dockerfile.comments[$0].range) }
    #expect(comments == ["# two", "# three"])
  }

  @Test(
    "JSON with an error is told from the shell's test command",
    arguments: [
      ("['a']", true), ("[\"a\",]", true), ("[ \"a\", b ]", true), ("[\"a\"] x", true), ("[ -f x ] && y", false),
      ("[ \"$a\" = b ] && c", false), ("a", false),
    ])
  func malformedJSON(arguments: String, isMalformed: Bool) throws {
    guard case .cmd(let command) = parse("FROM a\nCMD " + arguments).instructions[1].payload else { throw Failure() }
    #expect(!command.isExec)
    #expect((command.malformedJSON != nil) == isMalformed)
  }
}

struct Failure: Error {}

struct DiagnosticTests {
  @Test(
    "Every refusal has its level, text and token",
    arguments: [
      ("FROM a\nRUNN x", Diagnostic.Level.instruction, "unknown instruction: RUNN (did you mean RUN?)", "RUNN"),
      ("FROM a\nCOPY --form=b c d", .instruction, "unknown flag: --form (did you mean from?)", "form"),
      ("FROM a\nENV A=1 B", .parser, "Syntax error - can't find = in \"B\". Must be of the form: name=value", "B"),
      ("FROM a\nRUN [1]", .parser, "when using JSON array syntax, arrays must be comprised of strings only", "1"),
      ("FROM a\nEXPOSE 80 web", .conversion, "invalid containerPort: web", "web"),
      ("FROM a\nSTOPSIGNAL SIGNONE", .conversion, "invalid signal: SIGNONE", "SIGNONE"),
      (
        "FROM A/B", .conversion,
        "failed to parse stage name \"A/B\": invalid reference format: repository name (B) must be lowercase", "A/B"
      ),
      ("FROM a AS s\nCOPY --from=s b c", .conversion, "circular dependency detected on stage: s", "s"),
      ("FROM a\nCOPY --from=4 b c", .conversion, "invalid stage index 4", "4"),
      ("FROM a\nUSER ${X:=1}", .conversion, "failed to process \"${X:=1}\": unsupported modifier (:=) in substitution", "${X:=1}"),
      ("FROM a\nRUN <<EOF\nx", .parser, "unterminated heredoc", "<<EOF"),
      ("FROM a\nRUN --network=lan x", .instruction, "invalid network mode \"lan\"", "lan"),
      ("FROM a\nRUN --mount=type=cache,target=/c,sharing=all x", .conversion, "unsupported sharing value \"all\"", "all"),
      ("FROM a\nRUN --mount=type=secret,id=a,src=b x", .conversion, "both source and id can't be set", "id=a"),
      ("FROM a\nRUN --mount=target=/t,uid=x y", .conversion, "invalid value x for uid", "x"),
      ("FROM a\nHEALTHCHECK --interval=5 CMD x", .instruction, "time: missing unit in duration \"5\"", "5"),
      ("FROM a\nONBUILD FROM b", .instruction, "FROM isn't allowed as an ONBUILD trigger", "FROM"),
      ("FROM a\nVOLUME [\"\"]", .instruction, "VOLUME specified can not be an empty string", ""),
      ("RUN x", .instruction, "no build stage in current context", "RUN"),
    ])
  func refusals(text: String, level: Diagnostic.Level, message: String, token: String) throws {
    let dockerfile = parse(text)
    let diagnostic = try #require(dockerfile.diagnostics.first)
    #expect(diagnostic.level == level)
    #expect(diagnostic.message == message)
    #expect(dockerfile.file.text(diagnostic.range) == token)
  }

  @Test func oneErrorHidesNoOther() {
    let dockerfile = parse("FROM a\nFOO\nENV A\nCOPY x\nRUN <<EOF\nechoes\nUSER app\nEXPOSE 99999\n")
    #expect(dockerfile.diagnostics.map(\.line).sorted() == [2, 3, 4, 5, 8])
    #expect(dockerfile.instructions.last?.keyword == .expose)
    #expect(dockerfile.finalConfiguration?.user?.value.value == .known("app"))
  }

  @Test(
    "What depends on an unknown value is not refused",
    arguments: [
      "ARG T\nRUN --mount=type=$T,size=1 x", "ARG P\nEXPOSE $P", "USER ${U:-}x", "ARG S\nSTOPSIGNAL $S",
      "RUN --mount=type=cache,target=$D x",
      "WORKDIR $X/y",
    ])
  func unknownIsNotWrong(text: String) {
    #expect(parse("ARG BASE\nFROM $BASE\n" + text).diagnostics.isEmpty)
  }

  @Test func nothingButComments() {
    #expect(parse("# a\n\n").diagnostics.map(\.message) == ["file with no instructions"])
    #expect(parse("").diagnostics.map(\.line) == [0])
  }
}

struct ExpansionTests {
  @Test(
    "Expansion with unknown variables",
    arguments: [
      ("$SET-x", Expansion.known("v.1-x")), ("${NO:-d}", .known("d")), ("${SET%.*}", .known("v")), ("${SET/./-}", .known("v-1")),
      ("\"$SET\"'$SET'", .known("v.1$SET")), ("\\$SET", .known("$SET")), ("a$UNKNOWN$UNKNOWN", .unknown(variables: ["UNKNOWN"])),
      ("${UNKNOWN:-d}", .unknown(variables: ["UNKNOWN"])), ("${SET:-$UNKNOWN}", .known("v.1")),
      ("${NO:-$UNKNOWN}", .unknown(variables: ["UNKNOWN"])), ("${SET:+$UNKNOWN}", .unknown(variables: ["UNKNOWN"])),
    ])
  func values(word: String, expected: Expansion) throws {
    var expansion = WordExpansion(escape: .backslash)
    let value = try expansion.expand(Array(word.utf8)) { name in
      switch name {
      case "SET": .known("v.1")
      case "UNKNOWN": .unknown
      default: .unset
      }
    }
    #expect(value == expected)
  }

  @Test func growthIsBounded() {
    let dockerfile = parse("FROM scratch\nENV A=xxxxxxxxxxxxxxxx\n" + String(repeating: "ENV A=$A$A\n", count: 60) + "USER $A\n")
    #expect(dockerfile.finalConfiguration?.user?.value.value == .unknown(variables: ["A"]))
  }
}

struct ConfigurationTests {
  @Test func inheritsThroughStages() throws {
    let dockerfile = parse(
      """
      ARG PY=3.12
      FROM python:${PY}-slim AS Base
      ENV HOME_DIR=/srv PORT=8000
      WORKDIR $HOME_DIR
      CMD old
      FROM base AS final
      ARG VERSION
      LABEL v=$VERSION w=$LANG
      WORKDIR app
      COPY docker/entrypoint.sh conf.py ./
      USER app:app
      EXPOSE ${PORT} 9000-9002/udp
      ENTRYPOINT ["./entrypoint.sh"]
      """)
    #expect(dockerfile.diagnostics.isEmpty)
    let image = try #require(dockerfile.finalConfiguration)
    #expect(image.lineage == [0, 1])
    #expect(image.externalBase == .known("python:3.12-slim"))
    #expect(image.user?.value.value == .known("app:app"))
    #expect(image.user.map { dockerfile.file.text($0.value.range) } == "app:app")
    #expect(image.workingDirectory?.value.value == .known("/srv/app"))
    #expect(image.environment["PORT"]?.value.value == .known("8000"))
    #expect(image.labels["v"]?.value.value == .unknown(variables: ["VERSION"]))
    #expect(image.labels["w"]?.value.value == .unknown(variables: ["LANG"]))
    #expect(image.exposedPorts.map(\.value.ports) == [8000...8000, 9000...9002])
    #expect(image.exposedPorts.map(\.value.transport) == [.tcp, .udp])
    #expect(image.cmd == nil)
    #expect(image.resetsInheritedCmd)
    #expect(image.files.map(\.absoluteDestination) == [.known("/srv/app/")])
    #expect(image.files.first?.sources.map(\.value) == [.known("docker/entrypoint.sh"), .known("conf.py")])
    #expect(dockerfile.stage(named: "BASE")?.index == 0)
  }

  @Test(
    "Scopes of ARG and ENV",
    arguments: [
      ("ARG A=1\nFROM scratch\nUSER x$A", Expansion.known("x")),
      ("ARG A=1\nFROM scratch\nARG A\nUSER x$A", .known("x1")),
      ("FROM scratch\nARG A=1\nENV A=2\nUSER $A", .known("2")),
      ("FROM scratch\nENV A=1\nENV A=2 B=$A\nUSER $B", .known("1")),
      ("FROM scratch AS s\nARG A=1\nFROM s\nUSER $A", .known("1")),
      ("FROM scratch AS s\nENV A=1\nFROM scratch\nCOPY --from=s a b\nUSER x$A", .known("x")),
      ("FROM debian\nUSER $A", .unknown(variables: ["A"])),
      ("FROM scratch\nARG TARGETARCH\nUSER $TARGETARCH", .unknown(variables: ["TARGETARCH"])),
    ])
  func scopes(text: String, user: Expansion) {
    #expect(parse(text).finalConfiguration?.user?.value.value == user)
  }
}

struct ImageReferenceTests {
  @Test(
    "References are normalised",
    arguments: [
      ("nginx", "docker.io", "library/nginx", nil, "nginx"), ("a/b:1", "docker.io", "a/b", "1", "a/b"),
      ("localhost:5000/x", "localhost:5000", "x", nil, "localhost:5000/x"),
      ("localhost", "docker.io", "library/localhost", nil, "localhost"),
      ("index.docker.io/library/x:t", "docker.io", "library/x", "t", "x"),
      ("ghcr.io/a/b__c:v1.2", "ghcr.io", "a/b__c", "v1.2", "ghcr.io/a/b__c"),
    ] as [(String, String, String, String?, String)])
  func normalised(text: String, domain: String, path: String, tag: String?, familiar: String) throws {
    let reference = try ImageReference(parsing: text)
    #expect(reference.domain == domain)
    #expect(reference.path == path)
    #expect(reference.tag == tag)
    #expect(reference.familiarName == familiar)
  }

  @Test func rangesOfTagAndDigest() throws {
    let digest = "sha256:" + String(repeating: "0a", count: 32)
    let text = "r.io:5000/a:1@" + digest
    let reference = try ImageReference(parsing: text)
    #expect(reference.tagRange == 12..<13)
    #expect(reference.digestRange == 14..<text.utf8.count)
    #expect(reference.digest == digest)
    #expect(reference.effectiveTag == nil)
  }

  @Test("No references", arguments: ["", ":", "a:", "A", "a//b", "a@", "-a", "a:b:c", "a b", "a/", "/a", "a___b", "x.y/", "a@sha256:12"])
  func refused(text: String) {
    #expect(throws: ImageReference.ParseError.self) { try ImageReference(parsing: text) }
  }
}

struct HostileInputTests {
  @Test(
    "Every input ends, in time linear in its size",
    arguments: [
      "\\\n", "RUN <<A\n", "ONBUILD ", "[", "FROM a\nCMD [[", "${a:-", "ENV A=$A$A\n", "FROM a AS b\nFROM b AS a\n", "\u{0}",
      "RUN a \\\n\n",
      "COPY \"", "'\"", "#\n", "# escape=`\n", "EXPOSE 1-65535 \n", "RUN --mount=,,,\n", "--x ", "\u{A0}", "LABEL a=", "<<",
    ])
  func repeated(unit: String) {
    let bytes = Array("FROM scratch\nRUN ".utf8) + Array(String(repeating: unit, count: 20_000).utf8)
    let dockerfile = Dockerfile.parse(SourceFile(path: "Dockerfile", bytes: bytes))
    _ = dockerfile.finalConfiguration
    _ = Dockerfile.parse(SourceFile(path: "Dockerfile", text: String(repeating: unit, count: 20_000)))
  }

  /// Four times the input must not take sixteen times as long; the margin is wide because other tests run beside. The thread's own time
  /// is measured: what other processes take of the machine says nothing.
  @Test(
    "Time grows as the input does",
    arguments: [
      "USER ", "RUN true \\\n", "RUN <<EOF\nx\n", "ENV A=", "ONBUILD RUN a\n", "FROM a AS b\nCOPY --from=b c d\n",
    ], ["$A${B:-c}", "x \\\n", "\n", "\\\\", "'"])
  func linear(prefix: String, unit: String) {
    let times = [10_000, 40_000].map { count in
      let file = SourceFile(path: "Dockerfile", text: "FROM a\n" + prefix + String(repeating: unit, count: count))
      return (0..<2).map { _ in
        let start = Self.threadTime
        _ = Dockerfile.parse(file).finalConfiguration
        return Self.threadTime - start
      }.min() ?? .zero
    }
    #expect(times[1] < times[0] * 12 + .milliseconds(50))
  }

  private static var threadTime: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  @Test func distinctUnterminatedHeredocs() {
    let dockerfile = parse("FROM a\n" + (0..<20_000).map { "RUN <<N\($0)\n" }.joined())
    #expect(dockerfile.instructions.count == 20_001)
  }

  @Test func anyBytes() {
    var state: UInt64 = 42
    for _ in 0..<300 {
      var bytes = Array("FROM a\nRUN ".utf8)
      for _ in 0..<200 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(UInt8(truncatingIfNeeded: state >> 33))
      }
      let dockerfile = Dockerfile.parse(SourceFile(path: "Dockerfile", bytes: bytes))
      for instruction in dockerfile.instructions {
        #expect(Int(instruction.range.end) <= bytes.count)
        #expect(instruction.range.contains(instruction.keywordWord.range))
      }
    }
  }
}
