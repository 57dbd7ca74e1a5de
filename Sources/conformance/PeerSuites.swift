import Foundation
import Linting
import SourceText

/// The other linters' own cases for every check that has a rule here (`PeerRules`): a file that fails a check there has a finding of the
/// rule here, and one that passes has none.
private struct PeerCases {
  /// How many cases agree, and how many the checklist decides otherwise on purpose.
  private struct Counts {
    var agreed = 0
    var decided = 0
    var total = 0
  }

  private let rules = Dictionary(uniqueKeysWithValues: RuleSet.builtIn().map { ($0.id, $0) })
  private let matches = Dictionary(grouping: PeerRules.all) { "\($0.tool) \($0.check)" }
  private var perTool: [String: Counts] = [:]
  private(set) var result = SuiteResult()

  /// - Parameter name: what the file is called in the repository that is linted.
  mutating func add(tool: String, check: String, fails: Bool, file: String, as name: String, shown: String) {
    guard let matches = matches["\(tool) \(check)"], let bytes = FileManager.default.contents(atPath: file) else { return }
    var text = Array(bytes)
    // hadolint's own way of silencing findings is not read.
    guard !bytes.contains(Data("hadolint ignore".utf8)), !bytes.contains(Data("hadolint global".utf8)) else { return }
    result.total += 1
    perTool[tool, default: Counts()].total += 1
    // hadolint's cases are often mere lines; an image needs a base.
    if name == "Dockerfile", !String(decoding: text, as: UTF8.self).uppercased().contains("FROM ") {
      text = Array("FROM debian:12\n".utf8) + text
    }
    let repository = Repository([SourceFile(path: name, bytes: text)])
    let findings =
      Linter(rules: matches.compactMap { rules[$0.rule] }).run(on: repository).findings + FileProblems.findings(in: repository.workspace)
    let hasFinding = findings.contains { finding in
      matches.contains { $0.rule == finding.rule && ($0.about.isEmpty || finding.message.contains($0.about)) }
    }
    if hasFinding == fails {
      result.agreed += 1
      perTool[tool, default: Counts()].agreed += 1
      return
    }
    let name = "\(tool) \(check) \(shown) (\(fails ? "fail" : "pass"))"
    let key = "\(tool) \(check) \(fails ? "fail" : "pass")"
    if let reason = decisions[key] {
      perTool[tool, default: Counts()].decided += 1
      result.explained.append((name, "the checklist decides: " + reason))
    } else if let reason = differences[key] {
      result.explained.append((name, reason))
    } else {
      result.disagreements.append(name)
    }
  }

  func printCounts() {
    for (tool, counts) in perTool.sorted(by: { $0.key < $1.key }) {
      let open = counts.total - counts.decided
      let share = open == 0 ? 100 : Double(counts.agreed * 1000 / open) / 10
      print(
        "  \(tool): \(counts.agreed) of \(counts.total) agree; the checklist decides \(counts.decided) otherwise: \(share) % of the rest")
    }
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

/// Where the project's checklist decides otherwise than a peer, in its table or its decisions on semantics.
private let decisions: [String: String] = {
  let served = "rules about traffic speak of workloads that a Service leads to, or that name ports where there is no Service"
  let two = "it speaks of two replicas and more"
  let least = "fewer than two at least is a finding, and what is not set is 1"
  let all = "the restricted standard asks for drop: [ALL]"
  let budget = "a minAvailable of all replicas and more lets no pod go, with an autoscaler or without"
  return [
    "polaris deploymentMissingReplicas fail": served, "kube-linter minimum-three-replicas fail": served,
    "polaris readinessProbeMissing fail": served, "kube-linter no-rolling-update-strategy fail": served,
    "datree 60_CONTAINERS_MISSING_PRESTOP_KEY fail": served,
    "polaris missingPodDisruptionBudget fail": two, "polaris topologySpreadConstraint fail": two,
    "polaris hpaMaxAvailability pass": least, "polaris hpaMinAvailability pass": least,
    "kube-linter hpa-minimum-three-replicas fail": "two pods survive the loss of one; three are not asked for",
    "polaris insecureCapabilities pass": all, "kube-linter drop-net-raw-capability pass": all,
    "polaris pdbMinAvailableGreaterThanHPAMinReplicas pass": budget,
    "datree 49_CONTAINERS_INVALID_CAPABILITIES_VALUE pass": "the baseline standard forbids to add SYS_TIME",
    "hadolint DL3025 fail": "it speaks of what gets the stop signal; a HEALTHCHECK does not",
  ]
}()

/// Other cases that differ, each with why.
private let differences: [String: String] = {
  let partial = "a Deployment without containers may be a patch; what it stands for is not known"
  return [
    "kube-linter dangling-service fail": partial, "kube-linter dangling-horizontalpodautoscaler fail": partial,
    "kube-linter non-existent-service-account fail": partial, "kube-linter pdb-min-available fail": partial,
    "polaris automountServiceAccountToken fail": "a pod that names a service account of its own seems to need the token",
    "hadolint DL3009 fail": "a stage that is left behind leaves nothing; /var/cache/apt without docker-clean is not looked at",
    "hadolint DL3042 fail": "pip takes any value of PIP_NO_CACHE_DIR for yes (pip, cmdoptions.py, _handle_no_cache_dir)",
    "datree 3_CONTAINERS_MISSING_CPU_REQUEST_KEY fail": "a limit is the request as well (core/v1 types.go)",
    "datree 102_CIS_INVALID_VALUE_AUTOMOUNTSERVICEACCOUNTTOKEN fail": "speaks of pods, not of service accounts that none uses",
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
