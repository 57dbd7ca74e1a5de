import Servers
import SourceText
import Testing

/// Broken input must never end the program.
struct MutationTests {
  /// A linear congruential generator: the same texts in every run.
  struct Sequence: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  static let seeds = [
    "import os\nworkers = int(os.getenv('N', \"4\")) * 2 + 1\nbind = ['0.0.0.0:80', f\"x\"]\nif x:\n  workers = 3\ndef f(a=1):\n  global b; b = 2\n",
    "bind = [\"0.0.0.0:8\", 'x']\ngraceful_timeout = 5 # c\n\"shutdown_timeout\" = 1_0.5\n[t]\na = {b = 1}\ns = \"\"\"x\"\"\"\n",
    "#!/bin/sh -e\nset -- \"$@\" ${A:-b c} ; : ${B:=x}\ncd /x && export C=$A || exit\nexec env X=1 uvicorn a:b --port=${P:-80} -w$N \"$@\" $(x) * 2>&1\n",
    "-w4 --bind=[::]:80 --graceful-timeout '12' -c x.py --reload -Dk uvicorn.workers.UvicornWorker -- a:b \"",
    "[uwsgi]\n; c\nhttp = :80\nhook-master-start = unix_signal:15 gracefully_kill_them_all\n[global]\nprocess_control_timeout = 1m\n",
    "worker_processes 4;\nhttp { access_log \"/x y\" main; server { listen [::]:80 ssl; } }\nworker_shutdown_timeout 1h 30m;\n",
    "n = ENV.fetch('N') { 5 }\nworkers Integer(n || 3) if x\nbind \"ssl://h:1?key=k\"\non_x do |y|\n port 3\nend\nforce_shutdown_after :forever\n",
    "Listen 80\n<If x>\n:timeout: 25\n</If>\n  GracefulShutdownTimeout 20\nspring.lifecycle.timeout-per-shutdown-phase=PT1M\n",
  ]

  @Test("Mutated files and command lines", arguments: 0..<8)
  func mutations(seed: Int) {
    var random = Sequence(state: UInt64(seed + 1))
    let alphabet = Array("\"'\\()[]{}$=:;,#-\n\r\t +*/.@!&|<>`~%^?_aZ0\u{0}é".utf8)
    for _ in 0..<400 {
      var bytes = Array(Self.seeds[seed].utf8)
      for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: index)
        case 1: bytes[index] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        case 2: bytes.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &random)], at: index)
        default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...20, using: &random)))
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let files = ["gunicorn.conf.py": text, "x.toml": text, "/entry.sh": text]
      let variables = ["A": text, "GUNICORN_CMD_ARGS": text, "UVICORN_WORKERS": text]
      _ = Workbench(line: "gunicorn a:b", files: files).server
      _ = Workbench(line: "gunicorn a:b", variables: variables).server
      _ = Workbench(line: "hypercorn -c x.toml a:b", files: files).server
      _ = Workbench(["sh", "-c", text, "x", "uvicorn"], variables: variables).server
      _ = Workbench(["/entry.sh", "uvicorn", text], variables: variables, files: files).server
      let paths = [
        "u.ini", "/etc/nginx/nginx.conf", "config/puma.rb", "config/sidekiq.yml", "/usr/local/etc/php-fpm.conf", "application.properties",
        "/usr/local/apache2/conf/httpd.conf",
      ]
      let configured = Dictionary(uniqueKeysWithValues: paths.map { ($0, text) })
      for line in [
        "uwsgi u.ini", "nginx", "puma", "unicorn -c config/puma.rb", "sidekiq", "php-fpm", "java -jar a.jar --spring.x=1",
        "httpd-foreground",
      ] {
        _ = Workbench(line: line, variables: ["JAVA_TOOL_OPTIONS": text], files: configured).server
      }
      _ = Workbench(["nginx", "-g", text]).server
      for server in [
        "uwsgi", "waitress-serve", "celery", "celery worker", "rq worker", "dramatiq", "arq", "node", "npm", "nginx", "php-fpm",
        "httpd-foreground", "java", "java -jar", "dotnet", "dotnet x.dll", "puma", "rails server", "unicorn", "sidekiq", "bundle exec",
        "uvicorn", "granian", "daphne", "fastapi run", "uv run", "env", "python -m", "sh", "tini", "npm",
      ] {
        let bench = Workbench(line: server + " " + text)
        if let found = bench.server { _ = bench.text(found.command) }
      }
    }
  }
}
