internal import DockerfileSyntax
internal import SourceText

// Compilers and build tools, which an image needs to be built and not to run.

extension PackageInstallation {
  private static let buildTools: Set<String> = [
    "build-essential", "gcc", "g++", "clang", "cmake", "make", "ninja-build", "ninja", "meson", "autoconf", "automake", "build-base",
    "alpine-sdk", "gcc-c++", "rustc", "cargo", "rust", "golang", "golang-go", "go", "maven", "gradle", "default-jdk",
    "default-jdk-headless",
    "gfortran", "nasm", "yasm", "llvm", "bison", "flex",
  ]

  /// The compilers and build tools among the packages that stay in the stage.
  package var remainingBuildTools: [BuildCommand.Word] {
    guard manager == .apt || manager == .apk || manager == .dnf else { return [] }
    let tools = operands.filter { $0.text.map(Self.isBuildTool) ?? false }
    return tools.isEmpty || removesPackages ? [] : tools
  }

  private static func isBuildTool(_ package: String) -> Bool {
    let name = package.prefix { !"=<>~:".contains($0) }
    if buildTools.contains(String(name)) { return true }
    // gcc-12, g++-12, clang-16, openjdk-17-jdk-headless
    for family in ["gcc-", "g++-", "clang-"] where name.hasPrefix(family) { return name.dropFirst(family.count).allSatisfy(\.isNumber) }
    return name.hasPrefix("openjdk") && name.containsText("-jdk")
  }

  /// Whether a later command of the same RUN takes packages away again.
  private var removesPackages: Bool {
    step.commands[(position + 1)...].contains { command in
      guard let program = command.program, ["apt-get", "apt", "aptitude", "apk", "dnf", "yum", "microdnf"].contains(program) else {
        return false
      }
      return command.arguments.contains { ["purge", "remove", "autoremove", "auto-remove", "del", "erase"].contains($0.text) }
    } || runsScript
  }

  /// Whether the manager compiles what comes as source.
  package var compiles: Bool {
    switch manager {
    case .pip, .uv, .poetry, .pipenv, .npm, .yarn, .pnpm, .bundler, .go, .cargo: true
    case .apt, .apk, .dnf, .composer: false
    }
  }

  /// Whether it names or lists dependencies of an application; not pip bringing itself up to date.
  package var installsDependencies: Bool {
    manager != .pip || option("-r", "--requirement", "-e", "--editable", "--group") != nil
      || operands.contains { !["pip", "setuptools", "wheel"].contains($0.text?.split(separator: "=").first.map(String.init) ?? "") }
  }
}

extension ImageBuild {
  /// The installation that makes an only stage keep its base's compilers: the first that compiles, when the stage is the only one and
  /// begins with an image that is made for building.
  package func installationBesideCompilers(_ installations: [PackageInstallation]) -> Int? {
    guard dockerfile.stages.count == 1, let base = dockerfile.finalConfiguration?.externalBase?.known,
      let reference = try? ImageReference(parsing: base), BaseImages.holdsCompilers(reference),
      installations.allSatisfy({ $0.remainingBuildTools.isEmpty })
    else { return nil }
    return installations.firstIndex { $0.compiles && $0.installsDependencies }
  }
}
