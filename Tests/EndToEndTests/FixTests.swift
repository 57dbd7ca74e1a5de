import Foundation
import Testing

/// `--fix`, `--diff` and `--add-ignores` of the built program.
@Suite struct FixTests {
  private static let manifest = """
    apiVersion: v1
    kind: Pod
    metadata: {name: api}  # the shop's
    spec:
      containers:
        - name: api
          image: registry.example.com/api:1.4@sha256:0123456789012345678901234567890123456789012345678901234567890123

    """

  private static let select = "no-privilege-escalation,read-only-root-filesystem,drop-capabilities"

  @Test func safeFixesAreApplied() throws {
    let folder = try TemporaryFolder(["pod.yaml": Self.manifest])
    let result = try Program.run(["check", "--fix", "--select", Self.select], in: folder.url)
    #expect(try folder.read("pod.yaml") == Self.manifest + "      securityContext:\n        allowPrivilegeEscalation: false\n")
    #expect(result.errors.contains("1 fixed\n"))
    #expect(result.errors.contains("2 fixable with --fix --unsafe-fixes"))
    #expect(!result.output.contains("no-privilege-escalation"))
    #expect(result.status == 1)
  }

  @Test func unsafeFixesGoIntoOneMapping() throws {
    let folder = try TemporaryFolder(["pod.yaml": Self.manifest])
    let result = try Program.run(["check", "--fix", "--unsafe-fixes", "--select", Self.select], in: folder.url)
    #expect(result.status == 0)
    let text = try folder.read("pod.yaml")
    #expect(text.components(separatedBy: "securityContext:").count == 2)
    #expect(text.hasPrefix(Self.manifest))
    #expect(try Program.run(["check", "--diff", "--unsafe-fixes", "--select", Self.select], in: folder.url).output.isEmpty)
  }

  @Test func diffWritesNothing() throws {
    let folder = try TemporaryFolder(["pod.yaml": Self.manifest])
    let result = try Program.run(["check", "--diff", "--select", Self.select], in: folder.url)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("--- a/pod.yaml\n+++ b/pod.yaml\n@@ -5,3 +5,5 @@\n"))
    #expect(result.output.hasSuffix("+      securityContext:\n+        allowPrivilegeEscalation: false\n"))
    #expect(try folder.read("pod.yaml") == Self.manifest)
  }

  @Test func lineBreaksAndAMissingLastOneStay() throws {
    let text = String(Self.manifest.dropLast()).replacingOccurrences(of: "\n", with: "\r\n")
    let folder = try TemporaryFolder(["pod.yaml": text])
    _ = try Program.run(["check", "--fix", "--select", Self.select], in: folder.url)
    #expect(try folder.read("pod.yaml") == text + "\r\n      securityContext:\r\n        allowPrivilegeEscalation: false")
  }

  @Test func onlyNamedFilesAreChanged() throws {
    let folder = try TemporaryFolder(["a.yaml": Self.manifest, "b.yaml": Self.manifest, ".git/HEAD": ""])
    _ = try Program.run(["check", "--fix", "--select", Self.select, "a.yaml"], in: folder.url)
    #expect(try folder.read("a.yaml") != Self.manifest)
    #expect(try folder.read("b.yaml") == Self.manifest)
  }

  @Test func ignoredFindingsAndThoseOfTheBaselineAreNotFixed() throws {
    let ignored = Self.manifest.replacingOccurrences(
      of: "    - name", with: "    # readylint: ignore[no-privilege-escalation] sudo runs there\n    - name")
    let folder = try TemporaryFolder(["a.yaml": ignored, "b.yaml": Self.manifest, "base/x": ""])
    _ = try Program.run(["baseline", "--select", Self.select, "b.yaml"], in: folder.url)
    let result = try Program.run(
      ["check", "--fix", "--unsafe-fixes", "--select", "no-privilege-escalation", "a.yaml"], in: folder.url)
    #expect(result.status == 0)
    #expect(try folder.read("a.yaml") == ignored)
  }

  @Test func nothingOutsideTheRootIsWritten() throws {
    let outside = try TemporaryFolder(["pod.yaml": Self.manifest])
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("link.yaml"), withDestinationURL: outside.url.appendingPathComponent("pod.yaml"))
    let result = try Program.run(["check", "--fix", "--select", Self.select, "link.yaml"], in: folder.url)
    #expect(try outside.read("pod.yaml") == Self.manifest)
    #expect(result.errors.contains("outside of what is linted"))
  }

  @Test func readOnlyFilesFailAndOthersAreFixed() throws {
    let folder = try TemporaryFolder(["a.yaml": Self.manifest, "b.yaml": Self.manifest])
    let path = folder.url.appendingPathComponent("a.yaml").path
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    let result = try Program.run(["check", "--fix", "--select", Self.select], in: folder.url)
    #expect(result.status == 2)
    #expect(result.errors.contains("a.yaml: cannot be changed, it is read-only"))
    #expect(try folder.read("a.yaml") == Self.manifest)
    #expect(try folder.read("b.yaml") != Self.manifest)
  }

  @Test func textsThatWereConvertedAreLeftAlone() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("pod.yaml")
    let bytes = try #require(Self.manifest.data(using: .utf16))
    try bytes.write(to: file)
    let result = try Program.run(["check", "--fix", "--select", Self.select], in: folder.url)
    #expect(result.errors.contains("not UTF-8"))
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test func aFixThatDoesNotHelpIsTakenBack() throws {
    let rule = """
      id: acme-label
      title: Pods have a label
      severity: error
      subject: object
      expression: "'app' in self.labels"
      message: the label is missing
      why: Nobody finds them.
      fix: Label them.
      edits:
        - title: label it elsewhere
          safety: safe
          set: {path: metadata.annotations.app, value: api}
      """
    let folder = try TemporaryFolder(["pod.yaml": Self.manifest, "policies/acme-label.yaml": rule])
    let result = try Program.run(["check", "--fix", "--rules", "policies", "--select", "acme-label", "pod.yaml"], in: folder.url)
    #expect(result.errors.contains("'label it elsewhere' is left out: the finding is still there"))
    #expect(try folder.read("pod.yaml") == Self.manifest)
  }

  // MARK: Ignores

  @Test func ignoresAreWrittenAboveWhatTheySpeakOf() throws {
    let files = [
      "pod.yaml": Self.manifest,
      "Dockerfile":
        "# syntax=docker/dockerfile:1\nFROM debian:12\nRUN echo a && \\\n    apt-get update && apt-get install -y curl\nCMD server\n",
    ]
    let folder = try TemporaryFolder(files)
    let select = Self.select + ",no-recommended-packages,exec-form-command,unused-suppression,invalid-suppression,expired-suppression"
    let arguments = ["check", "--fail-on", "info", "--select", select]
    let result = try Program.run(arguments + ["--add-ignores", "--reason", "it was so before", "--until", "2999-01-31"], in: folder.url)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(
      try folder.read("pod.yaml")
        == Self.manifest.replacingOccurrences(
          of: "    - name",
          with: """
                # readylint: ignore[drop-capabilities, no-privilege-escalation, read-only-root-filesystem] until=2999-01-31 it was so before
                - name
            """.replacingOccurrences(of: "\n\n", with: "\n")))
    #expect(try folder.read("Dockerfile").contains("it was so before\nRUN echo a"))
    #expect(try Program.run(arguments, in: folder.url).output.isEmpty)
  }

  @Test func ignoresOfAFlowMappingStandAboveIt() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: api}
      spec: {
        containers: [
          {name: api, image: "registry.example.com/api:1.4"}
        ]
      }

      """
    let folder = try TemporaryFolder(["pod.yaml": text])
    let arguments = ["check", "--select", "no-privilege-escalation,unused-suppression"]
    #expect(try Program.run(arguments + ["--add-ignores", "--reason", "known"], in: folder.url).status == 0)
    #expect(try folder.read("pod.yaml").contains("# readylint: ignore[no-privilege-escalation] known\nspec: {"))
    #expect(try Program.run(arguments, in: folder.url).status == 0)
  }

  /// It is an artifact, and a file that the image's build refers to.
  @Test func aFileThatIsReadTwiceIsIgnoredOnce() throws {
    let folder = try TemporaryFolder([
      "Dockerfile": "FROM nginx:1.29\nCOPY nginx.conf /etc/nginx/nginx.conf\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n",
      "nginx.conf": "http {\n  server {\n    location / { proxy_pass http://api:8000; }\n  }\n}\n", ".git/HEAD": "",
    ])
    let arguments = ["check", "--fail-on", "info"]
    let result = try Program.run(arguments + ["--add-ignores", "--reason", "known"], in: folder.url)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(try Program.run(arguments, in: folder.url).output.isEmpty)
  }

  @Test func whereNoCommentCanStandThatIsSaid() throws {
    let text = #"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "a", "image": "a:1"}]}}"#
    let folder = try TemporaryFolder(["pod.json": text])
    let arguments = ["check", "--select", "no-privilege-escalation"]
    let result = try Program.run(arguments + ["--add-ignores", "--reason", "known"], in: folder.url)
    #expect(result.errors.contains("JSON has no comments"))
    #expect(try folder.read("pod.json") == text)
    // A fix, however, can be written.
    #expect(try Program.run(arguments + ["--fix"], in: folder.url).status == 0)
    #expect(try folder.read("pod.json").contains(#""image": "a:1", "securityContext": {"allowPrivilegeEscalation": false}}"#))
  }

  @Test(arguments: [["--add-ignores"], ["--unsafe-fixes"], ["--reason", "known"], ["--add-ignores", "--reason", "  "], ["--fix", "-"]])
  func optionsThatDoNotGoTogetherAreRefused(arguments: [String]) throws {
    #expect(try Program.run(["check"] + arguments, input: "FROM scratch\n").status == 2)
  }
}
