import Servers
import SourceText
import Testing

struct SettingsTests {
  /// A setting as `value origin place`, the place as its text.
  struct Expected: Sendable, CustomTestStringConvertible {
    let line: String
    let setting: String
    let expected: String
    var variables: [String: String] = [:]
    var files: [String: String] = [:]
    var testDescription: String { "\(line) \(setting) \(variables)" }

    init(_ line: String, _ setting: String, _ expected: String, _ variables: [String: String] = [:], files: [String: String] = [:]) {
      self.line = line
      self.setting = setting
      self.expected = expected
      self.variables = variables
      self.files = files
    }
  }

  static func describe(_ bench: Workbench, _ name: String) -> String {
    guard let server = bench.server else { return "no server" }
    func text<Value>(_ setting: Setting<Value>?, _ value: (Setting<Value>) -> String = { $0.text }) -> String {
      guard let setting else { return "nil" }
      return value(setting) + " " + setting.originName + (setting.location == nil ? "" : " " + (bench.text(setting.location) ?? ""))
    }
    func optional<Value>(_ setting: Setting<Value?>?) -> String {
      text(setting) { setting in setting.value.map { $0.map { "\($0)" } ?? "none" } ?? "?" }
    }
    switch name {
    case "graceful": return text(server.settings.gracefulTimeout) { $0.seconds }
    case "reload": return text(server.settings.reload)
    case "workers": return text(server.settings.workers)
    case "host": return text(server.settings.host)
    case "port": return text(server.settings.port)
    case "class": return text(server.settings.workerClass)
    case "app": return server.settings.app.map { "\($0.known ?? "?") \(bench.text($0.location) ?? "")" } ?? "nil"
    case "development": return server.settings.developmentServer ?? "nil"
    case "option": return server.settings.gracefulTimeoutOption ?? "nil"
    case "signals": return server.settings.gracefulSignals.sorted().joined(separator: " ")
    case "python": return "\(server.settings.server.isPython)"
    case "name": return server.settings.server.name
    case "request": return optional(server.settings.requestTimeout)
    case "keepAlive": return optional(server.settings.keepAlive)
    case "maxRequests": return optional(server.settings.maxRequests)
    case "jitter": return text(server.settings.maxRequestsJitter)
    case "limit": return optional(server.settings.limitConcurrency)
    case "forwarded": return text(server.settings.forwardedAllowIPs)
    case "access": return text(server.settings.accessLog)
    case "accessTarget": return optional(server.settings.accessLogTarget)
    case "errorTarget": return optional(server.settings.errorLogTarget)
    case "tmp": return optional(server.settings.workerTmpDirectory)
    case "key": return optional(server.settings.tlsKeyFile)
    case "command": return bench.text(server.command) ?? ""
    default: return "no setting of this name"
    }
  }

  static func check(_ example: Expected) {
    let bench = Workbench(line: example.line, variables: example.variables, files: example.files)
    #expect(describe(bench, example.setting) == example.expected)
  }

  @Test(
    "uvicorn",
    arguments: [
      Expected("uvicorn main:app", "graceful", "unlimited default"), .init("uvicorn main:app", "host", "127.0.0.1 default"),
      .init("uvicorn main:app", "port", "8000 default"), .init("uvicorn main:app", "workers", "1 default"),
      .init("uvicorn main:app", "reload", "false default"), .init("uvicorn main:app", "class", "nil"),
      .init("uvicorn main:app", "option", "--timeout-graceful-shutdown"), .init("uvicorn main:app", "development", "nil"),
      .init("uvicorn main:app --timeout-graceful-shutdown 30", "graceful", "30.0 flag 30"),
      .init("uvicorn main:app --timeout-graceful-shutdown=30", "graceful", "30.0 flag 30"),
      .init("uvicorn --timeout-graceful-shutdown 30 main:app", "app", "main:app main:app"),
      .init("uvicorn --timeout-graceful-shutdown 30 --timeout-graceful-shutdown=5 x:y", "graceful", "5.0 flag 5"),
      .init("uvicorn --timeout-graceful 30 main:app", "graceful", "unlimited default"),
      .init("uvicorn --timeout-graceful-shutdown x main:app", "graceful", "? flag x"),
      .init("uvicorn a:b", "graceful", "7.0 UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN 7", ["UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "7"]),
      .init("uvicorn a:b", "graceful", "? UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN <?>", ["UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "<?>"]),
      .init("uvicorn a:b", "graceful", "unlimited default", ["UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": ""]),
      .init(
        "uvicorn a:b --timeout-graceful-shutdown 3", "graceful", "3.0 flag 3", ["UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "7"]),
      .init("uvicorn a:b --reload", "reload", "true flag --reload"),
      .init("uvicorn a:b", "reload", "true UVICORN_RELOAD on", ["UVICORN_RELOAD": "on"]),
      .init("uvicorn a:b", "reload", "? UVICORN_RELOAD perhaps", ["UVICORN_RELOAD": "perhaps"]),
      .init("uvicorn a:b --workers 4", "workers", "4 flag 4", ["UVICORN_WORKERS": "2", "WEB_CONCURRENCY": "3"]),
      .init("uvicorn a:b", "workers", "2 UVICORN_WORKERS 2", ["UVICORN_WORKERS": "2", "WEB_CONCURRENCY": "3"]),
      .init("uvicorn a:b", "workers", "3 WEB_CONCURRENCY 3", ["WEB_CONCURRENCY": "3"]),
      .init("uvicorn a:b", "workers", "? WEB_CONCURRENCY ", ["WEB_CONCURRENCY": ""]),
      .init("uvicorn a:b --env-file x", "workers", "? flag x"),
      .init("uvicorn a:b --host 0.0.0.0 --port 80", "host", "0.0.0.0 flag 0.0.0.0"),
      .init("uvicorn a:b --port 80", "port", "80 flag 80", ["PORT": "1"]), .init("uvicorn a:b", "port", "8000 default", ["PORT": "1"]),
      .init("uvicorn a:b --uds /x", "host", "unix:/x flag /x"), .init("uvicorn a:b --uds /x --port 1", "port", "? flag /x"),
      .init("uvicorn", "app", "a:b a:b", ["UVICORN_APP": "a:b"]), .init("uvicorn --new-option 3 a:b", "app", "a:b a:b"),
      .init("uvicorn --no-access-log --no-server-header a:b", "app", "a:b a:b"),
      // An unknown word may set anything but what a later flag sets.
      .init("uvicorn a:b --port 1 <*> --host h", "port", "? flag <*>"), .init("uvicorn a:b --port 1 <*> --host h", "host", "h flag h"),
      .init("uvicorn a:b <*>", "graceful", "? flag <*>"), .init("uvicorn a:b <?>", "reload", "? flag <?>"),
      .init("uvicorn a:b --port <?> --host h", "port", "? flag <?>"), .init("uvicorn a:b --host h --port <?>", "host", "h flag h"),
      .init("uvicorn <?> --port 80", "graceful", "unlimited default"), .init("uvicorn <?> --port 80", "app", "? <?>"),
      .init("uvicorn <*> --port 80", "graceful", "? flag <*>"), .init("uvicorn <?>", "graceful", "? flag <?>", ["UVICORN_APP": "a:b"]),
      .init("uvicorn main:app --port 80", "command", "uvicorn main:app --port 80"),
      .init("python -m uvicorn main:app", "command", "uvicorn main:app"), .init("/app/.venv/bin/uvicorn a:b", "port", "8000 default"),
      .init("python3 /app/.venv/bin/uvicorn a:b --port 9", "port", "9 flag 9"),
      .init("env UVICORN_PORT=5 uvicorn a:b", "port", "5 UVICORN_PORT 5"),
      .init("env -i uvicorn a:b", "workers", "1 default", ["WEB_CONCURRENCY": "3"]),
      .init("env -u WEB_CONCURRENCY uvicorn a:b", "workers", "1 default", ["WEB_CONCURRENCY": "3"]),
      .init("doppler run -- uvicorn a:b", "workers", "? UVICORN_WORKERS"),
    ])
  func uvicorn(_ example: Expected) { Self.check(example) }

  static let file = "gunicorn.conf.py"

  @Test(
    "gunicorn",
    arguments: [
      Expected("gunicorn a:b", "graceful", "30.0 default"), .init("gunicorn a:b", "host", "127.0.0.1 default"),
      .init("gunicorn a:b", "option", "--graceful-timeout"), .init("gunicorn a:b", "class", "sync default"),
      .init("gunicorn a:b --graceful-timeout 20", "graceful", "20.0 flag 20"),
      .init("gunicorn a:b --graceful 20", "graceful", "20.0 flag 20"),
      .init("gunicorn a:b -w4", "workers", "4 flag 4"), .init("gunicorn a:b -w 4", "workers", "4 flag 4"),
      .init("gunicorn a:b -w=4", "workers", "4 flag 4"), .init("gunicorn a:b --workers=4", "workers", "4 flag 4"),
      .init("gunicorn -Dw4 a:b", "workers", "4 flag 4"), .init("gunicorn a:b --worker 4", "workers", "1 default"),
      .init("gunicorn -k uvicorn.workers.UvicornWorker a:b", "class", "uvicorn.workers.UvicornWorker flag uvicorn.workers.UvicornWorker"),
      .init("gunicorn -k uvicorn.workers.UvicornWorker a:b", "graceful", "30.0 default"),
      .init("gunicorn a:b", "workers", "3 WEB_CONCURRENCY 3", ["WEB_CONCURRENCY": "3"]),
      .init("gunicorn a:b", "host", "0.0.0.0 PORT 80", ["PORT": "80"]), .init("gunicorn a:b", "port", "80 PORT 80", ["PORT": "80"]),
      .init("gunicorn a:b -b :80", "host", "0.0.0.0 flag :80", ["PORT": "1"]), .init("gunicorn a:b -b :80", "port", "80 flag :80"),
      .init("gunicorn a:b -b [::]:80", "host", ":: flag [::]:80"), .init("gunicorn a:b -b h", "port", "8000 flag h"),
      .init("gunicorn a:b -b unix:/s", "host", "unix:/s flag unix:/s"),
      .init("gunicorn a:b -b 127.0.0.1:1 -b 0.0.0.0:2", "port", "2 flag 0.0.0.0:2"),
      .init(
        "gunicorn a:b", "workers", "5 GUNICORN_CMD_ARGS --workers=5 --bind='0.0.0.0:1'",
        ["GUNICORN_CMD_ARGS": "--workers=5 --bind='0.0.0.0:1'"]),
      .init("gunicorn a:b -w 2", "workers", "2 flag 2", ["GUNICORN_CMD_ARGS": "-w 5"]),
      .init("gunicorn a:b", "graceful", "? GUNICORN_CMD_ARGS '", ["GUNICORN_CMD_ARGS": "'"]),
      .init("gunicorn a:b", "graceful", "? GUNICORN_CMD_ARGS <?>", ["GUNICORN_CMD_ARGS": "<?>"]),
      .init("gunicorn a:b", "graceful", "25.0 file 25", files: [file: "graceful_timeout = 25\n"]),
      .init(
        "gunicorn a:b", "graceful", "9.0 GUNICORN_CMD_ARGS --graceful-timeout 9", ["GUNICORN_CMD_ARGS": "--graceful-timeout 9"],
        files: [file: "graceful_timeout = 25\n"]),
      .init("gunicorn a:b --graceful-timeout 8", "graceful", "8.0 flag 8", files: [file: "graceful_timeout = 25\n"]),
      .init("gunicorn a:b -c x.py", "graceful", "4.0 file 4", files: [file: "graceful_timeout = 25", "x.py": "graceful_timeout=4"]),
      .init("gunicorn a:b -c file:x.py", "graceful", "4.0 file 4", files: ["x.py": "graceful_timeout=4"]),
      .init("gunicorn a:b", "graceful", "4.0 file 4", ["GUNICORN_CMD_ARGS": "-c x.py"], files: ["x.py": "graceful_timeout=4"]),
      .init("gunicorn a:b -c y.py", "graceful", "5.0 file 5", ["GUNICORN_CMD_ARGS": "-c x.py"], files: ["y.py": "graceful_timeout=5"]),
      .init("gunicorn a:b -c missing.py", "graceful", "? file missing.py"), .init("gunicorn a:b -c python:m", "workers", "? file python:m"),
      .init("gunicorn a:b -c missing.py -w 3", "workers", "3 flag 3"), .init("gunicorn a:b", "workers", "? file", files: [file: "<?>"]),
      .init("gunicorn a:b", "workers", "3 WEB_CONCURRENCY 3", ["WEB_CONCURRENCY": "3"], files: [file: "x = 1"]),
      .init("gunicorn a:b", "workers", "2 file 2", ["WEB_CONCURRENCY": "3"], files: [file: "workers = 2"]),
      .init("gunicorn a:b", "port", "90 file [\"0.0.0.0:90\"]", ["PORT": "3"], files: [file: "bind = [\"0.0.0.0:90\"]"]),
      .init(
        "gunicorn a:b", "class", "uvicorn_worker.UvicornWorker file \"uvicorn_worker.UvicornWorker\"",
        files: [file: "worker_class = \"uvicorn_worker.UvicornWorker\""]),
      .init("gunicorn a:b", "reload", "true file True", files: [file: "reload = True"]),
      .init("gunicorn a:b --reload", "reload", "true flag --reload", files: [file: "reload = False"]),
      .init("gunicorn", "app", "a:b 'a:b'", files: [file: "wsgi_app = 'a:b'"]), .init("gunicorn -w 2 a:b", "app", "a:b a:b"),
      .init("env -C /srv gunicorn a:b", "workers", "2 file 2", files: ["/srv/gunicorn.conf.py": "workers = 2"]),
      .init("gunicorn <*> a:b -w 3", "workers", "3 flag 3"), .init("gunicorn <*> a:b -w 3", "graceful", "? flag <*>"),
      .init("python -m gunicorn a:b -w 3", "workers", "3 flag 3"),
    ])
  func gunicorn(_ example: Expected) { Self.check(example) }

  @Test(
    "hypercorn, granian, daphne, fastapi",
    arguments: [
      Expected("hypercorn a:b", "graceful", "63.0 default"), .init("hypercorn a:b --graceful-timeout 10", "graceful", "70.0 flag 10"),
      .init("hypercorn a:b", "graceful", "63.0 default", ["GRACEFUL_TIMEOUT": "1"]), .init("hypercorn a:b", "port", "8000 default"),
      .init("hypercorn a:b -b 0.0.0.0:80", "port", "80 flag 0.0.0.0:80"),
      .init("hypercorn a:b", "workers", "1 default", ["WEB_CONCURRENCY": "2"]),
      .init("hypercorn a:b -c x.toml", "graceful", "15.0 file 5", files: ["x.toml": "graceful_timeout = 5\nshutdown_timeout = 10\n"]),
      .init("hypercorn a:b -c x.toml", "graceful", "13.0 file 10", files: ["x.toml": "# c\nshutdown_timeout = 10 # d\n[x]\n"]),
      .init("hypercorn a:b -c x.toml --graceful-timeout 1", "graceful", "11.0 flag 1", files: ["x.toml": "shutdown_timeout = 10"]),
      .init("hypercorn a:b -c x.toml", "host", "0.0.0.0 file [\"0.0.0.0:8\"]", files: ["x.toml": "bind = [\"0.0.0.0:8\"]\nworkers = 2"]),
      .init("hypercorn a:b -c x.toml", "workers", "2 file 2", files: ["x.toml": "bind = [\n 'a', # x\n 'b',\n]\nworkers = 2"]),
      .init("hypercorn a:b -c x.toml", "workers", "1 default", files: ["x.toml": "[other]\nworkers = 2"]),
      .init("hypercorn a:b -c x.toml", "workers", "? file i", files: ["x.toml": "what is this!"]),
      .init("hypercorn a:b -c file:x.py", "workers", "2 file 2", files: ["x.py": "workers = 2"]),
      .init("hypercorn a:b -c missing.toml", "graceful", "? file missing.toml"),
      .init("hypercorn a:b --reload", "reload", "true flag --reload"),
      .init("granian a:b", "graceful", "unlimited default"), .init("granian a:b", "option", "--workers-kill-timeout"),
      .init("granian a:b --workers-kill-timeout 1m30s", "graceful", "90.0 flag 1m30s"),
      .init("granian a:b --workers-kill-timeout 30", "graceful", "30.0 flag 30"),
      .init("granian a:b --workers-kill-timeout soon", "graceful", "? flag soon"),
      .init("granian a:b", "graceful", "20.0 GRANIAN_WORKERS_KILL_TIMEOUT 20s", ["GRANIAN_WORKERS_KILL_TIMEOUT": "20s"]),
      .init("granian --interface asgi a:b --workers 2", "workers", "2 flag 2"),
      .init("granian a:b", "host", "h GRANIAN_HOST h", ["GRANIAN_HOST": "h"]),
      .init("granian a:b --reload --no-reload", "reload", "false flag --no-reload"),
      .init("daphne a:b", "graceful", "0.0 default"), .init("daphne a:b", "option", "nil"),
      .init("daphne a:b", "host", "127.0.0.1 default"),
      .init("daphne -b 0.0.0.0 -p 80 a:b", "host", "0.0.0.0 flag 0.0.0.0"), .init("daphne -b 0.0.0.0 -p80 a:b", "port", "80 flag 80"),
      .init("daphne -e tcp:port=81:interface=1.2.3.4 a:b", "host", "1.2.3.4 flag tcp:port=81:interface=1.2.3.4"),
      .init("daphne -e ssl:443:privateKey=k a:b", "port", "443 flag ssl:443:privateKey=k"),
      .init("daphne -u /s a:b", "host", "unix:/s flag /s"),
      .init("daphne --application-close-timeout 5 a:b", "app", "a:b a:b"),
      .init("fastapi run", "graceful", "unlimited default", ["UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "3"]),
      .init("fastapi run", "option", "nil"),
      .init("fastapi run main.py", "host", "0.0.0.0 default"), .init("fastapi run", "port", "90 PORT 90", ["PORT": "90"]),
      .init("fastapi run --port 80 main.py", "port", "80 flag 80", ["PORT": "90"]),
      .init("fastapi run --port 80 main.py", "app", "main.py main.py"),
      .init("fastapi run", "workers", "2 WEB_CONCURRENCY 2", ["WEB_CONCURRENCY": "2", "UVICORN_WORKERS": "3"]),
      .init("fastapi run", "development", "nil"), .init("fastapi dev", "development", "fastapi dev"),
      .init("fastapi dev", "reload", "true default"),
      .init("fastapi dev --no-reload", "reload", "false flag --no-reload"), .init("fastapi dev", "host", "127.0.0.1 default"),
      .init("fastapi --version", "port", "no server"), .init("fastapi login", "port", "no server"),
    ])
  func others(_ example: Expected) { Self.check(example) }

  @Test(
    "Development servers",
    arguments: [
      ("flask run --host 0.0.0.0", "flask run"), ("flask --app main run", "flask run"), ("python -m flask run", "flask run"),
      ("flask db upgrade", nil), ("python manage.py runserver 0.0.0.0:8000", "manage.py runserver"),
      ("./manage.py runserver", "manage.py runserver"), ("python manage.py migrate", nil),
      ("django-admin runserver", "django-admin runserver"),
      ("python -m django runserver", "django runserver"), ("python3 -m http.server 80", "python -m http.server"),
      ("npm run dev", "npm run dev"),
      ("npm start", nil), ("npm --prefix web run dev", "npm run dev"), ("yarn dev", "yarn dev"), ("pnpm dev", "pnpm dev"),
      ("npm run dev:server", "npm run dev:server"), ("npm run start", nil), ("vite", "vite"), ("vite --host", "vite"), ("vite build", nil),
      ("npx vite", "vite"), ("next dev", "next dev"), ("next start", nil), ("nodemon index.js", "nodemon"), ("php -S 0.0.0.0:80", "php -S"),
      ("php artisan serve", "php artisan serve"), ("ng serve", "ng serve"), ("webpack serve", "webpack serve"),
      ("hugo server -D", "hugo server"),
      ("mkdocs serve", "mkdocs serve"), ("watchfiles uvicorn", "watchfiles"), ("watchmedo auto-restart -- celery", "watchmedo"),
      ("node --watch a.js", "node --watch"), ("node a.js", nil), ("python main.py", nil), ("java -jar a.jar", nil), ("rails server", nil),
      ("poetry run flask run", "flask run"), ("uv run manage.py runserver", "manage.py runserver"),
    ] as [(String, String?)])
  func development(line: String, expected: String?) {
    #expect(Workbench(line: line).server?.settings.developmentServer == expected)
  }

  @Test("Entrypoints as people write them")
  func entrypoints() {
    let entry = """
      #!/bin/bash
      set -euo pipefail
      : "${PORT:=8000}"
      while ! nc -z db 5432; do sleep 1; done
      if [ "${MIGRATE:-0}" = 1 ]; then
        alembic upgrade head
      fi
      cd /srv
      exec gunicorn app.main:app \\
        --worker-class uvicorn_worker.UvicornWorker \\
        --bind "0.0.0.0:${PORT}" \\
        --graceful-timeout "${GRACEFUL:-20}" \\
        "$@"
      """
    let bench = Workbench(["/entrypoint.sh", "--workers", "2"], files: ["/entrypoint.sh": entry])
    #expect(bench.launch.signalsName == "delivered")
    #expect(Self.describe(bench, "host") == "0.0.0.0 flag 0.0.0.0:${PORT}")
    #expect(Self.describe(bench, "port") == "8000 flag 0.0.0.0:${PORT}")
    #expect(Self.describe(bench, "graceful") == "20.0 flag 20")
    #expect(Self.describe(bench, "workers") == "2 flag 2")
    #expect(Self.describe(bench, "class").hasPrefix("uvicorn_worker.UvicornWorker flag"))
    #expect(Self.describe(bench, "app") == "app.main:app app.main:app")
    let chosen = "#!/bin/sh\ncase \"$1\" in\n web) exec gunicorn a:b ;;\n *) exec \"$@\" ;;\nesac\n"
    #expect(Workbench(["/entrypoint.sh", "web"], files: ["/entrypoint.sh": chosen]).launch.unknown != nil)
  }

  @Test("Through a shell, with values from the environment")
  func shell() {
    let script = "cd /srv && exec gunicorn a:b --bind 0.0.0.0:${PORT:-8000} $EXTRA"
    let bench = Workbench(
      ["/bin/sh", "-c", script], variables: ["EXTRA": "--graceful-timeout 12"], files: ["/srv/gunicorn.conf.py": "workers = 6"])
    #expect(Self.describe(bench, "port") == "8000 flag 0.0.0.0:${PORT:-8000}")
    #expect(Self.describe(bench, "graceful") == "12.0 flag --graceful-timeout 12")
    #expect(Self.describe(bench, "workers") == "6 file 6")
    #expect(Self.describe(bench, "command") == "gunicorn")
    let unknown = Workbench(["sh", "-c", "exec uvicorn a:b $EXTRA --port=$P"], variables: ["EXTRA": "<?>", "P": "<?>"])
    #expect(Self.describe(unknown, "workers") == "? flag $EXTRA")
    #expect(Self.describe(unknown, "port") == "? flag --port=$P")
    let one = Workbench(["sh", "-c", "exec uvicorn a:b --port=$P"], variables: ["P": "<?>"])
    #expect(Self.describe(one, "workers") == "1 default")
  }
}
