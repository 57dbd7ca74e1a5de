/// Which rule asks for what a check of another linter asks for: for people who come from there, and for running readylint over the
/// other linters' own test cases.
package enum PeerRules {
  package struct Match: Hashable, Sendable {
    package let tool: String
    package let check: String
    package let rule: String
    /// Words of the message for a rule that asks for more than the check does; empty for all that the rule says.
    package let about: String
  }

  package static var tools: [String] { all.reduce(into: []) { if !$0.contains($1.tool) { $0.append($1.tool) } } }

  package static var all: [Match] {
    var tool = ""
    return table.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      if words.count == 1 { tool = String(words[0].dropLast()) }
      return words.count >= 2 ? Match(tool: tool, check: words[0], rule: words[1], about: words.count > 2 ? words[2] : "") : nil
    }
  }

  private static let table = """
    kube-linter:
    no-liveness-probe liveness-probe
    no-readiness-probe readiness-probe
    liveness-port probe-port-exists
    readiness-port probe-port-exists
    startup-port probe-port-exists
    unset-memory-requirements memory-limit
    unset-cpu-requirements resource-requests no cpu
    latest-tag pinned-image pushed last
    run-as-non-root run-as-non-root
    privileged-container no-privileged
    privilege-escalation-container no-privilege-escalation
    no-read-only-root-fs read-only-root-filesystem
    drop-net-raw-capability drop-capabilities
    host-ipc no-host-access hostIPC
    host-network no-host-access hostNetwork
    host-pid no-host-access hostPID
    docker-sock no-host-access docker.sock
    sensitive-host-mounts no-host-access hostPath
    minimum-three-replicas multiple-replicas
    hpa-minimum-three-replicas autoscaler-range
    no-anti-affinity spread-replicas
    no-rolling-update-strategy rollout-keeps-capacity
    pdb-max-unavailable budget-can-be-met
    pdb-min-available disruption-budget ever be evicted
    dangling-service service-reaches-pods
    dangling-horizontalpodautoscaler autoscaler-target
    env-value-from references-exist
    non-existent-service-account references-exist
    no-extensions-v1beta removed-api
    kube-score:
    pod-probes readiness-probe
    pod-probes-identical distinct-probe-endpoints
    container-resources resource-requests
    container-image-tag pinned-image pushed last
    deployment-replicas multiple-replicas
    deployment-has-poddisruptionbudget disruption-budget no PodDisruptionBudget
    statefulset-has-poddisruptionbudget disruption-budget no PodDisruptionBudget
    deployment-has-host-podantiaffinity spread-replicas
    statefulset-has-host-podantiaffinity spread-replicas
    deployment-targeted-by-hpa-does-not-have-replicas-configured autoscaler-owns-replicas
    horizontalpodautoscaler-has-target autoscaler-target
    horizontalpodautoscaler-replicas autoscaler-range
    deployment-strategy rollout-keeps-capacity
    service-targets-pod service-reaches-pods
    container-security-context-privileged no-privileged
    container-security-context-readonlyrootfilesystem read-only-root-filesystem
    container-seccomp-profile seccomp-profile
    stable-version removed-api
    polaris:
    livenessProbeMissing liveness-probe
    readinessProbeMissing readiness-probe
    tagNotSpecified pinned-image pushed last
    cpuRequestsMissing resource-requests no cpu
    memoryRequestsMissing resource-requests no memory
    memoryLimitsMissing memory-limit
    runAsRootAllowed run-as-non-root
    runAsPrivileged no-privileged
    privilegeEscalationAllowed no-privilege-escalation
    notReadOnlyRootFilesystem read-only-root-filesystem
    insecureCapabilities drop-capabilities
    dangerousCapabilities drop-capabilities adds
    hostIPCSet no-host-access hostIPC
    hostNetworkSet no-host-access hostNetwork
    hostPIDSet no-host-access hostPID
    hostPathSet no-host-access hostPath
    hostPortSet no-host-access hostPort
    deploymentMissingReplicas multiple-replicas
    missingPodDisruptionBudget disruption-budget no PodDisruptionBudget
    pdbDisruptionsIsZero budget-can-be-met
    pdbMinAvailableGreaterThanHPAMinReplicas disruption-budget ever be evicted
    pdbMinAvailableGreaterThanHPAMinReplicas budget-can-be-met minAvailable
    hpaMinAvailability autoscaler-range
    hpaMaxAvailability autoscaler-range
    topologySpreadConstraint spread-replicas
    tlsSettingsMissing ingress-tls
    automountServiceAccountToken service-account-token
    datree:
    1_CONTAINERS_MISSING_IMAGE_VALUE_VERSION pinned-image pushed last
    2_CONTAINERS_MISSING_MEMORY_REQUEST_KEY resource-requests no memory
    3_CONTAINERS_MISSING_CPU_REQUEST_KEY resource-requests no cpu
    4_CONTAINERS_MISSING_MEMORY_LIMIT_KEY memory-limit
    11_CONTAINERS_MISSING_LIVENESSPROBE_KEY liveness-probe
    12_CONTAINERS_MISSING_READINESSPROBE_KEY readiness-probe
    13_HPA_MISSING_MINREPLICAS_KEY autoscaler-range
    16_DEPLOYMENT_INCORRECT_REPLICAS_VALUE multiple-replicas
    18_K8S_DEPRECATED_APIVERSION_1.16 removed-api
    106_K8S_REMOVED_APIVERSION_1.22 removed-api
    109_K8S_REMOVED_APIVERSION_1.25 removed-api
    110_K8S_REMOVED_APIVERSION_1.26 removed-api
    111_K8S_REMOVED_APIVERSION_1.27 removed-api
    20_CONTAINERS_INCORRECT_PRIVILEGED_VALUE_TRUE no-privileged
    23_CONTAINERS_MISSING_IMAGE_VALUE_DIGEST pinned-image
    26_CONTAINERS_INCORRECT_HOSTPID_VALUE_TRUE no-host-access hostPID
    27_CONTAINERS_INCORRECT_HOSTIPC_VALUE_TRUE no-host-access hostIPC
    28_CONTAINERS_INCORRECT_HOSTNETWORK_VALUE_TRUE no-host-access hostNetwork
    30_CONTAINERS_INCORRECT_PATH_VALUE_DOCKERSOCKET no-host-access docker.sock
    45_CONTAINERS_INCORRECT_READONLYROOTFILESYSTEM_VALUE read-only-root-filesystem
    46_CONTAINERS_INCORRECT_KEY_HOSTPATH no-host-access hostPath
    47_CONTAINERS_MISSING_KEY_ALLOWPRIVILEGEESCALATION no-privilege-escalation
    49_CONTAINERS_INVALID_CAPABILITIES_VALUE drop-capabilities adds
    50_CONTAINERS_INCORRECT_KEY_HOSTPORT no-host-access hostPort
    52_CONTAINERS_INCORRECT_RUNASNONROOT_VALUE run-as-non-root
    60_CONTAINERS_MISSING_PRESTOP_KEY pre-stop-hook
    61_CONTAINERS_INCORRECT_SECCOMP_PROFILE seccomp-profile
    102_CIS_INVALID_VALUE_AUTOMOUNTSERVICEACCOUNTTOKEN service-account-token
    trivy:
    KSV-0018 memory-limit
    KSV-0016 resource-requests no memory
    KSV-0015 resource-requests no cpu
    KSV-0012 run-as-non-root
    KSV-0014 read-only-root-filesystem
    KSV-0001 no-privilege-escalation
    KSV-0017 no-privileged
    KSV-0003 drop-capabilities
    KSV-0106 drop-capabilities
    KSV-0030 seccomp-profile
    KSV-0009 no-host-access hostNetwork
    KSV-0010 no-host-access hostPID
    KSV-0023 no-host-access hostPath
    KSV-0013 pinned-image pushed last
    KSV-0107 removed-api
    checkov:
    CKV_K8S_8 liveness-probe
    CKV_K8S_9 readiness-probe
    CKV_K8S_10 resource-requests no cpu
    CKV_K8S_12 resource-requests no memory
    CKV_K8S_13 memory-limit
    CKV_K8S_14 pinned-image pushed last
    CKV_K8S_16 no-privileged
    CKV_K8S_17 no-host-access hostPID
    CKV_K8S_18 no-host-access hostIPC
    CKV_K8S_19 no-host-access hostNetwork
    CKV_K8S_20 no-privilege-escalation
    CKV_K8S_22 read-only-root-filesystem
    CKV_K8S_23 run-as-non-root
    CKV_K8S_27 no-host-access docker.sock
    CKV_K8S_28 drop-capabilities
    CKV_K8S_31 seccomp-profile
    CKV_K8S_37 drop-capabilities
    CKV_K8S_38 service-account-token
    CKV_K8S_43 pinned-image
    CKV_DOCKER_2 image-healthcheck
    CKV_DOCKER_3 non-root-user
    CKV_DOCKER_7 no-latest-tag
    hadolint:
    DL3002 non-root-user root: USER
    DL3006 no-latest-tag no tag
    DL3007 no-latest-tag is whatever
    DL3009 no-package-cache apt
    DL3015 no-recommended-packages
    DL3019 no-package-cache apk
    DL3023 dockerfile-syntax circular dependency
    DL3025 exec-form-command
    DL3032 no-package-cache yum
    DL3040 no-package-cache dnf
    DL3042 no-package-cache pip
    """
}
