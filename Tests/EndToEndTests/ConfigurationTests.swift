import Foundation
import Testing

@Suite(.serialized)
struct ConfigurationTests {
  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.com/acme/frontdoor:1
          securityContext: {runAsNonRoot: true}

    """

  @Test func imagesLeadToTheirDockerfiles() throws {
    let folder = try TemporaryFolder([
      "a/Dockerfile": "FROM debian:12\nUSER www\n", "b/Dockerfile": "FROM debian:12\nUSER 1\n", "deploy/pod.yaml": Self.pod,
    ])
    let arguments = ["--output", "concise", "--select", "named-user-breaks-run-as-non-root"]
    #expect(try Program.run(arguments, in: folder.url).output.isEmpty)
    let configuration = folder.url.appendingPathComponent(".readylint.yaml")
    try Data("images:\n  registry.example.com/acme/frontdoor: a/Dockerfile\n".utf8).write(to: configuration)
    let found = try Program.run(arguments, in: folder.url).output
    #expect(found.hasPrefix("deploy/pod.yaml:8:39: error[named-user-breaks-run-as-non-root]"))
    // The same from above and from below.
    let parent = folder.url.deletingLastPathComponent()
    let name = folder.url.lastPathComponent
    #expect(try Program.run(arguments + [name], in: parent).output.hasPrefix("\(name)/deploy/pod.yaml:8:39: "))
    #expect(
      try Program.run(arguments + [".", "../a"], in: folder.url.appendingPathComponent("deploy")).output.hasPrefix("pod.yaml:8:39: "))
  }

  @Test func settingsOfARun() throws {
    let folder = try TemporaryFolder([
      "Dockerfile": "FROM debian:12\n",
      ".readylint.yaml": "fail-on: error\nselect: [pinned-base-digest, non-root-user]\nignore: [non-root-user]\n",
    ])
    let result = try Program.run(["--output", "concise"], in: folder.url)
    #expect(result.output == "Dockerfile:1:6: warning[pinned-base-digest] debian:12 has no digest\n")
    #expect(result.status == 0)
    #expect(try Program.run(["--fail-on", "warning"], in: folder.url).status == 1)
  }

  @Test(
    "Mistakes have a place",
    arguments: [
      ("image: {}\n", "1:1: unknown key 'image'; did you mean 'images'?"),
      ("\nimages: [a]\n", "2:9: 'images' maps image names to Dockerfiles"),
      ("fail-on: fatal\n", "1:10: 'fail-on' is error, warning or info"),
      ("rules: x\n", "1:8: 'rules' is a list"), ("a: [\n", "2:1:"), ("a: 1\na: 2\n", "2:1:"),
    ])
  func mistakes(text: String, message: String) throws {
    let folder = try TemporaryFolder([".readylint.yaml": text])
    let result = try Program.run([], in: folder.url)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("readylint: .readylint.yaml:\(message)"), "\(result.errors)")
  }

  @Test func severitiesAndParametersOfRules() throws {
    let text = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: "registry.example.com/web:1", ports: [{containerPort: 80}]}]}

      """
    func run(_ configuration: String) throws -> Program.Result {
      let folder = try TemporaryFolder(["web.yaml": text, ".readylint.yaml": configuration])
      return try Program.run(["--output", "concise", "--select", "multiple-replicas"], in: folder.url)
    }
    #expect(try run("").output == "")
    #expect(
      try run("parameters: {multiple-replicas: {minimum: 3}}\n").output.contains("info[multiple-replicas] Deployment 'web' has ports"))
    let raised = try run("parameters: {multiple-replicas: {minimum: 3}}\nseverity: {multiple-replicas: error}\n")
    #expect(raised.output.contains("error[multiple-replicas]") && raised.status == 1)
    #expect(
      try run("parameters: {multiple-replicas: {minimun: 3}}\n").errors
        == "readylint: .readylint.yaml:1:1: the rule 'multiple-replicas' has no parameter 'minimun'; did you mean 'minimum'?\n")
    #expect(try run("parameters: {multiple-replicas: {minimum: many}}\n").errors.contains("is like 2, not 'many'"))
    #expect(try run("severity: {multiple-replica: info}\n").errors.contains("there is no rule 'multiple-replica'; did you mean"))
  }

  @Test func whatIsExtendedIsTakenOverKeyByKey() throws {
    let folder = try TemporaryFolder([
      "Dockerfile": "FROM debian:12\n", "org/base.yaml": "fail-on: error\nignore: [non-root-user, pinned-base-digest]\nrules: [policies]\n",
      "org/policies/none.yaml": """
      id: none
      title: None
      severity: info
      subject: dockerfile
      expression: "false"
      message: found
      why: w
      fix: f
      sources: [x]

      """,
      ".readylint.yaml": "extends: org/base.yaml\nignore: [slim-runtime-base, image-healthcheck]\n",
    ])
    let found = try Program.run(["--output", "concise"], in: folder.url)
    // The list of what is ignored is this file's alone; the threshold and the rules are the other's.
    #expect(found.output.contains("non-root-user") && found.output.contains("info[none] found"))
    let circle = try TemporaryFolder([".readylint.yaml": "extends: a.yaml\n", "a.yaml": "extends: .readylint.yaml\n"])
    #expect(try Program.run([], in: circle.url).errors == "readylint: a.yaml:1:10: '.readylint.yaml' extends this file in turn\n")
    let missing = try TemporaryFolder([".readylint.yaml": "extends: a.yaml\n"])
    #expect(try Program.run([], in: missing.url).errors == "readylint: .readylint.yaml:1:10: there is no file 'a.yaml' to extend\n")
  }

  @Test func aFirstConfigurationFitsItsRepositoryAndIsRight() throws {
    let folder = try TemporaryFolder(["tests/pod.yaml": Self.pod, "a/Dockerfile": "FROM debian:12\n", "b/Dockerfile": "FROM debian:12\n"])
    let written = try Program.run(["init"], in: folder.url)
    #expect(written.status == 0 && written.errors == ".readylint.yaml: written\n")
    let text = try folder.read(".readylint.yaml")
    #expect(text.contains("#   - tests/\n") && text.contains("registry.example.com/acme/frontdoor: …"))
    #expect(try Program.run(["config", "verify"], in: folder.url).output == ".readylint.yaml: ok\n")
    #expect(try Program.run(["init"], in: folder.url).status == 2)
    // What it proposes is right as well, once it is no comment any more.
    let proposed = text.split(separator: "\n").filter { $0.hasPrefix("# ") && $0.contains(": ") && !$0.contains("…") && !$0.contains("`") }
    #expect(proposed.contains("# database: {connections: 100}"))
  }

  @Test func whatHoldsIsShownWithItsOrigin() throws {
    let folder = try TemporaryFolder([
      ".readylint.yaml": "extends: base.yaml\nignore: [cpu-limit]\n", "base.yaml": "fail-on: error\nignore: [numeric-user]\n",
    ])
    let shown = try Program.run(["config", "show"], in: folder.url).output.split(separator: "\n").map(String.init)
    #expect(shown.contains { $0.hasPrefix("fail-on: error ") && $0.hasSuffix("# base.yaml:1") })
    #expect(shown.contains { $0.hasPrefix("ignore: [cpu-limit] ") && $0.hasSuffix("# .readylint.yaml:2") })
    #expect(shown.contains { $0.hasPrefix("baseline: null ") && $0.hasSuffix("# default") })
    #expect(try Program.run(["config", "verify", "base.yaml", "nothing.yaml"], in: folder.url).status == 2)
  }

  @Test func aFolderIsTheSameHoweverItIsNamed() throws {
    let folder = try TemporaryFolder([
      "shop/.readylint.yaml": "exclude: [old/]\n", "shop/old/Dockerfile": "FROM debian\n", "shop/new/Dockerfile": "FROM debian\n",
    ])
    for name in ["shop", "shop/", "./shop", "./shop/"] {
      let found = try Program.run(["--output", "concise", "--select", "no-latest-tag", name], in: folder.url).output
      #expect(found == "shop/new/Dockerfile:1:6: error[no-latest-tag] debian has no tag, so it is whatever was pushed last\n")
    }
  }
}
