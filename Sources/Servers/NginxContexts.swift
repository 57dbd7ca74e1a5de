extension NginxConfiguration.Directive {
  /// Where nginx allows a directive (nginx.org/en/docs/dirindex.html, "Context"); nil for one that is not listed here.
  package var allowedContexts: [String]? { Self.contexts[name] }

  /// `main` is the context outside all blocks.
  private static let contexts: [String: [String]] = [
    "limit_req_zone": ["http"], "limit_conn_zone": ["http"], "upstream": ["http", "stream"], "map": ["http", "stream"],
    "geo": ["http", "stream"],
    "log_format": ["http", "stream"], "proxy_cache_path": ["http"], "split_clients": ["http", "stream"], "http": ["main"],
    "events": ["main"],
    "stream": ["main"], "worker_processes": ["main"], "worker_shutdown_timeout": ["main"], "worker_rlimit_nofile": ["main"],
    "user": ["main"],
    "pid": ["main"], "daemon": ["main"], "worker_connections": ["events"], "multi_accept": ["events"], "server_name": ["server"],
    "server_tokens": ["http", "server", "location"], "client_max_body_size": ["http", "server", "location"],
    "limit_req": ["http", "server", "location"], "limit_conn": ["http", "server", "location", "stream"],
    "proxy_pass": ["location", "if", "limit_except", "server"], "try_files": ["server", "location"],
    "location": ["server", "location"], "listen": ["server"],
  ]
}
