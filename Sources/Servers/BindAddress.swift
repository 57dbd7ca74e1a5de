/// `HOST:PORT`, `HOST`, `unix:PATH` or `fd://N`, as gunicorn and hypercorn take it.
struct BindAddress {
  let host: Setting<String>.State
  let port: Setting<Int>.State

  /// gunicorn `util.py` `parse_address`; hypercorn `config.py` `_create_sockets` differs only in cases that fail.
  init(_ text: String) {
    if text.hasPrefix("unix:") {
      let path = text.dropFirst(text.hasPrefix("unix://") ? 7 : 5)
      host = .value("unix:" + path)
      port = .unknown(reason: "it listens on a socket in the file system")
      return
    }
    if text.hasPrefix("fd://") {
      host = .unknown(reason: "it listens on a socket that it is given")
      port = .unknown(reason: "it listens on a socket that it is given")
      return
    }
    let address = text.hasPrefix("tcp://") ? text.dropFirst(6) : text[...]
    var name = address
    var number: Substring = "8000"
    if let close = address.lastIndex(of: "]"), address.hasPrefix("[") {
      name = address[address.index(after: address.startIndex)..<close]
      let rest = address[address.index(after: close)...]
      if rest.hasPrefix(":") { number = rest.dropFirst() }
    } else if let colon = address.lastIndex(of: ":") {
      name = address[..<colon]
      number = address[address.index(after: colon)...]
    }
    // An empty host is INADDR_ANY.
    host = .value(name.isEmpty ? "0.0.0.0" : name.lowercased())
    port = Number.integer(String(number)).map { .value($0) } ?? .unknown(reason: "'\(number)' is not a port")
  }

  var isLoopback: Bool {
    guard case .value(let name) = host else { return false }
    return name == "localhost" || name == "::1" || name.hasPrefix("127.") || name.hasPrefix("unix:")
  }

  /// Of several addresses the first that is reachable from outside, otherwise the first.
  static func settings(_ binds: [Setting<String>]) -> (host: Setting<String>, port: Setting<Int>)? {
    let reachable = binds.first { bind in bind.value.map { !BindAddress($0).isLoopback } ?? true }
    return (reachable ?? binds.first).map { bind in
      (bind.flatMap { BindAddress($0).host }, bind.flatMap { BindAddress($0).port })
    }
  }
}
