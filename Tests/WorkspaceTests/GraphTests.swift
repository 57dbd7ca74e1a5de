import DockerfileSyntax
import Foundation
import Kubernetes
import Servers
import SourceText
import Testing
import Workspace

/// A repository in memory.
private func graph(_ files: [(String, String)], images: [String: String] = [:]) -> Graph {
  let sources = files.map { SourceFile(path: $0.0, text: $0.1) }
  let workspace = Workspace(sources)
  return Graph(workspace, images: images, repository: RepositoryFiles(sources, firstID: workspace.artifacts.count))
}

private func pod(_ name: String, image: String = "registry.example.com/acme/api:1", labels: String = "app: api", more: String = "")
  -> String
{
  """
  apiVersion: v1
  kind: Pod
  metadata: {name: \(name), labels: {\(labels)}}
  spec:
    containers:
      - name: main
        image: \(image)
  \(more.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n"))

  """
}

private func deployment(_ name: String, namespace: String? = nil) -> String {
  """
  apiVersion: apps/v1
  kind: Deployment
  metadata: {name: \(name)\(namespace.map { ", namespace: \($0)" } ?? "")}
  spec:
    selector: {matchLabels: {app: \(name)}}
    template:
      metadata: {labels: {app: \(name)}}
      spec:
        containers:
          - {name: main, image: "registry.example.com/acme/\(name):1", ports: [{name: http, containerPort: 8000}]}

  """
}

private func service(_ name: String, namespace: String? = nil, selector: String = "app: api", target: String = "http") -> String {
  """
  apiVersion: v1
  kind: Service
  metadata: {name: \(name)\(namespace.map { ", namespace: \($0)" } ?? "")}
  spec: {selector: {\(selector)}, ports: [{port: 80, targetPort: \(target)}]}

  """
}

@Suite struct ImageLinkTests {
  @Test(
    "An image finds its Dockerfile by name when exactly one fits",
    arguments: [
      (["api/Dockerfile"], "registry.example.com/acme/api:1", "api/Dockerfile"),
      (["api/Dockerfile", "web/Dockerfile"], "ghcr.io/acme/web@sha256:" + String(repeating: "a", count: 64), "web/Dockerfile"),
      (["docker/Dockerfile.api", "docker/Dockerfile.web"], "acme/api", "docker/Dockerfile.api"),
      (["api.dockerfile", "web.dockerfile"], "acme/web:2", "web.dockerfile"),
      (["services/api/docker/Dockerfile", "web/Dockerfile"], "acme/api", "services/api/docker/Dockerfile"),
      (["api/Dockerfile", "web/Dockerfile"], "acme/shop-api:1", "api/Dockerfile"),
      // Two that fit are one too many, and one that is for developers does not count.
      (["a/api/Dockerfile", "b/api/Dockerfile"], "acme/api:1", nil),
      (["api/Dockerfile", "api/Dockerfile.dev"], "acme/api:1", "api/Dockerfile"),
      // Nobody builds Docker Hub's own images.
      (["nginx/Dockerfile", "web/Dockerfile"], "nginx:1.27", nil),
      (["api/Dockerfile", "web/Dockerfile"], "acme/billing:1", nil),
      // The only Dockerfile and the only image that is not a public one.
      (["Dockerfile"], "registry.example.com/acme/frontdoor:1", "Dockerfile"),
      (["Dockerfile"], "redis:7", nil),
      (["Dockerfile"], "registry.k8s.io/pause:3", nil),
    ] as [([String], String, String?)])
  func byName(dockerfiles: [String], image: String, expected: String?) {
    let graph = graph(dockerfiles.map { ($0, "FROM debian:12\n") } + [("pod.yaml", pod("p", image: image))])
    let link = graph.workloads[0].containers[0].image
    #expect(link.map { graph.images[$0.image].dockerfile.file.path } == expected)
    #expect(link?.reason.isEmpty != true)
  }

  @Test func theConfigurationWins() {
    let files = [("api/Dockerfile", "FROM a\n"), ("b/Dockerfile", "FROM b\n"), ("pod.yaml", pod("p"))]
    let linked = graph(files, images: ["registry.example.com/acme/api": "b/Dockerfile"])
    #expect(linked.workloads[0].containers[0].image?.image == 1)
    #expect(linked.images[1].containers.count == 1)
  }

  @Test func portsThatDisagreeSpeakAgainstTheOnlyImage() {
    let ports = "ports: [{containerPort: 9000}]"
    let apart = graph([("Dockerfile", "FROM a\nEXPOSE 8000\n"), ("pod.yaml", pod("p", image: "acme/x:1", more: ports))])
    #expect(apart.workloads[0].containers[0].image == nil)
    let together = graph([("Dockerfile", "FROM a\nEXPOSE 9000\n"), ("pod.yaml", pod("p", image: "acme/x:1", more: ports))])
    #expect(together.workloads[0].containers[0].image?.image == 0)
  }
}

@Suite struct ServiceLinkTests {
  @Test func selectorsAndNamespaces() {
    let graph = graph([
      ("a.yaml", deployment("api", namespace: "one") + "---\n" + deployment("api", namespace: "two") + "---\n" + deployment("web")),
      ("b.yaml", service("api", namespace: "one") + "---\n" + service("web", namespace: "two", selector: "app: web")),
    ])
    #expect(graph.services.map(\.workloads) == [[0], [2]])
    #expect(graph.workloads.map { $0.containers[0].traffic } == [.service, .none, .service])
  }

  @Test(
    "Selectors of labels and expressions",
    arguments: [
      ("matchLabels: {app: api}", [0]), ("matchExpressions: [{key: app, operator: In, values: [web, api, web]}]", [0, 1]),
      ("matchLabels: {app: api}, matchExpressions: [{key: app, operator: In, values: [web]}]", []),
      ("matchExpressions: [{key: app, operator: NotIn, values: [api]}]", [1, 2]),
      ("matchExpressions: [{key: app, operator: Exists}, {key: tier, operator: DoesNotExist}]", [0, 1, 2]),
      ("matchExpressions: [{key: app, operator: In, values: []}]", []),
    ])
  func selectors(selector: String, expected: [Int]) {
    let budget = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {selector: {\(selector)}}\n"
    let graph = graph([("a.yaml", ["api", "web", "job"].map { deployment($0) }.joined(separator: "---\n") + "---\n" + budget)])
    #expect(graph.workloads.indices.filter { !graph.workloads[$0].budgets.isEmpty } == expected)
  }

  @Test("In a repository with a folder for each customer, what stands together belongs together")
  func customers() {
    let graph = graph(
      (0..<40).map { number in
        let objects = [
          deployment("web"), service("web", selector: "app: web"),
          "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: web}}}\n",
          "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {kind: Deployment, name: web}}\n",
          "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n",
        ]
        return (String(format: "customers/%02d/a.yaml", number), objects.joined(separator: "---\n"))
      })
    #expect(graph.services.map(\.workloads) == (0..<40).map { [$0] })
    for (number, node) in graph.workloads.enumerated() {
      #expect(node.services == [number] && node.budgets == [number] && node.autoscalers == [number])
      #expect(node.ingresses.map(\.file) == [node.workload.manifest.file])
    }
  }

  @Test func withoutAnyServiceTrafficIsPresumed() {
    #expect(graph([("a.yaml", deployment("api"))]).workloads[0].containers[0].traffic == .presumed)
    #expect(graph([("a.yaml", pod("api"))]).workloads[0].containers[0].traffic == .none)
  }

  @Test(
    "What a Service that matches nothing means",
    arguments: [
      (["s.yaml": service("api")], "undecided"), (["s.yaml": service("api"), "d.yaml": deployment("web")], "none"),
      (["services/s.yaml": service("api"), "deployments/d.yaml": deployment("web")], "none"),
      (["x/y/s.yaml": service("api"), "z/d.yaml": deployment("web")], "undecided"),
      (
        [
          "s.yaml": service("api"), "d.yaml": deployment("web"),
          "c.yaml": "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: api}\n",
        ], "undecided"
      ),
      (["s.yaml": service("api", selector: "statefulset.kubernetes.io/pod-name: api-0"), "d.yaml": deployment("web")], "undecided"),
      (["s.yaml": service("api", selector: "app: $APP"), "d.yaml": deployment("web")], "undecided"),
    ])
  func unmatched(files: [String: String], expected: String) {
    let files = files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let graph = graph(files)
    let result = graph.pods(ofService: 0, paths: { files[Int($0.index)].0 })
    let text =
      switch result {
      case .workloads: "workloads"
      case .none: "none"
      case .undecidable: "undecided"
      }
    #expect(text == expected)
  }

  @Test("Target ports", arguments: [("http", true), ("web", false), ("8000", true), ("9000", false)])
  func targets(target: String, isOpen: Bool) {
    let graph = graph([("a.yaml", deployment("api") + "---\n" + service("api", target: target))])
    #expect(graph.isOpen(graph.services[0].service.ports[0], ofService: 0) == isOpen)
  }

  @Test func autoscalersFindTheNearestOfOneName() {
    let autoscaler = """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: api}
      spec: {scaleTargetRef: {kind: Deployment, name: api}, minReplicas: 2, maxReplicas: 4}
      """
    let graph = graph([("dev/d.yaml", deployment("api")), ("prod/d.yaml", deployment("api")), ("prod/h.yaml", autoscaler)])
    #expect(graph.workloads.map(\.autoscalers) == [[], [0]])
  }
}

@Suite struct KustomizationTests {
  private static let files = [
    ("base/api.yaml", deployment("api")),
    ("base/kustomization.yaml", "resources: [api.yaml]\n"),
    (
      "prod/kustomization.yaml",
      """
      resources: [../base]
      images: [{name: registry.example.com/acme/api, newTag: "2"}]
      replicas: [{name: web, count: 3}]
      patches:
        - path: resources.yaml
        - target: {kind: Deployment, name: api}
          patch: |-
            - op: add
              path: /spec/template/spec/terminationGracePeriodSeconds
              value: 60
      """
    ),
    (
      "prod/resources.yaml",
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api}
      spec: {template: {spec: {containers: [{name: main, resources: {limits: {memory: 1Gi}}}]}}}
      """
    ),
  ]

  @Test func patchesAreNoObjectsAndMakeFieldsUnknown() throws {
    let graph = graph(Self.files)
    #expect(graph.workloads.count == 1)
    let workload = try #require(graph.workloads.first).workload
    let container = graph.workloads[0].containers[0].container
    let kustomizations = graph.kustomizations
    #expect(kustomizations.reason(for: container, field: ["resources", "limits", "memory"]) == "prod/kustomization.yaml patches it")
    #expect(kustomizations.reason(for: container, field: ["resources", "limits", "cpu"]) == nil)
    #expect(kustomizations.reason(for: container, field: ["livenessProbe"]) == nil)
    #expect(kustomizations.reason(for: workload.pod, field: ["terminationGracePeriodSeconds"]) != nil)
    #expect(kustomizations.reason(for: workload.pod, field: ["securityContext"]) == nil)
    let reference = try ImageReference(parsing: "registry.example.com/acme/api:1")
    #expect(
      graph.imageOverrides.reason(for: reference, writtenAs: "registry.example.com/acme/api:1", in: container)
        == "prod/kustomization.yaml sets the image registry.example.com/acme/api")
    #expect(kustomizations.reason(forReplicasOf: workload.manifest) == nil)
  }

  @Test func skaffoldTagsWhatItBuilds() throws {
    let skaffold = "apiVersion: skaffold/v4beta13\nkind: Config\nbuild: {artifacts: [{image: web}]}\n"
    let graph = graph([("skaffold.yaml", skaffold), ("p.yaml", pod("p", image: "web"))])
    let reference = try ImageReference(parsing: "web")
    let container = graph.workloads[0].containers[0].container
    #expect(graph.imageOverrides.reason(for: reference, writtenAs: "web", in: container) == "skaffold.yaml builds and tags the image web")
  }

  @Test func aPatchThatNobodyNamesIsNoObjectEither() {
    let patch =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec: {template: {spec: {containers: [{name: main, image: b}]}}}\n"
    #expect(graph([("a.yaml", deployment("api")), ("b.yaml", patch)]).workloads.count == 1)
    #expect(graph([("b.yaml", patch)]).workloads.count == 1)
  }
}

@Suite struct ContainerProcessTests {
  private func server(_ files: [(String, String)]) -> ServerProcess? {
    graph(files).workloads[0].containers[0].process?.server
  }

  private func seconds(_ setting: Setting<GracefulTimeout>?) -> String {
    switch setting?.state {
    case nil: "none"
    case .value(.seconds(let seconds)): "\(Int(seconds))"
    case .value(.unlimited): "unlimited"
    case .unknown: "unknown"
    }
  }

  @Test(
    "Command, args, ENTRYPOINT and CMD",
    arguments: [
      ("ENTRYPOINT [\"uvicorn\"]\nCMD [\"a:a\"]", "", "unlimited"),
      ("ENTRYPOINT [\"uvicorn\"]\nCMD [\"a:a\"]", "args: [\"a:a\", --timeout-graceful-shutdown=7]", "7"),
      ("CMD [\"uvicorn\", \"a:a\"]", "command: [gunicorn, a, --graceful-timeout, \"9\"]", "9"),
      // The shell form of ENTRYPOINT takes no arguments.
      ("ENTRYPOINT exec uvicorn a:a --timeout-graceful-shutdown 3", "args: [--timeout-graceful-shutdown=7]", "3"),
      ("ENV UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=4\nCMD [\"uvicorn\", \"a:a\"]", "", "4"),
      (
        "ENV UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=4\nCMD [\"uvicorn\", \"a:a\"]",
        "env: [{name: UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN, value: \"5\"}]", "5"
      ),
      ("CMD [\"uvicorn\", \"a:a\"]", "envFrom: [{secretRef: {name: s}}]", "unknown"),
      ("CMD [\"uvicorn\", \"a:a\"]", "envFrom: [{configMapRef: {name: c}}]", "6"),
      ("CMD [\"uvicorn\", \"a:a\"]", "envFrom: [{configMapRef: {name: c}, prefix: X_}]", "unlimited"),
      (
        "CMD [\"uvicorn\", \"a:a\"]",
        "env: [{name: UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN, valueFrom: {configMapKeyRef: {name: c, key: UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN}}}]",
        "6"
      ),
      ("CMD [\"python\", \"x.py\"]", "command: [uvicorn, \"a:a\", --timeout-graceful-shutdown, $(T)]\nenv: [{name: T, value: \"8\"}]", "8"),
    ])
  func commands(dockerfile: String, container: String, expected: String) {
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN: \"6\"}\n"
    let process = server([("api/Dockerfile", "FROM a\n\(dockerfile)\n"), ("c.yaml", map), ("pod.yaml", pod("p", more: container))])
    #expect(seconds(process?.settings.gracefulTimeout) == expected)
  }

  @Test(
    "Files of the image come from the repository",
    arguments: [
      ("WORKDIR /app\nCOPY . .\n", "api/gunicorn.conf.py", "11"), ("WORKDIR /app\nCOPY api/ .\n", "api/gunicorn.conf.py", "11"),
      ("WORKDIR /app\nCOPY conf/gunicorn.conf.py ./\n", "api/conf/gunicorn.conf.py", "11"),
      ("WORKDIR /app\nCOPY *.py /app/\n", "api/gunicorn.conf.py", "11"),
      ("WORKDIR /app\nCOPY src /app\n", "api/gunicorn.conf.py", "30"),
      ("COPY . /build\nFROM a\nWORKDIR /app\nCOPY --from=0 /build/ ./\n", "api/gunicorn.conf.py", "11"),
      ("WORKDIR /app\nCOPY --from=registry.example.com/x / .\n", "api/gunicorn.conf.py", "unknown"),
      // Outside of the repository nothing is read.
      ("WORKDIR /app\nCOPY ../../../ .\n", "gunicorn.conf.py", "30"),
    ])
  func imageFiles(dockerfile: String, path: String, expected: String) {
    let process = server([
      ("api/Dockerfile", "FROM a\n\(dockerfile)CMD [\"gunicorn\", \"a:a\"]\n"), (path, "graceful_timeout = 11\n"), ("pod.yaml", pod("p")),
    ])
    #expect(seconds(process?.settings.gracefulTimeout) == expected)
  }

  @Test func aMountedFolderHidesTheImage() {
    let mounted = pod("p", more: "volumeMounts: [{name: v, mountPath: /app}]")
    let process = server([
      ("api/Dockerfile", "FROM a\nWORKDIR /app\nCOPY . .\nCMD [\"gunicorn\", \"a:a\"]\n"),
      ("api/gunicorn.conf.py", "graceful_timeout = 11\n"),
      ("pod.yaml", mounted),
    ])
    #expect(seconds(process?.settings.gracefulTimeout) == "unknown")
  }

  @Test func anUnknownImageLeavesItsFilesUnknown() {
    #expect(seconds(server([("pod.yaml", pod("p", more: "command: [gunicorn, a]"))])?.settings.gracefulTimeout) == "unknown")
    #expect(server([("pod.yaml", pod("p", more: "args: [a]"))]) == nil)
  }
}
