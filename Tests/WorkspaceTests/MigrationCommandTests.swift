import Kubernetes
import SourceText
import Testing
import Workspace

private func command(_ container: String) -> String? {
  let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: main, \(container)}]}\n"
  let sources = [SourceFile(path: "p.yaml", text: text)]
  let graph = Graph(Workspace(sources), repository: RepositoryFiles(sources, firstID: 1))
  return MigrationCommand.find(in: graph.workloads[0].containers[0].container)
}

@Suite struct MigrationCommandTests {
  @Test(arguments: [
    ("image: a, command: [alembic, upgrade, head]", "alembic upgrade"),
    ("image: a, command: [uv, run, alembic, -c, a.ini, upgrade, head]", "alembic upgrade"),
    ("image: a, args: [python, manage.py, migrate]", "manage.py migrate"),
    ("image: a, command: [sh, -ec], args: ['cd /app && python3 ./manage.py migrate --noinput']", "manage.py migrate"),
    ("image: a, command: [bin/rails, 'db:migrate']", "rails db:migrate"),
    ("image: a, command: [npx, prisma, migrate, deploy]", "prisma migrate deploy"),
    ("image: 'flyway/flyway:11', args: [-url=jdbc:x, migrate]", "flyway migrate"),
    ("image: 'migrate/migrate:v4', args: [-path, /m, up]", "migrate up"),
  ])
  func finds(container: String, expected: String) {
    #expect(command(container) == expected)
  }

  @Test(arguments: [
    "image: a", "image: a, command: [alembic, current]", "image: a, command: [python, manage.py, report]",
    "image: a, command: [echo, alembic, upgrade]", "image: a, command: [sh, -c, 'echo migrate up']",
    "image: 'flyway/flyway:11', args: [info]",
    "image: a, command: [prisma, migrate, status]",
  ])
  func passes(container: String) {
    #expect(command(container) == nil)
  }
}
