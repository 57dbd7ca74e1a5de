internal import PythonSource
internal import SourceText

/// The Python file that a command line starts, where it can be read: `python main.py`, `python -m shop`, `uv run main.py`, or a console
/// script of the project's pyproject.toml.
struct PythonEntry {
  let file: SourceFile
  let id: FileID
  /// The function that a console script calls; nil when the file is run as a whole.
  let function: String?

  init?(_ launch: Launch, in context: some ProcessContext) {
    guard let first = launch.arguments.first, let name = first.programName else { return nil }
    let found: (file: SourceFile, id: FileID)?
    var function: String?
    if launch.isModule {
      found = first.known.flatMap { Self.module($0, runs: true, in: context) }
    } else if Python.isInterpreter(name) {
      let script = Python.scriptStart(launch.arguments).flatMap { launch.arguments[$0].known }
      found = script.flatMap { Self.file($0, in: context) }
    } else if name.hasSuffix(".py") {
      // uv takes a file of this name for a script (docs.astral.sh/uv/reference/cli, `uv run`).
      found = launch.wrappers.last == "uv run" ? first.known.flatMap { Self.file($0, in: context) } : nil
    } else if let target = Self.consoleScript(name, in: context) {
      found = Self.module(target.module, runs: false, in: context)
      function = target.function
    } else {
      found = nil
    }
    guard let found else { return nil }
    (file, id) = found
    self.function = function
  }

  /// What a project's own executable calls: `[project.scripts]` (packaging.python.org, "Entry points specification") or Poetry's.
  private static func consoleScript(_ name: String, in context: some ProcessContext) -> (module: String, function: String)? {
    guard let project = file("pyproject.toml", in: context) else { return nil }
    let entry = TOMLText.entries(of: project.file.bytes).first {
      ($0.table == "project.scripts" || $0.table == "tool.poetry.scripts") && $0.key == name
    }
    guard case .text(let target)? = entry?.value else { return nil }
    let parts = target.split(separator: ":", omittingEmptySubsequences: false).map { Number.trim(String($0)) }
    guard parts.count == 2, !parts[1].contains(".") else { return nil }
    return (parts[0], parts[1])
  }

  /// The file of a module below the working directory, its `src` (from which a project is installed) or PYTHONPATH; of a package that
  /// is run, its `__main__.py`.
  private static func module(_ name: String, runs: Bool, in context: some ProcessContext) -> (file: SourceFile, id: FileID)? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && !$0.contains("/") }) else { return nil }
    let path = parts.joined(separator: "/")
    var roots = ["", "src/"]
    if case .known(let folders, _) = context.variable("PYTHONPATH") {
      roots += folders.split(separator: ":").prefix(8).map { $0 + "/" }
    }
    for root in roots {
      for candidate in [path + ".py", path + (runs ? "/__main__.py" : "/__init__.py")] {
        if let found = file(root + candidate, in: context) { return found }
      }
    }
    return nil
  }

  private static func file(_ path: String, in context: some ProcessContext) -> (file: SourceFile, id: FileID)? {
    if case .found(let file, let id) = context.file(path) { (file, id) } else { nil }
  }
}
