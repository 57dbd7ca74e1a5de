import Kubernetes
import SourceText
import Testing
import YAMLSyntax

func manifests(_ text: String) -> [Manifest] {
  YAMLStream.parse(SourceFile(path: "test.yaml", text: text)).roots.flatMap { Manifest.objects(in: $0, file: FileID(0)) }
}

/// A Deployment with one container; `container` and `pod` are further lines of the container and of the pod's spec.
func deployment(container: String = "", pod: String = "") throws -> Workload {
  let indented = { (text: String, depth: Int) in
    text.split(separator: "\n").map { String(repeating: " ", count: depth) + $0 + "\n" }.joined()
  }
  let text = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      template:
        metadata: {labels: {app: web}}
        spec:
    \(indented(pod, 6))      containers:
          - name: api
            image: shop/api:1
    \(indented(container, 8))
    """
  return try #require(manifests(text).first.flatMap { Workload($0) })
}

struct WorkloadTests {
  @Test(
    "Pod templates of every kind",
    arguments: [
      ("apps/v1", "Deployment", "spec: {template: {spec: {containers: [{name: c}]}}}", Workload.Kind.deployment),
      ("apps/v1", "StatefulSet", "spec: {template: {spec: {containers: [{name: c}]}}}", .statefulSet),
      ("apps/v1", "DaemonSet", "spec: {template: {spec: {containers: [{name: c}]}}}", .daemonSet),
      ("v1", "Pod", "spec: {containers: [{name: c}]}", .pod),
      ("batch/v1", "Job", "spec: {template: {spec: {containers: [{name: c}]}}}", .job),
      ("batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c}]}}}}}", .cronJob),
      ("argoproj.io/v1alpha1", "Rollout", "spec: {template: {spec: {containers: [{name: c}]}}}", .rollout),
      ("serving.knative.dev/v1", "Service", "spec: {template: {spec: {containers: [{name: c}]}}}", .knativeService),
      ("apps.openshift.io/v1", "DeploymentConfig", "spec: {template: {spec: {containers: [{name: c}]}}}", .deploymentConfig),
      ("example.com/v1", "Thing", "spec: {template: {spec: {containers: [{name: c}]}}}", .custom),
    ])
  func kinds(apiVersion: String, kind: String, spec: String, expected: Workload.Kind) throws {
    let manifest = try #require(manifests("apiVersion: \(apiVersion)\nkind: \(kind)\nmetadata: {name: x}\n\(spec)\n").first)
    let workload = try #require(Workload(manifest))
    #expect(workload.kind == expected)
    #expect(workload.pod.containers.map(\.name) == ["c"])
  }

  @Test(
    "Objects that run no pods",
    arguments: [
      "apiVersion: v1\nkind: Service\nspec: {selector: {app: x}}\n",
      "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {workloadRef: {name: x}}\n",
      "apiVersion: apps/v1\nkind: Deployment\n",
    ])
  func others(text: String) throws {
    #expect(Workload(try #require(manifests(text).first)) == nil)
  }

  @Test func listsAreTheirItems() {
    let items = manifests("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}\n- {apiVersion: v1, kind: Service}\n")
    #expect(items.map(\.kind) == ["Pod", "Service"])
  }

  @Test func sidecarsRunOn() throws {
    let workload = try deployment(
      pod: "initContainers:\n- name: migrate\n- name: proxy\n  restartPolicy: Always")
    #expect(workload.pod.containers.map(\.role) == [.main, .initContainer, .sidecar])
    #expect(workload.pod.containers.map(\.isLongRunning) == [true, false, true])
  }

  @Test func aContainersSecurityContextWinsFieldByField() throws {
    let workload = try deployment(
      container: "securityContext: {runAsUser: 7}", pod: "securityContext: {runAsUser: 5, runAsNonRoot: true}")
    let context = try #require(workload.pod.containers.first).securityContext
    #expect(context.runAsUser.value == 7)
    #expect(context.runAsNonRoot.value == true)
    #expect(context.runAsGroup.isAbsent)
  }

  @Test func variablesAreUndecidableNotWrong() throws {
    let manifest = try #require(
      manifests("apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: '${N}', template: {spec: {containers: []}}}").first)
    guard case .undecidable(let reason, _) = try #require(Workload(manifest)).replicas else { return #expect(Bool(false)) }
    #expect(reason == "'${N}' holds a variable")
  }
}

struct ProbeTests {
  @Test func endpointsResolveNamedPorts() throws {
    let container = try #require(
      try deployment(
        container: """
          ports: [{name: http, containerPort: 8080}]
          livenessProbe: {httpGet: {path: healthz, port: http}}
          readinessProbe: {httpGet: {path: /healthz, port: 8080}}
          startupProbe: {exec: {command: [cat, /ready]}}
          """
      ).pod.containers.first)
    let liveness = try #require(container.probe(.liveness))
    #expect(liveness.endpoint == container.probe(.readiness)?.endpoint)
    #expect(liveness.endpoint == .http(scheme: "HTTP", host: "", port: "8080", path: "/healthz"))
    #expect(container.probe(.startup)?.endpoint == .exec(["cat", "/ready"]))
    #expect(liveness.secondsToAct == 30)
  }
}

struct PreStopHookTests {
  @Test(
    "How long a hook takes",
    arguments: [
      ("sleep: {seconds: 5}", 5.0), ("exec: {command: [sleep, '10']}", 10), ("exec: {command: [/bin/sleep, 1m, 5s]}", 65),
      ("exec: {command: [sh, -c, 'sleep 5; echo done']}", 5), ("exec: {command: [sh, -c, 'sleep 5 && sleep 2']}", nil),
      ("exec: {command: [/bin/bash, -ec, 'echo x; sleep 3']}", 3), ("exec: {command: [nginx, -s, quit]}", nil),
      ("exec: {command: [sh, -c, 'while true; do sleep 1; done']}", nil), ("httpGet: {path: /drain, port: 80}", nil),
      ("exec: {command: [sh, -c, 'sleep $DRAIN']}", nil),
    ] as [(String, Double?)])
  func duration(hook: String, expected: Double?) throws {
    let container = try #require(try deployment(container: "lifecycle: {preStop: {\(hook)}}").pod.containers.first)
    let duration = try #require(container.preStop).duration
    if let expected {
      #expect(duration == .seconds(expected))
    } else if case .seconds(let seconds) = duration {
      Issue.record("\(hook) was read as \(seconds) s")
    }
  }
}

struct LabelSelectorTests {
  @Test(
    "Labels and expressions must all match",
    arguments: [
      ("matchLabels: {app: web}", true), ("matchLabels: {app: db}", false),
      ("matchExpressions: [{key: app, operator: In, values: [db, web]}]", true),
      ("matchExpressions: [{key: tier, operator: NotIn, values: [x]}]", true),
      ("matchExpressions: [{key: tier, operator: Exists}]", false),
      ("matchExpressions: [{key: tier, operator: DoesNotExist}]", true),
      ("matchLabels: {app: web}\nmatchExpressions: [{key: app, operator: NotIn, values: [web]}]", false),
    ])
  func matches(text: String, expected: Bool) throws {
    let node = try #require(YAMLStream.parse(SourceFile(path: "s", text: text)).roots.first)
    #expect(try #require(LabelSelector(selector: node)).matches(["app": "web"]) == expected)
  }

  @Test func aVariableCannotBeDecided() throws {
    let node = try #require(YAMLStream.parse(SourceFile(path: "s", text: "app: ${NAME}")).roots.first)
    #expect(LabelSelector(labels: node) == nil)
  }
}
