import SourceText
import Testing

@testable import Workspace

struct WorkspaceFileTests {
  @Test("Files are found by their paths, in whatever order they were given")
  func paths() {
    let paths = ["b.yaml", "a/c.yaml", "a.yaml", "a-b/c.yaml", "Dockerfile"]
    let workspace = Workspace(paths.map { SourceFile(path: $0, text: "") })
    #expect(workspace.artifacts.map(\.file.path) == ["Dockerfile", "a-b/c.yaml", "a.yaml", "a/c.yaml", "b.yaml"])
    for path in paths { #expect(workspace.file(at: path).map { workspace[$0].file.path } == path) }
    for path in ["", "a", "a/c", "c.yaml", "z"] { #expect(workspace.file(at: path) == nil) }
  }
}
