import SourceText
import Testing
import Workspace

/// What lists of dependencies say, seen through the image that is built from them.
@Suite struct DependencyTests {
  /// `name constraint [extras] scope` of each, in order.
  private func text(_ dependencies: [Dependency]) -> String {
    dependencies.map { one in
      let scope =
        switch one.scope {
        case .runtime: ""
        case .optional: " optional"
        case .development: " development"
        case .indirect: " indirect"
        }
      let extras = one.extras.isEmpty ? "" : "[" + one.extras.joined(separator: ",") + "]"
      return one.name + extras + (one.constraint.map { " " + $0 } ?? "") + scope
    }.joined(separator: "; ")
  }

  private func project(
    _ files: [String: String], _ ecosystem: Dependency.Ecosystem = .python, dockerfile: String
  ) throws -> ProjectDependencies? {
    let all = [SourceFile(path: "Dockerfile", text: dockerfile)] + files.map { SourceFile(path: $0.key, text: $0.value) }
    let workspace = Workspace(all)
    let graph = Graph(workspace, repository: RepositoryFiles(all, firstID: workspace.artifacts.count))
    let image = try #require(graph.images.first)
    return ProjectDependencies(of: ecosystem, in: ImageBuild(image.dockerfile), file: image.file, repository: graph.repository)
  }

  private static let copyAll = "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n"

  @Test(
    "Requirements files",
    arguments: [
      ("fastapi>=0.1\n# x\nSentry_SDK[fastapi, Loguru]==2 ; python_version > '3'\n", "fastapi >=0.1; sentry-sdk[fastapi,loguru] ==2"),
      ("a\r\nb==1\r\n", "a; b ==1"), ("a ~= 1.4 # why\n\n--index-url https://example.com\n-e .\n./local\n-c c.txt\n", "a ~= 1.4"),
      ("a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nb==2 --hash=sha256:22\n", "a ==1; b ==2"),
      ("a @ https://example.com/a-1.whl ; os_name == 'posix'\nhttps://example.com/b.whl\n", "a https://example.com/a-1.whl"),
      ("git+https://example.com/c.git@main#egg=c_d&subdirectory=x\n", "c-d"),
      ("a; sys_platform == 'win32'\nb; sys_platform == 'win32' or python_version < '3'\n", "b"), ("a(>=1)\nb<2,>=1\n", "a (>=1); b <2,>=1"),
      ("", ""), ("[\n]\n;\n@\na[\nb[x\n", "a; b[x]"),
    ])
  func requirements(list: String, expected: String) throws {
    let found = try project(["requirements.txt": list], dockerfile: Self.copyAll)
    #expect(text(found?.all ?? []) == expected)
  }

  @Test func includedRequirementsAreRead() throws {
    let files = [
      "requirements/prod.txt": "-r base.txt\n--requirement=../more.txt\ngunicorn\n-r missing.txt\n-r https://example.com/x.txt\n",
      "requirements/base.txt": "-r prod.txt\nfastapi\n", "more.txt": "redis\n", "requirements.txt": "not-installed\n",
    ]
    let dockerfile = "FROM python:3.13-slim\nCOPY requirements /r\nCOPY more.txt /\nRUN pip install -r /r/prod.txt\n"
    // Without a WORKDIR nobody knows where pip runs, but the path is absolute all the same.
    let found = try project(files, dockerfile: dockerfile.replacing("COPY requirements", with: "WORKDIR /\nCOPY requirements"))
    #expect(text(found?.all ?? []) == "gunicorn; fastapi; redis")
  }

  @Test(
    "Tables of pyproject.toml",
    arguments: [
      ("[project]\ndependencies = ['a>=1', \"b ; python_version < \\\"3.11\\\"\"]\n", "a >=1; b"),
      (
        "[project.optional-dependencies]\nx = ['b']\n[dependency-groups]\ndev = ['c', {include-group = 'lint'}]\n",
        "b optional; c development"
      ),
      (
        "[tool.poetry.dependencies]\npython = '^3'\nA_b = {version = '^1', extras = ['x'], optional = true}\nc = '*'\n",
        "a-b[x] ^1 optional; c *"
      ),
      (
        "[tool.poetry.group.dev.dependencies]\na = '1'\n[tool.poetry.group.monitoring.dependencies]\nb = '2'\n"
          + "[tool.poetry.dev-dependencies]\nc = '3'\n[tool.poetry.dependencies.d]\nversion = '4'\n",
        "a 1 development; b 2 optional; c 3 development; d 4"
      ),
      ("[tool.pdm.dev-dependencies]\nt = ['a']\n[tool.uv]\ndev-dependencies = ['b']\n", "a development; b development"),
      ("[project]\ndependencies = [\n  'a', # why\n]\n[project.scripts]\nb = 'c:d'\n", "a"), ("[project\ndependencies", ""),
    ])
  func pyproject(list: String, expected: String) throws {
    let found = try project(["pyproject.toml": list], dockerfile: Self.copyAll)
    #expect(text(found?.all ?? []) == expected)
  }

  @Test(
    "Lists of other tools",
    arguments: [
      ("Pipfile", Dependency.Ecosystem.python, "[packages]\nx = '*'\n[dev-packages]\ny = '*'\n", "x *; y * development"),
      (
        "package.json", .npm, "{\n\t\"dependencies\": {\"@sentry/node\": \"^9\"},\n\t\"devDependencies\":{\"jest\":\"29\"}}",
        "@sentry/node ^9; jest 29 development"
      ),
      ("package.json", .npm, "{\"dependencies\": [\"a\"]", ""), ("package.json", .npm, "[]", ""),
      (
        "go.mod", .go,
        "module m\ngo 1.25\nrequire a.com/a v1.0.0\nrequire (\n\tb.com/b v2 // indirect\n\t\"c.com/c\" v3 // why\n)\n"
          + "replace a.com/a => ../a\nexclude (\n\td.com/d v1\n)\nrequire(\n e.com/e v1 )\n",
        "a.com/a v1.0.0; b.com/b v2 indirect; c.com/c v3; e.com/e v1"
      ),
      (
        "Gemfile", .gem,
        "source 'https://rubygems.org'\ngem \"puma\", \"~> 6\", \">= 6.1\"\ngroup :development, :test do\n  gem 'rspec'\nend\n"
          + "gem 'debug', group: :development\ngem 'sidekiq' # jobs\n#gem 'old'\nif x\n  gem 'y', require: false\nend\n",
        "puma ~> 6 >= 6.1; rspec development; debug development; sidekiq; y"
      ),
    ])
  func otherTools(path: String, ecosystem: Dependency.Ecosystem, list: String, expected: String) throws {
    #expect(text(try project([path: list], ecosystem, dockerfile: Self.copyAll)?.all ?? []) == expected)
  }

  @Test func setupConfiguration() throws {
    let list = "[options]\ninstall_requires =\n    a>=1\n    # b\n    c\nzip_safe = no\n[options.extras_require]\nx = d\n"
    let dockerfile = "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install .\n"
    #expect(text(try project(["setup.cfg": list], dockerfile: dockerfile)?.all ?? []) == "a >=1; c; d optional")
  }

  @Test(
    "The lists that an image is built from",
    arguments: [
      // By name, in a folder, by a bind mount, and named on the command line.
      ("COPY api/requirements.txt .\nRUN pip install -r requirements.txt", "api"),
      ("COPY api .\nRUN pip install -r requirements.txt", "api"),
      ("RUN --mount=type=bind,source=api/requirements.txt,target=requirements.txt pip install -r requirements.txt", "api"),
      ("COPY api/requirements.txt /tmp/\nRUN cd /tmp && pip install -r requirements.txt", "api"),
      ("RUN pip install redis==5 ./wheels/x.whl", "redis"), ("RUN pip install --no-cache-dir \"uvicorn[standard]\"", "uvicorn"),
      // An installation counts before what merely lies there.
      ("COPY . .\nRUN pip install -r api/requirements.txt", "api"), ("COPY . .", "root"), ("COPY . /srv", "root"),
      // What cannot be told.
      ("COPY $DIR .\nRUN pip install -r requirements.txt", "-"), ("RUN pip install -r $LIST", "-"), ("RUN true", "-"),
    ])
  func lists(instructions: String, expected: String) throws {
    let files = ["requirements.txt": "root\n", "api/requirements.txt": "api\n"]
    let found = try project(files, dockerfile: "FROM python:3.13-slim\nARG DIR\nWORKDIR /app\n\(instructions)\n")
    #expect(found?.all.map(\.name).joined(separator: " ") ?? "-" == expected)
  }

  @Test func aFrontEndsPackagesAreNotTheServers() throws {
    let files = [
      "web/package.json": #"{"dependencies": {"@sentry/browser": "^9"}}"#, "server/package.json": #"{"dependencies": {"express": "^5"}}"#,
    ]
    let dockerfile = """
      FROM node:22 AS web
      WORKDIR /web
      COPY web/package.json .
      RUN npm ci
      RUN npm run build
      FROM node:22-slim
      WORKDIR /app
      COPY server/package.json .
      RUN npm ci --omit=dev
      COPY --from=web /web/dist public
      CMD ["node", "server.js"]
      """
    #expect(text(try project(files, .npm, dockerfile: dockerfile)?.all ?? []) == "express ^5")
  }

  @Test(
    "Locked versions",
    arguments: [
      ("uv.lock", "version = 1\n[[package]]\nname = \"Sentry_SDK\"\nversion = \"2.20.0\"\n[package.metadata]\nversion = \"9\"\n"),
      ("poetry.lock", "[[package]]\nname = \"a\"\nversion = \"1\"\n\n[[package]]\nname = \"sentry-sdk\"\nversion = \"2.20.0\"\n"),
      ("Pipfile.lock", #"{"_meta": {}, "default": {"sentry-sdk": {"hashes": ["sha256:0"], "version": "==2.20.0"}}}"#),
    ])
  func locks(path: String, lock: String) throws {
    let files = [path: lock, "pyproject.toml": "[project]\ndependencies = ['sentry-sdk>=2', 'b']\n"]
    let found = try #require(try project(files, dockerfile: Self.copyAll))
    #expect(found.lockedVersion(of: found.all[0])?.text == "2.20.0")
    #expect(found.lockedVersion(of: found.all[1]) == nil)
  }

  @Test func lockFilesAreReadOnlyWhenSomebodyAsks() throws {
    let files = [
      SourceFile(path: "Dockerfile", text: Self.copyAll), SourceFile(path: "pyproject.toml", text: "[project]\ndependencies = ['a']\n"),
      SourceFile(path: "uv.lock", text: "[[package]]\nname = 'a'\nversion = '1'\n"),
    ]
    let workspace = Workspace(files)
    let graph = Graph(workspace, repository: RepositoryFiles(files, firstID: workspace.artifacts.count))
    let image = try #require(graph.images.first)
    let build = ImageBuild(image.dockerfile)
    let found = try #require(ProjectDependencies(of: .python, in: build, file: image.file, repository: graph.repository))
    #expect(!graph.referencedFiles.contains { $0.path == "uv.lock" })
    #expect(found.lockedVersion(of: found.all[0])?.text == "1")
    #expect(graph.referencedFiles.contains { $0.path == "uv.lock" })
  }

  @Test func placesAreThoseOfTheNames() throws {
    let list = "# x\n fastapi==1\n"
    let found = try #require(try project(["requirements.txt": list], dockerfile: Self.copyAll)).all[0]
    #expect(String(Array(list.utf8)[found.location.range.indices].map { Character(UnicodeScalar($0)) }) == "fastapi")
  }

  @Test("Hostile lists end", arguments: ["[", "{", "(", "'", "\"\"\"", "a[", "gem '", "require (", "-r ", "=begin", "#egg="])
  func hostile(text: String) throws {
    for path in ["requirements.txt", "pyproject.toml", "Pipfile", "package.json", "go.mod", "Gemfile", "uv.lock"] {
      let ecosystem: Dependency.Ecosystem = path == "package.json" ? .npm : path == "go.mod" ? .go : path == "Gemfile" ? .gem : .python
      let found = try project(
        [path: String(repeating: text, count: 20_000), "x/pyproject.toml": ""], ecosystem, dockerfile: Self.copyAll)
      #expect(found?.all.count ?? 0 <= 5_000)
      if let first = found?.all.first { _ = found?.lockedVersion(of: first) }
    }
  }
}
