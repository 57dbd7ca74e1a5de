import ArgumentParser
import Linting
import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where rules and settings come from; the same for every command.
struct RuleOptions: ParsableArguments {
  @Option(help: "A folder, or a file, with rules of your own; repeat it for several.", completion: .directory)
  var rules: [String] = []

  @Option(
    help:
      "The configuration file. Without it, .readylint.yaml of the folder that is linted or of one above it, up to the repository's top.",
    completion: .file(extensions: ["yaml"]))
  var config: String?

  /// - Parameters:
  ///   - folder: where the search for a configuration begins.
  ///   - examples: whether built-in rules are to have theirs.
  func load(near folder: String, examples: Bool = false) throws -> RunSettings {
    var settings = RunSettings()
    if let path = config ?? Self.configuration(near: folder) {
      settings.folder = Self.parent(of: path)
      settings.configuration = try Self.configuration(at: path)
    }
    settings.builtIn = RuleSet.builtIn(examples: examples)
    let own = rules + settings.configuration.rules.map { settings.folder + $0 }
    let (files, problems) = Self.ruleFiles(own)
    let known = Set((settings.builtIn + FileProblems.rules).map(\.id))
    let loaded = RuleSet.load(files, besides: known)
    let errors = problems + loaded.errors.map { Self.message($0.error.message, at: $0.error.range, in: $0.file) }
    guard errors.isEmpty else { throw CommandFailure(errors) }
    settings.own = loaded.rules
    return settings
  }

  private static func configuration(at path: String) throws -> Configuration {
    let file: SourceFile
    do throws(SourceFile.ReadError) {
      file = try SourceFile.read(systemPath: path, as: path)
    } catch {
      throw CommandFailure(["\(path): \(error.message)"])
    }
    do throws(Configuration.ParseError) {
      return try Configuration(file)
    } catch {
      throw CommandFailure([message(error.message, at: error.range, in: file)])
    }
  }

  private static func message(_ text: String, at range: ByteRange, in file: SourceFile) -> String {
    let position = LineIndex(file.bytes).position(at: range.start)
    return "\(file.path):\(position.line):\(position.column): \(text)"
  }

  private static func ruleFiles(_ paths: [String]) -> (files: [SourceFile], errors: [String]) {
    var discovery = Discovery()
    for path in paths { discovery.add(path) }
    discovery.finish()
    var files: [SourceFile] = []
    var errors = discovery.failures.map { "\($0.path): \($0.error.message)" }
    for file in discovery.files where file.kind == .yaml {
      do throws(SourceFile.ReadError) {
        files.append(try SourceFile.read(systemPath: file.systemPath, as: file.path))
      } catch {
        errors.append("\(file.path): \(error.message)")
      }
    }
    for path in paths
    where errors.isEmpty && !files.contains(where: { $0.path.hasPrefix(path.hasPrefix("./") ? String(path.dropFirst(2)) : path) }) {
      errors.append("\(path): there is no rule file; rules are files with the ending .yaml")
    }
    return (files, errors)
  }

  /// The nearest configuration at or above a folder; none above the repository's top.
  private static func configuration(near folder: String) -> String? {
    guard let resolved = realpath(folder, nil) else { return nil }
    defer { free(resolved) }
    var prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
    var absolute = String(cString: resolved)
    while true {
      let candidate = prefix + Configuration.fileName
      if access(candidate, F_OK) == 0 { return candidate }
      guard access(absolute + "/.git", F_OK) != 0, let slash = absolute.lastIndex(of: "/"), slash != absolute.startIndex else { return nil }
      absolute = String(absolute[..<slash])
      prefix += "../"
    }
  }

  static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}

/// The rules and settings of a run.
struct RunSettings {
  var configuration = Configuration()
  /// The folder of the configuration, with a slash at its end; empty for the current one.
  var folder = ""
  var builtIn: [Rule] = []
  var own: [CompiledRule] = []

  /// All rules, in the order of their ids.
  var all: [Rule] { (builtIn + own.map(\.rule) + FileProblems.rules).sorted { $0.id < $1.id } }

  /// - Parameters: what the command line says; a selection there takes the place of the configuration's.
  func filter(select: [String], ignore: [String]) throws -> RuleFilter {
    do throws(RuleFilter.UnknownRule) {
      return try RuleFilter(
        select: select.isEmpty ? configuration.select : select, ignore: configuration.ignore + ignore, among: all.map(\.id))
    } catch {
      throw CommandFailure([error.message])
    }
  }

  /// Image names to Dockerfiles as discovery names them.
  func images(among paths: [String]) -> [String: String] {
    guard !configuration.images.isEmpty else { return [:] }
    let known = Dictionary(paths.compactMap { path in Self.realPath(path).map { ($0, path) } }, uniquingKeysWith: { first, _ in first })
    return configuration.images.mapValues { written in
      Self.realPath(folder + written).flatMap { known[$0] } ?? folder + written
    }
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// Why a command could not do its job: lines for standard error, and exit status 2.
struct CommandFailure: Error {
  let lines: [String]

  init(_ lines: [String]) { self.lines = lines }
}
