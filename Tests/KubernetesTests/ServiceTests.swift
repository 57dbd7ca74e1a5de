import Kubernetes
import Testing
import YAMLSyntax

struct ServiceTests {
  @Test(
    "Selectors",
    arguments: [
      ("{selector: {app: web}, ports: [{port: 80}]}", true), ("{selector: {app: db}}", false),
      ("{ports: [{port: 80}]}", nil), ("{type: ExternalName, externalName: x, selector: {app: web}}", nil),
    ])
  func selectors(spec: String, matchesWeb: Bool?) throws {
    let service = try #require(manifests("apiVersion: v1\nkind: Service\nspec: \(spec)\n").first.flatMap { Service($0) })
    switch service.selector {
    case .labels(let selector, _): #expect(selector.matches(["app": "web"]) == matchesWeb)
    case .none: #expect(matchesWeb == nil)
    case .undecidable: Issue.record("undecidable")
    }
  }

  @Test func aPortWithoutTargetLeadsToItsOwnNumber() throws {
    let service = try #require(
      manifests("apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80}, {port: 81, targetPort: http}]}\n").first.flatMap { Service($0) })
    #expect(service.ports.map { $0.target?.text } == ["80", "http"])
  }
}

struct IngressTests {
  @Test func servicesOfEveryVersion() throws {
    let text = """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      spec:
        defaultBackend: {service: {name: fallback}}
        rules: [{http: {paths: [{backend: {service: {name: api}}}, {backend: {serviceName: old}}]}}]
      """
    #expect(try #require(manifests(text).first.flatMap { Ingress($0) }).serviceNames == ["fallback", "api", "old"])
  }
}

struct AutoscalerTests {
  @Test(
    "Defaults differ",
    arguments: [
      ("autoscaling/v2", "HorizontalPodAutoscaler", "{scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 3}", 3, 1),
      ("keda.sh/v1alpha1", "ScaledObject", "{scaleTargetRef: {name: web}}", nil, 0),
    ] as [(String, String, String, Int64?, Int64)])
  func minimum(apiVersion: String, kind: String, spec: String, minimum: Int64?, fallback: Int64) throws {
    let scaler = try #require(
      manifests("apiVersion: \(apiVersion)\nkind: \(kind)\nspec: \(spec)\n").first.flatMap { Autoscaler($0) })
    #expect(scaler.targetKind == "Deployment")
    #expect(scaler.targetName == "web")
    #expect(scaler.minimum.value == minimum)
    #expect(scaler.defaultMinimum == fallback)
  }
}
