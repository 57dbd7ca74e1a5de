package import SourceText

/// The source files of a project in JavaScript, TypeScript, Go or Ruby, without tests and what others wrote.
package struct ProjectSource: Sendable {
  package struct File: Sendable {
    package let id: FileID
    package let file: SourceFile
    package let language: SourceTokens.Language

    package func location(_ range: Range<Int>) -> Location { Location(file: id, range: ByteRange(range)) }
  }

  /// In the order of their paths.
  package let files: [File]

  private static let maximumFiles = 2_000
  private static let maximumBytes = 8 << 20
  /// What people write is smaller; what is larger was bundled or generated.
  private static let maximumFileSize = 1 << 20

  /// - Returns: nil when there is more than is read.
  package init?(below folders: [String], of ecosystem: Dependency.Ecosystem, repository: RepositoryFiles) {
    var paths: [(path: String, folder: String)] = []
    for folder in folders {
      let found = repository.paths(below: folder, limit: Self.maximumFiles) { name in
        switch (SourceTokens.Language(path: name), ecosystem) {
        case (.javaScript, .npm): !name.containsText(".test.") && !name.containsText(".spec.") && !name.hasSuffix(".d.ts")
        case (.go, .go): !name.hasSuffix("_test.go")
        case (.ruby, .gem): !name.hasSuffix("_spec.rb") && !name.hasSuffix("_test.rb")
        default: false
        }
      }
      guard let found else { return nil }
      paths += found.map { ($0, folder) }
    }
    var files: [File] = []
    var size = 0
    var seen: Set<String> = []
    for (path, folder) in paths where !Self.isForeign(path.dropFirst(folder.count)) && seen.insert(path).inserted {
      guard let language = SourceTokens.Language(path: path), let (id, file) = repository.file(at: path),
        file.bytes.count <= Self.maximumFileSize
      else { continue }
      size += file.bytes.count
      guard size <= Self.maximumBytes else { return nil }
      files.append(File(id: id, file: file, language: language))
    }
    self.files = files
  }

  private static let foreign: Set<Substring> = [
    "test", "tests", "__tests__", "spec", "specs", "e2e", "examples", "example", "docs", "vendor", "third_party", "dist", "build", "public",
    "static", "coverage", "scripts", "testdata", "benchmarks", "fixtures",
  ]

  private static func isForeign(_ path: Substring) -> Bool { path.pathComponents.dropLast().contains(where: foreign.contains) }

  /// The tokens of the files that hold a text.
  package func mentioning(_ text: StaticString) -> [(file: File, tokens: SourceTokens)] {
    files.filter { $0.file.bytes.containsText(text) }.map { ($0, SourceTokens($0.file.bytes, $0.language)) }
  }
}
