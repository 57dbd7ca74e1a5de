internal import DockerfileSyntax
internal import Servers
internal import SourceText

extension Dependency.Ecosystem {
  /// The ecosystem of the program that a process is, or of the build that its binary comes from; nil when neither says so: a monorepo's
  /// image holds more than what its process runs.
  package init?(of process: ContainerProcess?, in build: ImageBuild) {
    if let server = process?.server, server.settings.developmentServer == nil {
      switch server.settings.server {
      case let known where known.isPython: self = .python
      case .node: self = .npm
      case .puma, .unicorn, .sidekiq: self = .gem
      default: return nil
      }
      return
    }
    guard let program = process?.launch.arguments.first?.known?.lastPathComponent.map(String.init) else { return nil }
    switch program {
    case _ where PackageInstallation.isPython(program): self = .python
    case "flask", "django-admin", "opentelemetry-instrument", "ddtrace-run", "newrelic-admin": self = .python
    case "node", "nodejs", "npm", "npx", "yarn", "pnpm", "bun", "tsx", "ts-node", "pm2", "pm2-runtime", "next", "nest": self = .npm
    case "ruby", "bundle", "rails", "rackup", "rake": self = .gem
    // A shell, a server, somebody else's program.
    case _ where !Self.buildsGo(build): return nil
    default: self = .go
    }
  }

  /// Whether one of the stages that the image needs is made by `go build`, and no other language's dependencies come into it.
  private static func buildsGo(_ build: ImageBuild) -> Bool {
    build.steps.contains { step in
      step.commands.contains {
        $0.program == "go" && ["build", "install"].contains($0.arguments.first { !$0.written.hasPrefix("-") }?.text)
      }
    }
  }
}
