internal import DockerfileSyntax
package import Kubernetes
internal import ShellSyntax
internal import YAMLSyntax

/// The command of a tool that changes a database's schema.
package enum MigrationCommand {
  /// The command that a container's own words run: `alembic upgrade`; nil for none, and for what only the image says.
  package static func find(in container: Container) -> String? {
    let command = container.command?.elements.map { $0.text ?? "" } ?? []
    var words = command + (container.args?.elements.map { $0.text ?? "" } ?? [])
    // Images that are one tool start it.
    if command.isEmpty, let image = container.image.value.flatMap({ try? ImageReference(parsing: $0) }),
      let tool = image.path.split(separator: "/").last, tools.contains(String(tool))
    {
      words.insert(String(tool), at: 0)
    }
    return find(in: words)
  }

  private static let tools: Set<String> = ["flyway", "liquibase", "migrate", "atlas", "dbmate", "goose"]

  /// What stands before a program without changing what it does; the second word is the one that the first demands.
  private static let wrappers: [[String]] = [
    ["exec"], ["uv", "run"], ["poetry", "run"], ["pipenv", "run"], ["pdm", "run"], ["bundle", "exec"], ["npx"], ["bunx"], ["pnpm", "exec"],
    ["yarn"], ["pnpm"], ["python", "-m"], ["python3", "-m"], ["python"], ["python3"], ["ruby"], ["php"], ["node"], ["tini", "--"],
    ["dumb-init", "--"],
  ]

  static func find(in words: [String]) -> String? {
    guard let first = words.first else { return nil }
    if ["sh", "bash", "ash", "dash", "zsh"].contains(name(of: first)) {
      guard let option = words.firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }), option + 1 < words.count else { return nil }
      return ShellScript.parse(words[option + 1]).commands.lazy.compactMap { command in
        find(in: command.words.map { $0.literal ?? "" })
      }.first
    }
    for wrapper in wrappers where name(of: first) == wrapper[0] && words.dropFirst().starts(with: wrapper.dropFirst()) {
      return find(in: Array(words.dropFirst(wrapper.count)))
    }
    let program = name(of: first)
    let rest = words.dropFirst()
    for form in forms where form.program == program && rest.contains(form.word) { return "\(program) \(form.word)" }
    guard let group = groups[program], rest.first == group.0, rest.contains(group.1) else { return nil }
    return "\(program) \(group.0) \(group.1)"
  }

  private static func name(of program: String) -> String { program.split(separator: "/").last.map(String.init) ?? "" }

  /// Programs with a word that stands somewhere behind them.
  private static let forms: [(program: String, word: String)] = [
    ("alembic", "upgrade"), ("manage.py", "migrate"), ("django-admin", "migrate"), ("knex", "migrate:latest"),
    ("sequelize", "db:migrate"), ("sequelize-cli", "db:migrate"), ("typeorm", "migration:run"), ("rails", "db:migrate"),
    ("rake", "db:migrate"), ("rails", "db:prepare"), ("flyway", "migrate"), ("liquibase", "update"), ("goose", "up"), ("migrate", "up"),
    ("dbmate", "up"), ("dbmate", "migrate"), ("artisan", "migrate"),
  ]

  /// Programs with two words behind them.
  private static let groups: [String: (String, String)] = [
    "flask": ("db", "upgrade"), "prisma": ("migrate", "deploy"), "atlas": ("migrate", "apply"),
  ]
}
