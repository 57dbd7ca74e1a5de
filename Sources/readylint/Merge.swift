import ArgumentParser
import Reports
import SourceText

struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make one report of the JSON reports of several runs, in any format.",
    discussion: """
        readylint check --shard 1/2 --output json=1.json
        readylint check --shard 2/2 --output json=2.json
        readylint merge 1.json 2.json --output sarif=findings.sarif --fail-on error
      """)

  @Argument(help: "Reports that --output json wrote.", completion: .file(extensions: ["json"]))
  var reports: [String]

  @OptionGroup var outputOptions: OutputOptions

  func run() throws {
    let output = outputOptions.asked
    let report = try merged().keeping(output.minSeverity)
    try output.write(report, isAudit: true)
    StandardStream.tell(report.problems.map { "readylint: \($0)" } + [Footer.counts(report)])
    guard report.problems.isEmpty else { throw ExitCode(2) }
    if !output.passes(report) { throw ExitCode(1) }
  }

  private func merged() throws -> Report {
    let files = try reports.map { path in
      do throws(SourceFile.ReadError) {
        return try SourceFile.read(systemPath: path, as: path)
      } catch {
        throw CommandFailure(["\(path): \(error.message)"])
      }
    }
    do throws(ReportReader.ParseError) {
      return try ReportReader.report(files)
    } catch {
      throw CommandFailure([RuleSources.message(error.message, at: error.range, in: error.file)])
    }
  }
}
