import Servers
import Testing

/// nginx, Apache, php-fpm and Node.js.
struct WebServersTests {
  typealias Expected = SettingsTests.Expected
  static let conf = "/etc/nginx/nginx.conf"
  static let site = "/etc/nginx/conf.d/default.conf"
  static let example = """
    worker_processes 4; # four
    error_log /dev/stderr warn;
    worker_shutdown_timeout 25s;
    events { worker_connections 1024; }
    http {
      access_log /data/a.log main;
      keepalive_timeout 65 60;
      server { listen 127.0.0.1:81; listen *:8080 default_server; ssl_certificate_key "/k.pem"; }
    }
    """

  @Test(
    "nginx",
    arguments: [
      Expected("nginx", "name", "nginx"), .init("nginx -t", "name", "no server"), .init("nginx -s quit", "name", "no server"),
      .init("nginx", "python", "false"), .init("nginx", "signals", "QUIT"), .init("nginx", "graceful", "unlimited default"),
      .init("nginx", "option", "worker_shutdown_timeout"), .init("nginx", "port", "? default"), .init("nginx", "workers", "? default"),
      .init("nginx", "graceful", "25.0 file 25s", files: [conf: example]), .init("nginx", "workers", "4 file 4", files: [conf: example]),
      .init("nginx", "port", "8080 file *:8080", files: [conf: example]),
      .init("nginx", "host", "0.0.0.0 file *:8080", files: [conf: example]),
      .init("nginx", "keepAlive", "65.0 file 65", files: [conf: example]),
      .init("nginx", "limit", "1024 file 1024", files: [conf: example]),
      .init("nginx", "access", "true file /data/a.log", files: [conf: example]),
      .init("nginx", "accessTarget", "/data/a.log file /data/a.log", files: [conf: example]),
      .init("nginx", "errorTarget", "- file /dev/stderr", files: [conf: example]),
      .init("nginx", "key", "/k.pem file \"/k.pem\"", files: [conf: example]), .init("nginx", "key", "none default"),
      .init("nginx", "access", "false file off", files: [conf: "http { access_log off; }"]),
      .init("nginx", "accessTarget", "? file /var/log/nginx/access.log", files: [conf: "http{access_log /var/log/nginx/access.log;}"]),
      .init("nginx", "workers", "? file auto", files: [conf: "worker_processes auto;"]),
      .init("nginx", "workers", "1 default", files: [conf: "events {}"]),
      .init("nginx", "graceful", "unlimited default", files: [conf: "http { worker_shutdown_timeout 5s; }"]),
      .init("nginx", "graceful", "? file extra/*.conf", files: [conf: "include extra/*.conf;"]),
      .init("nginx", "graceful", "unlimited default", files: [conf: "include /etc/nginx/modules-enabled/*.conf;"]),
      .init("nginx", "graceful", "0.5 file 500ms", files: [conf: "worker_shutdown_timeout 500ms;"]),
      .init("nginx", "graceful", "? file soon", files: [conf: "worker_shutdown_timeout soon;"]),
      .init("nginx", "graceful", "? file", files: [conf: "<?>"]),
      .init("nginx -c /n.conf", "graceful", "10.0 file 10", files: ["/n.conf": "worker_shutdown_timeout 10;"]),
      .init("nginx -c /n.conf", "graceful", "? file /n.conf"), .init("nginx -c <?>", "graceful", "? file <?>"),
      .init("nginx -g <?>", "graceful", "? flag <?>"),
      .init("nginx", "port", "8081 file 8081", files: [site: "server {\n listen 8081;\n}"]),
      .init("nginx", "port", "80 file [::]", files: [site: "server { listen [::]; }"]),
      .init("nginx", "host", "unix:/s file unix:/s", files: [site: "server { listen unix:/s; }"]),
    ])
  func settings(_ example: Expected) { SettingsTests.check(example) }

  @Test("nginx's -g")
  func nginxGlobals() {
    let bench = Workbench(["nginx", "-g", "daemon off; worker_shutdown_timeout 1m;"], files: [Self.conf: "worker_shutdown_timeout 5;"])
    #expect(SettingsTests.describe(bench, "graceful") == "60.0 flag 1m")
    #expect(SettingsTests.describe(bench, "command") == "nginx -g daemon off; worker_shutdown_timeout 1m;")
  }

  static let fpm = "/usr/local/etc/php-fpm.conf"
  static let pool = "/usr/local/etc/php-fpm.d/www.conf"

  @Test(
    "php-fpm",
    arguments: [
      Expected("php-fpm", "name", "php-fpm"), .init("php-fpm8.3 -F", "name", "php-fpm"), .init("php-fpm -t", "name", "no server"),
      .init("php-fpm", "signals", "QUIT"), .init("php-fpm", "graceful", "0.0 default"), .init("php-fpm", "port", "? default"),
      .init("php-fpm", "graceful", "10.0 file 10s", files: [fpm: "[global]\nprocess_control_timeout = 10s\n"]),
      .init("php-fpm -y /f.conf", "graceful", "60.0 file 1m", files: ["/f.conf": "[global]\nprocess_control_timeout=1m"]),
      .init("php-fpm -y /f.conf", "graceful", "? file /f.conf"), .init("php-fpm -y <?>", "graceful", "? flag <?>"),
      .init("php-fpm", "workers", "20 file 20", files: [pool: "[www]\npm.max_children = 20\nlisten = 9000"]),
      .init("php-fpm", "host", "0.0.0.0 file 9000", files: [pool: "[www]\nlisten = 9000"]),
      .init("php-fpm", "host", "unix:/run/p.sock file /run/p.sock", files: [pool: "[www]\nlisten = /run/p.sock"]),
      .init("php-fpm", "maxRequests", "500 file 500", files: [pool: "[www]\npm.max_requests = 500"]),
      .init("php-fpm", "request", "30.0 file 30s", files: [pool: "[www]\nrequest_terminate_timeout = 30s"]),
      .init("php-fpm", "request", "none default"), .init("php artisan migrate", "name", "no server"),
    ])
  func phpFPM(_ example: Expected) { SettingsTests.check(example) }

  static let httpd = "/usr/local/apache2/conf/httpd.conf"

  @Test(
    "Apache",
    arguments: [
      Expected("httpd-foreground", "name", "apache"), .init("apache2-foreground", "name", "apache"), .init("httpd", "name", "no server"),
      .init("httpd -D FOREGROUND", "name", "apache"), .init("apachectl -DFOREGROUND", "name", "apache"),
      .init("httpd-foreground", "signals", "WINCH"), .init("httpd-foreground", "graceful", "unlimited default"),
      .init("httpd-foreground", "option", "GracefulShutdownTimeout"), .init("httpd-foreground", "port", "? default"),
      .init("httpd-foreground", "graceful", "20.0 file 20", files: [httpd: "Listen 80\nGracefulShutdownTimeout  20\n"]),
      .init("httpd-foreground", "port", "8080 file 8080", files: [httpd: "# c\n  Listen 8080\n"]),
      .init("apache2-foreground", "port", "81 file 0.0.0.0:81", files: ["/etc/apache2/ports.conf": "Listen 0.0.0.0:81"]),
      .init("httpd-foreground", "keepAlive", "15.0 file 15", files: [httpd: "<If x>\nKeepAliveTimeout 9\n</If>\nKeepAliveTimeout 15"]),
      .init("httpd-foreground", "request", "60.0 default"), .init("httpd -D FOREGROUND -f /x", "graceful", "? file /x"),
      .init("httpd-foreground", "graceful", "? file", files: [httpd: "<?>"]),
    ])
  func apache(_ example: Expected) { SettingsTests.check(example) }

  @Test(
    "Node.js",
    arguments: [
      Expected("node server.js", "name", "node"), .init("node server.js", "app", "server.js server.js"),
      .init("node -r ./x.js --max-old-space-size=400 dist/main", "app", "dist/main dist/main"),
      .init("node --version", "name", "no server"),
      .init("node -e 1", "name", "no server"), .init("node", "name", "no server"),
      .init("node --watch a.js", "development", "node --watch"),
      .init("node server.js", "graceful", "? default"), .init("node server.js", "signals", ""),
      .init("node server.js", "port", "? default", ["PORT": "3000"]),
      .init("node server.js", "option", "nil"), .init("node server.js", "python", "false"), .init("npm start", "name", "node"),
      .init("npm run start", "name", "node"), .init("npm run start:prod", "name", "node"), .init("yarn start", "name", "node"),
      .init("pnpm --filter web start", "name", "node"), .init("npm install", "name", "no server"),
      .init("npm run build", "name", "no server"),
      .init("npm run dev", "development", "npm run dev"), .init("yarn build", "name", "no server"),
      .init("npm start", "development", "nil"),
    ])
  func node(_ example: Expected) { SettingsTests.check(example) }
}
