internal import DockerfileSyntax
package import SourceText

// What an installation installs: locked or not, for development or not, from what was copied before.

extension PackageInstallation {
  /// Whether it installs what files of the project list rather than packages that it names.
  package var isFromManifest: Bool {
    switch manager {
    case .apt, .apk, .dnf: false
    case .pip:
      option("-r", "--requirement", "--requirements") != nil && !operands.contains { isLocal($0) } && option("-e", "--editable") == nil
    case .npm: operands.isEmpty && !isGlobal
    case .cargo: command.hasSuffix("fetch")
    case .go: command.hasSuffix("download")
    case .pipenv, .yarn, .pnpm, .uv, .poetry, .bundler, .composer: operands.isEmpty
    }
  }

  private var isGlobal: Bool { option("-g", "--global", "--location") != nil }

  /// A path, which is the project itself or a file that was put there.
  private func isLocal(_ word: BuildCommand.Word) -> Bool {
    guard let text = word.text else { return word.written.contains("/") }
    return text.hasPrefix(".") || text.hasPrefix("/") || text.hasSuffix(".whl") || text.hasSuffix(".tar.gz") || text.hasSuffix(".zip")
      || text.contains("/") && !text.containsText("://") && !text.contains("@")
  }

  /// Whether what the project's lock file says is what is installed.
  package func isFrozen(in build: ImageBuild) -> Answer {
    switch manager {
    case .uv:
      return Answer(option("--frozen", "--locked") != nil || isOn("UV_FROZEN") || isOn("UV_LOCKED") || option("--check") != nil)
    case .npm:
      return Answer(command.hasSuffix("ci") || command.hasSuffix("clean-install") || !isFromManifest)
    case .yarn:
      if option("--frozen-lockfile", "--immutable", "--pure-lockfile") != nil || variable("YARN_ENABLE_IMMUTABLE_INSTALLS") != nil
        || isOn("CI")
      {
        return .yes
      }
      let holdsSettings = build.copies(upTo: step.stage).contains { copied in
        copied.instruction < step.instruction
          && copied.sources.contains {
            $0.value.known.map { $0.containsText(".yarn") || Self.isWholeContext($0) || $0.hasSuffix("*") } ?? true
          }
      }
      return holdsSettings ? .unknown(because: "a copied .yarnrc.yml may say immutable") : .no
    case .pnpm: return Answer(option("--frozen-lockfile") != nil || isOn("CI") || option("--offline") != nil)
    case .pipenv: return Answer(command.hasSuffix("sync") || !operands.isEmpty || option("--deploy", "--ignore-pipfile") != nil)
    case .poetry: return poetryLock(in: build)
    case .pip, .apt, .apk, .dnf, .bundler, .composer, .go, .cargo: return .yes
    }
  }

  /// How the lock is enforced, for messages.
  package var frozenRemedy: String {
    switch manager {
    case .uv: "--locked or --frozen"
    case .npm: "npm ci"
    case .yarn: "--frozen-lockfile (--immutable from version 2)"
    case .pnpm: "--frozen-lockfile"
    case .pipenv: "--deploy, or pipenv sync"
    case .poetry: "a COPY of poetry.lock"
    default: "a version"
    }
  }

  private func poetryLock(in build: ImageBuild) -> Answer {
    for mount in step.mounts where mount.type == "bind" {
      if mount.value("source", "src")?.string.containsText(".toml") != true { return .yes }
    }
    let copies = build.copies(upTo: step.stage).filter { $0.stage(in: build) != step.stage || $0.instruction < step.instruction }
    guard !copies.isEmpty else { return .unknown(because: "what holds the project is not copied here") }
    for copied in copies {
      guard case .context = copied.origin else { return .unknown(because: "the lock may come from another stage") }
      for source in copied.sources {
        guard let text = source.value.known else { return .unknown(because: "a COPY's source holds a variable") }
        let name = text.lastPathComponent.map(String.init) ?? text
        // A folder may hold the lock.
        if name.containsText("poetry.lock") || name.contains("*") || name.contains("?") || !name.contains(".") || name == "."
          || text.hasSuffix("/")
        {
          return .yes
        }
      }
    }
    return .no
  }

  /// The packages that pip is to install in whatever version there is.
  package var unpinnedPackages: [BuildCommand.Word] {
    guard manager == .pip, option("-c", "--constraint", "--constraints", "--require-hashes", "--no-index") == nil,
      variable("PIP_CONSTRAINT") == nil
    else { return [] }
    return operands.filter { word in
      guard let text = word.text, !isLocal(word), !text.containsText("=="), !text.contains("@"), !text.containsText("://") else {
        return false
      }
      let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." }.lowercased()
      // pip brings these three itself, and nothing of the application's depends on their version.
      return !name.isEmpty && !["pip", "setuptools", "wheel"].contains(name)
    }
  }

  // MARK: Development dependencies

  /// Whether the project's development dependencies are installed too, and come into the image.
  ///
  /// - Parameter project: the text of a file beside which the command runs; nil when it is not known.
  package func bringsDevelopment(in build: ImageBuild, project: (String) -> String?) -> Answer {
    let own = installsDevelopment(in: build, project: project)
    guard own != .no, !isPrunedLater(in: build) else { return .no }
    if build.isInImage(step.stage) { return own }
    guard let paths = environmentPaths else { return .unknown(because: "where the dependencies lie is not known") }
    var isUnknown = false
    for path in paths {
      switch build.reachesImage(path, of: step.stage) {
      case true?: return own
      case nil: isUnknown = true
      case false?: break
      }
    }
    return isUnknown ? .unknown(because: "a COPY's path holds a variable") : .no
  }

  private func installsDevelopment(in build: ImageBuild, project: (String) -> String?) -> Answer {
    switch manager {
    case .uv:
      if option("--no-dev", "--no-default-groups", "--only-group", "--no-group", "--all-packages") != nil && option("--dev") == nil
        || isOn("UV_NO_DEV") || option("--only-group") != nil
      {
        return .no
      }
      // Of the groups, uv installs `dev` unless told otherwise.
      let text = project("pyproject.toml")
      if let text, !text.containsText("default-groups"), !text.containsText("dev-dependencies"), !Self.hasGroup("dev", in: text) {
        return .no
      }
      return declares(text, ["[dependency-groups", "dev-dependencies"])
    case .poetry:
      if option("--only", "--without", "--no-dev") != nil || variable("POETRY_WITHOUT") != nil { return .no }
      return declares(project("pyproject.toml"), ["[tool.poetry.group.", "dev-dependencies", "[dependency-groups"])
    case .npm, .yarn, .pnpm: return installsNodeDevelopment(in: build, project: project)
    case .bundler:
      if options.contains(where: { $0.name == "--without" }) || operands.contains(where: { $0.text == "without" })
        || variable("BUNDLE_WITHOUT") != nil
        || variable("BUNDLE_ONLY") != nil
        || build.settingSteps(upTo: step.stage).contains(where: { $0.settings.contains(.bundleGroups) })
      {
        return .no
      }
      if baseMaySet(in: build) { return .unknown(because: "the base image may set BUNDLE_WITHOUT") }
      return declares(project("Gemfile"), ["group :development", "group :test", "group(:development", "group(:test"])
    case .composer:
      if option("--no-dev") != nil || isOn("COMPOSER_NO_DEV") { return .no }
      return declares(project("composer.json"), ["\"require-dev\""])
    case .pipenv: return Answer(option("--dev", "-d") != nil || isOn("PIPENV_DEV"))
    case .pip:
      let files = options.filter { ["-r", "--requirement", "--requirements"].contains($0.name) }.compactMap(\.value)
      return Answer(files.contains(where: Self.isForDevelopment))
    case .apt, .apk, .dnf, .go, .cargo: return .no
    }
  }

  private func installsNodeDevelopment(in build: ImageBuild, project: (String) -> String?) -> Answer {
    guard isFromManifest || manager == .yarn else { return .no }
    let values = options.compactMap(\.value)
    if option("--production", "--prod", "-P", "--only") != nil && option("--production")?.value != "false"
      || option("--omit")?.value == "dev" || values.contains("dev") && option("--omit") != nil
    {
      return .no
    }
    if variable("NPM_CONFIG_PRODUCTION") == "true" || variable("npm_config_production") == "true" || variable("NPM_CONFIG_OMIT") == "dev"
      || variable("npm_config_omit") == "dev"
    {
      return .no
    }
    if option("--include")?.value != "dev", option("--production")?.value != "false", option("--dev") == nil {
      if variable("NODE_ENV") == "production" { return .no }
      if variable("NODE_ENV") == "" { return .unknown(because: "the value of NODE_ENV is not known") }
      if baseMaySet(in: build), variable("NODE_ENV") == nil { return .unknown(because: "the base image may set NODE_ENV") }
    }
    let text = project("package.json")
    if let text, Self.hasNoneOf("devDependencies", in: text) { return .no }
    return declares(text, ["\"devDependencies\""])
  }

  /// Whether a line of a pyproject.toml begins a group of this name.
  private static func hasGroup(_ name: String, in text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { line in
      let key = line.prefix { $0 != "=" && $0 != " " }
      return key == name && line.contains("[")
    }
  }

  /// Whether the object of a key in a JSON text is written and empty.
  private static func hasNoneOf(_ key: String, in text: String) -> Bool {
    let compact = text.filter { !$0.isWhitespace }
    return compact.containsText("\"\(key)\":{}")
  }

  private func declares(_ text: String?, _ marks: [String]) -> Answer {
    guard let text else { return .unknown(because: "the file that lists the dependencies is not in the repository") }
    return Answer(marks.contains { text.contains($0) })
  }

  private static func isForDevelopment(_ path: String) -> Bool {
    let name = path.lastPathComponent ?? ""
    return name.asciiWords().contains { ["dev", "development", "devel"].contains($0.lowercased()) }
  }

  /// Whether a later command of the stage takes the development dependencies away again, or everything.
  private func isPrunedLater(in build: ImageBuild) -> Bool {
    for other in build.steps(of: step.stage) where other.instruction >= step.instruction {
      for (index, command) in other.commands.enumerated() where other.instruction > step.instruction || index > position {
        let words = command.words.compactMap(\.text)
        if words.contains("prune")
          || command.program == "rm"
            && words.contains(where: { $0.containsText("node_modules") || $0.containsText("vendor") || $0.containsText(".venv") })
        {
          return true
        }
        if let program = command.program, ["npm", "yarn", "pnpm", "uv", "poetry", "composer", "bundle"].contains(program),
          words.contains(where: {
            ["--production", "--prod", "--omit=dev", "--only=production", "--only=prod", "--no-dev", "--only", "--without", "-P"].contains(
              $0)
          })
        {
          return true
        }
      }
    }
    return false
  }

  /// Where the dependencies are put; nil when it cannot be told.
  private var environmentPaths: [String]? {
    guard step.commands[..<position].allSatisfy({ $0.program != "cd" }),
      option("--prefix", "-C", "--dir", "--cwd", "--directory", "-d", "--working-dir") == nil
    else { return nil }
    switch manager {
    case .npm, .yarn, .pnpm: return step.workingDirectory.map { [ImagePath.join($0, "node_modules")] }
    case .composer: return step.workingDirectory.map { [ImagePath.join($0, "vendor")] }
    case .uv:
      if let path = variable("UV_PROJECT_ENVIRONMENT") { return path.isEmpty ? nil : [path] }
      return step.workingDirectory.map { [ImagePath.join($0, ".venv")] }
    case .poetry: return step.workingDirectory.map { [ImagePath.join($0, ".venv")] }
    case .bundler: return ["/usr/local/bundle"] + (step.workingDirectory.map { [ImagePath.join($0, "vendor/bundle")] } ?? [])
    default: return nil
    }
  }

  // MARK: The source before the dependencies

  /// Where the whole build context is copied before it in the same stage, so that every change of the source installs anew; nil when
  /// it is not, or when the dependencies were installed before that too.
  package func sourceCopiedBefore(in build: ImageBuild, others: [PackageInstallation]) -> ByteRange? {
    guard isFromManifest, !step.mounts.contains(where: { $0.type == "cache" }) else { return nil }
    let lineage = build.lineage(of: step.stage)
    let copies = build.copies(upTo: step.stage).lazy.filter { $0.origin == .context && $0.instruction < step.instruction }
    guard let copied = copies.first(where: { $0.wholeContext != nil }), let place = copied.wholeContext else { return nil }
    let isRepeated = others.contains { other in
      lineage.contains(other.step.stage) && other.manager == manager && other.isFromManifest
        && (other.step.instruction < step.instruction || other.step.instruction == step.instruction && other.position < position)
    }
    return isRepeated ? nil : place
  }

  static func isWholeContext(_ source: String) -> Bool { [".", "./", "/", "/.", "./.", "*", "./*"].contains(source) }
}

extension CopiedFiles {
  /// The source that is the whole build context, when one is.
  package var wholeContext: ByteRange? {
    guard case .context = origin else { return nil }
    return sources.first { $0.value.known.map(PackageInstallation.isWholeContext) ?? false }?.range
  }

  func stage(in build: ImageBuild) -> Int? { build.dockerfile.stages.last { $0.instructions.contains(instruction) }?.index }
}
