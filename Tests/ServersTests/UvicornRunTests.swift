import Servers
import SourceText
import Testing

/// uvicorn as a Python file starts it.
@Suite struct UvicornRunTests {
  private func bench(
    _ text: String, line: String = "python main.py", path: String = "main.py", variables: [String: String] = ["N": "7", "S": "<?>"],
    more: [String: String] = [:]
  ) -> Workbench {
    Workbench(line: line, variables: variables, files: more.merging([path: text]) { $1 })
  }

  private static func main(_ arguments: String) -> String {
    "import os\nimport uvicorn\n\nPORT = 9000\n\nif __name__ == \"__main__\":\n    uvicorn.run(\"shop:app\", \(arguments))\n"
  }

  @Test(
    "Settings with their places",
    arguments: [
      ("host=\"0.0.0.0\"", \.host.text, "0.0.0.0", "\"0.0.0.0\""), ("port=PORT", \.port.text, "9000", "PORT"),
      ("port=int(os.environ.get(\"N\", 80))", \.port.text, "7", "int(os.environ.get(\"N\", 80))"),
      ("port=int(os.getenv(\"M\", \"80\"))", \.port.text, "80", "int(os.getenv(\"M\", \"80\"))"),
      ("reload=True", \.reload.text, "true", "True"), ("reload=settings.debug", \.reload.text, "?", "settings.debug"),
      ("workers=4", \.workers.text, "4", "4"), ("workers=settings.workers", \.workers.text, "?", "settings.workers"),
      ("timeout_graceful_shutdown=20", \.gracefulTimeout.seconds, "20.0", "20"),
      ("forwarded_allow_ips=\"*\"", \.forwardedAllowIPs!.text, "*", "\"*\""),
      ("forwarded_allow_ips=[\"10.0.0.1\", \"10.0.0.2\"]", \.forwardedAllowIPs!.text, "10.0.0.1,10.0.0.2", "[\"10.0.0.1\", \"10.0.0.2\"]"),
      ("access_log=False", \.accessLog!.text, "false", "False"), ("log_level=\"warning\"", \.accessLog!.text, "false", "\"warning\""),
      ("limit_concurrency=10", \.limitConcurrency!.text, "Optional(10)", "10"), ("backlog=9", \.backlog!.text, "Optional(9)", "9"),
      ("ssl_keyfile=\"key.pem\"", \.tlsKeyFile!.text, "Optional(\"key.pem\")", "\"key.pem\""),
      ("timeout_keep_alive=75", \.keepAlive!.text, "Optional(75.0)", "75"), ("uds=\"/run/s\"", \.host.text, "unix:/run/s", "\"/run/s\""),
    ] as [(String, any KeyPath<ServerSettings, String> & Sendable, String, String)])
  func settings(arguments: String, path: any KeyPath<ServerSettings, String> & Sendable, expected: String, place: String) throws {
    let bench = bench(Self.main(arguments))
    let server = try #require(bench.server)
    #expect(server.settings.server == .uvicorn)
    #expect(server.settings[keyPath: path] == expected)
    let settings = server.settings
    let places = [
      settings.host.location, settings.port.location, settings.reload.location, settings.workers.location,
      settings.gracefulTimeout.location, settings.forwardedAllowIPs?.location, settings.accessLog?.location,
      settings.limitConcurrency?.location, settings.backlog?.location, settings.tlsKeyFile?.location, settings.keepAlive?.location,
    ]
    #expect(places.contains { bench.text($0) == place })
    #expect(bench.text(server.command) == "uvicorn.run")
    #expect(bench.text(server.settings.app?.location) == "\"shop:app\"")
  }

  /// Of the environment, `Config` asks for two variables, and for none of those that the command line has.
  @Test func defaults() throws {
    let text = "import uvicorn\nuvicorn.run('shop:app', timeout_graceful_shutdown=None)\n"
    let plain = try #require(bench(text).server)
    #expect(plain.settings.host.text == "127.0.0.1")
    #expect(plain.settings.port.text == "8000")
    #expect(plain.settings.workers.text == "1")
    #expect(plain.settings.gracefulTimeout.seconds == "unlimited")
    #expect(plain.settings.gracefulTimeoutOption == "timeout_graceful_shutdown")
    #expect(plain.settings.forwardedAllowIPs?.text == "127.0.0.1,::1")
    let variables = [
      "UVICORN_HOST": "0.0.0.0", "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "5", "WEB_CONCURRENCY": "3", "FORWARDED_ALLOW_IPS": "*",
    ]
    let told = try #require(bench(text, variables: variables).server)
    #expect(told.settings.host.text == "127.0.0.1")
    #expect(told.settings.gracefulTimeout.seconds == "unlimited")
    #expect(told.settings.workers.text == "3")
    #expect(told.settings.forwardedAllowIPs?.text == "*")
  }

  @Test func unseenArgumentsMayBeAnything() throws {
    let server = try #require(bench("import uvicorn\nuvicorn.run('shop:app', host='0.0.0.0', **options)\n").server)
    #expect(server.settings.host.text == "0.0.0.0")
    #expect(server.settings.port.text == "?")
    #expect(server.settings.reload.text == "?")
    #expect(server.settings.gracefulTimeout.seconds == "?")
    let descriptor = try #require(bench("import uvicorn\nuvicorn.run('shop:app', fd=3)\n").server)
    #expect(descriptor.settings.host.text == "?")
  }

  @Test(
    "Calls that are surely made, by their port",
    arguments: [
      "import uvicorn\nuvicorn.run(app, port=81)", "import uvicorn as u\nu.run(app, port=81)", "from uvicorn import run\nrun(app, port=81)",
      "from uvicorn import run as go\ngo(app, port=81)",
      "import uvicorn\nif __name__ == '__main__':\n  port = 81\n  uvicorn.run(app, port=port)",
      "import uvicorn\nport = 80\nif '__main__' == __name__:\n  port = 81\n  uvicorn.run(app, port=port)",
      "import uvicorn\ndef main():\n  uvicorn.run(app, port=81)\nif __name__ == '__main__':\n  main()",
      "import uvicorn\ndef main(port):\n  port = 81\n  uvicorn.run(app, port=port)\nmain(1)",
      "import sys, uvicorn\ndef main():\n  p = 81\n  uvicorn.run(app, port=p)\nif __name__ == '__main__':\n  sys.exit(main())",
      "import uvicorn\ntry:\n  uvicorn.run(app, port=81)\nexcept KeyboardInterrupt:\n  pass",
      "import uvicorn\nwith tracing():\n  uvicorn.run(app, port=81)",
      "import uvicorn\nuvicorn.run(app, port=81)\nuvicorn.run(app, port=82)",
      "import uvicorn\ndef dev():\n  uvicorn.run(app, port=82, reload=True)\nuvicorn.run(app, port=81)",
      "import uvicorn\nif x:\n  print()\nuvicorn.run(app, port=81)", "import uvicorn\nuvicorn.run(\n  app,\n  port=81,  # a comment\n)",
      "import uvicorn\nconfig = uvicorn.Config(app, port=81, workers=4)\nserver = uvicorn.Server(config)\nserver.run()",
      "import asyncio, uvicorn\nasync def main():\n  config = uvicorn.Config(app, port=81)\n"
        + "  await uvicorn.Server(config).serve()\nasyncio.run(main())",
      "from uvicorn import Config, Server\nServer(Config(app, port=81)).run()",
    ])
  func certain(text: String) throws {
    let server = try #require(bench(text).server)
    #expect(server.settings.port.text == "81")
    #expect(server.settings.workers.text == "1")
    #expect(server.settings.reload.text == "false")
  }

  @Test(
    "Calls of which nobody knows",
    arguments: [
      "import uvicorn\nif debug:\n  uvicorn.run(app, reload=True)", "import uvicorn\nif x: uvicorn.run(app)",
      "import uvicorn\nif a:\n  uvicorn.run(app, reload=True)\nelse:\n  uvicorn.run(app)",
      "import uvicorn\ndef main():\n  uvicorn.run(app)",
      "import uvicorn\nclass A:\n  def run(self):\n    uvicorn.run(app)", "import other\nother.run(app)", "uvicorn.run(app)",
      "import uvicorn\nraise SystemExit\nuvicorn.run(app)", "import sys, uvicorn\nsys.exit(0)\nuvicorn.run(app)",
      "import uvicorn\nThread(target=lambda: uvicorn.run(app)).start()", "import uvicorn\nwhile True:\n  uvicorn.run(app)",
      "import uvicorn\nuvicorn.Config(app)", "import uvicorn\nc = uvicorn.Config(app)\nc.port = 81\nuvicorn.Server(c).run()",
      "import uvicorn\nclass S(uvicorn.Server):\n  pass\nS(uvicorn.Config(app)).run()", "from .uvicorn import run\nrun(app)",
      "import uvicorn\nif __name__ == '__main__' and x:\n  uvicorn.run(app)", "print('uvicorn.run(app)')", "",
    ])
  func uncertain(text: String) { #expect(bench(text).server == nil) }

  @Test(
    "What a function is given, and what is set under a condition, is not known",
    arguments: [
      "import uvicorn\ndef main(port=81):\n  uvicorn.run(app, port=port)\nmain()",
      "import uvicorn\nport = 80\nif x:\n  port = 81\nuvicorn.run(app, port=port)",
      "import os, uvicorn\nfrom dotenv import load_dotenv\nload_dotenv()\nuvicorn.run(app, port=int(os.getenv('M', '80')))",
      "import os, uvicorn\nos.environ['N'] = '1'\nuvicorn.run(app, port=int(os.getenv('N', '80')))",
      "import os, uvicorn\nos.environ.setdefault('N', '1')\nuvicorn.run(app, port=int(os.environ['N']))",
      "import uvicorn\nfrom settings import port\nuvicorn.run(app, port=port)", "import uvicorn\nuvicorn.run(app, port=get())",
    ])
  func unknownValues(text: String) throws { #expect(try #require(bench(text).server).settings.port.text == "?") }

  private static let run = """
    import uvicorn

    def serve():
        uvicorn.run('shop:app', port=81)

    def dev():
        uvicorn.run('shop:app', reload=True)
    """

  @Test(
    "The file that a command line starts",
    arguments: [
      ("python main.py", "main.py"), ("python -u ./main.py", "./main.py"), ("python3 /srv/main.py --x", "/srv/main.py"),
      ("uv run main.py", "main.py"), ("uv run python main.py", "main.py"), ("python -m shop", "shop/__main__.py"),
      ("python -m shop", "src/shop/__main__.py"), ("python -m shop.main", "shop/main.py"), ("uv run -m shop", "shop/__main__.py"),
      ("tini -- python main.py", "main.py"), ("poetry run python -m shop", "shop/__main__.py"), ("python -m shop", "/lib/shop.py"),
    ])
  func entries(line: String, path: String) throws {
    let text = "import uvicorn\nif __name__ == '__main__':\n  uvicorn.run('shop:app', port=81)\n"
    let server = try #require(bench(text, line: line, path: path, variables: ["PYTHONPATH": "/lib"]).server)
    #expect(server.settings.port.text == "81")
  }

  @Test func consoleScripts() throws {
    for table in ["project.scripts", "tool.poetry.scripts"] {
      let project = "[project]\nname = \"shop\"\n\n[\(table)]\nshop-api = \"shop.main:serve\"\nshop-cli = \"shop.cli:app\"\n"
      let more = ["pyproject.toml": project]
      for path in ["shop/main.py", "src/shop/main.py"] {
        let server = try #require(bench(Self.run, line: "uv run shop-api", path: path, more: more).server)
        #expect(server.settings.port.text == "81")
        #expect(server.settings.reload.text == "false")
      }
      #expect(bench(Self.run, line: "shop-cli", path: "shop/main.py", more: more).server == nil)
      #expect(bench(Self.run, line: "other", path: "shop/main.py", more: more).server == nil)
    }
    // Imported rather than run: what is under the guard is not done.
    let guarded = "import uvicorn\ndef serve():\n  pass\nif __name__ == '__main__':\n  uvicorn.run('shop:app')\n"
    let more = ["pyproject.toml": "[project.scripts]\nshop-api = \"shop:serve\"\n"]
    #expect(bench(guarded, line: "shop-api", path: "shop.py", more: more).server == nil)
  }

  @Test(
    "What it serves",
    arguments: [
      ("from shop.web import app", "app", "shop.web:app"), ("app = FastAPI()", "app", "main:app"), ("APP = 'shop:app'", "APP", "shop:app"),
      ("", "'shop:create', factory=True", "shop:create"), ("", "create()", nil), ("from .web import app", "app", nil),
    ] as [(String, String, String?)])
  func applications(before: String, argument: String, expected: String?) throws {
    #expect(try #require(bench("import uvicorn\n\(before)\nuvicorn.run(\(argument))\n").server).settings.app?.known == expected)
  }

  @Test("Hostile files end")
  func hostile() {
    let texts = [
      "import uvicorn\n" + String(repeating: "uvicorn.run(", count: 50_000),
      "import uvicorn\n" + String(repeating: "try:\n", count: 50_000),
      "import uvicorn\n" + (0..<300).map { String(repeating: " ", count: $0) + "try:\n" }.joined()
        + String(repeating: " ", count: 300) + "uvicorn.run(a)",
      "import uvicorn\nuvicorn.run(" + String(repeating: "a=1,", count: 50_000) + ")",
      "import uvicorn\ndef f():\n  f()\n  g()\ndef g():\n  f()\nf()\n", "import uvicorn\nuvicorn.run(**", "import uvicorn\nasync", "def",
    ]
    for text in texts { #expect(bench(text).server == nil) }
  }
}
