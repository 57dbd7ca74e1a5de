import Servers
import Testing

/// Python's servers and queue workers beyond the common ones.
struct PythonServersTests {
  typealias Expected = SettingsTests.Expected
  static let ini = "[uwsgi]\n; a comment\nhttp-socket = 0.0.0.0:9000\nprocesses = 4\nharakiri=60\n[other]\nworkers = 9\n"
  static let graceful = "[uwsgi]\nhook-master-start = unix_signal:15 gracefully_kill_them_all\nworker-reload-mercy = 20\n"

  @Test(
    "uWSGI",
    arguments: [
      Expected("uwsgi --http :8000 --module a:b", "name", "uwsgi"), .init("uwsgi --http :8000", "python", "true"),
      .init("uwsgi --http :8000", "graceful", "0.0 default"),
      .init("uwsgi --http :8000 --master", "graceful", "unlimited default"), .init("uwsgi -M -s :1", "graceful", "unlimited default"),
      .init("uwsgi --http :8000 --cheaper 2", "graceful", "unlimited default"), .init("uwsgi --http :8000", "signals", ""),
      .init("uwsgi -M --http :8000 --die-on-term", "graceful", "0.0 flag --die-on-term"),
      .init("uwsgi -M --http :8000 --die-on-term", "signals", ""),
      .init("uwsgi --http :8000", "host", "0.0.0.0 flag :8000"), .init("uwsgi --http=:8000 --socket /s", "port", "8000 flag :8000"),
      .init("uwsgi -s /tmp/s.sock", "host", "unix:/tmp/s.sock flag /tmp/s.sock"),
      .init("uwsgi -s /tmp/s.sock", "port", "? flag /tmp/s.sock"),
      .init("uwsgi", "port", "? default"), .init("uwsgi", "workers", "1 default"), .init("uwsgi -p 3 --http :1", "workers", "3 flag 3"),
      .init("uwsgi --processes=3", "workers", "3 flag 3", ["UWSGI_PROCESSES": "9", "UWSGI_WORKERS": "8"]),
      .init("uwsgi", "workers", "8 UWSGI_WORKERS 8", ["UWSGI_WORKERS": "8"]),
      .init("uwsgi --ini u.ini", "port", "9000 file 0.0.0.0:9000", files: ["u.ini": ini]),
      .init("uwsgi u.ini", "workers", "4 file 4", files: ["u.ini": ini]),
      .init("uwsgi u.ini:other", "workers", "9 file 9", files: ["u.ini": ini]),
      .init("uwsgi --ini u.ini --workers 2", "workers", "2 flag 2", files: ["u.ini": ini]),
      .init("uwsgi --workers 2 --ini u.ini", "workers", "4 file 4", files: ["u.ini": ini]),
      .init("uwsgi --workers 2 u.ini", "workers", "4 file 4", ["UWSGI_WORKERS": "8"], files: ["u.ini": ini]),
      .init("uwsgi", "workers", "4 file 4", ["UWSGI_INI": "u.ini"], files: ["u.ini": ini]),
      .init("uwsgi --ini missing.ini", "workers", "? file missing.ini"), .init("uwsgi --yaml u.yml", "graceful", "? file u.yml"),
      .init("uwsgi u.ini", "workers", "? file %k", files: ["u.ini": "[uwsgi]\nworkers = %k"]),
      .init("uwsgi u.ini", "workers", "? file $(N)", files: ["u.ini": "[uwsgi]\nworkers=$(N)"]),
      .init("uwsgi u.ini", "graceful", "20.0 file 20", files: ["u.ini": graceful]),
      .init("uwsgi u.ini", "signals", "TERM", files: ["u.ini": graceful]),
      .init("uwsgi u.ini", "graceful", "0.0 file true", files: ["u.ini": "[uwsgi]\nmaster = 1\ndie-on-term = true"]),
      .init("uwsgi u.ini", "graceful", "unlimited file false", files: ["u.ini": "[uwsgi]\nmaster = 1\ndie-on-term = false"]),
      .init("uwsgi", "graceful", "0.0 UWSGI_DIE_ON_TERM 1", ["UWSGI_DIE_ON_TERM": "1", "UWSGI_MASTER": "true"]),
      .init("uwsgi u.ini", "request", "60.0 file 60", files: ["u.ini": ini]), .init("uwsgi", "request", "none default"),
      .init("uwsgi --max-requests 5 --max-requests-delta 2", "maxRequests", "5 flag 5"), .init("uwsgi", "jitter", "0 default"),
      .init("uwsgi -L", "access", "false flag -L"), .init("uwsgi --logto /l", "errorTarget", "/l flag /l"),
      .init("uwsgi --py-autoreload 1", "reload", "true flag 1"), .init("uwsgi --module a:b", "app", "a:b a:b"),
      .init("uwsgi --ini u.ini <*>", "workers", "? flag <*>", files: ["u.ini": ini]),
      .init("uwsgi <*> --ini u.ini", "workers", "4 file 4", files: ["u.ini": ini]),
      .init("uwsgi --https :443,c,k", "key", "k flag :443,c,k"), .init("uwsgi --ini <?>", "workers", "? file <?>"),
      .init("uwsgi --http :1 <*>", "workers", "? flag <*>"),
    ])
  func uwsgi(_ example: Expected) { SettingsTests.check(example) }

  @Test(
    "waitress",
    arguments: [
      Expected("waitress-serve a:b", "name", "waitress"), .init("python -m waitress a:b", "name", "waitress"),
      .init("waitress-serve a:b", "python", "true"), .init("waitress-serve a:b", "signals", "INT"),
      .init("waitress-serve a:b", "graceful", "5.0 default"), .init("waitress-serve a:b", "option", "nil"),
      .init("waitress-serve a:b", "host", "0.0.0.0 default"), .init("waitress-serve a:b", "port", "8080 default"),
      .init("waitress-serve --port=80 --host 127.0.0.1 a:b", "host", "127.0.0.1 flag 127.0.0.1"),
      .init("waitress-serve --listen=*:90 a:b", "port", "90 flag *:90"),
      .init("waitress-serve --listen=*:90 a:b", "host", "0.0.0.0 flag *:90"),
      .init("waitress-serve --listen h a:b", "port", "8080 flag h"),
      .init("waitress-serve --unix-socket /s a:b", "host", "unix:/s flag /s"),
      .init("waitress-serve --call a:b", "app", "a:b a:b"), .init("waitress-serve a:b", "limit", "100 default"),
      .init("waitress-serve --connection-limit 500 a:b", "limit", "500 flag 500"),
      .init("waitress-serve a:b", "keepAlive", "120.0 default"),
      .init("waitress-serve --trusted-proxy * a:b", "forwarded", "* flag *"), .init("waitress-serve a:b", "access", "nil"),
    ])
  func waitress(_ example: Expected) { SettingsTests.check(example) }

  @Test(
    "Queue workers",
    arguments: [
      Expected("celery -A app worker -l info", "name", "celery"), .init("python -m celery -A app worker", "name", "celery"),
      .init("celery -A app beat", "name", "no server"), .init("celery -A app flower", "name", "no server"),
      .init("celery -A worker beat", "name", "no server"), .init("celery -A app worker", "graceful", "unlimited default"),
      .init("celery -A app worker", "option", "--time-limit"), .init("celery -A app worker", "signals", "INT TERM"),
      .init("celery -A app worker", "signals", "INT", ["REMAP_SIGTERM": "SIGQUIT"]),
      .init("celery -A app worker --time-limit 300", "graceful", "300.0 flag 300"),
      .init("celery -A app worker", "graceful", "40.0 CELERY_WORKER_TIME_LIMIT 40", ["CELERY_WORKER_TIME_LIMIT": "40"]),
      .init("celery -A app worker -c 4", "workers", "4 flag 4"), .init("celery -A app worker -c4", "workers", "4 flag 4"),
      .init("celery -A app worker", "workers", "? default"), .init("celery -A app worker -P gevent -c 100", "workers", "1 flag gevent"),
      .init("celery -A app worker --autoscale=10,3", "workers", "10 flag 10,3"),
      .init("celery -A app worker", "workers", "6 CELERY_WORKER_CONCURRENCY 6", ["CELERY_WORKER_CONCURRENCY": "6"]),
      .init("celery -A app worker", "port", "? default"), .init("celery -A app.tasks worker", "app", "app.tasks app.tasks"),
      .init("celery -A app worker --max-tasks-per-child 9", "maxRequests", "9 flag 9"), .init("celery -A app worker", "python", "true"),
      .init("celery -A app worker -f /w.log", "errorTarget", "/w.log flag /w.log"),
      .init("celery -A app worker <*>", "graceful", "? flag <*>"),
      .init("rq worker high low", "name", "rq"), .init("rqworker", "name", "rq"), .init("rq info", "name", "no server"),
      .init("rq worker high", "graceful", "unlimited default"), .init("rq worker-pool high -n 3", "workers", "3 flag 3"),
      .init("rq worker -u redis://r high", "workers", "1 default"), .init("rq worker --max-jobs 8", "maxRequests", "8 flag 8"),
      .init("dramatiq app", "graceful", "600.0 default"), .init("dramatiq app -p 2", "workers", "2 flag 2"),
      .init("dramatiq app", "workers", "? default"), .init("dramatiq app --watch .", "reload", "true flag ."),
      .init("dramatiq app --worker-shutdown-timeout 20000", "graceful", "20.0 flag 20000"), .init("dramatiq app", "app", "app app"),
      .init("arq app.WorkerSettings", "graceful", "? default"), .init("arq app.WorkerSettings", "signals", ""),
      .init("arq app.WorkerSettings --watch src", "reload", "true flag src"), .init("arq --check app.W", "name", "no server"),
    ])
  func workers(_ example: Expected) { SettingsTests.check(example) }

  @Test(
    "What serves and what works off a queue",
    arguments: [
      ("celery -A a worker", true), ("rq worker", true), ("dramatiq a", true), ("arq a.W", true), ("sidekiq", true),
      ("gunicorn a:b", false),
      ("uwsgi", false), ("nginx", false),
    ])
  func queueWorkers(line: String, expected: Bool) {
    #expect(Workbench(line: line).server?.settings.server.isQueueWorker == expected)
  }
}
