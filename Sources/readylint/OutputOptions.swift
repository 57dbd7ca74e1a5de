import ArgumentParser
import Linting
import Reports

extension Severity: ExpressibleByArgument {}
extension Grouping: ExpressibleByArgument {}
extension Output.Color: ExpressibleByArgument {}

/// How the command line says what `Output` is to be.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How findings are printed: \(OutputRequest.formats). Repeat it for several, all but one with a file: --output sarif=findings.sarif",
      valueName: "format[=file]"),
    completion: .list(OutputRequest.Format.allCases.map(\.rawValue)))
  var output: [OutputRequest] = []

  @Option(help: "The least severity that makes the exit status 1: info, warning or error. (default: warning)")
  var failOn: Severity?

  @Flag(help: "Exit with 0 whatever is found; 2 still says that the job could not be done.")
  var exitZero = false

  @Option(help: "Print findings of this severity and above: info, warning or error.")
  var minSeverity: Severity = .info

  @Option(help: "Put findings under headings, in text, markdown and html: rule, file or workload.")
  var groupBy: Grouping?

  @Flag(help: "Print how many findings each severity, rule and file has, in place of the findings; for text and concise.")
  var statistics = false

  @Option(help: "Colour: auto, always or never. auto colours on a terminal, unless NO_COLOR is set.")
  var color: Output.Color = .auto

  func validate() throws {
    guard output.count(where: { $0.path == nil }) <= 1 else {
      throw ValidationError("Only one --output can go to standard output; give the others files: --output sarif=findings.sarif.")
    }
  }

  var asked: Output {
    Output(
      requests: output, failOn: failOn, exitZero: exitZero, minSeverity: minSeverity, grouping: groupBy, statistics: statistics,
      color: color)
  }
}
