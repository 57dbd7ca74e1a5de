import Expressions
import Testing

struct ListLibraryTests {
  @Test(
    "True of lists",
    arguments: [
      "[1, 2, 2].isSorted() && ![2.0, 1.0].isSorted() && [].isSorted() && ['a', 'b'].isSorted()", "[1, 3].sum() == 4 && [].sum() == 0",
      "[1.5, 2.5].sum() == 4.0 && [duration('1m'), duration('1s')].sum() == duration('61s')", "[1u].filter(x, false).sum() + 1u == 1u",
      "[1.0].filter(x, false).sum() + 1.0 == 1.0", "[3, 1, 2].min() == 1 && ['b', 'c'].max() == 'c' && [dyn(1), 2.5].max() == 2.5",
      "[1, 2, 2].indexOf(2) == 1 && [1, 2, 2].lastIndexOf(2) == 2 && [1].indexOf(3) == -1 && [].indexOf('a') == -1",
      "[1, 2].indexOf(2.0) == 1", "[1, 2u, 2.0, 1].distinct() == [1, 2]", "[1, [2, 3], [[4]]].flatten() == [1, 2, 3, [4]]",
      "[1, [2, [3, [4]]]].flatten(2) == [1, 2, 3, [4]] && [[1]].flatten(0) == [[1]]",
      "[1, 2].includes(2) && ![1].includes(3) && 'a'.includes('a') && !'a'.includes('b')", "[[1], []].flatten().map(x, x + 1) == [2]",
      "lists.range(3) == [0, 1, 2] && lists.range(-1) == []",
      "[1, 2].reverse() == [2, 1] && 'ab'.reverse() == 'ba'", "[1, 2, 3, 4].slice(1, 3) == [2, 3] && [1].slice(1, 1) == []",
      "[3, 1, 2].sort() == [1, 2, 3] && ['b', 'a'].sort() == ['a', 'b'] && [].sort() == []",
      "[{'n': 'b', 's': 2}, {'n': 'a', 's': 1}].sortBy(e, e.s).map(e, e.n) == ['a', 'b']",
      "[3, 1].sortBy(e, -e) == [3, 1] && [].sortBy(e, e) == []",
      "[1, 2].first().value() == 1 && [1, 2].last().orValue(0) == 2 && ![].first().hasValue()",
      "sets.contains([1, 2.0, 3u], [1.0, 2u, 3]) && sets.contains([], []) && !sets.contains([], [1])",
      "sets.equivalent([1], [1, 1.0]) && !sets.equivalent([1, 2], [1])",
      "sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]]) && !sets.intersects([1], [])",
      "sum == 1 && lists == 2 && [3].all(sets, sets == 3)",
    ])
  func truths(source: String) throws {
    guard source.hasPrefix("sum") else { return try expectTrue(source) }
    let environment = Environment(variables: [("sum", .int), ("lists", .int)])
    guard case .value(.bool(true)) = try Expression(compiling: source, in: environment).evaluate([.value(.int(1)), .value(.int(2))]) else {
      return #expect(Bool(false))
    }
  }

  @Test(
    "Errors of lists",
    arguments: [
      "[].min()", "[dyn(1), 'a'].max()", "[dyn(1), 'a'].sort()", "[dyn([1])].sort()", "[1].slice(0, 2)", "[1].slice(-1, 1)",
      "[1].slice(1, 0)",
      "[[1]].flatten(-1)", "[9223372036854775807, 1].sum()", "[dyn(1), 1.5].sum()", "[dyn('a')].sum()", "dyn({'a': 1}).sortBy(e, e)",
      "['a', 1].sortBy(e, e)", "lists.range(9223372036854775807)",
    ])
  func errors(source: String) throws { try expectError(source) }

  @Test(
    "Wrong types are found when it is compiled",
    arguments: [
      ("['a'].sum()", "sum() does not take (list(string))"), ("[[1]].sort()", "sort() does not take (list(list(int)))"),
      ("[1].indexOf('a')", "indexOf() does not take (list(int), string)"), ("[1].flatten()", "flatten() does not take (list(int))"),
      ("[1].sortBy(e, [e])", "sortBy() wants a key that has an order, not list(int)"),
      ("{'a': 1}.sortBy(e, e)", "sortBy() wants a list, not map(string, int)"),
      ("sets.contains([1], ['a'])", "sets.contains() does not take (list(int), list(string))"),
      ("sets.contain([1], [1])", "there is no function 'sets.contain'; did you mean 'sets.contains'?"),
      ("[1].join()", "join() does not take (list(int))"), ("[1].first() == 'a'", "'==' does not take (optional(int), string)"),
    ])
  func types(source: String, message: String) { #expect(compileError(source)?.message == message) }

  @Test func workIsBounded() throws {
    for source in [
      "lists.range(90).all(x, x in lists.range(90))", "lists.range(90).all(x, lists.range(90) == lists.range(90))",
      "lists.range(1000).map(x, 'aaaaaaaaaaaaaaaa').join().contains('aaaaaaaaaaaaaaab') || lists.range(1000).map(x, 'a').join() == 'b'",
      "lists.range(600).distinct()", "sets.contains(lists.range(600), lists.range(600))", "lists.range(5000).sort()",
    ] {
      guard case .error(.budgetExceeded) = try evaluate(source, budget: 5_100) else {
        Issue.record("\(source) is \(try evaluate(source, budget: 5_100))")
        continue
      }
    }
  }
}
