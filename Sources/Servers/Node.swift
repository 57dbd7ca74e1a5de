/// Node.js programs, started by `node` or by a package manager's start script. There is no server of which options could be read: what
/// happens at a stop signal is up to the application. As process 1, node ignores TERM and INT unless the application handles them
/// (nodejs/docker-node `docs/BestPractices.md`).
enum Node {
  /// Nil where no program is run: `node --version`, `npm install`.
  static func settings(_ call: ServerCall) -> ServerSettings? {
    guard let name = call.program.programName else { return nil }
    let app: CommandWord?
    if PackageManager.names.contains(name) {
      guard let script = PackageManager.script(name, call.arguments)?.name, script == "start" || script.hasPrefix("start:") else {
        return nil
      }
      app = nil
    } else {
      guard let script = script(call.arguments) else { return nil }
      app = script
    }
    let reason = "the application's code decides it"
    return ServerSettings(
      server: .node, gracefulSignals: [], gracefulTimeout: .unknown(reason), gracefulTimeoutOption: nil, workers: .unknown(reason),
      host: .unknown(reason), port: .unknown(reason), app: app)
  }

  private static let valueOptions: Set<String> = [
    "-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--env-file", "--title", "--icu-data-dir",
  ]
  private static let endingOptions: Set<String> = [
    "-v", "--version", "-h", "--help", "-e", "--eval", "-p", "--print", "-pe", "-c", "--check", "-i", "--interactive", "--test",
  ]

  private static func script(_ arguments: ArraySlice<CommandWord>) -> CommandWord? {
    var isValue = false
    for word in arguments {
      if isValue {
        isValue = false
        continue
      }
      guard let text = word.known, text.hasPrefix("-") else { return word }
      if endingOptions.contains(text) { return nil }
      isValue = valueOptions.contains(text)
    }
    return nil
  }
}

/// npm, yarn, pnpm and bun, which run the scripts of a `package.json`.
enum PackageManager {
  static let names: Set<String> = ["npm", "yarn", "pnpm", "bun"]

  private static let valueOptions: Set<String> = [
    "--prefix", "-C", "-w", "--workspace", "--cwd", "--dir", "-F", "--filter",
  ]

  /// The script that a command line runs, and whether it says `run`: `npm run dev`, `yarn dev`. npm runs few scripts without `run`.
  static func script(_ manager: String, _ arguments: ArraySlice<CommandWord>) -> (name: String, runs: Bool)? {
    var operands: [String] = []
    var isValue = false
    for text in arguments.compactMap(\.known) {
      if !isValue, !text.hasPrefix("-") { operands.append(text) }
      isValue = !isValue && valueOptions.contains(text)
    }
    let runs = operands.first == "run" || operands.first == "run-script"
    if runs { operands.removeFirst() }
    guard let script = operands.first, runs || manager != "npm" || script == "start" else { return nil }
    return (script, runs)
  }
}
