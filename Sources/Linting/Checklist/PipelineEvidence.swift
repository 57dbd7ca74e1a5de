internal import SourceText
internal import Workspace

// What CI runs, and what load tests leave behind.

extension Repository {
  var smokeTestEvidence: [Scorecard.Evidence] { inPipelines { $0.containsText("smoke") ? ("smoke test", "smoke") : nil } }

  /// A job that runs a load test, or the result of one: scripts alone say nothing of a load that was borne.
  var loadTestEvidence: [Scorecard.Evidence] {
    let runs = inPipelines { line in Self.loadTests.first { $0.words.allSatisfy(line.contains) }.map { ($0.name, $0.words[0]) } }
    let results = workspace.artifacts.enumerated().compactMap { index, artifact -> Scorecard.Evidence? in
      guard artifact.file.path.hasSuffix(".json"), case .unrelated = artifact.content else { return nil }
      let result = Self.results.first { $0.marks.allSatisfy { artifact.file.bytes.containsText($0) } }
      return result.map { Scorecard.Evidence($0.name, Location(file: FileID(index), range: .startOfFile)) }
    }
    return runs + results
  }

  private static let loadTests: [(name: String, words: [String])] = [
    ("k6", ["k6 run"]), ("k6", ["grafana/k6-action"]), ("k6", ["grafana/run-k6-action"]), ("Locust", ["locust", "--headless"]),
    ("Artillery", ["artillery run"]), ("Gatling", ["gatling:test"]), ("Gatling", ["gatlingrun"]), ("JMeter", ["jmeter", " -n"]),
    ("Vegeta", ["vegeta attack"]),
  ]

  /// k6's `--summary-export`, Artillery's report, Gatling's statistics.
  private static let results: [(name: String, marks: [StaticString])] = [
    ("a result of k6", ["\"root_group\"", "\"http_req_duration\""]),
    ("a result of Artillery", ["\"aggregate\"", "\"http.response_time\""]),
    ("a result of Gatling", ["\"numberOfRequests\"", "\"percentiles1\""]),
  ]

  private static let pipelines: Set<Substring> = [
    ".gitlab-ci.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", ".woodpecker.yml", ".drone.yml", ".travis.yml",
  ]

  private static func isPipeline(_ path: String) -> Bool {
    let parts = path.pathComponents
    guard let name = parts.last else { return false }
    let isWorkflow = parts.dropLast().suffix(2) == [".github", "workflows"] || parts.dropLast().suffix(2) == [".forgejo", "workflows"]
    return isWorkflow || pipelines.contains(name) || parts.dropLast().contains(".circleci") || parts.dropLast().contains(".gitlab")
  }

  /// The first line of each pipeline that shows something; comments show nothing.
  ///
  /// - Parameter find: of a line in lower case, what it shows and by which word.
  private func inPipelines(_ find: (String) -> (text: String, word: String)?) -> [Scorecard.Evidence] {
    workspace.artifacts.enumerated().compactMap { index, artifact in
      guard Self.isPipeline(artifact.file.path) else { return nil }
      var start = 0
      for line in artifact.file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
        defer { start += line.count + 1 }
        let code = Self.withoutComment(line)
        guard !code.isEmpty, let (text, word) = find(String(decoding: code, as: UTF8.self).lowercased()) else { continue }
        let offset = Self.offset(of: Array(word.utf8), in: code)
        let range = (start + offset)..<(start + offset + word.utf8.count)
        return Scorecard.Evidence(text, Location(file: FileID(index), range: ByteRange(range)))
      }
      return nil
    }
  }

  /// A line up to a comment: ` #`, in YAML as in the shell.
  private static func withoutComment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var isBehindBlank = true
    for index in line.indices {
      if line[index] == UInt8(ascii: "#"), isBehindBlank { return line[..<index] }
      isBehindBlank = line[index] == 0x20 || line[index] == 0x09
    }
    return line
  }

  private static func offset(of word: [UInt8], in line: ArraySlice<UInt8>) -> Int {
    let lowered = line.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    return lowered.indices.first { lowered[$0...].starts(with: word) } ?? 0
  }
}
