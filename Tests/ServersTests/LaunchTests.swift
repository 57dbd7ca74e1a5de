import Servers
import SourceText
import Testing

struct LaunchTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let words: [String]
    let line: String
    let signals: String
    let wrappers: [String]
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: [String], _ line: String, _ signals: String, _ wrappers: [String] = []) {
      self.words = words
      self.line = line
      self.signals = signals
      self.wrappers = wrappers
    }

    /// A program behind words without blanks.
    static func runner(_ line: String, _ wrappers: String..., signals: String = "delivered") -> Case {
      Case(line.split(separator: " ").map(String.init), "app x", signals, wrappers)
    }
  }

  @Test(
    "Shells are taken off",
    arguments: [
      Case(["uvicorn", "main:app"], "uvicorn main:app", "delivered"),
      Case(["/bin/sh", "-c", "uvicorn main:app"], "uvicorn main:app", "lost", ["sh -c"]),
      Case(["/bin/sh", "-c", "exec uvicorn main:app"], "uvicorn main:app", "delivered", ["sh -c"]),
      Case(["sh", "-lc", "cd /x && exec app"], "app", "delivered", ["sh -c"]),
      Case(["sh", "-euxo", "pipefail", "-c", "a; exec app"], "app", "delivered", ["sh -c"]),
      Case(["sh", "-c", "a && b \\\n && app x"], "app x", "lost", ["sh -c"]),
      Case(["bash", "-c", "app x"], "app x", "delivered", ["bash -c"]),
      Case(["bash", "-c", "X=1 app x"], "app x", "delivered", ["bash -c"]),
      Case(["bash", "-c", "setup; app"], "app", "delivered", ["bash -c"]),
      Case(["bash", "-c", "cd /x && app"], "app", "delivered", ["bash -c"]),
      Case(["bash", "-c", "app 2>&1"], "app", "lost", ["bash -c"]),
      Case(["bash", "-c", "exec app 2>&1"], "app", "delivered", ["bash -c"]),
      Case(["bash", "-c", "trap x TERM; app"], "app", "unknown", ["bash -c"]),
      Case(["ash", "-c", "app"], "app", "unknown", ["ash -c"]),
      Case(["busybox", "ash", "-c", "exec app"], "app", "delivered", ["ash -c"]),
      Case(["sh", "-c", "app | tee log"], "unknown", "unknown", ["sh -c"]),
      Case(["sh", "-c", "app || true"], "unknown", "unknown", ["sh -c"]),
      Case(["sh", "-c", "app &"], "unknown", "unknown", ["sh -c"]),
      Case(["sh", "-c", "app & wait"], "unknown", "unknown", ["sh -c"]),
      Case(["sh", "-c", "if a; then exec b; else exec c; fi"], "unknown", "unknown", ["sh -c"]),
      Case(["sh", "-c", "if a; then exec b; fi; exec c"], "unknown", "unknown", ["sh -c"]),
      Case(["sh", "-c", "while true; do app; done"], "unknown", "unknown", ["sh -c"]),
      Case(["sh", "-c", "exec app 'x"], "unknown", "unknown", ["sh -c"]),
      Case(["sh", "-c", ""], "unknown", "unknown", ["sh -c"]),
      Case(["sh", "-c", "f() { exec b; }; exec app"], "app", "delivered", ["sh -c"]),
      Case(["sh", "-c", "main() { exec app; }; main"], "unknown", "unknown", ["sh -c"]),
      Case(["bash", "-c", "function main { exec app; }; main"], "unknown", "unknown", ["bash -c"]),
      Case(["sh", "-c", "exec app; other"], "app", "delivered", ["sh -c"]),
      Case(["sh", "-c", "app; exit $?"], "app", "lost", ["sh -c"]),
      Case(["sh", "-c", "(exec app)"], "app", "lost", ["sh -c"]),
      Case(["sh", "-c", "exec sh -c 'exec app x'"], "app x", "delivered", ["sh -c", "sh -c"]),
      Case(["sh", "-c", "sh -c 'exec app x'"], "app x", "lost", ["sh -c", "sh -c"]),
      Case(["sh", "-c", "exec \"$@\"", "--", "app", "x y"], "app x y", "delivered", ["sh -c"]),
      Case(["sh", "-c", "exec $0 \"$1\"", "app", "x"], "app x", "delivered", ["sh -c"]),
      Case(["sh", "-c", "shift; exec \"$@\"", "sh", "a", "app"], "app", "delivered", ["sh -c"]),
      Case(["sh", "-c", "set -- app \"$@\"; exec \"$@\"", "sh", "x"], "app x", "delivered", ["sh -c"]),
      Case(["sh"], "unknown", "unknown"),
      Case(["<?>", "x"], "unknown", "unknown"),
      Case([], "unknown", "unknown"),
      Case(["tini", "--", "sh", "-c", "app"], "app", "lost", ["tini", "sh -c"]),
      Case(["tini", "-g", "--", "sh", "-c", "app"], "app", "delivered", ["tini", "sh -c"]),
      Case(["dumb-init", "sh", "-c", "app"], "app", "delivered", ["dumb-init", "sh -c"]),
      Case(["dumb-init", "-c", "sh", "-c", "app"], "app", "lost", ["dumb-init", "sh -c"]),
      Case(["npm", "start"], "npm start", "unknown"),
    ])
  func shells(_ example: Case) {
    let launch = Workbench(example.words).launch
    #expect(launch.line == example.line)
    #expect(launch.signalsName == example.signals)
    #expect(launch.wrappers == example.wrappers)
  }

  @Test(
    "Runners are taken off",
    arguments: [
      Case(["/usr/bin/env", "-S", "app x"], "app x", "delivered", ["env"]), .runner("exec app x", "exec"), .runner("env app x", "env"),
      .runner("env -i A=1 -u B app x", "env"),
      .runner("nice -n 5 app x", "nice"), .runner("nice -n5 app x", "nice"),
      .runner("nohup app x", "nohup"), .runner("time -p app x", "time", signals: "unknown"), .runner("tini app x", "tini"),
      .runner("/sbin/tini -s -- app x", "tini"), .runner("/usr/bin/dumb-init -- app x", "dumb-init"),
      .runner("catatonit -- app x", "catatonit"), .runner("su-exec user app x", "su-exec"), .runner("gosu 1000:1000 app x", "gosu"),
      .runner("setpriv --reuid=1 --regid 1 --clear-groups app x", "setpriv"), .runner("chpst -u www app x", "chpst"),
      .runner("poetry run app x", "poetry run"), .runner("poetry -C /app run -- app x", "poetry run"),
      .runner("pipenv run app x", "pipenv run"), .runner("pdm run -p /app app x", "pdm run"),
      .runner("hatch -e prod run app x", "hatch run", signals: "unknown"), .runner("uv run app x", "uv run"),
      .runner("uv run --frozen --no-dev app x", "uv run"), .runner("uv run --with httptools --with=y -p 3.13 app x", "uv run"),
      .runner("uv run --no-sync -- app x", "uv run"), .runner("uv --offline run --module app x", "uv run"),
      .runner("uv run -m app x", "uv run"), .runner("uv tool run --from y app x", "uv tool run"), .runner("uvx --from y app x", "uvx"),
      .runner("rye run app x", "rye run"), .runner("pixi run -e prod app x", "pixi run", signals: "unknown"),
      .runner("conda run -n env --no-capture-output app x", "conda run", signals: "unknown"),
      .runner("doppler run -p y -- app x", "doppler run", signals: "unknown"),
      .runner("infisical run --env=prod -- app x", "infisical run", signals: "unknown"),
      .runner("op run --env-file .env -- app x", "op run", signals: "unknown"),
      .runner("opentelemetry-instrument --traces_exporter console app x", "opentelemetry-instrument"),
      .runner("ddtrace-run app x", "ddtrace-run"), .runner("newrelic-admin run-program app x", "newrelic-admin run-program"),
      .runner("wait-for-it.sh db:5432 -t 30 -- app x", "wait-for-it.sh"),
      .runner("dockerize -wait tcp://db:5432 -timeout 30s app x", "dockerize"), .runner("python -m app x", "python -m"),
      .runner("python3.12 -u -X dev -O -m app x", "python -m"), .runner("/app/.venv/bin/python -um app x", "python -m"),
      .runner("python -m opentelemetry.instrumentation.auto_instrumentation app x", "python -m", "opentelemetry-instrument"),
      .runner("tini -- poetry run python -m app x", "tini", "poetry run", "python -m"),
    ])
  func runners(_ example: Case) {
    let launch = Workbench(example.words).launch
    #expect(launch.line == example.line)
    #expect(launch.signalsName == example.signals)
    #expect(launch.wrappers == example.wrappers)
  }

  @Test(
    "What a shell puts into a command",
    arguments: [
      ("exec app $A", "app one two"), ("exec app \"$A\"", "app one two"), ("exec app ${N:-4}", "app 4"), ("exec app ${N-}", "app"),
      ("exec app \"${N-}\"", "app "), ("exec app ${E:-5}", "app 5"), ("exec app ${E-5}", "app"), ("exec app ${A:+yes}", "app yes"),
      ("exec app --p=$S --q", "app --p=? --q"), ("exec app \"$S\"", "app ?"), ("exec $V/bin/app x", "?/bin/app x"),
      ("exec app ${A%x}", "app ?"), ("exec app $(nproc)", "app ?"), ("exec app $((1+1))", "app ?"), ("exec app --a=* *", "app --a=* ?"),
      ("B=3; exec app $B", "app 3"), ("B=3 exec app $B", "app ?"), ("export B=x$A; exec app $B", "app xone two"),
      (": \"${PORT:=80}\"; exec app $PORT", "app 80"), ("test -n x && B=1; exec app $B", "app ?"),
      ("if x; then B=1; fi; exec app $B", "app ?"), ("for B in 1 2; do x; done; exec app $B", "app ?"),
      ("read B; exec app $B", "app ?"), ("(B=1); exec app $B", "app ?"), (". ./env; exec app $B", "app ?"),
      (". /venv/bin/activate; exec app $B", "app ?"), ("unset A; exec app $A", "app ?"), ("f() { A=1; }; exec app $A", "app ?"),
      ("exec app \"$@\"", "app"), ("exec app $?", "app ?"), ("exec app ${N:?}", "app ?"), ("exec $A", "one two"), ("exec $S", "unknown"),
    ])
  func expansion(script: String, line: String) {
    let bench = Workbench(["sh", "-c", script], variables: ["A": "one two", "E": "", "S": "<?>", "V": "<?>"])
    #expect(bench.launch.line == line)
  }

  @Test("Splitting an unquoted value makes several words")
  func splitting() {
    let bench = Workbench(["sh", "-c", "exec app pre$A\"q $A\""], variables: ["A": " one  two"])
    #expect(bench.launch.arguments.map(\.known) == ["app", "pre", "one", "twoq  one  two"])
  }

  @Test("A script is followed to what it runs")
  func scripts() throws {
    let entry = "#!/usr/bin/env bash\nset -e\nexport WEB_CONCURRENCY=3\nalembic upgrade head\nexec \"$@\"\n"
    let files = ["/entry.sh": entry, "/start": "#!/bin/sh\nuvicorn main:app\n", "/docker-entrypoint.sh": "<?>"]
    let bench = Workbench(["/entry.sh", "uvicorn", "main:app"], files: files)
    #expect(bench.launch.line == "uvicorn main:app")
    #expect(bench.launch.signalsName == "delivered")
    #expect(bench.launch.wrappers == ["/entry.sh"])
    #expect(bench.text(bench.launch.arguments[1].location) == "main:app")
    let workers = try #require(bench.server).settings.workers
    #expect(workers.text == "3")
    #expect(bench.text(workers.location) == "3")
    let nested = Workbench(["sh", "/entry.sh", "/start"], files: files)
    #expect(nested.launch.line == "uvicorn main:app")
    #expect(nested.launch.signalsName == "lost")
    #expect(nested.text(nested.launch.arguments[0].location) == "uvicorn")
    let place = try #require(nested.launch.missingExec)
    #expect(place.range.start == 10 && place.range.isEmpty)
    #expect(Workbench(["/docker-entrypoint.sh", "app"], files: files).launch.unknown != nil)
    #expect(Workbench(["sh", "missing.sh"]).launch.unknown != nil)
    #expect(Workbench(["docker-entrypoint.sh", "app"], files: ["/usr/local/bin/docker-entrypoint.sh": entry]).launch.line == "app")
    #expect(Workbench(["/loop.sh"], files: ["/loop.sh": "#!/bin/sh\nexec /loop.sh"]).launch.unknown != nil)
    #expect(Workbench(["/x.sh"], files: ["/x.sh": "#!/x.sh"]).launch.line == "/x.sh")
  }

  @Test("bash stays for the last command of a script file")
  func bashFile() {
    #expect(Workbench(["/a.sh"], files: ["/a.sh": "#!/bin/bash\napp\n"]).launch.signalsName == "lost")
    #expect(Workbench(["/a.sh"], files: ["/a.sh": "#!/usr/bin/dumb-init /bin/sh\napp\n"]).launch.signalsName == "delivered")
  }

  @Test("The lost signals name the shell and its place")
  func lost() throws {
    let bench = Workbench(["/bin/sh", "-c", "cd /app && uvicorn main:app"])
    guard case .lost(let text, let location) = bench.launch.signals else {
      Issue.record("not lost")
      return
    }
    #expect(text.contains("sh") && text.contains("process 1"))
    #expect(bench.text(location) == "/bin/sh")
    let exec = try #require(bench.launch.missingExec)
    #expect(exec.range.start == 22)
  }

  @Test(
    "Words keep their places in the shell's text",
    arguments: [
      ("exec uvicorn 'main:app' --port=$P", ["uvicorn", "main:app", "--port=$P"]),
      ("exec uvicorn ma\"in\":app --port ${X:-80}", ["uvicorn", "ma\"in\":app", "--port", "80"]),
    ])
  func places(script: String, expected: [String]) {
    let bench = Workbench(["sh", "-c", script], variables: ["P": "<?>"])
    #expect(bench.launch.arguments.map { bench.text($0.location) } == expected)
  }

  @Test("Hostile input ends")
  func hostile() {
    let many = Array(repeating: "env", count: 5000)
    #expect(Workbench(many).launch.line == "env" || Workbench(many).launch.unknown != nil)
    let long = "exec app " + String(repeating: "${A:-", count: 3000)
    _ = Workbench(["sh", "-c", long]).launch
    let doubling = String(repeating: "A=$A$A; set -- $@ $@ \"$@\" $A\n", count: 200)
    #expect(Workbench(["sh", "-c", "A='x y'\n" + doubling + "exec app $A \"$@\"", "sh", "x"]).launch.arguments.count < 5000)
    _ = Workbench(["sh", "-c", String(repeating: "a && ", count: 20000) + "exec app"]).launch
    _ = Workbench(["sh", "-c", "exec app " + String(repeating: "'\"", count: 10001)]).launch
    let words = ["gunicorn"] + Array(repeating: "--bind=x", count: 20000)
    #expect(Workbench(words).server?.settings.host.text == "x")
  }
}
