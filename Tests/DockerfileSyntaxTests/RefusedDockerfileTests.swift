import DockerfileSyntax
import SourceText
import Testing

/// What BuildKit refuses, in its own words, at the token.
struct RefusedDockerfileTests {
  @Test(
    arguments: [
      ("FROM a\nRUN --mount=type=x echo\n", "x", "unsupported mount type \"x\""),
      ("FROM a\nRUN --mount=type=bind,foo=1,target=/x echo\n", "foo", "unexpected key 'foo' in 'foo=1' (did you mean from?)"),
      ("FROM a\nRUN --mount=type=secret,required=maybe echo\n", "maybe", "invalid value for required: maybe"),
      ("FROM a\nRUN --mount=type=tmpfs,size=x,target=/x echo\n", "x", "invalid value for size: x"),
      ("FROM a\nRUN --network=x echo\n", "x", "invalid network mode \"x\""),
      ("FROM a\nHEALTHCHECK --interval=x CMD a\n", "x", "time: invalid duration \"x\""),
      ("FROM a\nHEALTHCHECK --retries=x CMD a\n", "x", "strconv.ParseInt: parsing \"x\": invalid syntax"),
      ("FROM a\nHEALTHCHECK FOO\n", "FOO", "Unknown type \"FOO\" in HEALTHCHECK (try CMD)"),
      ("FROM A\n", "A", "failed to parse stage name \"A\": invalid reference format: repository name (library/A) must be lowercase"),
      ("FROM a@sha256:12\n", "a@sha256:12", "failed to parse stage name \"a@sha256:12\": invalid reference format"),
      ("FROM a:b:c\n", "a:b:c", "failed to parse stage name \"a:b:c\": invalid reference format"),
      ("FROM a\nCOPY --link=maybe a b\n", "maybe", "expecting boolean value for flag --link, not: maybe"),
      ("FROM a\nEXPOSE 99999\n", "99999", "invalid containerPort: 99999"),
      ("FROM a\nSTOPSIGNAL FOO\n", "FOO", "invalid signal: FOO"),
      ("FROM a\nENV a\n", "a", "ENV must have two arguments"),
      ("FROM a\nUSER\n", "USER", "USER requires exactly one argument"),
      ("FROM a AS 1x\n", "1x", "invalid name for build stage: \"1x\", name can't start with a number or contain symbols"),
      ("FROM a\nENV b=${a:x}\n", "${a:x}", "failed to process \"${a:x}\": unsupported modifier (:x) in substitution"),
      ("FROM a\nONBUILD FROM b\n", "FROM", "FROM isn't allowed as an ONBUILD trigger"),
      ("FROM a\nONBUILD ONBUILD RUN x\n", "ONBUILD", "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"),
      ("# escape=x\nFROM a\n", "x", "invalid escape token 'x' does not match ` or \\"),
      ("RUN x\n", "RUN", "no build stage in current context"),
      ("FROM a\nADD --checksum=x a b\n", "x", "invalid checksum digest format"),
      ("FROM a\nVOLUME\n", "VOLUME", "VOLUME requires at least one argument"),
    ])
  func refused(_ text: String, _ token: String, _ message: String) throws {
    let dockerfile = parse(text)
    let diagnostic = try #require(dockerfile.diagnostics.first)
    #expect(diagnostic.message == message)
    #expect(dockerfile.file.text(diagnostic.range).hasPrefix(token))
  }

  @Test(
    arguments: [
      ("skip=all;error=true", true, [], true, nil), ("skip=One, Two", false, ["One", "Two"], false, nil),
      ("", false, [], false, nil), ("skip", false, [], false, "invalid check option \"skip\""),
      ("foo=x", false, [], false, "invalid check option \"foo\""),
      (
        "error=maybe", false, [], false,
        "failed to parse check option \"error=maybe\": strconv.ParseBool: parsing \"maybe\": invalid syntax"
      ),
    ] as [(String, Bool, [String], Bool, String?)])
  func checkOptions(_ text: String, _ skipsAll: Bool, _ skipped: [String], _ isStrict: Bool, _ message: String?) {
    do throws(CheckOptions.ParseError) {
      let options = try CheckOptions.parse(text)
      #expect(message == nil)
      #expect(options.skipsAll == skipsAll && options.skipped == skipped && options.treatsWarningsAsErrors == isStrict)
    } catch {
      #expect(error.message == message)
    }
  }

  @Test(
    arguments: [
      ("[\"a\\ud83d\\ude00\\n\"]", ["a😀\n"]), ("[\"\\u00e9\\t\\/\\b\\f\\r\"]", ["é\t/\u{8}\u{C}\r"]), ("[\"a\", \"b\"]", ["a", "b"]),
      ("[]", []),
    ])
  func jsonArrays(_ text: String, _ words: [String]) throws {
    guard case .cmd(let command) = parse("FROM a\nCMD \(text)\n").instructions[1].payload, case .exec(let found) = command.form else {
      throw Failure()
    }
    #expect(found.map(\.string) == words)
  }

  @Test(arguments: ["[\"a\\x\"]", "['a']", "[\"a\",]", "[\"a\" \"b\"]", "[\"a\"] x"])
  func whatIsNoJSONIsShellText(_ text: String) throws {
    guard case .cmd(let command) = parse("FROM a\nCMD \(text)\n").instructions[1].payload, case .shell = command.form else {
      throw Failure()
    }
  }
}
