import Linting
import SourceText
import Testing

/// Manifests that the API server would refuse, or that say nearly nothing: a rule may find fault with them, but never fails on them.
@Suite struct SloppyInputTests {
  private static let pods = [
    "{}", "{containers: []}", "{containers: [{}]}", "{containers: [{name: a}]}", "{containers: [{image: a}]}", "{containers: [a, 1, null]}",
    "{containers: {a: b}}", "{containers: [{image: 1, name: 2, ports: 3, env: 4, command: 5, args: 6, resources: 7, lifecycle: 8}]}",
    "{containers: [{image: 'a b', livenessProbe: {}, readinessProbe: {httpGet: {}}, startupProbe: 1, lifecycle: {preStop: {}}}]}",
    "{containers: [{image: a, livenessProbe: {exec: {}}, readinessProbe: {exec: {command: []}}, lifecycle: {preStop: {exec: {command: x}}}}]}",
    "{containers: [{image: a, resources: {limits: {memory: x, cpu: []}, requests: {memory: null}}, securityContext: {runAsUser: x}}]}",
    "{containers: [{image: a, ports: [{}, 1], env: [{}, {name: A, valueFrom: {}}], envFrom: [{}, {configMapRef: {}}], volumeMounts: [{}]}]}",
    "{terminationGracePeriodSeconds: x, securityContext: [], volumes: x, initContainers: [{}], affinity: 1, containers: [{image: a}]}",
    "{containers: [{image: '{{ .Values.image }}', command: [sh, -c], args: ['{{ .Values.args }}']}]}",
  ]

  private static let objects = [
    "apiVersion: v1\nkind: Service\nspec: {selector: x, ports: [1, {}, {targetPort: {}}]}\n", "apiVersion: v1\nkind: Service\nspec: {}\n",
    "apiVersion: v1\nkind: Service\nmetadata: null\nspec: {selector: {a: b}}\n",
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {}, minReplicas: a, maxReplicas: [], metrics: [1, {}]}\n",
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n",
    "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nspec: {triggers: x}\n",
    "apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec: {selector: {}, minAvailable: [], maxUnavailable: x}\n",
    "apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec: {selector: {matchLabels: {a: b}}}\n",
    "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: {tls: x, rules: [1, {}, {http: {paths: x}}]}\n",
    "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nspec: {listeners: [1, {}]}\n", "apiVersion: v1\nkind: ConfigMap\ndata: x\n",
    "apiVersion: v1\nkind: Secret\ndata: {a: '!!'}\nstringData: [1]\n",
    "apiVersion: v1\nkind: List\nitems: [1, {}, {apiVersion: v1, kind: Pod}]\n",
    "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nspec: {endpoints: x}\n",
    "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches: [1, {}, {patch: '['}]\nimages: x\nreplicas: [{}]\n",
  ]

  private static let dockerfiles = [
    "", "FROM", "FROM scratch\n", "FROM $A\nUSER $B\nCMD $C\n", "FROM a\nCMD []\nENTRYPOINT [\"\"]\n", "FROM a\nCMD\nENV\nEXPOSE x\nUSER\n",
    "FROM a\nRUN pip install\nRUN apt-get\nCOPY . .\nADD\n", "CMD a\n", "FROM a\nENTRYPOINT [\"sh\", \"-c\"]\n", "FROM a\nCMD uvicorn\n",
    "FROM a\nCMD exec gunicorn $X -c $Y\n", "FROM a\nHEALTHCHECK CMD\nSHELL []\nSTOPSIGNAL x\n",
  ]

  @Test func noRuleFails() {
    let kinds = ["Deployment", "StatefulSet", "DaemonSet"].map {
      "apiVersion: apps/v1\nkind: \($0)\nspec: {replicas: x, strategy: 1, template: {spec: %}}\n"
    }
    let others = [
      "apiVersion: v1\nkind: Pod\nspec: %\n", "apiVersion: batch/v1\nkind: Job\nspec: {template: {spec: %}}\n",
      "apiVersion: batch/v1\nkind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: %}}}}\n",
      "apiVersion: x/v1\nkind: Y\nspec: {template: {spec: %}}\n",
    ]
    var files: [SourceFile] = []
    for template in kinds + others {
      for pod in Self.pods { files.append(SourceFile(path: "pods/\(files.count).yaml", text: template.replacing("%", with: pod))) }
    }
    for object in Self.objects { files.append(SourceFile(path: "objects/\(files.count).yaml", text: object)) }
    for dockerfile in Self.dockerfiles { files.append(SourceFile(path: "\(files.count)/Dockerfile", text: dockerfile)) }
    let together = Linter(rules: RuleSet.builtIn()).run(on: Repository(files))
    for failure in together.failures { Issue.record("\(failure.rule) on \(failure.logicalPath): \(failure.message)") }
    for file in files {
      for failure in Linter(rules: RuleSet.builtIn()).run(on: Repository([file])).failures {
        Issue.record("\(failure.rule): \(failure.message) in \(String(decoding: file.bytes, as: UTF8.self))")
      }
    }
  }
}
