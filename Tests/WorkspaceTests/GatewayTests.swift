import Kubernetes
import SourceText
import Testing
import Workspace

/// Gateway API and monitors: what leads to a Service besides an Ingress.
@Suite struct GatewayTests {
  private static let application = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec:
          containers:
            - {name: main, image: "registry.example.com/acme/api:1", ports: [{name: http, containerPort: 8000}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop, labels: {app: api}}
    spec: {selector: {app: api}, ports: [{name: http, port: 80, targetPort: http}]}

    """

  private func outline(_ more: String) -> (graph: Graph, outline: GraphOutline) {
    let sources = [SourceFile(path: "api.yaml", text: Self.application), SourceFile(path: "edge.yaml", text: more)]
    let workspace = Workspace(sources)
    let graph = Graph(workspace, repository: RepositoryFiles(sources, firstID: workspace.artifacts.count))
    return (graph, GraphOutline(graph) { workspace.artifacts[Int($0.index)].file.path })
  }

  private func links(_ outline: GraphOutline) -> [String] {
    outline.links.map { "\($0.from.prefix { $0 != "@" }) → \($0.to.prefix { $0 != "@" }): \($0.reason)" }
  }

  @Test("A Gateway leads to its route, and the route to its Service, in another namespace only when it is named")
  func routes() {
    func route(_ backend: String) -> String {
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: public, namespace: edge}
      spec: {gatewayClassName: any, listeners: [{name: https, port: 443, protocol: HTTPS}]}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: api, namespace: edge}
      spec:
        parentRefs: [{name: public}]
        rules: [{backendRefs: [\(backend)]}]

      """
    }
    let (graph, found) = outline(route("{name: api, namespace: shop, port: 80}"))
    #expect(links(found).contains("Gateway/edge/public → HTTPRoute/edge/api: attached to it by parentRefs"))
    #expect(links(found).contains("HTTPRoute/edge/api → Service/shop/api: its backend"))
    #expect(graph.workloads[0].entranceKind == "HTTPRoute")

    let (other, missing) = outline(route("{name: api, port: 80}"))
    #expect(!links(missing).contains("HTTPRoute/edge/api → Service/shop/api: its backend"))
    #expect(other.workloads[0].entranceKind == nil)
  }

  @Test("A ServiceMonitor leads to the Services that it reads metrics from")
  func monitors() {
    let (_, found) = outline(
      """
      apiVersion: monitoring.coreos.com/v1
      kind: ServiceMonitor
      metadata: {name: api, namespace: shop}
      spec: {selector: {matchLabels: {app: api}}, endpoints: [{port: http}]}

      """)
    #expect(links(found).contains("ServiceMonitor/shop/api → Service/shop/api: reads metrics from it"))
  }

  @Test(
    "Durations of routes",
    arguments: [("10s", 10.0), ("1m30s", 90), ("500ms", 0.5), ("1h", 3600), ("0s", nil), ("10", nil), ("123456s", nil)])
  func durations(_ text: String, _ seconds: Double?) throws {
    let (graph, _) = outline(
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: api, namespace: shop}
      spec: {rules: [{timeouts: {request: \(text)}, backendRefs: [{name: api}]}]}

      """)
    let rule = try #require(graph.workloads[0].routes.first?.rule)
    #expect(GatewayRoute.timeout(of: rule)?.seconds == seconds)
  }
}
