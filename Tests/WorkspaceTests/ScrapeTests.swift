import Kubernetes
import SourceText
import Testing
import Workspace

private func verdicts(_ files: [(String, String)]) -> [String] {
  let sources = files.map { SourceFile(path: $0.0, text: $0.1) }
  let workspace = Workspace(sources)
  let graph = Graph(workspace, repository: RepositoryFiles(sources, firstID: workspace.artifacts.count))
  return graph.scrapes { workspace[$0].file.path }.map {
    switch $0.verdict {
    case .fine: "fine"
    case .selectsNothing: "nothing"
    case .noSuchPort(let port, _): port
    case .unread: "unread"
    case .undecidable: "?"
    }
  }
}

private let monitor = """
  apiVersion: monitoring.coreos.com/v1
  kind: ServiceMonitor
  metadata: {name: api}
  spec: {selector: {matchLabels: {app: api}}, endpoints: [{port: metrics}, {targetPort: 9100}]}

  """

private func service(_ label: String, port: String) -> String {
  "apiVersion: v1\nkind: Service\nmetadata: {name: api, labels: {app: \(label)}}\nspec: {ports: [{name: \(port), port: 80}]}\n"
}

@Suite struct ScrapeTests {
  @Test func monitorsOfServices() {
    #expect(verdicts([("a/m.yaml", monitor), ("a/s.yaml", service("api", port: "metrics"))]) == ["fine"])
    #expect(verdicts([("a/m.yaml", monitor), ("a/s.yaml", service("api", port: "http"))]) == ["metrics"])
    #expect(verdicts([("a/m.yaml", monitor), ("a/s.yaml", service("web", port: "metrics"))]) == ["nothing"])
  }

  @Test func whatOthersMayMakeIsNotKnown() {
    #expect(verdicts([("a/m.yaml", monitor)]) == ["?"])
    #expect(verdicts([("a/m.yaml", monitor), ("b/s.yaml", service("web", port: "metrics"))]) == ["?"])
    #expect(verdicts([("a/m.yaml", monitor), ("b/s.yaml", service("api", port: "http"))]) == ["?"])
    let release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: api}\nspec: {}\n"
    #expect(verdicts([("a/m.yaml", monitor), ("a/r.yaml", release), ("a/s.yaml", service("web", port: "metrics"))]) == ["?"])
    let labels = "labels: [{pairs: {app: api}}]\nresources: [m.yaml, s.yaml]\n"
    #expect(verdicts([("a/kustomization.yaml", labels), ("a/m.yaml", monitor), ("a/s.yaml", service("web", port: "metrics"))]) == ["?"])
  }

  @Test(arguments: [
    ("9100", "ports: [{containerPort: 8000}]", "9100"), ("8000", "ports: [{containerPort: 8000}]", "fine"), ("9100", "args: []", "?"),
    ("9100", "ports: [{containerPort: 8000}], args: ['--metrics=:9100']", "?"), ("15020", "ports: [{containerPort: 8000}]", "?"),
  ])
  func annotations(port: String, container: String, expected: String) {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "\(port)"}}
      spec: {containers: [{name: main, image: "acme/api:1", \(container)}]}
      """
    #expect(verdicts([("p.yaml", pod)]) == [expected])
  }
}
