import Servers
import Testing

/// puma, `rails server`, unicorn and sidekiq.
struct RubyServersTests {
  typealias Expected = SettingsTests.Expected
  static let file = "config/puma.rb"
  static let example = """
    # A comment with 'quotes
    max_threads_count = ENV.fetch("RAILS_MAX_THREADS") { 5 }
    threads max_threads_count, max_threads_count
    worker_timeout 3600 if ENV.fetch("RAILS_ENV", "development") == "development"
    port ENV.fetch("PORT") { 3000 }
    workers ENV.fetch("WEB_CONCURRENCY", 2)
    worker_shutdown_timeout 20
    preload_app!
    on_worker_boot do
      ActiveRecord::Base.establish_connection
    end
    plugin :tmp_restart
    """

  @Test(
    "puma",
    arguments: [
      Expected("puma", "name", "puma"), .init("bundle exec puma -p 80", "port", "80 flag 80"), .init("puma --version", "name", "no server"),
      .init("puma", "signals", "INT TERM"), .init("puma", "graceful", "unlimited default"), .init("puma", "option", "force_shutdown_after"),
      .init("puma -w 2", "graceful", "30.0 default"), .init("puma -w 2", "option", "worker_shutdown_timeout"),
      .init("puma -w 2", "workers", "2 flag 2"), .init("puma", "workers", "1 default"), .init("puma -w 0", "workers", "1 flag 0"),
      .init("puma", "workers", "3 WEB_CONCURRENCY 3", ["WEB_CONCURRENCY": "3"]),
      .init("puma", "workers", "? WEB_CONCURRENCY auto", ["WEB_CONCURRENCY": "auto"]),
      .init("puma", "graceful", "? WEB_CONCURRENCY auto", ["WEB_CONCURRENCY": "auto"]),
      .init("puma", "host", "0.0.0.0 default"), .init("puma", "port", "9292 default"),
      .init("puma -b tcp://127.0.0.1:81", "host", "127.0.0.1 flag tcp://127.0.0.1:81"),
      .init("puma -b unix:///s.sock", "host", "unix:/s.sock flag unix:///s.sock"),
      .init("puma -b ssl://0.0.0.0:443?key=/k&cert=/c", "port", "443 flag ssl://0.0.0.0:443?key=/k&cert=/c"),
      .init("puma -b ssl://0.0.0.0:443?key=/k&cert=/c", "key", "/k flag ssl://0.0.0.0:443?key=/k&cert=/c"),
      .init("puma", "workers", "2 file ENV.fetch(\"WEB_CONCURRENCY\", 2)", files: [file: example]),
      .init("puma", "workers", "4 file ENV.fetch(\"WEB_CONCURRENCY\", 2)", ["WEB_CONCURRENCY": "4"], files: [file: example]),
      .init("puma -w 3", "workers", "3 flag 3", files: [file: example]),
      .init("puma", "graceful", "20.0 file 20", files: [file: example]),
      .init("puma -w 0", "graceful", "unlimited default", files: [file: example]),
      .init("puma", "port", "3000 file ENV.fetch(\"PORT\") { 3000 }", files: [file: example]),
      .init("puma", "port", "8080 file ENV.fetch(\"PORT\") { 3000 }", ["PORT": "8080"], files: [file: example]),
      .init("puma -p 1", "port", "1 flag 1", files: [file: example]),
      .init("puma", "graceful", "20.0 file 20", files: [file: "force_shutdown_after 20"]),
      .init("puma", "graceful", "unlimited file :forever", files: [file: "force_shutdown_after(:forever)"]),
      .init("puma", "graceful", "0.0 file :immediately", files: [file: "force_shutdown_after :immediately"]),
      .init("puma", "workers", "? file worker_count", files: [file: "if ENV['X']\n  workers worker_count\nend\n"]),
      .init("puma", "workers", "? file 2", files: [file: "workers 2 if production"]),
      .init("puma", "workers", "? file Etc.nprocessors", files: [file: "workers Etc.nprocessors"]),
      .init("puma", "workers", "5 file Integer(ENV['N'] || 5)", files: [file: "workers Integer(ENV['N'] || 5)"]),
      .init("puma", "workers", "6 file n", files: [file: "n = ENV.fetch('N', '6').to_i\nworkers n"]),
      .init(
        "puma", "workers", "7 file 7", ["RACK_ENV": "production"], files: ["config/puma/production.rb": "workers 7", file: "workers 1"]),
      .init("puma -e production", "workers", "7 file 7", files: ["config/puma/production.rb": "workers 7", file: "workers 1"]),
      .init("puma -C x.rb", "workers", "2 file 2", files: ["x.rb": "workers 2", file: "workers 9"]),
      .init("puma -C -", "workers", "1 default", files: [file: example]), .init("puma -C x.rb", "workers", "? file x.rb"),
      .init("puma", "host", "127.0.0.1 file \"tcp://127.0.0.1:3000\"", files: [file: "bind \"tcp://127.0.0.1:3000\""]),
      .init("puma", "host", "? file \"tcp://0.0.0.0:#{x}\"", files: [file: "bind \"tcp://0.0.0.0:#{x}\""]),
      .init("puma", "keepAlive", "65.0 default"), .init("puma", "keepAlive", "20.0 file 20", files: [file: "persistent_timeout 20"]),
      .init("puma -v", "access", "true flag -v"), .init("puma --redirect-stdout /l", "accessTarget", "/l flag /l"),
      .init("puma", "accessTarget", "log/o.log file 'log/o.log'", files: [file: "stdout_redirect 'log/o.log', 'log/e.log', true"]),
      .init("puma", "python", "false"), .init("puma <*>", "workers", "? flag <*>"),
      .init("puma", "workers", "? file", files: [file: "<?>"]),
    ])
  func puma(_ example: Expected) { SettingsTests.check(example) }

  @Test(
    "rails server",
    arguments: [
      Expected("rails server", "name", "puma"), .init("bin/rails s", "name", "puma"),
      .init("./bin/thrust ./bin/rails server", "name", "puma"),
      .init("./bin/thrust ./bin/rails server", "port", "? PORT"),
      .init("./bin/thrust ./bin/rails server", "workers", "2 WEB_CONCURRENCY 2", ["WEB_CONCURRENCY": "2"]),
      .init("rails db:migrate", "name", "no server"), .init("bundle exec rails console", "name", "no server"),
      .init("rails server", "port", "3000 default"), .init("rails server", "port", "80 PORT 80", ["PORT": "80"]),
      .init("rails server -p 90", "port", "90 flag 90", ["PORT": "80"]), .init("rails server", "host", "localhost default"),
      .init("rails server", "host", "0.0.0.0 RAILS_ENV production", ["RAILS_ENV": "production"]),
      .init("rails server -e production", "host", "0.0.0.0 flag production"), .init("rails s -b 0.0.0.0", "host", "0.0.0.0 flag 0.0.0.0"),
      .init("rails s", "host", "::1 BINDING ::1", ["BINDING": "::1"]), .init("rails s", "graceful", "20.0 file 20", files: [file: example]),
      .init("rails s", "port", "3000 file ENV.fetch(\"PORT\") { 3000 }", files: [file: example]),
      .init("rails s -u thin", "name", "no server"),
    ])
  func rails(_ example: Expected) { SettingsTests.check(example) }

  @Test(
    "unicorn, sidekiq",
    arguments: [
      Expected("unicorn", "graceful", "60.0 default"), .init("unicorn", "signals", "QUIT"), .init("unicorn", "port", "8080 default"),
      .init("bundle exec unicorn -c u.rb", "graceful", "30.0 file 30", files: ["u.rb": "worker_processes 3\ntimeout 30\nlisten 3000"]),
      .init("unicorn -c u.rb", "workers", "3 file 3", files: ["u.rb": "worker_processes 3\ntimeout 30\nlisten 3000"]),
      .init("unicorn -c u.rb", "port", "3000 file 3000", files: ["u.rb": "worker_processes 3\ntimeout 30\nlisten 3000"]),
      .init("unicorn -l 81 -c u.rb", "port", "81 flag 81", files: ["u.rb": "listen 3000"]), .init("unicorn -p 82", "port", "82 flag 82"),
      .init("unicorn -c u.rb", "workers", "? file u.rb"), .init("unicorn -c u.rb", "request", "9.0 file 9", files: ["u.rb": "timeout 9"]),
      .init("sidekiq", "graceful", "25.0 default"), .init("bundle exec sidekiq -t 40", "graceful", "40.0 flag 40"),
      .init("sidekiq", "signals", "INT TERM"),
      .init("sidekiq -C s.yml", "graceful", "8.0 file 8", files: ["s.yml": "---\n:timeout: 8 # s\n"]),
      .init("sidekiq", "graceful", "9.0 file 9", files: ["config/sidekiq.yml": "timeout: 9"]),
      .init("sidekiq -t 5", "graceful", "5.0 flag 5", files: ["config/sidekiq.yml": "timeout: 9"]),
      .init("sidekiq", "graceful", "? file 9", files: ["config/sidekiq.yml": "production:\n  timeout: 9"]),
      .init("sidekiq", "graceful", "? file <%= 3 %>", files: ["config/sidekiq.yml": ":timeout: <%= 3 %>"]),
      .init("sidekiq -C s.yml", "graceful", "? file s.yml"), .init("sidekiq", "port", "? default"),
    ])
  func others(_ example: Expected) { SettingsTests.check(example) }
}
