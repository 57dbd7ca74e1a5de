import ArgumentParser
import Linting
import Reports
import SourceText
import Workspace

struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Show what leads to what: Dockerfile, image, container, workload, Service, Ingress, and why.",
    discussion: """
        readylint graph
        readylint graph --format mermaid deploy/ >> ARCHITECTURE.md
        readylint graph --format dot | dot -Tsvg > graph.svg
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, dot, mermaid
  }

  @Argument(help: "Files and folders. Nothing means the current folder.", completion: .file())
  var paths: [String] = []

  @Option(help: "text (a tree), json, dot (Graphviz) or mermaid.")
  var format: Format = .text

  @OptionGroup var ruleOptions: RuleOptions

  func run() throws {
    let source = RepositorySource(paths: paths)
    let repository = try source.read(ruleOptions.asked.load(near: source.configurationFolder)).repository
    let outline = GraphOutline(repository.graph, paths: { repository.file($0).path })
    let graph = GraphFormat(outline, of: repository)
    switch format {
    case .text: try StandardStream.output.write(graph.text())
    case .json: try StandardStream.output.write(graph.json())
    case .dot: try StandardStream.output.write(graph.dot())
    case .mermaid: try StandardStream.output.write(graph.mermaid())
    }
    guard repository.workspace.failures.isEmpty else {
      throw CommandFailure(repository.workspace.failures.map { "\($0.path): \($0.error.message)" })
    }
  }
}
