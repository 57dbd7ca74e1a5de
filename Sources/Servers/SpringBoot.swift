internal import SourceText

/// Java programs, and Spring Boot where something says that it is Spring (docs.spring.io/spring-boot `reference/features/external-config`):
/// arguments, `-D`, environment, `application.properties` in the working directory, then what the jar holds, which is not read.
enum SpringBoot {
  /// Nil where no program is run: `java -version`.
  static func settings(_ call: ServerCall) -> ServerSettings? {
    guard let line = JavaCommandLine(call.arguments) else { return nil }
    let properties = SpringProperties(line, call.context)
    guard properties.isSpring else {
      guard line.isJar else { return nil }
      let reason = "nothing says whether the program is Spring Boot or something else"
      return ServerSettings(
        server: .java, gracefulSignals: [], gracefulTimeout: .unknown(reason), gracefulTimeoutOption: nil, host: .unknown(reason),
        port: .unknown(reason), app: line.main)
    }
    let inside = "the configuration in the jar may set it"
    let shutdown = properties.text("server.shutdown")
    let isImmediate = shutdown?.value?.lowercased() == "immediate"
    return ServerSettings(
      server: .springBoot, gracefulSignals: isImmediate ? [] : ["TERM", "INT"], gracefulTimeout: gracefulTimeout(properties, shutdown),
      gracefulTimeoutOption: "--spring.lifecycle.timeout-per-shutdown-phase",
      host: properties.text("server.address") ?? .unknown(inside), port: properties.text("server.port")?.integer() ?? .unknown(inside),
      app: line.main, errorLogTarget: properties.text("logging.file.name")?.optional() ?? .unknown(inside),
      tlsKeyFile: properties.text("server.ssl.key-store")?.optional() ?? .unknown(inside))
  }

  /// The limit holds for each phase of the shutdown; nearly all programs have one that takes time, the web server's.
  private static func gracefulTimeout(_ properties: SpringProperties, _ shutdown: Setting<String>?) -> Setting<GracefulTimeout> {
    if let shutdown, shutdown.value?.lowercased() == "immediate" { return shutdown.map { _ in .seconds(0) } }
    if let timeout = properties.text("spring.lifecycle.timeout-per-shutdown-phase") {
      return timeout.flatMap { text in
        seconds(text).map { .value(.seconds($0)) } ?? .unknown(reason: "'\(text)' is not a duration")
      }
    }
    return .unknown(
      "the configuration in the jar may set it; otherwise it is 30 s since Spring Boot 3.4, and none before unless server.shutdown is graceful"
    )
  }

  /// `20s`, `PT20S`; without a unit it is milliseconds.
  static func seconds(_ text: String) -> Double? {
    let lower = Number.trim(text).lowercased()
    if let milliseconds = Int(lower) { return Double(milliseconds) / 1000 }
    let units: [(String, Double)] = [("ns", 1e-9), ("us", 1e-6), ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)]
    if !lower.hasPrefix("p") {
      guard let (unit, factor) = units.first(where: { lower.hasSuffix($0.0) }) else { return nil }
      return Int(lower.dropLast(unit.count)).map { Double($0) * factor }
    }
    var rest = lower.dropFirst()
    var total = 0.0
    while let first = rest.first {
      if first == "t" {
        rest = rest.dropFirst()
        continue
      }
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      guard let number = Double(digits), let unit = rest.first, let factor = units.first(where: { $0.0 == String(unit) })?.1 else {
        return nil
      }
      total += number * factor
      rest = rest.dropFirst()
    }
    return total
  }
}

/// `java [options] -jar FILE [arguments]`, `java [options] CLASS [arguments]` (the `java` tool's manual).
struct JavaCommandLine {
  let options: [CommandWord]
  /// The jar or the class.
  let main: CommandWord
  let isJar: Bool
  let arguments: [CommandWord]

  private static let valueOptions: Set<String> = [
    "-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path", "--add-modules", "--add-opens", "--add-exports",
    "--add-reads", "--patch-module", "--enable-native-access", "--limit-modules",
  ]

  init?(_ words: ArraySlice<CommandWord>) {
    var index = words.startIndex
    var options: [CommandWord] = []
    while index < words.endIndex {
      let word = words[index]
      index += 1
      if word.known == "-jar" || word.known == "-m" || word.known == "--module" {
        guard index < words.endIndex else { return nil }
        self.options = options
        main = words[index]
        isJar = word.known == "-jar"
        arguments = Array(words[(index + 1)...])
        return
      }
      let begin = word.known ?? word.knownPrefix
      // An unknown word in front of `-jar` holds options: `java $JAVA_OPTS -jar`.
      let isOption = begin.hasPrefix("-") || begin.hasPrefix("@") || (begin.isEmpty && words[index...].contains { $0.known == "-jar" })
      guard isOption else {
        self.options = options
        main = word
        isJar = false
        arguments = Array(words[index...])
        return
      }
      options.append(word)
      if let text = word.known, Self.valueOptions.contains(text), index < words.endIndex { index += 1 }
    }
    return nil
  }
}

/// Spring's properties of a command line and its surroundings.
struct SpringProperties {
  private let line: JavaCommandLine
  private let context: any ProcessContext
  /// Options of the virtual machine, the strongest last.
  private let machineOptions: [(word: CommandWord, variable: String?)]

  init(_ line: JavaCommandLine, _ context: any ProcessContext) {
    self.line = line
    self.context = context
    let own = line.options.map { (word: $0, variable: nil as String?) }
    machineOptions =
      ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"].flatMap { Self.words(of: $0, context) } + own + Self.words(of: "_JAVA_OPTIONS", context)
  }

  private static func words(of variable: String, _ context: any ProcessContext) -> [(word: CommandWord, variable: String?)] {
    guard let setting = environmentSetting(variable, in: context) else { return [] }
    let location = setting.location ?? Location(file: FileID(-1), range: .startOfFile)
    switch setting.state {
    case .value(let text): return (ShellQuoting.split(text) ?? []).map { (CommandWord(.known($0), at: location), variable) }
    case .unknown(let reason): return [(CommandWord(.unknown(reason: reason), at: location), variable)]
    }
  }

  private static let prefixes = ["spring.", "server.", "management."]
  private static let variables = [
    "SPRING_PROFILES_ACTIVE", "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE",
    "SPRING_APPLICATION_JSON", "SPRING_APPLICATION_NAME", "SPRING_CONFIG_LOCATION", "SPRING_CONFIG_ADDITIONAL_LOCATION",
    "SPRING_CONFIG_IMPORT", "SPRING_DATASOURCE_URL", "SPRING_MAIN_BANNER_MODE", "SERVER_SHUTDOWN", "SERVER_PORT",
  ]

  /// Whether the command line or the environment speaks of Spring.
  var isSpring: Bool {
    if line.main.known?.hasPrefix("org.springframework.boot.loader.") == true { return true }
    let options = machineOptions.map { ($0.word, "-D") } + line.arguments.map { ($0, "--") }
    let isNamed = options.contains { word, dashes in
      let text = word.known ?? word.knownPrefix
      return Self.prefixes.contains { text.hasPrefix(dashes + $0) }
    }
    return isNamed || Self.variables.contains { if case .known = context.variable($0) { true } else { false } }
  }

  func text(_ name: String) -> Setting<String>? {
    argument(name) ?? json(name) ?? machineOption(name) ?? variable(name) ?? file(name)
  }

  private func argument(_ name: String) -> Setting<String>? {
    value(of: "--" + name + "=", in: line.arguments.map { ($0, nil) })
  }

  private func machineOption(_ name: String) -> Setting<String>? { value(of: "-D" + name + "=", in: machineOptions) }

  private func value(of option: String, in words: [(word: CommandWord, variable: String?)]) -> Setting<String>? {
    for (word, variable) in words.reversed() {
      let origin: Setting<String>.Origin = variable.map { .environment($0) } ?? .flag
      switch word.text {
      case .known(let text) where text.hasPrefix(option):
        let value = word.droppingFirst(option.utf8.count)
        return Setting(.value(value.known ?? ""), origin: origin, at: value.location)
      case .known: continue
      case .unknown(let reason):
        // A word that begins with another option says nothing of this one.
        guard word.knownPrefix.isEmpty || word.knownPrefix.hasPrefix(option) || word.mayBeSeveral else { continue }
        return Setting(.unknown(reason: reason), origin: origin, at: word.location)
      }
    }
    return nil
  }

  /// The object is not taken apart.
  private func json(_ name: String) -> Setting<String>? {
    let last = name.split(separator: ".").last.map(String.init) ?? name
    guard let json = environmentSetting("SPRING_APPLICATION_JSON", in: context) else { return nil }
    guard json.value?.contains(last) ?? true else { return nil }
    return json.flatMap { _ in .unknown(reason: "SPRING_APPLICATION_JSON may set it") }
  }

  /// Dashes are left out, or, as in earlier versions, underscores.
  private func variable(_ name: String) -> Setting<String>? {
    let upper = name.uppercased().map { $0 == "." ? "_" : $0 }
    return environmentSetting(String(upper.filter { $0 != "-" }), in: context)
      ?? environmentSetting(String(upper.map { $0 == "-" ? "_" : $0 }), in: context)
  }

  /// Files in the working directory come before those in the jar.
  private func file(_ name: String) -> Setting<String>? {
    for folder in ["config/", ""] {
      if case .found(let file, let id) = context.file(folder + "application.properties"),
        let texts = INISettings.read(file, id, section: "").texts(name)
      {
        return texts.flatMap { texts in
          let text = texts.last ?? ""
          return text.containsText("${") ? .unknown(reason: "'\(text)' is made from other values") : .value(text)
        }
      }
      for ending in ["yml", "yaml"] {
        if case .found(_, let id) = context.file(folder + "application." + ending) {
          let place = Location(file: id, range: .startOfFile)
          return Setting(.unknown(reason: "readylint does not read \(folder)application.\(ending)"), origin: .file, at: place)
        }
      }
    }
    return nil
  }
}
