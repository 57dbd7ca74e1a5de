internal import Linting
internal import Reports
internal import SourceText
internal import Workspace

/// What users write for readylint itself: an error of theirs has a place in the file.
enum RuleProperties {
  static func checkConfiguration(_ bytes: [UInt8]) throws(Violation) {
    let file = SourceFile(path: Configuration.fileName, bytes: bytes)
    let base = SourceFile(path: "base.yaml", text: "ignore: [memory-limit]\n")
    let configuration: Configuration
    do throws(Configuration.ParseError) {
      configuration = try Configuration(file) { $0 == base.path ? base : $0 == file.path ? file : nil }
    } catch {
      return try Places(in: error.file).require(error.range, error.message)
    }
    for origin in configuration.origins.values { try Places(in: origin.file).require(origin.range, "origin") }
    try Places(in: file).requireAll(of: configuration.attestations.map(\.range), "attestations")
  }

  static func checkRule(_ bytes: [UInt8]) throws(Violation) {
    let file = SourceFile(path: "rule.yaml", bytes: bytes)
    let rule: Rule
    do throws(RuleFileError) {
      rule = try RuleFile.load(file)
    } catch {
      return try Places(in: file).require(error.range, error.message)
    }
    let result = Linter(rules: [DeferredRule(rule)]).run(on: repository)
    let files = repository.workspace.artifacts.map(\.file) + repository.graph.referencedFiles
    for finding in result.findings { try Places(in: files).require(finding.location, "finding") }
    _ = RuleExamples.mismatches(of: rule)
  }

  static func checkReport(_ bytes: [UInt8]) throws(Violation) {
    let file = SourceFile(path: "report.json", bytes: bytes)
    do throws(Baseline.ParseError) {
      _ = try Baseline(file)
    } catch {
      try Places(in: file).require(error.range, error.message)
    }
    guard let report = try? ReportReader.report([file, file]) else { return }
    _ = SARIFFormat.render(report) + MarkdownFormat.render(report) + GitHubFormat.render(report) + CheckstyleFormat.render(report)
    let text = JSONFormat.render(report)
    let again = try? ReportReader.report([SourceFile(path: "again.json", text: text)])
    try require(again.map { JSONFormat.render($0) } == text, "the report cannot be read as it was written:\n\(text)")
  }

  /// What rules are tried on: a subject of most kinds.
  private static let repository = Repository([
    SourceFile(path: "Dockerfile", text: "FROM python:3.12\nCOPY . .\nENV A=1\nCMD [\"gunicorn\", \"a:b\"]\n"),
    SourceFile(
      path: "manifest.yaml",
      text: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api, labels: {app: api}}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              terminationGracePeriodSeconds: 45
              containers:
                - name: api
                  image: api:1
                  ports: [{containerPort: 8000}]
                  livenessProbe: {httpGet: {path: /, port: 8000}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec: {selector: {app: api}, ports: [{port: 80, targetPort: 8000}]}

        """),
  ])
}
