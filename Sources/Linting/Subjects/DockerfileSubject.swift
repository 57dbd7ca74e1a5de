internal import DockerfileSyntax
internal import Expressions
internal import Kubernetes
internal import Servers
package import SourceText
internal import Workspace

/// `dockerfile`: a Dockerfile, as the image that a plain build of it yields.
package struct DockerfileSubject: Subject {
  let repository: Repository
  let index: Int

  private var image: Graph.ImageNode { repository.graph.images[index] }

  /// The FROM of the last stage: what stands for an instruction that is missing.
  package var anchor: Location {
    guard let stage = image.dockerfile.stages.last,
      case .from(let base) = image.dockerfile.instructions[stage.from].payload
    else { return location(.startOfFile) }
    return location(base.image.range)
  }
  package var logicalPath: String { "" }
  package var identity: [Int] { [index] }

  private func location(_ range: ByteRange) -> Location { Location(file: image.file, range: range) }

  /// The user that the image runs as; nil when nothing says so.
  private var user: Outcome? {
    guard let configuration = image.configuration else { return nil }
    if let user = configuration.user { return user.value.value.outcome() }
    guard let base = configuration.externalBase else { return nil }
    guard let text = base.known else { return base.outcome() }
    guard let reference = try? ImageReference(parsing: text) else { return .unknown(because: "'\(text)' is no image reference") }
    return BaseImages.user(of: reference).map(Outcome.string)
  }

  private func onUser(_ make: (Substring) -> Bool) -> Outcome? {
    switch user {
    case nil: nil
    case .value(.string(let text))?: .bool(make(text.prefix { $0 != ":" }))
    case let other?: other
    }
  }

  private static func isNumber(_ text: Substring) -> Bool { !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

  private var userPlace: Location {
    image.configuration?.user.map { location($0.value.range) } ?? anchor
  }

  private var build: ImageBuild { repository.build(ofImage: index) }

  private var base: Outcome? { image.configuration?.externalBase?.outcome() }

  /// What is known of the image that the final stage begins with; nil for scratch.
  private func onBase(_ make: (ImageReference) -> Outcome?) -> Outcome? {
    guard let base = image.configuration?.externalBase else { return nil }
    guard let text = base.known else { return base.outcome() }
    guard let reference = try? ImageReference(parsing: text) else { return .unknown(because: "'\(text)' is no image reference") }
    return make(reference)
  }

  /// The FROM of the stage that brings the external base.
  private var basePlace: Location {
    guard let stage = image.configuration?.lineage.first,
      case .from(let base) = image.dockerfile.instructions[image.dockerfile.stages[stage].from].payload
    else { return anchor }
    return location(base.image.range)
  }

  private static let developmentWords: Set<String> = [
    "dev", "devel", "develop", "development", "test", "tests", "testing", "debug", "local", "devcontainer", "ci", "e2e", "playwright",
  ]

  /// Whether the Dockerfile's name or its last stage's says that developers or their tests run the image.
  var isForDevelopment: Bool { repository.isForDevelopment(image: index) }

  static func isForDevelopment(path: String, stage: String) -> Bool {
    let path = path.lowercased()
    let name = path.lastPathComponent ?? ""
    let words = name.asciiWords(withDigits: true) + stage.asciiWords(withDigits: true)
    return words.contains { Self.developmentWords.contains(String($0)) }
      || path.pathComponents.dropLast().contains { [".devcontainer", "tests", "test", "testdata"].contains($0) }
  }

  /// Whether the image starts a shell without a command, or a compiler or build tool: somebody builds in it.
  private var isWorkshop: Bool {
    guard let words = image.process?.words, let name = words.first?.known?.lastPathComponent else { return false }
    if ["bash", "sh", "zsh", "ash"].contains(name) {
      return words.dropFirst().allSatisfy { $0.known?.hasPrefix("-") == true && $0.known?.hasSuffix("c") == false }
    }
    return ["make", "gcc", "g++", "clang", "cmake", "ninja", "go", "cargo", "mvn", "gradle"].contains(name)
  }

  /// Whether the image says that it serves: a server that we know, or EXPOSE.
  private var serves: Bool { image.process?.server != nil || !(image.configuration?.exposedPorts.isEmpty ?? true) }

  /// Whether HEALTHCHECK stands in the Dockerfile, NONE as well; the base may have one that is not known.
  private var hasHealthcheck: Outcome? {
    if image.configuration?.healthcheck != nil { return .bool(true) }
    return onBase { BaseImages.isOfficial($0) ? .bool(false) : .unknown(because: "the base image may have a HEALTHCHECK") } ?? .bool(false)
  }

  private static let pythonPrograms: Set<String> = [
    "celery", "flask", "django-admin", "manage.py", "streamlit", "jupyter", "airflow", "dagster", "rq", "dramatiq", "arq", "alembic",
  ]

  private var runsPython: Outcome {
    if let server = image.process?.server, server.settings.server.isPython { return .bool(true) }
    if let program = image.process?.launch.arguments.first?.known.flatMap({ $0.lastPathComponent.map(String.init) }) {
      let name = program.prefix { !$0.isNumber && $0 != "." }
      if name == "python" || Self.pythonPrograms.contains(program) { return .bool(true) }
      if image.process?.launch.unknown == nil, !program.hasSuffix(".sh"), !program.hasSuffix(".py") { return .bool(false) }
    }
    guard image.process != nil else { return .bool(false) }
    return onBase { .bool(BaseImages.isOfficial($0) && $0.path.hasSuffix("/python")) } ?? .bool(false)
  }

  /// A variable that is set to something in the image, or by every workload that runs it.
  private func isSet(_ name: String) -> Outcome {
    if let pair = image.configuration?.environment[name]?.value { return .bool(pair.value.known != "") }
    let deployed = image.containers.map { repository.graph.workloads[$0.workload].containers[$0.container].container }
    if !deployed.isEmpty, deployed.allSatisfy({ $0.environment.contains { $0.name == name } || !$0.environmentSources.isEmpty }) {
      return .bool(true)
    }
    return onBase { BaseImages.isOfficial($0) ? .bool(false) : .unknown(because: "the base image may set \(name)") } ?? .bool(false)
  }

  /// `python -u` does what the variable does.
  private var isUnbuffered: Outcome {
    let isOption = image.process?.words.contains { $0.known == "-u" || $0.known?.containsText("python -u") == true } ?? false
    return isOption ? .bool(true) : isSet("PYTHONUNBUFFERED")
  }

  private var exposedPorts: Outcome {
    let ports = image.configuration?.exposedPorts.map(\.value).filter { $0.transport == .tcp } ?? []
    guard ports.allSatisfy({ $0.ports != nil }) else { return .unknown(because: "a port of EXPOSE holds a variable") }
    return .list(ports.flatMap { ($0.ports ?? 0...0).prefix(1000).map { Outcome.int($0) } })
  }

  package static let schema = Schema<DockerfileSubject>(
    "dockerfile",
    [
      Attribute("path", .string, "its path in the repository") { .string($0.repository.path(of: $0.image.file)) },
      Attribute(
        "user", .string, "USER of the final stage, or its base's where that is known; missing when nothing sets one",
        place: { $0.userPlace }
      ) { $0.user },
      Attribute("runsAsRoot", .bool, "whether the image's processes are root's unless somebody says otherwise", place: { $0.userPlace }) {
        $0.onUser { $0 == "root" || isNumber($0) && $0.allSatisfy { $0 == "0" } } ?? .bool(true)
      },
      Attribute(
        "hasNumericUser", .bool, "whether the user is a number, which Kubernetes can verify; true without one", place: { $0.userPlace }
      ) {
        $0.onUser { isNumber($0) || $0.isEmpty } ?? .bool(true)
      },
      Attribute("setsUser", .bool, "whether a USER instruction counts for the image") { .bool($0.image.configuration?.user != nil) },
      Attribute(
        "base", .string, "the image that the final stage begins with, through the stages below it; missing for scratch",
        place: { $0.basePlace }
      ) {
        $0.base
      },
      Attribute(
        "smallerBase", .string, "what to take instead of a base that is the full image of its family; missing when it is no such image",
        place: { $0.basePlace }
      ) { $0.onBase { BaseImages.smallerVariant(of: $0).map(Outcome.string) } },
      Attribute("isForDevelopment", .bool, "whether its name or its last stage's says that it is for development or tests") {
        .bool($0.isForDevelopment)
      },
      Attribute("isWorkshop", .bool, "whether it starts a shell without a command, a compiler or a build tool: an image to build in") {
        .bool($0.isWorkshop)
      },
      Attribute("serves", .bool, "whether the image says that it serves: it starts a server that readylint knows, or has EXPOSE") {
        .bool($0.serves)
      },
      Attribute("hasHealthcheck", .bool, "whether a HEALTHCHECK counts for the image, NONE included") { $0.hasHealthcheck },
      Attribute(
        "missingHealthcheckTool", .string, "the program that HEALTHCHECK calls and the image does not have; missing when all is well",
        place: { subject in (subject.build.healthcheckTool?.tool.range).map(subject.location) }
      ) { subject in
        guard let (tool, isMissing) = subject.build.healthcheckTool else { return nil }
        switch isMissing {
        case .yes: return .string(tool.name)
        case .no: return nil
        case .unknown(let reason): return .unknown(because: reason)
        }
      },
      Attribute("runsPython", .bool, "whether the image starts a Python program") { $0.runsPython },
      Attribute("isUnbuffered", .bool, "whether PYTHONUNBUFFERED is set, or Python is started with -u") { $0.isUnbuffered },
      Attribute("writesBytecode", .bool, "whether PYTHONDONTWRITEBYTECODE is not set") { subject in
        if case .value(.bool(let isSet)) = subject.isSet("PYTHONDONTWRITEBYTECODE") { .bool(!isSet) } else { .bool(false) }
      },
      Attribute(
        "exposedPorts", .list(.int), "the TCP ports of EXPOSE",
        place: { subject in (subject.image.configuration?.exposedPorts.first?.value.range).map(subject.location) }
      ) { $0.exposedPorts },
      Attribute("process", .object("process"), "what the image starts by itself") { subject in
        subject.image.process.map { .object(ProcessSubject(repository: subject.repository, owner: .image(subject.index), process: $0)) }
      },
      Attribute(
        "isCheckedByCompose", .bool, "whether compose files run the image in production and each service that does has a healthcheck"
      ) { subject in
        let services = subject.image.composeServices.map { subject.repository.graph.composeServices[$0].service }
        return .bool(!services.isEmpty && services.allSatisfy(\.hasHealthcheck))
      },
      Attribute("isDeployed", .bool, "whether a workload of the repository runs the image") { .bool(!$0.image.containers.isEmpty) },
    ])
}
