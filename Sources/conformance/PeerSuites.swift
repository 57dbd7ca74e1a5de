import Foundation
import Linting
import SourceText

/// The other linters' own cases for every check that has a rule here (`PeerRules`): a file that fails a check there has a finding of the
/// rule here, and one that passes has none.
private struct PeerCases {
  private let rules = Dictionary(uniqueKeysWithValues: RuleSet.builtIn().map { ($0.id, $0) })
  private let matches = Dictionary(PeerRules.all.map { ("\($0.tool) \($0.check)", $0) }, uniquingKeysWith: { first, _ in first })
  private var perTool: [String: (agreed: Int, total: Int)] = [:]
  private(set) var result = SuiteResult()

  /// - Parameter name: what the file is called in the repository that is linted.
  mutating func add(tool: String, check: String, fails: Bool, file: String, as name: String, shown: String) {
    guard let match = matches["\(tool) \(check)"], let rule = rules[match.rule], let bytes = FileManager.default.contents(atPath: file)
    else {
      return
    }
    result.total += 1
    perTool[tool, default: (0, 0)].total += 1
    var text = Array(bytes)
    // hadolint's cases are often mere lines; an image needs a base.
    if name == "Dockerfile", !String(decoding: text, as: UTF8.self).uppercased().contains("FROM ") {
      text = Array("FROM debian:12\n".utf8) + text
    }
    let repository = Repository([SourceFile(path: name, bytes: text)])
    let hasFinding = Linter(rules: [rule]).run(on: repository).findings.contains { match.about.isEmpty || $0.message.contains(match.about) }
    if hasFinding == fails {
      result.agreed += 1
      perTool[tool, default: (0, 0)].agreed += 1
      return
    }
    let name = "\(tool) \(check) \(shown) (\(fails ? "fail" : "pass"))"
    if let reason = differences["\(tool) \(check) \(fails ? "fail" : "pass")"] {
      result.explained.append((name, reason))
    } else {
      result.disagreements.append(name)
    }
  }

  func printCounts() {
    for (tool, counts) in perTool.sorted(by: { $0.key < $1.key }) { print("  \(tool): \(counts.agreed) of \(counts.total)") }
  }
}

func runKubernetesPeers(_ folder: String) -> SuiteResult {
  var cases = PeerCases()
  for row in rows(of: folder + "/INDEX.tsv") where row["strength"] == "hard" {
    guard let tool = row["tool"], let check = row["check_id"], let path = row["file"] else { continue }
    let name = path.hasSuffix(".yaml") || path.hasSuffix(".yml") ? path : path + ".yaml"
    cases.add(tool: tool, check: check, fails: row["expected"] == "fail", file: folder + "/" + path, as: name, shown: path)
  }
  cases.printCounts()
  return cases.result
}

func runHadolint(_ folder: String) -> SuiteResult {
  var cases = PeerCases()
  for row in rows(of: folder + "/INDEX.tsv") where row["config"] == "-" {
    guard let check = row["rule"], let file = row["file"] else { continue }
    cases.add(
      tool: "hadolint", check: check, fails: row["expected"] == "violated", file: folder + "/" + file, as: "Dockerfile",
      shown: "\(file) \(row["title"] ?? "")")
  }
  cases.printCounts()
  return cases.result
}

/// Where readylint decides otherwise than a peer, with why (CHECKLIST section 6).
private let differences: [String: String] = {
  let served = "speaks of workloads that a Service leads to, or that name ports"
  let two = "speaks of two replicas and more"
  let near = "nothing stands beside the object from which it could be told; unknown is not false"
  let all = "asks for drop: [ALL], as Pod Security Standards do; single capabilities are not enough"
  let unset = "what is not set is 1, which is less than two"
  return [
    "polaris deploymentMissingReplicas fail": served, "kube-linter minimum-three-replicas fail": served,
    "datree 16_DEPLOYMENT_INCORRECT_REPLICAS_VALUE fail": served, "polaris readinessProbeMissing fail": served,
    "kube-linter no-rolling-update-strategy fail": served, "datree 60_CONTAINERS_MISSING_PRESTOP_KEY fail": served,
    "polaris missingPodDisruptionBudget fail": two, "polaris topologySpreadConstraint fail": two,
    "polaris hpaMaxAvailability pass": unset, "polaris hpaMinAvailability pass": unset,
    "polaris insecureCapabilities pass": all, "kube-linter drop-net-raw-capability pass": all,
    "kube-linter dangling-service fail": near, "kube-linter dangling-horizontalpodautoscaler fail": near,
    "kube-linter non-existent-service-account fail": near,
    "kube-linter hpa-minimum-three-replicas fail": "two pods survive the loss of one; three are not asked for",
    "kube-linter no-anti-affinity fail": "in which namespaces anti-affinity looks is not weighed",
    "polaris pdbMinAvailableGreaterThanHPAMinReplicas pass": "a minAvailable that equals the least number of pods lets no pod go",
    "polaris automountServiceAccountToken fail": "a pod that names a service account of its own seems to need the token",
    "polaris pdbDisruptionsIsZero fail": "the API group v1 has no PodDisruptionBudget",
    "polaris pdbMinAvailableGreaterThanHPAMinReplicas fail": "minAvailable of 100% and more is what budget-can-be-met says",
    "kube-linter pdb-min-available fail": "a Deployment without a template runs no pods",
    "hadolint DL3002 pass": "an image without USER runs as root, too",
    "hadolint DL3009 fail":
      "what ONBUILD installs is in the images built on this one, not in it; stages that are left behind leave nothing",
    "hadolint DL3042 fail": "pip takes any value of PIP_NO_CACHE_DIR for yes (pip, cmdoptions.py, _handle_no_cache_dir)",
    "hadolint DL3040 fail": "what ONBUILD installs is in the images built on this one; `up-min` is not known",
    "hadolint DL3023 fail": "BuildKit refuses it, so it is a dockerfile-syntax finding",
    "hadolint DL3025 fail": "speaks of what gets the stop signal; a HEALTHCHECK does not",
    "datree 3_CONTAINERS_MISSING_CPU_REQUEST_KEY fail": "a limit is the request as well (core/v1 types.go)",
    "datree 49_CONTAINERS_INVALID_CAPABILITIES_VALUE pass": "the baseline standard forbids to add SYS_TIME",
    "datree 102_CIS_INVALID_VALUE_AUTOMOUNTSERVICEACCOUNTTOKEN fail": "speaks of pods, not of service accounts that none uses",
    "datree 61_CONTAINERS_INCORRECT_SECCOMP_PROFILE fail": "'unconfined' in lower case is a value that the API server refuses",
    "datree 23_CONTAINERS_MISSING_IMAGE_VALUE_DIGEST fail": "nginx@latest is no image reference",
  ]
}()

/// The rows of a table with a header, columns by their names.
func rows(of path: String) -> [[String: String]] {
  guard let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) }) else { return [] }
  let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map {
    $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }
  guard let header = lines.first else { return [] }
  return lines.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
}
