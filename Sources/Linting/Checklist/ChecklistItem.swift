internal import DockerfileSyntax
internal import Kubernetes
internal import Servers
internal import SourceText
internal import Workspace
internal import YAMLSyntax

/// One item of the documents' production checklists.
struct ChecklistItem: Sendable {
  let id: String
  let title: String
  /// Findings of these rules speak against it.
  var rules: [String] = []
  /// Why a repository has nothing to do with it; nil when it applies.
  var notApplicable: @Sendable (Repository) -> String? = { _ in nil }
  var evidence: @Sendable (Repository) -> [Scorecard.Evidence] = { _ in [] }

  static let all: [ChecklistItem] = [
    ChecklistItem(
      id: "multi-stage-image", title: "Images are built in stages", rules: ["multi-stage-build"], notApplicable: withoutDockerfiles
    ) { repository in
      images(repository) { image in
        image.dockerfile.stages.count > 1 ? from(image, "\(image.dockerfile.stages.count) stages") : nil
      }
    },
    ChecklistItem(
      id: "non-root-user", title: "Nothing runs as root", rules: ["non-root-user", "run-as-non-root"], notApplicable: withoutAnything
    ) { repository in
      images(repository) { image in
        image.configuration?.user.map { Scorecard.Evidence("USER", Location(file: image.file, range: $0.value.range)) }
      }
        + containers(repository) { entry in
          entry.container.securityContext.runAsNonRoot.node.map { evidence("runAsNonRoot", $0, entry) }
        }
    },
    ChecklistItem(
      id: "slim-base", title: "Images have a slim or distroless base", rules: ["slim-runtime-base"], notApplicable: withoutDockerfiles
    ) { repository in
      images(repository) { image in
        guard let base = image.configuration?.externalBase?.known else { return nil }
        let small = ["slim", "alpine", "distroless", "chainguard", "chiseled", "-minimal", "-micro", "busybox"]
        return small.contains { base.contains($0) } ? from(image, base) : nil
      }
    },
    ChecklistItem(
      id: "pinned-digest", title: "Images are pinned by digest", rules: ["pinned-base-digest", "no-latest-tag", "pinned-image"],
      notApplicable: withoutAnything
    ) { repository in
      images(repository) { image in
        image.configuration?.externalBase?.known.flatMap { $0.containsText("@sha256:") ? from(image, "base with a digest") : nil }
      }
        + containers(repository) { entry in
          guard let node = entry.container.image.node, entry.container.image.value?.containsText("@sha256:") == true else { return nil }
          return evidence("image with a digest", node, entry)
        }
    },
    ChecklistItem(
      id: "probes", title: "Liveness, readiness and startup probes",
      rules: [
        "liveness-probe", "readiness-probe", "distinct-probe-endpoints", "liveness-checks-process-only", "probe-timing",
        "probe-port-exists",
      ],
      notApplicable: withoutWorkloads
    ) { repository in
      containers(repository) { entry in entry.container.probe(.readiness).map { evidence("readinessProbe", $0.node, entry) } }
    },
    ChecklistItem(
      id: "resources", title: "Requests and memory limits", rules: ["memory-limit", "memory-limit-sane", "resource-requests"],
      notApplicable: withoutWorkloads
    ) { repository in
      containers(repository) { entry in entry.container.resource("memory", .limits).node.map { evidence("memory limit", $0, entry) } }
    },
    ChecklistItem(
      id: "autoscaler", title: "Load changes the number of pods",
      rules: ["autoscaler-target", "autoscaler-range", "autoscaler-has-requests", "autoscaler-owns-replicas"],
      notApplicable: withoutWorkloads
    ) { repository in
      repository.graph.autoscalers.map { named($0.manifest) }
    },
    ChecklistItem(
      id: "secret-manager", title: "Secrets come from a secret manager", rules: ["no-committed-secret"], notApplicable: withoutWorkloads
    ) { repository in
      objects(
        repository,
        kinds: [
          "ExternalSecret", "ClusterExternalSecret", "SealedSecret", "SecretProviderClass", "VaultStaticSecret", "VaultDynamicSecret",
          "SopsSecret",
          "OnePasswordItem", "InfisicalSecret",
        ])
    },
    ChecklistItem(id: "ingress-tls", title: "TLS at the entrance", rules: ["ingress-tls"], notApplicable: withoutEntrances) { repository in
      repository.graph.entrances.map { named($0.manifest) }
    },
    ChecklistItem(
      id: "json-logs", title: "Structured logs to standard output", rules: ["logs-to-stdout"], notApplicable: withoutWorkloads
    ) { repository in
      variables(repository) { name, value in
        let name = name.uppercased()
        return (name.containsText("LOG") && name.containsText("FORMAT") || name.containsText("LOG_JSON") || name.containsText("JSON_LOG"))
          && ["json", "true", "1", "structured"].contains(value?.lowercased() ?? "")
      } + repository.jsonLogEvidence
    },
    ChecklistItem(
      id: "traces", title: "Traces are exported", rules: ["tracing-endpoint-set"], notApplicable: withoutWorkloads
    ) { repository in
      variables(repository) { name, _ in name.hasPrefix("OTEL_EXPORTER_") && name.containsText("ENDPOINT") || name == "DD_TRACE_AGENT_URL" }
        + annotations(repository) { name, value in name.hasPrefix("instrumentation.opentelemetry.io/inject-") && value != "false" }
        + repository.traceEvidence
    },
    ChecklistItem(
      id: "metrics", title: "Metrics are exposed and scraped", rules: ["metrics-scraped"], notApplicable: withoutWorkloads
    ) { repository in
      repository.metricsEvidence(
        scrapes: objects(repository, kinds: ["ServiceMonitor", "PodMonitor", "PodMonitoring", "VMServiceScrape", "VMPodScrape"])
          + annotations(repository) { name, value in name == "prometheus.io/scrape" && value == "true" })
    },
    ChecklistItem(
      id: "error-tracking", title: "Errors are tracked", rules: ["error-tracking-configured"], notApplicable: withoutWorkloads
    ) { repository in
      variables(repository) { name, _ in
        ["SENTRY_DSN", "ROLLBAR_ACCESS_TOKEN", "BUGSNAG_API_KEY", "HONEYBADGER_API_KEY", "GLITCHTIP_DSN"].contains(name)
      } + repository.errorTrackingEvidence
    },
    ChecklistItem(
      id: "graceful-shutdown", title: "Shutting down loses no request",
      rules: [
        "grace-period-covers-shutdown", "stop-grace-period-covers-shutdown", "graceful-timeout-set", "exec-form-command",
        "stop-signal-is-graceful",
      ],
      notApplicable: withoutAnything
    ) { repository in
      repository.graph.workloads.compactMap { node in
        node.workload.pod.terminationGracePeriodSeconds.node.map {
          Scorecard.Evidence("terminationGracePeriodSeconds", node.workload.manifest.location($0.range))
        }
      }
    },
    ChecklistItem(
      id: "pre-stop-hook", title: "Pods wait until no more requests come", rules: ["pre-stop-hook", "pre-stop-needs-binary"],
      notApplicable: withoutWorkloads
    ) { repository in
      containers(repository) { entry in entry.container.preStop.map { evidence("preStop", $0.handler, entry) } }
    },
    ChecklistItem(
      id: "migrations", title: "Database migrations have their own step", rules: ["migrations-not-at-start-up", "migration-job"],
      notApplicable: withoutWorkloads
    ) { repository in
      repository.graph.manifests.compactMap { manifest in
        guard manifest.kind == "Job" else { return nil }
        let hooks = manifest.annotations.contains {
          $0.key == "helm.sh/hook" && $0.value.containsText("pre-")
            || $0.key == "argocd.argoproj.io/hook" && $0.value.containsText("PreSync")
        }
        return hooks || manifest.name?.containsText("migrat") == true ? named(manifest) : nil
      }
    },
    ChecklistItem(id: "backups", title: "Database and files are backed up", notApplicable: withoutWorkloads) { repository in
      objects(
        repository,
        kinds: [
          "ScheduledBackup", "BackupConfiguration", "ReplicationSource", "RecurringJob", "BackupSchedule", "SnapshotSchedule", "Backup",
        ])
        + repository.graph.manifests.filter { $0.kind == "Schedule" && ["velero.io", "k8up.io", "backup.appuio.ch"].contains($0.group) }
        .map(named)
        + containers(repository) { entry in
          guard entry.container.pod.manifest.kind == "CronJob" else { return nil }
          let tools = ["pg_dump", "mysqldump", "mongodump", "restic", "pgbackrest", "wal-g", "barman", "rclone", "kopia"]
          let words = ["command", "args"].flatMap { entry.container.node[$0]?.elements.compactMap(\.text) ?? [] }
          guard words.contains(where: { word in tools.contains { word.contains($0) } }),
            let node = entry.container.node["command"] ?? entry.container.node["args"]
          else { return nil }
          return evidence("a CronJob that backs up", node, entry)
        }
    },
    // A document's name shows neither what it says nor that anybody has looked at it lately: both are attested.
    ChecklistItem(id: "disaster-recovery", title: "A disaster-recovery plan"),
    ChecklistItem(id: "runbooks", title: "A runbook for the top alerts", notApplicable: withoutAlerts) { repository in
      let alerts = alerts(repository)
      let complete = alerts.allSatisfy { $0.rule["annotations", "runbook_url"] != nil }
      return complete
        ? alerts.compactMap { alert in
          alert.rule["annotations", "runbook_url"].map { Scorecard.Evidence("runbook_url", alert.manifest.location($0.range)) }
        } : []
    },
    ChecklistItem(id: "on-call", title: "Somebody is called", notApplicable: { _ in nil }) { $0.onCallEvidence },
    ChecklistItem(id: "load-test", title: "A load test with its result", notApplicable: { _ in nil }) { $0.loadTestEvidence },
    ChecklistItem(
      id: "cors", title: "CORS lets in whom it should", rules: ["cors-restricted"], notApplicable: withoutAnything
    ) { $0.crossOriginEvidence },
    ChecklistItem(
      id: "no-key-material", title: "No keys and passwords in the repository",
      rules: ["no-committed-secret", "no-secret-in-env", "no-secrets-in-image"], notApplicable: withoutAnything
    ) { repository in
      // That there is none shows in every file that was read.
      repository.graph.workloads.prefix(1).map {
        Scorecard.Evidence("no finding", $0.workload.manifest.location($0.workload.manifest.anchor))
      }
        + repository.graph.images.prefix(1).map { Scorecard.Evidence("no finding", Location(file: $0.file, range: .startOfFile)) }
    },
    ChecklistItem(
      id: "aligned-timeouts", title: "Timeouts of proxy and server fit together",
      rules: ["proxy-timeout-covers-server", "request-limits-at-proxy", "graceful-timeout-below-request-timeout"],
      notApplicable: withoutProxies
    ) { $0.timeoutEvidence },
    ChecklistItem(
      id: "pool-sizes", title: "Connection pools fit the database", rules: ["database-connections-fit"], notApplicable: withoutWorkloads
    ) { $0.poolEvidence },
    ChecklistItem(id: "smoke-tests", title: "Smoke tests in CI", notApplicable: { _ in nil }) { $0.smokeTestEvidence },
  ]

  // MARK: What there is

  private static let withoutDockerfiles: @Sendable (Repository) -> String? = { $0.graph.images.isEmpty ? "there is no Dockerfile" : nil }
  private static let withoutWorkloads: @Sendable (Repository) -> String? = { $0.graph.workloads.isEmpty ? "there is no workload" : nil }
  private static let withoutAnything: @Sendable (Repository) -> String? = {
    $0.graph.workloads.isEmpty && $0.graph.images.isEmpty ? "there is neither Dockerfile nor workload" : nil
  }
  private static let withoutEntrances: @Sendable (Repository) -> String? = {
    $0.graph.entrances.isEmpty ? "there is no Ingress or Gateway" : nil
  }
  private static let withoutProxies: @Sendable (Repository) -> String? = { repository in
    let proxies = repository.graph.nginxFiles.contains { $0.directives.contains { $0.name == "proxy_pass" } }
    return repository.graph.entrances.isEmpty && !proxies ? "there is no proxy" : nil
  }
  private static let withoutAlerts: @Sendable (Repository) -> String? = { alerts($0).isEmpty ? "there is no alert" : nil }
}
