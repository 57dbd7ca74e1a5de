import Testing
import Workspace

@Suite struct DockerIgnoreTests {
  /// What moby/patternmatcher says of these, its own tests' cases among them.
  static let cases: [(patterns: String, path: String, isExcluded: Bool)] = [
    ("*", "file", true),
    ("*.go", "main.go", true),
    ("*.go", "cmd/main.go", false),
    ("**/*.go", "cmd/main.go", true),
    ("**/*.go", "main.go", true),
    ("docs", "docs/README.md", true),
    ("docs/", "docs/README.md", true),
    ("/docs", "docs/README.md", true),
    ("./docs/../docs", "docs/README.md", true),
    ("docs\n!docs/README.md", "docs/README.md", false),
    ("docs/*\n!docs/README.md", "docs/README.md", false),
    ("!docs/README.md\ndocs", "docs/README.md", true),
    ("**\n!util/docker/web", "util/docker/web/foo", false),
    ("**\n!util/docker/web\nutil/docker/web/foo", "util/docker/web/foo", true),
    ("  .env  ", ".env", true),
    ("# .env", ".env", false),
    (" # .env", " # .env", false),
    (".env*", ".env.local", true),
    (".git", ".gitignore", false),
    (".git", ".git/HEAD", true),
    (".git", "sub/.git/HEAD", false),
    ("__pycache__", "app/__pycache__/x.pyc", false),
    ("**/__pycache__", "app/__pycache__/x.pyc", true),
    ("**/__pycache__/", "__pycache__/x.pyc", true),
    ("**", "dir/file", true),
    ("**/", "dir/file", true),
    ("**/**", "dir/file", true),
    ("dir/**", "dir/dir2/file", true),
    ("abc/**", "abc", false),
    ("**/dir2/*", "dir/dir2/file", true),
    ("**/dir2/**", "dir/dir2/dir3/file", true),
    ("**file", "dir/file", true),
    ("**file", "dir/afile", true),
    ("**/file", "dir/afile", false),
    ("**/file*.txt", "dir/dir/file.txt", true),
    ("**/**/*.txt2", "dir/dir/file.txt", false),
    ("a**/*.txt", "a/dir/dir/file.txt", true),
    ("a/*.txt**", "a/file.txt", true),
    ("**/.foo", "bar.foo", false),
    ("a[b-d]e", "ace", true),
    ("a[b-d]e", "aae", false),
    ("a[^b-d]e", "aze", true),
    ("abc.def", "abcZdef", false),
    ("abc?def", "abcZdef", true),
    ("abc?def", "abcdef", false),
    ("a?b", "a☺b", true),
    ("a?b", "a/b", false),
    ("a\\*b", "a*b", true),
    ("a\\*b", "aab", false),
    ("[\\]a]", "]", true),
    ("a(b)c/def", "a(b)c/def", true),
    ("", "file", false),
  ]

  @Test(arguments: cases.indices)
  func excludes(index: Int) throws {
    let (patterns, path, isExcluded) = Self.cases[index]
    #expect(try #require(DockerIgnore(patterns)).excludes(path) == isExcluded, "\(patterns) on \(path)")
  }

  @Test(arguments: ["!", "[", "a[", "[]a]", "[x-]", "[-x]", "\\", "[a-b-c]"])
  func refusesWhatGoRefuses(pattern: String) {
    #expect(DockerIgnore(pattern) == nil)
  }

  @Test func longPatternsTakeNoTime() throws {
    let patterns = try #require(DockerIgnore(String(repeating: "*a", count: 200) + "b"))
    #expect(!patterns.excludes(String(repeating: "a", count: 5_000)))
  }

  @Test func knowsListsOfWhatMayComeIn() throws {
    #expect(try #require(DockerIgnore("*\n!src")).isAllowList)
    #expect(try #require(DockerIgnore("# all\n**/*\n!src\n**/*.pyc")).isAllowList)
    #expect(try !#require(DockerIgnore("*.md\n!README.md")).isAllowList)
  }
}
