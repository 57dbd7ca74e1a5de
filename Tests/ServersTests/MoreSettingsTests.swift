import Servers
import Testing

/// What rules ask of a server beyond its address and its end.
struct MoreSettingsTests {
  typealias Expected = SettingsTests.Expected
  static let file = "gunicorn.conf.py"

  @Test(
    "uvicorn, fastapi",
    arguments: [
      Expected("uvicorn a:b", "signals", "INT TERM"), .init("uvicorn a:b", "request", "nil"),
      .init("uvicorn a:b", "keepAlive", "5.0 default"), .init("uvicorn a:b --timeout-keep-alive 65", "keepAlive", "65.0 flag 65"),
      .init("uvicorn a:b", "keepAlive", "7.0 UVICORN_TIMEOUT_KEEP_ALIVE 7", ["UVICORN_TIMEOUT_KEEP_ALIVE": "7"]),
      .init("uvicorn a:b", "maxRequests", "none default"), .init("uvicorn a:b", "jitter", "0 default"),
      .init("uvicorn a:b --limit-max-requests 100", "maxRequests", "100 flag 100"),
      .init("uvicorn a:b --limit-max-requests-jitter 10", "jitter", "10 flag 10"), .init("uvicorn a:b", "limit", "none default"),
      .init("uvicorn a:b --limit-concurrency 40", "limit", "40 flag 40"), .init("uvicorn a:b <*>", "limit", "? flag <*>"),
      .init("uvicorn a:b", "forwarded", "127.0.0.1,::1 default"),
      .init("uvicorn a:b --forwarded-allow-ips=*", "forwarded", "* flag *", ["FORWARDED_ALLOW_IPS": "1.2.3.4"]),
      .init("uvicorn a:b", "forwarded", "1.2.3.4 FORWARDED_ALLOW_IPS 1.2.3.4", ["FORWARDED_ALLOW_IPS": "1.2.3.4"]),
      .init(
        "uvicorn a:b", "forwarded", "* UVICORN_FORWARDED_ALLOW_IPS *",
        ["FORWARDED_ALLOW_IPS": "1.2.3.4", "UVICORN_FORWARDED_ALLOW_IPS": "*"]),
      .init("uvicorn a:b --env-file x", "forwarded", "? flag x"),
      .init("uvicorn a:b", "access", "true default"), .init("uvicorn a:b --no-access-log", "access", "false flag --no-access-log"),
      .init("uvicorn a:b", "access", "false UVICORN_ACCESS_LOG 0", ["UVICORN_ACCESS_LOG": "0"]),
      .init("uvicorn a:b --log-level warning", "access", "false flag warning"),
      .init("uvicorn a:b --access-log --log-level debug", "access", "true flag debug"),
      .init("uvicorn a:b", "access", "false UVICORN_LOG_LEVEL error", ["UVICORN_LOG_LEVEL": "error"]),
      .init("uvicorn a:b", "accessTarget", "nil"), .init("uvicorn a:b", "key", "none default"),
      .init("uvicorn a:b --ssl-keyfile /k", "key", "/k flag /k"), .init("uvicorn a:b", "tmp", "nil"),
      .init("fastapi run", "signals", "INT TERM"), .init("fastapi run", "limit", "none default", ["UVICORN_LIMIT_CONCURRENCY": "4"]),
      .init("fastapi run --forwarded-allow-ips *", "forwarded", "* flag *"),
      .init("fastapi run", "forwarded", "* FORWARDED_ALLOW_IPS *", ["FORWARDED_ALLOW_IPS": "*"]),
    ])
  func uvicorn(_ example: Expected) { SettingsTests.check(example) }

  @Test(
    "gunicorn",
    arguments: [
      Expected("gunicorn a:b", "signals", "TERM"), .init("gunicorn a:b", "request", "30.0 default"),
      .init("gunicorn a:b -t 0", "request", "none flag 0"),
      .init("gunicorn a:b", "request", "60.0 GUNICORN_CMD_ARGS --timeout 60", ["GUNICORN_CMD_ARGS": "--timeout 60"]),
      .init("gunicorn a:b", "request", "45.0 file 45", files: [file: "timeout = 45"]),
      .init("gunicorn a:b -t 9", "request", "9.0 flag 9", files: [file: "timeout = 45"]),
      .init("gunicorn a:b", "keepAlive", "2.0 default"), .init("gunicorn a:b --keep-alive 65", "keepAlive", "65.0 flag 65"),
      .init("gunicorn a:b", "keepAlive", "65.0 file 65", files: [file: "keepalive = 65"]),
      .init("gunicorn a:b", "keepAlive", "2.0 default", files: [file: "keep_alive = 65"]),
      .init("gunicorn a:b", "maxRequests", "none default"), .init("gunicorn a:b --max-requests 0", "maxRequests", "none flag 0"),
      .init("gunicorn a:b", "maxRequests", "1000 file 1000", files: [file: "max_requests = 1000"]),
      .init("gunicorn a:b --max-requests 5 --max-requests-jitter 2", "maxRequests", "5 flag 5"),
      .init("gunicorn a:b --max-requests 5 --max-requests-jitter 2", "jitter", "2 flag 2"), .init("gunicorn a:b", "jitter", "0 default"),
      .init("gunicorn a:b", "jitter", "? file 2 * f()", files: [file: "max_requests_jitter = 2 * f()"]),
      .init("gunicorn a:b", "limit", "nil"), .init("gunicorn a:b", "forwarded", "127.0.0.1,::1 default"),
      .init("gunicorn a:b", "forwarded", "* FORWARDED_ALLOW_IPS *", ["FORWARDED_ALLOW_IPS": "*"]),
      .init(
        "gunicorn a:b", "forwarded", "10.0.0.1 file \"10.0.0.1\"", ["FORWARDED_ALLOW_IPS": "*"],
        files: [file: "forwarded_allow_ips = \"10.0.0.1\""]),
      .init("gunicorn a:b", "access", "false default"), .init("gunicorn a:b", "accessTarget", "none default"),
      .init("gunicorn a:b --access-logfile -", "access", "true flag -"),
      .init("gunicorn a:b --access-logfile -", "accessTarget", "- flag -"),
      .init("gunicorn a:b", "access", "false file None", files: [file: "accesslog = None"]),
      .init("gunicorn a:b", "accessTarget", "/x.log file '/x.log'", files: [file: "accesslog = '/x.log'"]),
      .init("gunicorn a:b --log-config l.ini", "access", "true flag l.ini"),
      .init("gunicorn a:b --log-syslog", "access", "true flag --log-syslog"),
      .init("gunicorn a:b --log-syslog --disable-redirect-access", "access", "false flag --disable-redirect-access"),
      .init("gunicorn a:b", "access", "? file {}", files: [file: "logconfig_dict = {}"]),
      .init("gunicorn a:b", "errorTarget", "- default"), .init("gunicorn a:b --log-file=/e", "errorTarget", "/e flag /e"),
      .init("gunicorn a:b", "tmp", "none default"), .init("gunicorn a:b --worker-tmp-dir /dev/shm", "tmp", "/dev/shm flag /dev/shm"),
      .init("gunicorn a:b", "tmp", "/dev/shm file \"/dev/shm\"", files: [file: "worker_tmp_dir = \"/dev/shm\""]),
      .init("gunicorn a:b", "key", "none default"), .init("gunicorn a:b --keyfile k.pem", "key", "k.pem flag k.pem"),
      .init("gunicorn a:b -c missing.py", "tmp", "? file missing.py"), .init("gunicorn <*> a:b", "access", "? flag <*>"),
    ])
  func gunicorn(_ example: Expected) { SettingsTests.check(example) }

  @Test(
    "hypercorn, granian, daphne",
    arguments: [
      Expected("hypercorn a:b", "signals", "INT TERM"), .init("hypercorn a:b", "keepAlive", "5.0 default"),
      .init("hypercorn a:b --keep-alive 9", "keepAlive", "9.0 flag 9"),
      .init("hypercorn a:b -c x.toml", "keepAlive", "8.0 file 8", files: ["x.toml": "keep_alive_timeout = 8"]),
      .init("hypercorn a:b", "maxRequests", "none default"), .init("hypercorn a:b --max-requests 10", "maxRequests", "10 flag 10"),
      .init("hypercorn a:b --max-requests 10 --max-requests-jitter 3", "jitter", "10 flag 10"),
      .init("hypercorn a:b", "access", "false default"),
      .init("hypercorn a:b --access-logfile -", "access", "true flag -"), .init("hypercorn a:b --access-log x", "accessTarget", "x flag x"),
      .init("hypercorn a:b -c x.toml", "errorTarget", "e.log file \"e.log\"", files: ["x.toml": "errorlog = \"e.log\""]),
      .init("hypercorn a:b", "errorTarget", "- default"), .init("hypercorn a:b --keyfile k", "key", "k flag k"),
      .init("granian a:b", "signals", "INT TERM"), .init("granian a:b", "limit", "1024 default"),
      .init("granian a:b --workers 4", "limit", "256 flag 4"), .init("granian a:b --workers 4 --backlog 400", "limit", "100 flag 400"),
      .init("granian a:b --backpressure 7", "limit", "7 flag 7"), .init("granian a:b --workers <?>", "limit", "? flag <?>"),
      .init("granian a:b", "access", "false default"), .init("granian a:b --access-log", "access", "true flag --access-log"),
      .init("granian a:b", "access", "true GRANIAN_LOG_ACCESS_ENABLED true", ["GRANIAN_LOG_ACCESS_ENABLED": "true"]),
      .init("granian a:b", "key", "k GRANIAN_SSL_KEYFILE k", ["GRANIAN_SSL_KEYFILE": "k"]), .init("granian a:b", "forwarded", "nil"),
      .init("daphne a:b", "signals", ""), .init("daphne a:b", "access", "true default"), .init("daphne -v 0 a:b", "access", "false flag 0"),
      .init("daphne --access-log /l a:b", "accessTarget", "/l flag /l"), .init("daphne a:b", "request", "none default"),
      .init("daphne -t 60 a:b", "request", "60.0 flag 60"), .init("daphne a:b", "key", "none default"),
      .init("daphne -e ssl:443:privateKey=k a:b", "key", "k flag ssl:443:privateKey=k"),
    ])
  func others(_ example: Expected) { SettingsTests.check(example) }
}
