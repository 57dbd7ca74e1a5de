internal import SourceText

/// A program that runs the program behind its own options.
struct Runner: Sendable {
  /// How its child gets the signals that it gets.
  enum Signals: Sendable {
    /// It becomes the program, or hands signals on.
    case delivered
    /// It hands them to every process below it.
    case group(unlessOption: Set<String>)
    /// Only with one of these options does it hand them to every process below it; to its child always.
    case groupWith(Set<String>)
    case unknown(String)
  }

  enum Start {
    /// The words do not run a program: `poetry install`.
    case notThis
    case unknown(String)
    /// The index of the program, how the words before it are called, and whether it is a Python module.
    case found(Int, wrapper: String, isModule: Bool)
  }

  let name: String
  /// `run` of `poetry run`; empty when there is none.
  let subcommands: [String]
  /// Options whose value is the next word.
  let valueOptions: Set<String>
  /// Words between the options and the program: `gosu USER`.
  let operands: Int
  /// The program stands behind `--` and nowhere else.
  let needsSeparator: Bool
  let allOptionsTakeValues: Bool
  let moduleOptions: Set<String>
  let signals: Signals
  /// It puts values from elsewhere into the environment.
  let setsVariables: Bool
  /// A variable that it sets by its own settings.
  let setsVariable: String?

  private init(
    _ name: String, _ subcommands: [String] = [], values: Set<String> = [], operands: Int = 0, needsSeparator: Bool = false,
    allOptionsTakeValues: Bool = false, modules: Set<String> = [], signals: Signals = .delivered, setsVariables: Bool = false,
    setsVariable: String? = nil
  ) {
    self.name = name
    self.subcommands = subcommands
    valueOptions = values
    self.operands = operands
    self.needsSeparator = needsSeparator
    self.allOptionsTakeValues = allOptionsTakeValues
    moduleOptions = modules
    self.signals = signals
    self.setsVariables = setsVariables
    self.setsVariable = setsVariable
  }

  static func named(_ name: String) -> Runner? { byName[name] }

  /// What `python -m` runs as a runner.
  static let commandsByModule: [String: String] = [
    "opentelemetry.instrumentation.auto_instrumentation": "opentelemetry-instrument",
    "opentelemetry.instrumentation.auto_instrumentation.__main__": "opentelemetry-instrument",
    "ddtrace.commands.ddtrace_run": "ddtrace-run", "newrelic.admin": "newrelic-admin", "poetry": "poetry", "pipenv": "pipenv",
    "pdm": "pdm", "hatch": "hatch", "uv": "uv",
  ]

  private static let byName: [String: Runner] = {
    let conda: Set<String> = ["-n", "--name", "-p", "--prefix", "--cwd", "-e", "--env", "-r", "--root-prefix"]
    let uv: Set<String> = [
      "--extra", "--no-extra", "--group", "--no-group", "--only-group", "--env-file", "-w", "--with", "--with-editable",
      "--with-requirements", "--package", "--python-platform", "--index", "--default-index", "-i", "--index-url", "--extra-index-url",
      "-f", "--find-links", "--index-strategy", "--keyring-provider", "-P", "--upgrade-package", "--resolution", "--prerelease",
      "--fork-strategy", "--exclude-newer", "--exclude-newer-package", "--reinstall-package", "--link-mode", "-C", "--config-setting",
      "--config-settings-package", "--no-build-isolation-package", "--no-build-package", "--no-binary-package", "--cache-dir",
      "--refresh-package", "-p", "--python", "--color", "--allow-insecure-host", "--directory", "--project", "--config-file",
      "-c", "--constraints", "-b", "--build-constraints", "--overrides", "--from", "--torch-backend",
    ]
    let secrets = "it injects variables and runs the program as its child"
    let all: [Runner] = [
      Runner("exec", values: ["-a"]),
      Runner("nice", values: ["-n", "--adjustment"]),
      Runner("nohup"),
      Runner("time", values: ["-f", "--format", "-o", "--output"], signals: .unknown("time waits for its child")),
      Runner("tini", values: ["-p", "-e"], signals: .groupWith(["-g"])),
      Runner("tini-static", values: ["-p", "-e"], signals: .groupWith(["-g"])),
      Runner("docker-init", values: ["-p", "-e"], signals: .groupWith(["-g"])),
      Runner("dumb-init", values: ["-r", "--rewrite"], signals: .group(unlessOption: ["-c", "--single-child"])),
      Runner("catatonit"),
      Runner("su-exec", operands: 1),
      Runner("gosu", operands: 1),
      Runner(
        "setpriv",
        values: [
          "--reuid", "--regid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set", "--securebits", "--pdeathsig",
          "--ptracer", "--selinux-label", "--apparmor-profile", "--landlock-access", "--landlock-rule", "--seccomp-filter", "--ruid",
          "--euid", "--rgid", "--egid",
        ]),
      Runner(
        "chpst", values: ["-u", "-U", "-b", "-/", "-C", "-n", "-l", "-L", "-m", "-d", "-o", "-p", "-f", "-c", "-r", "-t", "-e"]),
      Runner("poetry", ["run"], values: ["-C", "--directory", "-P", "--project"]),
      Runner("pipenv", ["run"], values: ["--python"]),
      Runner("pdm", ["run"], values: ["-p", "--project", "-c", "--config", "--venv", "-e", "--env-file", "-S"]),
      Runner(
        "hatch", ["run"], values: ["-e", "--env", "-p", "--project", "--data-dir", "--cache-dir", "--config"],
        signals: .unknown("hatch runs it as a child")),
      Runner("uv", ["run"], values: uv, modules: ["-m", "--module"]),
      Runner("uv", ["tool", "run"], values: uv),
      Runner("uvx", values: uv),
      Runner("rye", ["run"], values: ["--pyproject"]),
      Runner(
        "pixi", ["run"],
        values: ["-e", "--environment", "-m", "--manifest-path", "--color", "--cwd", "--concurrent-downloads", "--auth-file"],
        signals: .unknown("pixi runs it through a shell of its own")),
      Runner("conda", ["run"], values: conda, signals: .unknown("conda run runs it as a child")),
      Runner("mamba", ["run"], values: conda, signals: .unknown("mamba run runs it as a child")),
      Runner("micromamba", ["run"], values: conda, signals: .unknown("micromamba run runs it as a child")),
      Runner(
        "doppler", ["run"],
        values: [
          "-p", "--project", "-c", "--config", "-t", "--token", "--mount", "--mount-format", "--mount-template", "--mount-max-reads",
          "--name-transformer", "--fallback", "--passphrase", "--preserve-env", "--only-secrets", "--scope", "--config-dir", "--api-host",
        ], signals: .unknown(secrets), setsVariables: true),
      Runner(
        "infisical", ["run"],
        values: ["--env", "--projectId", "--token", "--path", "--tags", "-t", "--domain", "--project-config-dir"],
        signals: .unknown(secrets), setsVariables: true),
      Runner(
        "op", ["run"], values: ["--env-file", "--account", "--config", "--session", "--environment"], signals: .unknown(secrets),
        setsVariables: true),
      Runner("bundle", ["exec"], values: ["--gemfile"]),
      // Thruster, which Rails puts before its server: it listens itself, and hands TERM and INT on (basecamp/thruster).
      Runner("thrust", setsVariable: "PORT"),
      Runner("opentelemetry-instrument", allOptionsTakeValues: true),
      Runner("ddtrace-run"),
      Runner("newrelic-admin", ["run-program"]),
      Runner("newrelic-admin", ["run-python"]),
      Runner("wait-for-it.sh", needsSeparator: true),
      Runner("wait-for-it", needsSeparator: true),
      Runner("wait-for.sh", needsSeparator: true),
      Runner("wait-for", needsSeparator: true),
      Runner(
        "dockerize",
        values: [
          "-wait", "-timeout", "-wait-retry-interval", "-wait-http-header", "-template", "-stdout", "-stderr", "-delims", "-env",
          "-env-section", "-env-header", "-poll-interval", "--wait", "--timeout", "--template", "--stdout", "--stderr",
        ]),
    ]
    // Several declarations of one program differ in their subcommand.
    return Dictionary(grouping: all, by: \.name).compactMapValues { variants in
      guard let first = variants.first else { return nil }
      var merged = first
      merged.variants = Array(variants.dropFirst())
      return merged
    }
  }()

  private var variants: [Runner] = []

  /// Where the program stands in the runner's command line.
  func program(in words: [CommandWord]) -> Start {
    let start = programWithoutVariants(in: words)
    guard case .notThis = start else { return start }
    for variant in variants {
      let start = variant.programWithoutVariants(in: words)
      if case .notThis = start { continue }
      return start
    }
    return .notThis
  }

  private func programWithoutVariants(in words: [CommandWord]) -> Start {
    var index = 1
    let wrapper = ([name] + subcommands).joined(separator: " ")
    if needsSeparator {
      guard let separator = words.firstIndex(where: { $0.known == "--" }), separator + 1 < words.count else { return .notThis }
      return .found(separator + 1, wrapper: wrapper, isModule: false)
    }
    for subcommand in subcommands {
      if let failure = skipOptions(words, &index) { return failure }
      guard index < words.count, words[index].known == subcommand else { return .notThis }
      index += 1
    }
    var isModule = false
    if let failure = skipOptions(words, &index) { return failure }
    if index < words.count, let option = words[index].known, moduleOptions.contains(option) {
      index += 1
      isModule = true
    }
    // `gosu app -- program`: each part may end with its own separator.
    for _ in 0..<operands { index += 1 }
    if index < words.count, words[index].known == "--" { index += 1 }
    guard index < words.count else { return .notThis }
    return .found(index, wrapper: wrapper, isModule: isModule)
  }

  /// Moves behind options; not nil when a word that cannot be told stands there.
  private func skipOptions(_ words: [CommandWord], _ index: inout Int) -> Start? {
    while index < words.count {
      let word = words[index]
      guard let text = word.known else {
        // A path is no option.
        return word.programName == nil || word.knownPrefix.hasPrefix("-") ? .unknown(word.reason) : nil
      }
      if text == "--" {
        index += 1
        return nil
      }
      guard text.hasPrefix("-"), text.utf8.count > 1, !moduleOptions.contains(text) else { return nil }
      let takesValue = valueOptions.contains(text) || (allOptionsTakeValues && text.hasPrefix("--") && !text.contains("="))
      index += takesValue ? 2 : 1
    }
    return nil
  }

  /// What the runner does to signals and to the environment of the program.
  func apply(to reader: inout LaunchReader, options: ArraySlice<CommandWord>) {
    switch signals {
    case .delivered: break
    case .unknown(let reason): reader.doubtSignals(reason)
    case .group(let exceptions):
      if !options.contains(where: { $0.known.map(exceptions.contains) ?? false }) { reader.reachesGroup = true }
    case .groupWith(let wanted):
      if options.contains(where: { $0.known.map(wanted.contains) ?? false }) { reader.reachesGroup = true }
    }
    if let name = setsVariable {
      reader.changes.variables[name] = .unknown(reason: "\(self.name) gives its own value", nil)
    }
    if setsVariables { reader.changes.forgetVariables("\(name) may set it") }
  }
}
