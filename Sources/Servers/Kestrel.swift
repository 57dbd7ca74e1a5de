/// .NET's web server in a generic host, `dotnet X.dll` (dotnet/docs `generic-host`, aspnetcore `fundamentals/servers/kestrel/endpoints`):
/// arguments, then `DOTNET_<KEY>`, then `ASPNETCORE_<KEY>`. What the program sets in its code is not seen.
enum Kestrel {
  /// Nil for the commands of the SDK.
  static func settings(_ call: ServerCall) -> ServerSettings? {
    guard let (app, arguments) = program(call.arguments) else { return nil }
    let configuration = Configuration(arguments: arguments, context: call.context)
    let (host, port) = addresses(configuration)
    return ServerSettings(
      // 30 s since .NET 6; before, 5 s.
      server: .kestrel, gracefulSignals: ["TERM", "INT", "QUIT"],
      gracefulTimeout: configuration.text("shutdownTimeoutSeconds", variables: ["ShutdownTimeoutSeconds"])?.integer().map {
        .seconds(Double($0))
      } ?? .serverDefault(.seconds(30)), gracefulTimeoutOption: "DOTNET_shutdownTimeoutSeconds", host: host, port: port, app: app,
      tlsKeyFile: configuration.text("Kestrel:Certificates:Default:Path", variables: ["Kestrel__Certificates__Default__Path"])?
        .optional() ?? .unknown("appsettings.json may set it"))
  }

  /// The library behind the options of the host program.
  private static func program(_ words: ArraySlice<CommandWord>) -> (app: CommandWord, arguments: ArraySlice<CommandWord>)? {
    let valueOptions: Set<String> = [
      "--additionalprobingpath", "--depsfile", "--runtimeconfig", "--fx-version", "--roll-forward", "--additional-deps",
    ]
    var index = words.startIndex
    if index < words.endIndex, words[index].known == "exec" { index += 1 }
    while index < words.endIndex, let text = words[index].known, text.hasPrefix("-") { index += valueOptions.contains(text) ? 2 : 1 }
    guard index < words.endIndex else { return nil }
    let name = words[index].known ?? words[index].knownSuffix
    return name.lowercased().hasSuffix(".dll") ? (words[index], words[(index + 1)...]) : nil
  }

  private static func addresses(_ configuration: Configuration) -> (host: Setting<String>, port: Setting<Int>) {
    if let urls = configuration.text("urls", variables: ["URLS"]) {
      let binds = parts(of: urls).map { $0.map(address) }
      if let addresses = BindAddress.settings(binds) { return addresses }
    }
    if let ports = configuration.text("http_ports", variables: ["HTTP_PORTS"]) {
      let binds = parts(of: ports).map { $0.map { "0.0.0.0:" + $0 } }
      if let addresses = BindAddress.settings(binds) { return addresses }
    }
    let reason = "the base image sets it: port 8080 since .NET 8, 80 before"
    return (.unknown(reason), .unknown(reason))
  }

  private static func parts(of list: Setting<String>) -> [Setting<String>] {
    guard let text = list.value else { return [list] }
    return text.split(separator: ";").map { part in list.map { _ in Number.trim(String(part)) } }
  }

  /// `http://+:8080`: whatever is no address means all of them.
  private static func address(_ url: String) -> String {
    let isSecure = url.lowercased().hasPrefix("https://")
    var host = String(url.dropFirst(isSecure ? 8 : 7).prefix { $0 != "/" })
    if host.hasPrefix("+") || host.hasPrefix("*") { host = "0.0.0.0" + host.dropFirst() }
    return host.contains(":") && !host.hasSuffix("]") ? host : host + (isSecure ? ":443" : ":80")
  }

  private struct Configuration {
    let arguments: ArraySlice<CommandWord>
    let context: any ProcessContext

    /// - Parameter variables: Spellings that are usual for the variables; .NET does not tell upper and lower case apart.
    func text(_ key: String, variables: [String]) -> Setting<String>? {
      argument(key)
        ?? ["DOTNET_", "ASPNETCORE_"].lazy.flatMap { prefix in
          ([key] + variables + [key.uppercased()]).lazy.compactMap { environmentSetting(prefix + $0, in: context, emptyIsUnset: true) }
        }.first
    }

    /// `--key value`, `--key=value`, `/key=value`, `key=value`.
    private func argument(_ key: String) -> Setting<String>? {
      for index in arguments.indices.reversed() {
        let word = arguments[index]
        let text = (word.known ?? word.knownPrefix).lowercased()
        if word.known == nil, word.knownPrefix.isEmpty { return word.setting }
        if text == "--" + key.lowercased(), index + 1 < arguments.endIndex { return arguments[index + 1].setting }
        for dashes in ["--", "/", ""] where text.hasPrefix(dashes + key.lowercased() + "=") {
          return word.droppingFirst(dashes.utf8.count + key.utf8.count + 1).setting
        }
      }
      return nil
    }

  }
}
