import Foundation
import Testing

/// Files named one by one, as pre-commit names them: the rest of the repository is read, and said nothing of.
@Suite(.serialized)
struct ContextTests {
  private static let files = [
    "deploy/service.yaml": """
    apiVersion: v1
    kind: Service
    metadata: {name: api}
    spec: {selector: {app: api}, ports: [{port: 80, targetPort: metrics}]}

    """,
    "deploy/deployment.yaml": """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec:
          terminationGracePeriodSeconds: 10
          containers:
            - name: api
              image: registry.example.com/api:1.4
              ports: [{name: http, containerPort: 8000}]

    """,
    "api/Dockerfile": "FROM python:3.13-slim\nUSER 1\nCMD [\"gunicorn\", \"main:app\", \"--graceful-timeout\", \"45\"]\n",
    ".readylint.yaml": "exclude: [generated/]\n",
    "generated/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: x}]}\n",
  ]

  private func run(_ arguments: [String], below: String = "") throws -> [String] {
    let folder = try TemporaryFolder(Self.files)
    let found = try Program.run(
      ["--output", "concise", "--select", "service-reaches-pods,memory-limit,grace-period-covers-shutdown"] + arguments,
      in: below.isEmpty ? folder.url : folder.url.appendingPathComponent(below))
    return found.output.split(separator: "\n").map(String.init)
  }

  @Test func whatAServiceLeadsToIsRead() throws {
    let found = try run(["deploy/service.yaml"])
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("deploy/service.yaml:4:61: error[service-reaches-pods]") == true)
    #expect(try run(["--no-context", "deploy/service.yaml"]) == [])
  }

  @Test func aFindingElsewhereThatRestsOnTheFileIsTold() throws {
    let found = try run(["api/Dockerfile"])
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("deploy/deployment.yaml:9:38: error[grace-period-covers-shutdown]") == true)
  }

  @Test func fromAFolderBelow() throws {
    #expect(try run(["service.yaml"], below: "deploy").count == 1)
    #expect(try run(["../deploy/service.yaml"], below: "api").count == 1)
  }

  @Test func whatIsExcludedStaysSoWhenItIsNamed() throws {
    #expect(try run(["generated/pod.yaml"]) == [])
    #expect(!(try run(["."])).contains { $0.contains("generated") })
  }

  /// The source of an image is looked for in the folders above its Dockerfile, but never above what was given.
  @Test func nothingAboveIsRead() throws {
    let outside = try TemporaryFolder([
      "app/Dockerfile": "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nUSER 1\nCMD [\"python\", \"-m\", \"shop\"]\n",
      "shop/__main__.py": "import uvicorn\nuvicorn.run('shop:app', reload=True)\n", "requirements.txt": "sentry-sdk\n",
    ])
    let folder = outside.url.appendingPathComponent("app")
    for path in [".", "Dockerfile", folder.path, folder.path + "/Dockerfile"] {
      let result = try Program.run(["--output", "concise", "--select", "no-reload,error-tracking-configured", path], in: folder)
      #expect(result.output == "" && result.status == 0)
    }
  }
}
