package import SourceText

/// A command of a RUN that installs packages, or the dependencies of a project.
package struct PackageInstallation: Sendable {
  /// Managers with one set of options; programs of the same kind share one.
  package enum Manager: String, Sendable {
    case apt, apk, dnf, pip, uv, poetry, pipenv, npm, yarn, pnpm, bundler, composer, go, cargo
  }

  package let manager: Manager
  /// For messages: `apt-get install`, `python -m pip install`.
  package let command: String
  /// From the program to its verb.
  package let range: ByteRange
  /// What stands behind the verb and is no option: packages, or paths.
  package let operands: [BuildCommand.Word]
  /// Options with their values, `--name=value` apart.
  package let options: [Option]
  package let step: BuildStep
  /// The index in `step.commands`.
  package let position: Int

  package struct Option: Sendable {
    package let name: String
    /// nil without one, or when a variable in it is not known.
    package let value: String?
    package let range: ByteRange
  }

  package func option(_ names: String...) -> Option? { options.last { names.contains($0.name) } }

  /// A variable as the command sees it: its own, the step's, or the stage's; empty when its value is not known.
  package func variable(_ name: String) -> String? {
    if let own = step.commands[position].assignments.last(where: { $0.name == name }) { return own.value ?? "" }
    return step.variable(name)
  }

  /// Whether a variable is set to something else than an off.
  package func isOn(_ name: String) -> Bool { variable(name).map { !["0", "false", "no", "off"].contains($0.lowercased()) } ?? false }

  /// All of a build, in the order of the file.
  package static func all(in build: ImageBuild) -> [PackageInstallation] {
    build.steps.flatMap { step in
      step.commands.indices.compactMap { PackageInstallation(step, at: $0) }
    }
  }

  private init?(_ step: BuildStep, at position: Int) {
    let command = step.commands[position]
    guard let program = command.program, let first = command.words.first else { return nil }
    var words = command.arguments
    var name = program
    var start = first.range
    let grammar: Grammar
    if Self.isPython(program), words.count > 1, words.first?.text == "-m", words.dropFirst().first?.text == "pip" {
      name = "\(program) -m pip"
      words = words.dropFirst(2)
      grammar = .pip
    } else if program == "uv", words.first?.text == "pip" {
      name = "uv pip"
      words = words.dropFirst()
      grammar = .pip
    } else if Self.isPip(program) {
      grammar = .pip
    } else if let known = Grammar.byProgram[program] {
      grammar = known
    } else {
      return nil
    }
    // Options may stand before the verb.
    var options: [Option] = []
    var operands: [BuildCommand.Word] = []
    var verb: BuildCommand.Word?
    while let word = words.popFirst() {
      if word.written.hasPrefix("-"), word.written != "-" {
        options.append(Self.option(word, &words, grammar))
      } else if verb == nil {
        verb = word
      } else {
        operands.append(word)
      }
    }
    if let verb {
      guard let text = verb.text, grammar.verbs.contains(text) else { return nil }
      name += " " + text
      start = start.union(verb.range)
      if grammar.manager == .go, text == "mod" {
        guard operands.first?.text == "download" else { return nil }
        name += " download"
        operands.removeFirst()
      }
    } else {
      // `yarn` alone installs.
      guard grammar.manager == .yarn, options.allSatisfy({ !["--version", "-v", "--help"].contains($0.name) }) else { return nil }
    }
    // What only pretends to install.
    guard !options.contains(where: { Self.simulations.contains($0.name) || $0.name == "-s" && [.apt, .apk].contains(grammar.manager) })
    else { return nil }
    manager = grammar.manager
    self.command = name
    range = start
    self.operands = operands
    self.options = options
    self.step = step
    self.position = position
  }

  private static let simulations: Set<String> = [
    "--simulate", "--dry-run", "--just-print", "--no-act", "--download-only", "--print-uris", "--downloadonly", "--assumeno",
  ]

  private static func option(
    _ word: BuildCommand.Word, _ rest: inout ArraySlice<BuildCommand.Word>, _ grammar: Grammar
  ) -> Option {
    let written = word.text ?? word.written
    if let equals = written.firstIndex(of: "=") {
      let value = word.text == nil ? nil : String(written[written.index(after: equals)...])
      return Option(name: String(written[..<equals]), value: value, range: word.range)
    }
    guard grammar.valueOptions.contains(written), let next = rest.popFirst() else {
      return Option(name: written, value: nil, range: word.range)
    }
    return Option(name: written, value: next.text, range: word.range.union(next.range))
  }

  static func isPython(_ program: String) -> Bool {
    guard program.hasPrefix("python") || program.hasPrefix("pypy") else { return false }
    return program.drop { $0.isLetter }.allSatisfy { $0.isNumber || $0 == "." }
  }

  private static func isPip(_ program: String) -> Bool {
    program.hasPrefix("pip") && program.dropFirst(3).allSatisfy { $0.isNumber || $0 == "." }
  }

  /// What a program's options and verbs are, as far as they decide where its operands stand.
  private struct Grammar: Sendable {
    let manager: Manager
    let verbs: Set<String>
    let valueOptions: Set<String>

    static let pip = Grammar(
      manager: .pip, verbs: ["install"],
      valueOptions: [
        "-r", "--requirement", "--requirements", "-c", "--constraint", "--constraints", "-e", "--editable", "-t", "--target", "-i",
        "--index-url", "--extra-index-url", "-f", "--find-links", "--prefix", "--root", "--platform", "--python-version",
        "--implementation", "--abi", "--no-binary", "--only-binary", "--cache-dir", "--trusted-host", "--timeout", "--retries",
        "--progress-bar", "--src", "--upgrade-strategy", "--global-option", "--config-settings", "-C", "--proxy", "--cert", "--log",
        "--python", "-p", "--default-timeout", "--report", "--use-feature", "--root-user-action", "--index", "--default-index",
        "--index-strategy", "--link-mode", "--group", "--extra", "--torch-backend", "--use-deprecated", "--install-option", "--overrides",
      ])

    private static let apt = Grammar(
      manager: .apt, verbs: ["install"],
      valueOptions: ["-o", "--option", "-c", "--config-file", "-t", "--target-release", "--default-release"])
    private static let dnf = Grammar(
      manager: .dnf,
      verbs: [
        "install", "in", "groupinstall", "localinstall", "upgrade", "up", "update", "upgrade-minimal", "up-min", "update-minimal",
        "reinstall", "rei", "downgrade", "dg", "distro-sync", "distrosync", "dsync",
      ],
      valueOptions: [
        "--installroot", "--enablerepo", "--disablerepo", "--setopt", "-c", "--config", "--releasever", "--repo", "--repoid", "-x",
        "--exclude", "--disableplugin",
      ])
    private static let cargo = Grammar(manager: .cargo, verbs: ["build", "install", "fetch"], valueOptions: [])

    static let byProgram: [String: Grammar] = [
      "apt-get": apt, "apt": apt, "aptitude": apt, "dnf": dnf, "yum": dnf, "microdnf": dnf, "dnf5": dnf, "tdnf": dnf, "cargo": cargo,
      "apk": Grammar(
        manager: .apk, verbs: ["add"],
        valueOptions: [
          "-t", "--virtual", "-X", "--repository", "-p", "--root", "--keys-dir", "--cache-dir", "--arch", "--repositories-file", "--wait",
        ]),
      "uv": Grammar(
        manager: .uv, verbs: ["sync"],
        valueOptions: [
          "-p", "--python", "--extra", "--no-extra", "--group", "--no-group", "--only-group", "--package", "--no-install-package",
          "--directory", "--project", "--index", "--default-index", "-i", "--index-url", "--extra-index-url", "--link-mode",
          "--cache-dir", "--color", "--config-file", "-f", "--find-links", "--python-platform", "-P", "--upgrade-package",
        ]),
      "poetry": Grammar(
        manager: .poetry, verbs: ["install", "sync"],
        valueOptions: ["--only", "--without", "--with", "-E", "--extras", "-C", "--directory", "-P", "--project"]),
      "pipenv": Grammar(
        manager: .pipenv, verbs: ["install", "sync"],
        valueOptions: ["--python", "--categories", "--index", "-i", "--pypi-mirror", "--extra-pip-args", "-r", "-c", "-e"]),
      "npm": Grammar(
        manager: .npm, verbs: ["install", "i", "ci", "clean-install", "add"],
        valueOptions: ["--prefix", "-C", "--registry", "-w", "--workspace", "--cache", "--loglevel", "--omit", "--include", "--only"]),
      "yarn": Grammar(
        manager: .yarn, verbs: ["install"],
        valueOptions: ["--network-timeout", "--cwd", "--cache-folder", "--mutex", "--registry", "--modules-folder"]),
      "pnpm": Grammar(
        manager: .pnpm, verbs: ["install", "i"],
        valueOptions: ["-C", "--dir", "--filter", "-F", "--store-dir", "--registry", "--reporter", "--loglevel"]),
      "bundle": Grammar(
        manager: .bundler, verbs: ["install"],
        valueOptions: ["--jobs", "-j", "--retry", "--path", "--gemfile", "--binstubs"]),
      "composer": Grammar(
        manager: .composer, verbs: ["install", "update"], valueOptions: ["-d", "--working-dir", "--ignore-platform-req"]),
      "go": Grammar(
        manager: .go, verbs: ["mod", "build", "install", "get"], valueOptions: ["-C", "-o", "-ldflags", "-tags", "-mod", "-gcflags"]),
    ]
  }
}
