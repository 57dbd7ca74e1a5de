import Linting
import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where rules and settings come from; the same for every command.
struct RuleSources {
  /// Folders and files with rules of the user's own.
  var rules: [String] = []
  /// The configuration file; nil for the one that is found.
  var config: String?

  /// - Parameters:
  ///   - folder: where the search for a configuration begins.
  ///   - examples: whether built-in rules are to have theirs.
  func load(near folder: String, examples: Bool = false) throws -> RunSettings {
    var settings = RunSettings()
    if let path = config ?? Self.configuration(near: folder) {
      settings.configurationFile = try Self.file(at: path)
      settings.folder = RepositoryPath.folder(of: path)
      settings.configuration = try Self.configuration(in: settings.configurationFile)
    }
    settings.builtIn = RuleSet.builtIn(examples: examples)
    let own = rules + settings.configuration.rules.map { settings.configuration.folder(of: .rules) + $0 }
    let (files, problems) = Self.ruleFiles(own)
    let loaded = RuleSet.load(files, besides: files.isEmpty ? [] : settings.knownIDs)
    let errors = problems + loaded.errors.map { Self.message($0.error.message, at: $0.error.range, in: $0.file) }
    guard errors.isEmpty else { throw CommandFailure(errors) }
    settings.own = loaded.rules
    try settings.applyConfiguration()
    return settings
  }

  private static func file(at path: String) throws -> SourceFile {
    do throws(SourceFile.ReadError) {
      return try SourceFile.read(systemPath: path, as: path)
    } catch {
      throw CommandFailure(["\(path): \(error.message)"])
    }
  }

  private static func configuration(in file: SourceFile?) throws -> Configuration {
    guard let file else { return Configuration() }
    do throws(Configuration.ParseError) {
      return try Configuration(file) { path in try? SourceFile.read(systemPath: path, as: path) }
    } catch {
      throw CommandFailure([message(error.message, at: error.range, in: error.file)])
    }
  }

  static func message(_ text: String, at range: ByteRange, in file: SourceFile) -> String {
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
    EnclosingFolders(of: folder).lazy.map { $0.prefix + Configuration.fileName }.first { access($0, F_OK) == 0 }
  }
}
