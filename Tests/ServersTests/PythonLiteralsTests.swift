import Servers
import SourceText
import Testing

/// gunicorn's configuration file, seen through its workers and graceful timeout.
struct PythonLiteralsTests {
  @Test(
    "Values",
    arguments: [
      ("workers = 4", "4 4"), ("workers=4 # five", "4 4"), ("workers: int = 4", "4 4"), ("a = workers = 4", "4 4"),
      ("x = 1; workers = 4", "4 4"),
      ("workers = 1_0", "10 1_0"), ("workers = 0x10", "16 0x10"), ("workers = '4'", "4 '4'"), ("workers = \"4\" \"2\"", "42 \"4\" \"2\""),
      ("workers = int('4')", "4 int('4')"), ("workers = int(os.environ.get('N', '4'))", "7 int(os.environ.get('N', '4'))"),
      ("workers = int(os.getenv('M', 4))", "4 int(os.getenv('M', 4))"), ("workers = int(os.environ[\"N\"])", "7 int(os.environ[\"N\"])"),
      ("workers = int(os.environ['M'])", "? int(os.environ['M'])"), ("workers = int(os.getenv('S', '4'))", "? int(os.getenv('S', '4'))"),
      ("workers = os.getenv('M') or 3", "3 os.getenv('M') or 3"), ("workers = os.getenv('N') or 3", "7 os.getenv('N') or 3"),
      ("workers = 2 * 3 + 1", "7 2 * 3 + 1"), ("workers = 2 * (3 + 1) // 3", "2 2 * (3 + 1) // 3"), ("workers = -7 // 2", "-4 -7 // 2"),
      ("n = 2\nworkers = n * 2", "4 n * 2"), ("workers = max(2, 5)", "5 max(2, 5)"), ("workers = (\n  4\n)", "4 (\n  4\n)"),
      ("workers = 2 + \\\n 2", "4 2 + \\\n 2"), ("workers = 4\nworkers = 5", "5 5"), ("\"\"\"\nworkers = 3\n\"\"\"\nworkers = 4", "4 4"),
      ("# workers = 3", "1 default"), ("def f():\n  workers = 3\n", "1 default"), ("class A:\n  workers = 3\n", "1 default"),
      ("d = {\n 'workers': 3,\n}\nworkers = 4", "4 4"), ("\u{FEFF}workers = 4", "4 4"), ("workers = 4\r\nx = 1\r\n", "4 4"),
      ("f(workers=3)", "1 default"), ("import os\nfrom multiprocessing import cpu_count\nworkers = 4", "4 4"),
      ("if x == 1: pass\nworkers = 4", "4 4"),
    ])
  func values(text: String, expected: String) { check(text, expected) }

  @Test(
    "What is not known",
    arguments: [
      "workers = multiprocessing.cpu_count() * 2 + 1", "workers = cpu_count()", "workers = f'{x}'", "workers = compute()",
      "if x:\n  workers = 3", "if x: workers = 3", "workers = 2\nif x:\n  workers = 3\n", "for workers in y:\n  pass",
      "workers = 2\nworkers += 1",
      "try:\n  workers = 1\nexcept E:\n  workers = 2\n", "from x import *", "from x import workers", "workers = 3\nexec(code)",
      "globals()['workers'] = 3",
      "workers, x = 1, 2", "def f():\n  global workers\n  workers = 3\n", "with open() as workers:\n  pass", "workers = 3 if x else 4",
      "workers = [", "workers = 'open", "workers = 1 +", "workers =", "workers = None", "workers = 3.5", "workers = 1 // 0", "workers = y",
      "(workers := 4)", "workers = 9223372036854775807 + 1", "workers = " + String(repeating: "(", count: 50_000),
      "workers = " + String(repeating: "-", count: 50_000) + "1",
    ])
  func unknown(text: String) {
    let bench = bench(text)
    #expect(bench.server?.settings.workers.text == "?")
  }

  @Test("The number of cores is named as the reason")
  func cores() throws {
    for text in [
      "workers = multiprocessing.cpu_count() * 2 + 1", "cores = os.cpu_count()\nworkers = 2 * cores + 1",
      "workers = (cpu_count() or 1) * 2",
    ] {
      guard case .unknown(let reason)? = bench(text).server?.settings.workers.state else {
        Issue.record("known")
        return
      }
      #expect(reason == "depends on the number of cores")
    }
  }

  @Test("Hostile files end")
  func hostile() {
    for text in ["a=", "if a: import ", "if a=", "for ", "'a' ", "[", "a.", "f("] {
      _ = bench(String(repeating: text, count: 20_000)).server
      _ = bench("if x: " + String(repeating: text, count: 20_000)).server
    }
  }

  private func bench(_ text: String) -> Workbench {
    Workbench(line: "gunicorn a:b", variables: ["N": "7", "S": "<?>"], files: ["gunicorn.conf.py": text])
  }

  private func check(_ text: String, _ expected: String) {
    let bench = bench(text)
    let workers = bench.server?.settings.workers
    #expect("\(workers?.text ?? "nil") \(bench.text(workers?.location) ?? workers?.originName ?? "")" == expected)
  }
}
