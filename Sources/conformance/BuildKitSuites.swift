import DockerfileSyntax
import Foundation
import SourceText

private func dockerfile(_ path: String) -> Dockerfile? {
  FileManager.default.contents(atPath: path).map { Dockerfile.parse(SourceFile(path: path, bytes: Array($0))) }
}

private func text(_ path: String) -> String? {
  FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
}

private func names(in folder: String) -> [String] {
  ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
}

extension SuiteResult {
  fileprivate mutating func record(_ name: String, _ difference: String?) {
    total += 1
    if let difference { disagreements.append("\(name): \(difference)") } else { agreed += 1 }
  }
}

/// BuildKit's own parser goldens: dumps, files that must be refused, and line numbers.
func runBuildKitParser(_ folder: String) -> SuiteResult {
  var result = SuiteResult()
  for name in names(in: folder + "/testfiles") {
    let path = folder + "/testfiles/" + name
    guard let parsed = dockerfile(path + "/Dockerfile"), let golden = text(path + "/result") else { continue }
    let expected = golden.trimmingCharacters(in: .whitespacesAndNewlines)
    let ours = BuildKitDump.text(parsed)
    let pair = zip(expected.split(separator: "\n"), ours.split(separator: "\n")).first { $0 != $1 }
    let refused = parsed.diagnostics.first { $0.level == .parser }
    let difference =
      ours != expected ? pair.map { "\($0.0)  ≠  \($0.1)" } ?? "length" : refused.map { "refused: \($0.message)" }
    result.record(name, difference)
  }
  for name in names(in: folder + "/testfiles-negative") {
    guard let parsed = dockerfile(folder + "/testfiles-negative/" + name + "/Dockerfile") else { continue }
    let isRefused = parsed.diagnostics.contains { $0.level == .parser }
    result.record("negative/" + name, isRefused ? nil : "accepted")
  }
  if let parsed = dockerfile(folder + "/testfile-line/Dockerfile") {
    // The expectation stands in BuildKit's test code, not beside the file.
    let lines = parsed.instructions.map { [$0.lines.lowerBound, $0.lines.upperBound] }
    result.record("testfile-line", lines == [[5, 5], [11, 12], [17, 31]] ? nil : "\(lines)")
  }
  return result
}

/// The hand-made edge cases.
func runBuildKitEdge(_ folder: String) -> SuiteResult {
  var result = SuiteResult()
  for expectation in BuildKitExpectation.all(in: folder + "/expected.jsonl") {
    guard let parsed = dockerfile(folder + "/" + expectation.file) else {
      result.record(expectation.file, "file is missing")
      continue
    }
    result.record(expectation.file, expectation.difference(parsed))
  }
  return result
}

/// Real files, which lie in the corpus beside the cases.
func runBuildKitReal(_ folder: String) -> SuiteResult {
  var result = SuiteResult()
  for expectation in BuildKitExpectation.all(in: folder + "/expected.jsonl") {
    guard let parsed = dockerfile(folder + "/../../corpus/dockerfiles/" + expectation.file) else {
      result.record(expectation.file, "file is missing")
      continue
    }
    let difference = expectation.difference(parsed)
    if difference != nil, let reason = differingRealFiles[expectation.file] {
      result.total += 1
      result.explained.append((expectation.file, reason))
    } else {
      result.record(expectation.file, difference)
    }
  }
  return result
}

private let differingRealFiles = [
  "GoogleContainerTools+skaffold__examples__simple-artifact-dependency__app__Dockerfile":
    "FROM $BASE with an ARG that has no default: BuildKit builds without arguments and finds it blank; here it is unknown"
]

/// The two tables of BuildKit's lexer tests: one word each, and lists of words.
func runBuildKitShell(_ folder: String) -> SuiteResult {
  var result = SuiteResult()
  let environment = ["PWD": "/home", "SHELL": "bash", "KOREAN": "한국어", "NULL": ""]
  for (number, row) in (text(folder + "/envVarTest") ?? "").split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    let columns = row.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
    // Rows for Windows do not concern us.
    guard !row.hasPrefix("#"), columns.count == 3, columns[0] != "W" else { continue }
    let word = columns[1].trimmingCharacters(in: .whitespaces)
    let expected = columns[2].trimmingCharacters(in: .whitespaces)
    var expansion = WordExpansion(escape: .backslash)
    let ours = (try? expansion.expand(Array(word.utf8)) { environment[$0].map { .known($0) } ?? .unset })?.known ?? "error"
    result.record("envVarTest:\(number + 1) \(word)", ours == expected ? nil : "\(expected) ≠ \(ours)")
  }
  var variables: [String: String] = [:]
  for (number, row) in (text(folder + "/wordsTest") ?? "").split(separator: "\n").enumerated() where !row.hasPrefix("#") {
    if row.hasPrefix("ENV ") {
      let pair = row.dropFirst(4).trimmingPrefix(" ").split(separator: "=", maxSplits: 1)
      if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
      continue
    }
    guard let bar = row.lastIndex(of: "|") else { continue }
    let source = row[..<bar].trimmingCharacters(in: .whitespaces)
    let expected = String(row[row.index(after: bar)...].drop { $0 == " " })
    var expansion = WordExpansion(escape: .backslash)
    let words = try? expansion.words(of: Array(source.utf8)) { variables[$0].map { .known($0) } ?? .unset }
    let ours = words.map { $0.joined(separator: ",") } ?? "error"
    result.record("wordsTest:\(number + 1) \(source)", ours == expected ? nil : "\(expected) ≠ \(ours)")
  }
  return result
}
