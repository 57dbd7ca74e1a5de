internal import DockerfileSyntax
internal import SourceText

// What an installation leaves behind besides what it installs.

extension PackageInstallation {
  /// Whether the manager's cache becomes part of the layer.
  ///
  /// Of a base image that is not Docker's own the variables and settings are not known.
  package func leavesCache(in build: ImageBuild) -> Answer {
    switch manager {
    case .apt: aptLists(in: build)
    case .apk:
      Answer(
        option("--no-cache") == nil && !step.hasCacheMount(["/var/cache/apk", "/etc/apk/cache"])
          && !isRemoved(["/var/cache", "/etc/apk/cache"]))
    case .dnf: Answer(!cleansDNF)
    case .pip, .uv: pythonCache(in: build)
    case .poetry:
      poetryCache(in: build)
    case .npm:
      Answer(
        !step.hasCacheMount(["npm", ".cache", "/root"]) && !runs("npm", "cache") && !isRemoved([".npm", "cache", "/root", "/tmp", "npm"]))
    case .pipenv, .yarn, .pnpm, .bundler, .composer, .go, .cargo: .no
    }
  }

  /// The name of what is left, for messages.
  package var cacheName: String {
    switch manager {
    case .apt: "/var/lib/apt/lists"
    case .apk: "/var/cache/apk"
    case .dnf: "/var/cache/\(command.split(separator: " ").first ?? "dnf")"
    case .pip: command.hasPrefix("uv") ? "uv's cache" : "pip's cache"
    default: "\(manager.rawValue)'s cache"
    }
  }

  /// What keeps it out.
  package var cacheRemedy: String {
    switch manager {
    case .apt: "rm -rf /var/lib/apt/lists/*"
    case .apk: "--no-cache"
    case .dnf: "\(command.split(separator: " ").first ?? "dnf") clean all"
    case .pip: command.hasPrefix("uv") ? "--no-cache" : "--no-cache-dir"
    case .npm: "npm cache clean --force"
    default: "--no-cache"
    }
  }

  /// Debian's images empty the package cache themselves (docker-clean), but not the lists that `update` fetches.
  private func aptLists(in build: ImageBuild) -> Answer {
    if step.hasCacheMount(["/var/lib/apt"]) || isRemoved(["/var/lib/apt", "/var/lib", "apt/lists"]) || runs("apt-get", "dist-clean")
      || runs("apt-get", "distclean")
    {
      return .no
    }
    // Without an update, the lists are those of an earlier layer, which no removal here would undo.
    guard step.commands.contains(where: { Self.isAptUpdate($0) }) else { return .no }
    return runsScript ? .unknown(because: "a script in the same RUN may remove the lists") : .yes
  }

  static func isAptUpdate(_ command: BuildCommand) -> Bool {
    ["apt-get", "apt", "aptitude"].contains(command.program) && command.arguments.contains { $0.text == "update" }
  }

  private var cleansDNF: Bool {
    step.hasCacheMount(["/var/cache", "libdnf"]) || isRemoved(["/var/cache", "yum", "dnf"])
      // What was cleaned before is filled again by the installation.
      || ["dnf", "yum", "microdnf", "dnf5", "tdnf"].contains { runs($0, "clean", after: position) } || runsScript
  }

  private func pythonCache(in build: ImageBuild) -> Answer {
    let isUV = command.hasPrefix("uv")
    if option("--no-cache-dir", "--no-cache", isUV ? "-n" : "--no-cache-dir") != nil { return .no }
    if variable(isUV ? "UV_NO_CACHE" : "PIP_NO_CACHE_DIR") != nil { return .no }
    if step.hasCacheMount(isUV ? ["uv", ".cache", "/root"] : ["pip", ".cache", "/root"]) || isRemoved(["cache", "/root", "/tmp"])
      || runs("pip", "purge") || runs("pip3", "purge") || runs("uv", "cache") || option("--cache-dir") != nil
      || variable(isUV ? "UV_CACHE_DIR" : "PIP_CACHE_DIR") != nil
    {
      return .no
    }
    if !isUV {
      if build.settingSteps(upTo: step.stage).contains(where: { $0.settings.contains(.pipCache) }) { return .no }
      if build.settingCopies(upTo: step.stage).contains(where: { $0.mayHold("pip") }) {
        return .unknown(because: "a copied pip.conf may turn the cache off")
      }
    }
    return baseMaySet(in: build) ? .unknown(because: "the base image may turn the cache off") : .yes
  }

  private func poetryCache(in build: ImageBuild) -> Answer {
    if option("--no-cache") != nil || step.hasCacheMount(["poetry", ".cache", "/root"])
      || isRemoved(["cache", "CACHE", "/root", "/tmp", "poetry"])
      || runs("poetry", "cache") || variable("POETRY_CACHE_DIR") != nil || step.mentions("cache-dir")
    {
      return .no
    }
    return baseMaySet(in: build) ? .unknown(because: "the base image may turn the cache off") : .yes
  }

  /// Whether a base image that is not Docker's own may set variables.
  func baseMaySet(in build: ImageBuild) -> Bool {
    guard let base = build.externalBase(of: step.stage) else { return false }
    guard let reference = base.known.flatMap({ try? ImageReference(parsing: $0) }) else { return true }
    return !BaseImages.isOfficial(reference)
  }

  /// Whether a program of the step is called with a word.
  private func runs(_ program: String, _ word: String, after position: Int = -1) -> Bool {
    step.commands.dropFirst(position + 1).contains { $0.program == program && $0.arguments.contains { $0.text == word } }
  }

  /// Whether the step removes something under one of the paths, once the installation has filled them.
  private func isRemoved(_ paths: [String]) -> Bool {
    step.commands.dropFirst(position + 1).contains { command in
      guard command.program == "rm" || command.program == "find" else { return false }
      return command.arguments.contains { word in
        !word.written.hasPrefix("-")
          && (word.text == nil || paths.contains { (word.text ?? word.written).contains($0) || word.written.contains($0) })
      }
    }
  }

  /// Whether the step runs a script that may do anything.
  var runsScript: Bool {
    step.commands.contains { command in
      guard let program = command.words.first?.text else { return !command.words.isEmpty }
      return program.hasSuffix(".sh") || program.hasPrefix("./") || program.lowercased().containsText("clean")
        || ["sh", "bash", "ash", ".", "source"].contains(program) && command.words.count > 1
    }
  }

  // MARK: Recommended packages

  /// Whether apt installs what packages merely recommend (apt.conf, `APT::Install-Recommends`, on unless said otherwise).
  package func installsRecommended(in build: ImageBuild) -> Answer {
    guard manager == .apt, !operands.isEmpty else { return .no }
    if options.contains(where: {
      ($0.name + ($0.value ?? "")).lowercased().containsText("install-recommends") || $0.name == "--without-recommends" || $0.name == "-R"
    }) {
      return .no
    }
    if options.contains(where: { $0.value == nil && $0.name.contains("$") })
      || operands.contains(where: { $0.text == nil && $0.written.lowercased().containsText("opt") })
    {
      return .unknown(because: "an option is a variable")
    }
    let isSet = build.settingSteps(upTo: step.stage).contains {
      $0.settings.contains(.recommends) && $0.instruction <= step.instruction
    }
    if isSet { return .no }
    if build.settingCopies(upTo: step.stage).contains(where: { $0.instruction < step.instruction && $0.mayHold("/etc/apt") }) {
      return .unknown(because: "a copied file may set APT::Install-Recommends")
    }
    return baseMaySet(in: build) ? .unknown(because: "the base image may set APT::Install-Recommends") : .yes
  }
}

extension BuildStep {
  /// Whether a text stands in a word of the step.
  func mentions(_ text: String) -> Bool {
    commands.contains { command in command.words.contains { $0.written.containsText(text) } }
  }
}
