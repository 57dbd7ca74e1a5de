import Testing
import Workspace

struct IgnoreRulesTests {
  @Test(
    "gitignore(5)'s patterns",
    arguments: [
      ("*.log", "a/b.log", false, true), ("*.log", "a/b.txt", false, nil), ("/build", "build", true, true),
      ("/build", "a/build", true, nil), ("build/", "build", true, true), ("build/", "build", false, nil),
      ("a/*.yaml", "a/x.yaml", false, true), ("a/*.yaml", "a/b/x.yaml", false, nil), ("**/x", "a/b/x", false, true),
      ("**/x", "x", false, true), ("a/**", "a/b/c", false, true), ("a/**/z", "a/z", false, true), ("a/**/z", "a/b/c/z", false, true),
      ("*.yaml\n!keep.yaml", "keep.yaml", false, false), ("x?z", "xyz", false, true), ("[a-c].txt", "b.txt", false, true),
      ("[!a-c].txt", "b.txt", false, nil), ("\\#x", "#x", false, true), ("# x", "# x", false, nil), ("x \n", "x", false, true),
      ("a*b*c", "aXXbYYc", false, true), ("a*b*c", "aXXbYY", false, nil), ("[", "[", false, true),
      ("a/**b", "a/xb", false, true), ("a/**b", "a/x/b", false, nil), ("**b", "x/ab", false, true), ("a**", "ab", false, true),
      ("a**/c", "ab/c", false, true), ("a**/c", "ab/x/c", false, nil), ("**/a*/**/b", "x/ab/c/d/b", false, true),
      ("**/a/**/b*c", "a/x/bd/a/y/bc", false, true), ("a/**/b/**/c", "a/b/x/c", false, true), ("a/**/b/**/c", "a/x/c/b", false, nil),
      ("**/**/x", "x", false, true), ("a/**", "a", true, nil), ("**/", "a", true, true), ("**/x*y/z", "xy/xay/z", false, true),
    ] as [(String, String, Bool, Bool?)])
  func verdict(rules: String, path: String, isFolder: Bool, expected: Bool?) {
    #expect(IgnoreRules(Array(rules.utf8)).verdict(on: path, isFolder: isFolder) == expected)
  }

  @Test func manyStarsDoNotExplode() {
    let rules = IgnoreRules(Array(String(repeating: "*a", count: 40).utf8))
    #expect(rules.verdict(on: String(repeating: "a", count: 2_000) + "b", isFolder: false) == nil)
    let folders = IgnoreRules(Array((String(repeating: "**/", count: 20) + "x").utf8))
    #expect(folders.verdict(on: String(repeating: "a/", count: 500) + "b", isFolder: false) == nil)
    #expect(folders.verdict(on: String(repeating: "a/", count: 500) + "x", isFolder: false) == true)
  }
}
