import Testing

@testable import Expressions

/// An unknown argument makes every function's result unknown, whichever argument it is.
struct UnknownLibraryTests {
  /// For each function arguments that it takes, as many as it can take.
  private static let functions: [String: [String]] = [
    "bool": ["'true'"], "bytes": ["'a'"], "cidr": ["'::/0'"], "double": ["1"], "duration": ["'1s'"], "dyn": ["1"],
    "format.named": ["'uuid'"],
    "int": ["1"], "ip": ["'::1'"], "ip.isCanonical": ["'::1'"], "isCIDR": ["'a'"], "isIP": ["'a'"], "isQuantity": ["'a'"],
    "isSemver": ["'a'", "true"],
    "isURL": ["'a'"], "lists.range": ["1"], "matches": ["'a'", "'a'"], "optional.of": ["1"], "optional.ofNonZeroValue": ["1"],
    "quantity": ["'1'"],
    "semver": ["'1.0.0'", "true"], "sets.contains": ["[1]", "[1]"], "sets.equivalent": ["[1]", "[1]"], "sets.intersects": ["[1]", "[1]"],
    "sign": ["quantity('1')"], "size": ["'a'"], "string": ["1"], "strings.quote": ["'a'"], "timestamp": ["1"], "type": ["1"], "uint": ["1"],
    "url": ["'/'"],
  ]
  private static let members: [String: [String]] = [
    "add": ["quantity('1')", "1"], "asApproximateFloat": ["quantity('1')"], "asInteger": ["quantity('1')"], "charAt": ["'a'", "0"],
    "compareTo": ["semver('1.0.0')", "semver('1.0.0')"], "contains": ["'a'", "'a'"], "containsCIDR": ["cidr('::/0')", "'::/0'"],
    "containsIP": ["cidr('::/0')", "'::1'"], "distinct": ["[1]"], "endsWith": ["'a'", "'a'"], "family": ["ip('::1')"],
    "find": ["'a'", "'a'"],
    "findAll": ["'a'", "'a'", "1"], "first": ["[1]"], "flatten": ["[[1]]", "1"], "format": ["'%s'", "[1]"],
    "getDate": ["timestamp(0)", "'UTC'"],
    "getDayOfMonth": ["timestamp(0)", "'UTC'"], "getDayOfWeek": ["timestamp(0)", "'UTC'"], "getDayOfYear": ["timestamp(0)", "'UTC'"],
    "getEscapedPath": ["url('/')"], "getFullYear": ["timestamp(0)", "'UTC'"], "getHost": ["url('/')"], "getHostname": ["url('/')"],
    "getHours": ["timestamp(0)", "'UTC'"], "getMilliseconds": ["timestamp(0)", "'UTC'"], "getMinutes": ["timestamp(0)", "'UTC'"],
    "getMonth": ["timestamp(0)", "'UTC'"], "getPort": ["url('/')"], "getQuery": ["url('/')"], "getScheme": ["url('/')"],
    "getSeconds": ["timestamp(0)", "'UTC'"], "hasValue": ["optional.of(1)"], "includes": ["[1]", "1"], "indexOf": ["'a'", "'a'", "0"],
    "ip": ["cidr('::/0')"],
    "isGlobalUnicast": ["ip('::1')"], "isGreaterThan": ["quantity('1')", "quantity('1')"], "isInteger": ["quantity('1')"],
    "isLessThan": ["quantity('1')", "quantity('1')"], "isLinkLocalMulticast": ["ip('::1')"], "isLinkLocalUnicast": ["ip('::1')"],
    "isLoopback": ["ip('::1')"], "isSorted": ["[1]"], "isUnspecified": ["ip('::1')"], "join": ["['a']", "','"], "last": ["[1]"],
    "lastIndexOf": ["'a'", "'a'", "0"], "lowerAscii": ["'a'"], "major": ["semver('1.0.0')"], "masked": ["cidr('::/0')"],
    "matches": ["'a'", "'a'"],
    "max": ["[1]"], "min": ["[1]"], "minor": ["semver('1.0.0')"], "or": ["optional.of(1)", "optional.of(1)"],
    "orValue": ["optional.of(1)", "1"],
    "patch": ["semver('1.0.0')"], "prefixLength": ["cidr('::/0')"], "replace": ["'a'", "'a'", "'b'", "1"], "reverse": ["[1]"],
    "sign": ["quantity('1')"],
    "size": ["'a'"], "slice": ["[1]", "0", "1"], "sort": ["[1]"], "split": ["'a'", "'b'", "1"], "startsWith": ["'a'", "'a'"],
    "sub": ["quantity('1')", "1"], "substring": ["'a'", "0", "1"], "sum": ["[1]"], "trim": ["'a'"], "upperAscii": ["'a'"],
    "validate": ["format.uuid()", "'a'"], "value": ["optional.of(1)"],
  ]

  @Test func everyFunctionIsHere() {
    // Those without arguments have nothing that could be unknown.
    let constant = StandardLibrary.names(areMembers: false).filter {
      $0.hasPrefix("format.") && $0 != "format.named" || $0 == "optional.none"
    }
    #expect(Set(StandardLibrary.names(areMembers: false)) == Set(Self.functions.keys).union(constant))
    #expect(Set(StandardLibrary.names(areMembers: true)) == Set(Self.members.keys))
  }

  @Test("Functions", arguments: Self.functions.keys.sorted())
  func eachFunction(name: String) throws {
    let arguments = try #require(Self.functions[name])
    try check(arguments) { "\(name)(\($0.joined(separator: ", ")))" }
  }

  @Test("Members", arguments: Self.members.keys.sorted())
  func eachMember(name: String) throws {
    let arguments = try #require(Self.members[name])
    try check(arguments) { "\($0[0]).\(name)(\($0.dropFirst().joined(separator: ", ")))" }
  }

  @Test("Operators", arguments: ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!="])
  func eachOperator(symbol: String) throws { try check(["1", "1"]) { $0.joined(separator: " \(symbol) ") } }

  private func check(_ arguments: [String], _ call: ([String]) -> String) throws {
    guard case .value = try evaluate(call(arguments)) else {
      Issue.record("\(call(arguments)) is \(try evaluate(call(arguments)))")
      return
    }
    for index in arguments.indices {
      var unknown = arguments
      unknown[index] = "u"
      try expectUnknown(call(unknown))
      // What cannot be decided outweighs what is wrong.
      for other in arguments.indices where other != index {
        var wrong = unknown
        wrong[other] = "[\(wrong[other])][1 / 0]"
        try expectUnknown(call(wrong))
      }
    }
  }

  @Test(
    "Unknown in macros, conditions and optionals",
    arguments: [
      "u ? 1 : 1", "b ? 1 : 2", "true ? u : 1", "b && true", "b || false", "b && u", "b || 1 / 0 > 0", "u == u", "u in [1]", "1 in u",
      "u[0]", "[1][u]",
      "has(u.a)", "has(u.a.b)", "u.a", "u.?a", "u[?0]", "u.?a.orValue(1)", "optional.of(1).optMap(x, u)", "u.optMap(x, 1)",
      "optional.of(1).optFlatMap(x, u)",
      "u.all(x, true)", "u.exists(x, true)", "u.map(x, 1)", "u.filter(x, true)", "u.exists_one(x, true)", "u.sortBy(x, x)",
      "[1].sortBy(x, u)",
      "u.transformMap(k, v, 1)", "u.transformList(k, v, 1)", "[1].transformList(k, v, u)", "{'a': 1}.transformMap(k, v, u)",
      "{'a': 1}.transformMap(k, v, b, v)",
      "{'a': 1}.transformMapEntry(k, v, u)", "[1, 2].map(x, b, x)", "[1, 2].exists(x, x == 3 || b)", "[1, 2].all(x, x < 3 && b)", "[1, u]",
      "{u: 1}", "{'a': u}",
      "[?u]", "{?'a': u}", "-u", "!b", "[1, 2].all(x, [3].exists(y, b))",
    ])
  func unknowns(source: String) throws { try expectUnknown(source) }

  /// A list of which one element is not known, as a subject has it.
  private func withMixed(_ source: String) throws -> Outcome {
    let mixed = Value.list(ArrayList([.value(.int(1)), .unknown(Unknown("m")), .value(.int(3))]))
    return try Expression(compiling: source, in: Environment(variables: [("mixed", .list(.int))])).evaluate([.value(mixed)])
  }

  @Test(
    "What an unknown element leaves decided",
    arguments: [
      "mixed.size() == 3 && mixed[0] == 1", "3 in mixed", "mixed.indexOf(1) == 0 && mixed.lastIndexOf(3) == 2", "mixed.slice(0, 1) == [1]",
      "mixed.first().value() == 1 && mixed.last().value() == 3", "mixed.reverse()[0] == 3", "sets.contains(mixed, [3, 1])",
      "sets.intersects(mixed, [3])",
      "!sets.contains([1], mixed)", "mixed.exists(x, x == 3)", "!mixed.all(x, x < 3)", "(mixed + [4])[3] == 4", "mixed != [1, 2]",
      "mixed != [1, 2, 4]",
      "mixed.flatten(1).size() == 3", "mixed.map(x, 1) == [1, 1, 1]",
    ])
  func decided(source: String) throws {
    guard case .value(.bool(true)) = try withMixed(source) else {
      Issue.record("\(source) is \(try withMixed(source))")
      return
    }
  }

  @Test(
    "What an unknown element leaves open",
    arguments: [
      "mixed[1]", "2 in mixed", "mixed.indexOf(3)", "mixed.sum()", "mixed.min()", "mixed.isSorted()", "mixed.sort()", "mixed.distinct()",
      "mixed.sortBy(x, x)",
      "sets.contains(mixed, [2])", "sets.intersects(mixed, [2])", "sets.equivalent(mixed, [1, 3])", "mixed.exists(x, x == 2)",
      "mixed.all(x, x > 0)",
      "mixed.exists_one(x, x == 1)", "mixed.filter(x, x > 1)", "mixed.map(x, x + 1)", "'%s'.format([mixed])", "'%d %d'.format(mixed)",
      "mixed == [1, 2, 3]",
    ])
  func open(source: String) throws {
    guard case .unknown = try withMixed(source) else {
      Issue.record("\(source) is \(try withMixed(source))")
      return
    }
  }
}
