import SourceText
import Testing
import YAMLSyntax

/// What sigs.k8s.io/yaml makes of scalars (goyaml.v2's resolve.go).
struct ScalarResolutionTests {
  @Test(
    "Plain scalars",
    arguments: [
      ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("nULL", .string("nULL")),
      ("yes", .bool(true)), ("on", .bool(true)), ("y", .bool(true)), ("Off", .bool(false)), ("n", .bool(false)),
      ("yEs", .string("yEs")), ("true", .bool(true)), ("no", .bool(false)),
      ("12", .int(12)), ("-12", .int(-12)), ("+12", .int(12)), ("017", .int(15)), ("0o17", .int(15)), ("0x1F", .int(31)),
      ("0b101", .int(5)), ("-0b101", .int(-5)), ("1_000", .int(1000)), ("08", .float(8)), ("0", .int(0)), ("-0", .int(0)),
      ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)), ("9223372036854775808", .uint(1 << 63)),
      ("18446744073709551616", .float(18_446_744_073_709_551_616)),
      ("1e3", .float(1000)), ("1.5", .float(1.5)), (".5", .float(0.5)), ("1.", .float(1)), ("-.inf", .float(-.infinity)),
      (".Inf", .float(.infinity)), ("1e", .string("1e")), ("1.2.3", .string("1.2.3")), ("0x", .string("0x")), ("-", .string("-")),
      ("500m", .string("500m")), ("128Mi", .string("128Mi")), ("1:30", .string("1:30")), ("2001-01-01", .string("2001-01-01")),
      ("0o8", .string("0o8")), ("inf", .string("inf")), ("+", .string("+")), (".", .string(".")),
    ] as [(String, YAMLScalar)])
  func plain(text: String, expected: YAMLScalar) throws {
    let stream = parse("[\(text.isEmpty ? "~" : text)]")
    let node = try #require(stream.roots.first?.elements.map { $0 }.first)
    #expect(node.scalar == expected)
  }

  @Test(
    "Quoted, block and tagged scalars",
    arguments: [
      ("'12'", .string("12")), ("\"yes\"", .string("yes")), ("!!str 12", .string("12")), ("!!int \"12\"", .int(12)),
      ("!!float 1", .float(1)), ("''", .string("")),
    ] as [(String, YAMLScalar)])
  func others(text: String, expected: YAMLScalar) throws {
    let node = try #require(parse("a: \(text)").roots.first?["a"])
    #expect(node.scalar == expected)
  }

  @Test func anEmptyValueIsNull() throws {
    let node = try #require(parse("a:\nb: 1\n").roots.first?["a"])
    #expect(node.isNull)
    #expect(node.range.isEmpty)
  }

  @Test func nanIsAFloat() throws {
    guard case .float(let value) = parse("a: .nan").roots[0]["a"]?.scalar else { return #expect(Bool(false)) }
    #expect(value.isNaN)
  }
}
