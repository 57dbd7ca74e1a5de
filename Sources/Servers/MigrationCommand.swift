package import SourceText

/// A command that changes a database's schema, as its tool's documentation has it.
package struct MigrationCommand: Sendable {
  /// `alembic upgrade`.
  package let name: String
  package let location: Location

  /// Finds it behind whatever runners the words begin with: `uv run alembic upgrade head`.
  package init?(in words: [CommandWord]) {
    for (index, word) in words.enumerated() {
      guard let name = word.programName, let tool = Self.tools.first(where: { $0.name == name }) else { continue }
      let rest = words[(index + 1)...].map { $0.known ?? "" }
      guard let command = tool.commands.first(where: { Self.holds(rest, $0, strictly: tool.isStrict) }),
        !rest.contains(where: Self.harmless.contains)
      else { continue }
      self.name = ([name] + command).joined(separator: " ")
      location = word.location
      return
    }
    return nil
  }

  private struct Tool {
    let name: String
    /// The subcommands that migrate; options may stand between the words.
    let commands: [[String]]
    /// Whether the subcommand is the first word behind the name.
    var isStrict = false
  }

  /// Options with which a tool only looks.
  private static let harmless: Set<String> = ["--check", "--plan", "--sql", "--dry-run", "--help", "-h", "--dryrun", "--list"]

  private static let scripts = [
    "migrate", "migrations", "db:migrate", "migration:run", "migrate:deploy", "prisma:migrate", "migrations:run",
  ]

  private static let tools: [Tool] = [
    Tool(name: "alembic", commands: [["upgrade"]]),
    Tool(name: "manage.py", commands: [["migrate"]], isStrict: true),
    Tool(name: "django-admin", commands: [["migrate"]], isStrict: true),
    Tool(name: "flask", commands: [["db", "upgrade"]]),
    Tool(name: "aerich", commands: [["upgrade"]], isStrict: true),
    Tool(name: "prisma", commands: [["migrate", "deploy"], ["db", "push"], ["migrate", "dev"]], isStrict: true),
    Tool(name: "knex", commands: [["migrate:latest"], ["migrate:up"]]),
    Tool(name: "sequelize", commands: [["db:migrate"]]),
    Tool(name: "sequelize-cli", commands: [["db:migrate"]]),
    Tool(name: "typeorm", commands: [["migration:run"]]),
    Tool(name: "drizzle-kit", commands: [["migrate"], ["push"]], isStrict: true),
    Tool(name: "rails", commands: [["db:migrate"], ["db:prepare"]]),
    Tool(name: "rake", commands: [["db:migrate"], ["db:prepare"]]),
    Tool(name: "flyway", commands: [["migrate"]]),
    Tool(name: "liquibase", commands: [["update"]]),
    Tool(name: "goose", commands: [["up"]]),
    Tool(name: "migrate", commands: [["up"]]),
    Tool(name: "atlas", commands: [["migrate", "apply"], ["schema", "apply"]], isStrict: true),
    Tool(name: "dbmate", commands: [["up"], ["migrate"]]),
    Tool(name: "artisan", commands: [["migrate"]], isStrict: true),
    Tool(name: "npm", commands: [["run"]].flatMap { run in scripts.map { run + [$0] } }, isStrict: true),
    Tool(name: "yarn", commands: scripts.map { [$0] } + scripts.map { ["run", $0] }, isStrict: true),
    Tool(name: "pnpm", commands: scripts.map { [$0] } + scripts.map { ["run", $0] }, isStrict: true),
  ]

  private static func holds(_ words: [String], _ command: [String], strictly: Bool) -> Bool {
    if strictly { return words.starts(with: command) }
    guard let start = words.firstIndex(of: command[0]) else { return false }
    return words[start...].starts(with: command)
  }
}
