import Testing

@testable import Expressions

/// That an embedded expression is the one that was compiled, `evaluate` of these tests looks at each time.
struct ProgramEncodingTests {
  /// One of each kind of node.
  private static let sources = [
    "null == raw || true || false || self.name == 'é;:' || self.replicas == -9223372036854775807 || 18446744073709551615u > 1u",
    "has(self.owner) && has(raw.a) && raw.?a.orValue(1) == 1 && raw[?'b'].hasValue() && [1, ?optional.of(2)][0] == 1 && type(1.5) == int",
    "self.parts.exists(p, p.replicas > 2) ? self.parts.map(p, p.replicas > 1, p.name).size() : {'a': 1, ?'b': optional.of(2)}.size()",
    "self.name.matches('^[a-z]+/?$') && !'é'.matches('\\\\d')",
    "[3, 1].sortBy(x, -x).all(i, x, i < x + 2) && [1].transformMap(i, x, x > 0, i).size() == 1 && optional.of(1).optMap(x, x + 1).hasValue()",
  ]

  @Test(arguments: sources) func isReadAsItWasWritten(source: String) throws {
    let text = try #require(try Expression(compiling: source, in: environment).encoded)
    #expect(decoded(text)?.encoded == text)
    _ = try evaluate(source)
  }

  @Test(arguments: sources) func aPartIsNothing(source: String) throws {
    let bytes = Array(try #require(try Expression(compiling: source, in: environment).encoded).utf8)
    for count in bytes.indices {
      let part = Array(bytes[..<count])
      #expect(part.withUnsafeBufferPointer { Expression(decoding: $0, objectType: environment.objectType) } == nil)
    }
  }

  @Test(
    arguments: [
      "", ";", "q", "$0;$0;", "$0", "i12", "s9;abc", ".3;box0;$0;x", ".3;box9;$0;", ".4;crib0;$0;", "c4;size0;0;1;$0;",
      "c4;none0;1;1;$0;", "r99;0;-1;0;0;$0;", "-", "99999999999999999999;", "l-1;", "m-1;", "l9999999999;", "c4;size0;1;-1;",
    ])
  func whatWasNeverWrittenIsNothing(text: String) {
    #expect(decoded(text) == nil)
  }

  @Test(arguments: ["quantity('1Gi').isInteger()", "duration('1h') > duration('1s')", "b'a' == b'b'"])
  func whatALibraryMakesIsCompiledEachTime(source: String) throws {
    #expect(try Expression(compiling: source, in: environment).encoded == nil)
  }
}
