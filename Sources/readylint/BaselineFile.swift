import Linting
import Reports
import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The baseline of a run: where it is, and what it says of the findings.
struct BaselineFile {
  let path: String
  /// From where the paths in it are seen: its own folder.
  var folder: String { RepositoryPath.folder(of: path) }

  /// - Parameter named: the path from the command line; the configuration's counts otherwise, and then the usual name.
  init(named: String?, _ settings: RunSettings) {
    let configured = settings.configuration.baseline.map { settings.configuration.folder(of: .baseline) + $0 }
    path = named ?? configured ?? settings.folder + Baseline.fileName
  }

  /// Whether somebody asked for one: by an option or in the configuration.
  static func isWanted(named: String?, _ settings: RunSettings) -> Bool { named != nil || settings.configuration.baseline != nil }

  func read() throws -> Baseline {
    let file: SourceFile
    do throws(SourceFile.ReadError) {
      file = try SourceFile.read(systemPath: path, as: path)
    } catch {
      throw CommandFailure(["\(path): \(error.message)"])
    }
    do throws(Baseline.ParseError) {
      return try Baseline(file)
    } catch {
      throw CommandFailure([RuleSources.message(error.message, at: error.range, in: file)])
    }
  }

  var exists: Bool { access(path, F_OK) == 0 }

  func write(_ baseline: Baseline) throws { try AtomicFile.write(Array(BaselineFormat.render(baseline).utf8), to: path) }

  func entry(of finding: Finding, in run: LintRun) -> Baseline.Entry {
    Baseline.Entry(
      fingerprint: run.fingerprint(of: finding, seenFrom: folder), rule: finding.rule,
      path: LintRun.path(run.path(of: finding), seenFrom: folder), logicalPath: finding.logicalPath, message: finding.message)
  }

  /// Compares a run with the baseline. Of files that were not meant nothing is said to be gone.
  func compare(_ run: LintRun, with baseline: Baseline) -> Baseline.Comparison {
    baseline.compare(run.findings.map { run.fingerprint(of: $0, seenFrom: folder) })
  }
}
