import DockerfileSyntax
import Kubernetes
import Servers
import SourceText
import Testing
import Workspace

private let dockerfile =
  "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nENV A=image\nENTRYPOINT [\"tini\", \"--\"]\nCMD [\"gunicorn\", \"main:app\"]\n"

private func graph(_ files: [(String, String)]) -> (graph: Graph, files: [SourceFile], workspace: Workspace) {
  let sources = files.map { SourceFile(path: $0.0, text: $0.1) }
  let workspace = Workspace(sources)
  return (Graph(workspace, repository: RepositoryFiles(sources, firstID: workspace.artifacts.count)), sources, workspace)
}

/// The words that the only service starts, unknown ones as `?`; nil when they are not known.
private func words(_ service: String, dockerfile text: String? = dockerfile, more: [(String, String)] = []) -> [String]? {
  let compose = "services:\n  web: {\(service)}\n"
  let graph = graph([("compose.prod.yaml", compose)] + (text.map { [("Dockerfile", $0)] } ?? []) + more).graph
  return graph.composeServices.first?.process?.words.map { $0.known ?? "\($0.knownPrefix)?\($0.knownSuffix)" }
}

@Suite struct ComposeTests {
  @Test(
    "Command and entrypoint",
    arguments: [
      ("build: .", ["tini", "--", "gunicorn", "main:app"]), ("build: ., command: null", ["tini", "--", "gunicorn", "main:app"]),
      ("build: ., command: [a, b c]", ["tini", "--", "a", "b c"]),
      ("build: ., command: a 'b c' \"d\"e f\\ g", ["tini", "--", "a", "b c", "de", "f g"]),
      ("build: ., command: []", ["tini", "--"]), ("build: ., command: ''", ["tini", "--"]),
      // An entrypoint of the file's own takes the image's command away, an empty one too.
      ("build: ., entrypoint: a b", ["a", "b"]), ("build: ., entrypoint: a, command: [b]", ["a", "b"]),
      ("build: ., entrypoint: [], command: a b", ["a", "b"]), ("build: ., entrypoint: null", ["tini", "--", "gunicorn", "main:app"]),
      ("image: x/y, entrypoint: [a]", ["a"]), ("image: x/y, command: uvicorn main:app", ["uvicorn", "main:app"]),
      ("image: x/y, build: ., command: a", ["tini", "--", "a"]),
      // Whether the image has an entrypoint is not known, nor what it does with this.
      ("image: x/y, command: a", nil), ("image: x/y", nil), ("build: elsewhere", nil),
      // go-shellwords drops what stands behind an operator.
      ("build: ., command: a && b", nil), ("build: ., command: \"a 'b\"", nil), ("build: ., command: \"a $$(b)\"", nil),
      ("extends: {service: other}, build: .", nil), ("extends: {service: other}, build: ., entrypoint: a, command: b", ["a", "b"]),
    ] as [(String, [String]?)])
  func command(service: String, expected: [String]?) { #expect(words(service) == expected) }

  @Test(
    "Variables",
    arguments: [
      ("$$HOME $${HOME}", ["$HOME", "${HOME}"]), ("$X ${X} a${X}b", ["?", "?", "a?b"]), ("${X:-a} ${X-b c}", ["a", "b", "c"]),
      ("${X:?none} ${X:+a} ${X?none}", ["?", "?", "?"]), ("${X:-${Y:-z}} ${X:-$Y}", ["z", "?"]), ("$1 $", ["$1", "$"]),
      ("${KNOWN:-a}", ["?"]), ("${X", nil), ("${}", nil), ("--workers=${N:-2}", ["--workers=2"]),
    ] as [(String, [String]?)])
  func variables(command: String, expected: [String]?) {
    let more = [(".env", "# a comment\nKNOWN=1\n")]
    #expect(words("image: x/y, entrypoint: '\(command)'", more: more) == expected)
    // In a list, what a variable gives stays one word.
    #expect(words("image: x/y, entrypoint: ['${X-b c}']", more: more) == ["b c"])
  }

  @Test func wordsHavePlaces() throws {
    let text =
      "services:\n  web:\n    image: x/y\n    entrypoint: >\n      sh -c \"alembic upgrade head &&\n             exec uvicorn main:app --reload\"\n"
    let (graph, files, _) = graph([("docker-compose.prod.yml", text)])
    let process = try #require(graph.composeServices.first?.process)
    #expect(files[0].text(process.words[0].location.range) == "sh")
    let server = try #require(process.server)
    #expect(files[0].text(server.program.location.range) == "uvicorn")
    #expect(server.settings.reload.location.map { files[0].text($0.range) } == "--reload")
    #expect(process.launch.steps.first.map { files[0].text($0.words[0].location.range) } == "alembic")
  }

  @Test(
    "The environment",
    arguments: [
      ("A", "file"), ("B", "2"), ("C", "second"), ("D", "?"), ("E", "?"), ("F", "first"), ("G", "a b"), ("H", "?"), ("I", "unset"),
      ("J", "one"),
      ("K", ""),
    ])
  func environment(name: String, expected: String) throws {
    let text = """
      x-common: &common
        J: one
      services:
        web:
          build: .
          env_file: [first.env, {path: second.env}]
          environment:
            <<: *common
            A: file
            B: 2
            D:
            E: $NAME
            K: ""
      """
    let files = [
      ("compose.prod.yaml", text), ("Dockerfile", dockerfile), ("first.env", "B=1\nC=first\nF=first # why\nexport G=\"a b\"\n"),
      ("second.env", "C='second'\nH=$C\n"),
    ]
    let node = try #require(graph(files).graph.composeServices.first)
    switch node.variable(name) {
    case .unset: #expect(expected == "unset")
    case .known(let value, _): #expect(expected == value)
    case .unknown: #expect(expected == "?")
    }
  }

  @Test func environmentAsAListAndAFileThatIsNotThere() throws {
    let service = "services: {web: {build: ., environment: ['A=file', B], env_file: .env.prod}}"
    let (graph, files, _) = graph([("compose.prod.yaml", service), ("Dockerfile", dockerfile)])
    let node = try #require(graph.composeServices.first)
    guard case .known("file", let location?) = node.variable("A") else {
      Issue.record("not known")
      return
    }
    #expect(files[0].text(location.range) == "file")
    for name in ["B", "C"] {
      guard case .unknown = node.variable(name) else {
        Issue.record("\(name) is known")
        return
      }
    }
  }

  private static let service = "build: ., command: uvicorn main:app, restart: always"

  @Test(
    "Which services run in production",
    arguments: [
      ([("compose.yaml", "services: {web: {\(service)}}")], ["web"]),
      ([("compose.prod.yaml", "services: {web: {build: .}}")], ["web"]),
      ([("examples/docker-compose.production.yml", "services: {web: {build: ..}}")], ["web"]),
      // Nothing says that it is kept running.
      ([("compose.yaml", "services: {web: {build: .}}")], []),
      ([("compose.yaml", "services: {web: {build: ., restart: 'no'}}")], []),
      ([("compose.yaml", "services: {web: {build: ., deploy: {replicas: 2}}}")], ["web"]),
      ([("compose.yaml", "services: {web: {build: ., deploy: {resources: {limits: {memory: 1G}}}}}")], []),
      ([("compose.yaml", "services: {web: {build: ., deploy: {mode: replicated-job}}}")], []),
      // For developers by its name or folder.
      ([("compose.dev.yaml", "services: {web: {\(service)}}")], []), ([("compose.override.yaml", "services: {web: {\(service)}}")], []),
      ([("docker-compose.test.yml", "services: {web: {\(service)}}")], []),
      ([("examples/compose.yaml", "services: {web: {\(service)}}")], []),
      ([(".devcontainer/compose.yaml", "services: {web: {\(service)}}")], []), ([("other.yaml", "services: {web: {\(service)}}")], []),
      // For developers by what one of its services says.
      ([("compose.yaml", "services: {web: {\(service), volumes: ['.:/app']}, api: {\(service)}}")], []),
      ([("compose.yaml", "services: {web: {\(service), volumes: ['./src:/app/src:ro']}}")], []),
      ([("compose.yaml", "services: {web: {\(service), volumes: [{type: bind, source: ., target: /app}]}}")], []),
      ([("compose.yaml", "services: {web: {\(service), volumes: ['${PWD}:/app']}}")], []),
      ([("compose.yaml", "services: {web: {\(service), develop: {watch: []}}}")], []),
      ([("compose.yaml", "services: {web: {\(service), environment: {NODE_ENV: development}}}")], []),
      ([("compose.yaml", "services: {web: {\(service), environment: ['DEBUG=true']}}")], []),
      ([("compose.yaml", "services: {web: {\(service), ports: ['5678:5678']}}")], []),
      ([("compose.yaml", "services: {web: {\(service)}, mail: {image: axllent/mailpit}}")], []),
      ([("compose.yaml", "services: {web: {\(service)}, shell: {image: debian, command: sleep infinity}}")], []),
      ([("compose.yaml", "services: {web: {build: {context: ., target: dev}, restart: always}}")], []),
      ([("compose.yaml", "services: {web: {\(service), profiles: [tools]}}")], []),
      // Data and settings are no source.
      (
        [("compose.yaml", "services: {web: {\(service), volumes: ['./media:/app/media', './app.conf:/etc/app.conf', 'd:/data']}}")], ["web"]
      ),
      // Beside manifests or a file that says production, the other one is not it.
      (
        [
          ("compose.yaml", "services: {web: {\(service)}}"),
          ("k8s/p.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}"),
        ], []
      ),
      ([("compose.yaml", "services: {web: {\(service)}}"), ("deploy/compose.prod.yaml", "services: {api: {build: .}}")], ["api"]),
      (
        [("compose.yaml", "services: {web: {\(service)}, job: {build: .}}"), ("compose.prod.yaml", "services: {web: {ports: ['80:80']}}")],
        ["web", "job"]
      ),
      ([("compose.prod.yaml", "services: {web: {ports: ['80:80']}}")], []),
      ([("compose.yaml", "services: [web]")], []), ([("compose.yaml", "services: {web: 1}")], []), ([("compose.yaml", "a: [")], []),
      ([("compose.prod.yaml", "")], []),
    ] as [([(String, String)], [String])])
  func production(files: [(String, String)], expected: [String]) {
    #expect(graph(files).graph.composeServices.map(\.service.name) == expected)
  }

  /// What stands beside a single file is not known.
  @Test(arguments: [("compose.yaml", 0), ("compose.prod.yaml", 1)])
  func singleFiles(path: String, count: Int) {
    let workspace = Workspace(SourceFile(path: path, text: "services: {web: {\(Self.service)}}"))
    let graph = Graph(workspace, repository: RepositoryFiles([], firstID: 1))
    #expect(graph.composeServices.count == count)
    #expect(graph.composeFiles.count == count)
  }

  @Test func filesArePutTogether() throws {
    let base = "services: {web: {build: ., command: a, environment: {A: one, B: one}, stop_grace_period: 1m30s}}"
    let over = graph([
      ("compose.yaml", base), ("compose.prod.yaml", "services: {web: {environment: {A: two}}}"), ("Dockerfile", dockerfile),
    ])
    let node = try #require(over.graph.composeServices.first)
    #expect(node.process?.words.map(\.known) == ["tini", "--", "a"])
    #expect(node.service.stopGraceSeconds.value == 90)
    guard case .known("two", _) = node.variable("A"), case .known("one", _) = node.variable("B") else {
      Issue.record("not known")
      return
    }
    // A file that can stand alone may be meant to, or not: what it does not say itself is not known.
    let alone = graph([("compose.yaml", base), ("compose.prod.yaml", "services: {web: {build: .}}"), ("Dockerfile", dockerfile)])
    let other = try #require(alone.graph.composeServices.first)
    #expect(other.process == nil)
    #expect(other.service.stopGraceSeconds.value == nil)
    let own = "services: {web: {build: ., command: b}}"
    for (base, expected) in [(base, ["tini", "--", "b"]), ("services: {web: {build: ., entrypoint: a}}", nil)] {
      let graph = graph([("compose.yaml", base), ("compose.prod.yaml", own), ("Dockerfile", dockerfile)]).graph
      #expect(graph.composeServices.first?.process?.words.map(\.known) == expected)
    }
    let whole = graph([
      ("compose.yaml", base), ("compose.prod.yaml", "services: {web: {image: x, entrypoint: [b], command: c}}"), ("Dockerfile", dockerfile),
    ])
    #expect(whole.graph.composeServices.first?.process?.words.map(\.known) == ["b", "c"])
  }

  @Test(
    "The Dockerfile of a service",
    arguments: [
      ("build: .", "Dockerfile"), ("build: {context: ., dockerfile: b/Dockerfile}", "b/Dockerfile"), ("build: b", "b/Dockerfile"),
      ("build: {context: ., target: other}", nil), ("build: {context: ., dockerfile_inline: FROM a}", nil), ("build: https://x/y.git", nil),
      ("image: 'acme/b:${TAG}'", "b/Dockerfile"), ("image: 'acme/c'", nil), ("image: '${NAME}'", nil), ("build: ../..", nil),
    ] as [(String, String?)])
  func links(service: String, expected: String?) throws {
    let files = [("compose.prod.yaml", "services: {web: {\(service)}}"), ("Dockerfile", dockerfile), ("b/Dockerfile", dockerfile)]
    let graph = graph(files).graph
    let node = try #require(graph.composeServices.first)
    #expect(node.image.map { graph.images[$0.image].dockerfile.file.path } == expected)
  }

  @Test(
    "Durations",
    arguments: [
      ("10s", 10), ("1m30s", 90), ("500ms", 0.5), ("1h", 3600), ("1.5s", 1.5), ("10", nil), ("s", nil), ("1x", nil), ("'${T}'", nil),
      ("'${T:-20s}'", 20),
    ] as [(String, Double?)])
  func durations(text: String, expected: Double?) throws {
    let node = try #require(
      graph([("compose.prod.yaml", "services: {web: {image: x, stop_grace_period: \(text)}}")]).graph.composeServices.first)
    #expect(node.service.stopGraceSeconds.value == expected)
  }

  @Test func whoSharesAnInterfaceAndWhoIsAwaited() {
    let text = """
      services:
        migrate: {image: x}
        api: {image: x, depends_on: {migrate: {condition: service_completed_successfully}}}
        proxy: {image: x, network_mode: "service:api"}
        host: {image: x, network_mode: host}
      """
    // Another project's services have the same names.
    let other = "services: {migrate: {image: x}, api: {image: x}}"
    let graph = graph([("a/compose.prod.yaml", text), ("b/compose.prod.yaml", other)]).graph
    #expect(graph.composeServices.map(\.isAlone) == [true, false, false, false, true, true])
    #expect(graph.composeServices.map(\.isAwaited) == [true, false, false, false, false, false])
  }

  /// A database as others publish it is nothing of the project's.
  @Test func theGraphShowsServices() {
    let compose = "services:\n  web:\n    build: .\n  db: {image: postgres}\n"
    let (graph, files, _) = graph([("Dockerfile", dockerfile), ("compose.prod.yaml", compose)])
    let outline = GraphOutline(graph, paths: { files[Int($0.index)].path })
    #expect(outline.nodes.map(\.name) == ["services.web", "Dockerfile"])
    #expect(outline.links.map(\.reason) == ["compose.prod.yaml builds web from Dockerfile"])
  }

  @Test("Hostile files end")
  func hostile() {
    let texts = [
      "services: {web: {image: x, entrypoint: \"" + String(repeating: "uvicorn ", count: 100_000) + "\"}}",
      "services: {web: {image: x, entrypoint: '" + String(repeating: "${A:-", count: 20_000) + "'}}",
      "services:\n" + (0..<2_000).map { "  s\($0): {image: x, command: uvicorn a:b}\n" }.joined(),
      "services: {web: {image: x, environment: [" + (0..<20_000).map { "A\($0)=${B:-c}" }.joined(separator: ",")
        + "], entrypoint: uvicorn a:b}}",
      "services: {web: &a {image: x, environment: {<<: *a}}}",
    ]
    for text in texts {
      _ = graph([("compose.prod.yaml", text), (".env", String(repeating: "A=1\n", count: 10_000))]).graph.composeServices.count
    }
  }
}
