// Runs readylint's parsers and its expression language over the labelled cases of the standards' own test suites and prints, per
// suite, how many agree. With a corpus, YAML is compared with libyaml's own loader, PyYAML's. Usage:
// conformance CASES-FOLDER [--corpus FOLDER] [SUITE ...]
import Foundation

/// What one suite came to.
struct SuiteResult {
  var agreed = 0
  var total = 0
  /// Cases that do not agree and are not on the suite's list of known differences: each fails the run.
  var disagreements: [String] = []
  /// Cases that do not agree and are listed, with the reason.
  var explained: [(case: String, reason: String)] = []
  /// Why the suite cannot be run here.
  var skipped: String?
  /// What was compared, beyond the number of cases.
  var note = ""
}

/// One suite: its name is its folder's name below the cases folder.
struct Suite {
  let name: String
  let run: (_ folder: String) -> SuiteResult
}

let suites: [Suite] = [
  Suite(name: "buildkit-parser", run: runBuildKitParser),
  Suite(name: "buildkit-shell", run: runBuildKitShell),
  Suite(name: "buildkit-edge", run: runBuildKitEdge),
  Suite(name: "buildkit-real", run: runBuildKitReal),
  Suite(name: "cel", run: runCEL),
  Suite(name: "kubernetes", run: runKubernetesPeers),
  Suite(name: "hadolint", run: runHadolint),
]

var arguments = Array(CommandLine.arguments.dropFirst())
var corpus: String?
if let option = arguments.firstIndex(of: "--corpus"), option + 1 < arguments.count {
  corpus = arguments[option + 1]
  arguments.removeSubrange(option...(option + 1))
}
guard let cases = arguments.first else {
  FileHandle.standardError.write(Data("usage: conformance CASES-FOLDER [--corpus FOLDER] [SUITE ...]\n".utf8))
  exit(2)
}
let wanted = Set(arguments.dropFirst())
var failed = false
let all = suites + [Suite(name: "yaml", run: { _ in runYAML(corpus) }), Suite(name: "omissions", run: { _ in runOmissions(corpus) })]
for suite in all where wanted.isEmpty || wanted.contains(suite.name) {
  let result = suite.run(cases + "/" + suite.name)
  if let reason = result.skipped {
    print("\(suite.name): skipped, \(reason)")
    continue
  }
  for disagreement in result.disagreements { print("  differs: \(disagreement)") }
  for (name, reason) in result.explained { print("  listed:  \(name): \(reason)") }
  let counts = "\(result.agreed) of \(result.total) agree, \(result.explained.count) listed, \(result.disagreements.count) differ"
  print("\(suite.name): \(counts)\(result.note)")
  if !result.disagreements.isEmpty || result.total == 0 { failed = true }
}
exit(failed ? 1 : 0)
