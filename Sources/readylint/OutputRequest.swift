import ArgumentParser

/// One `--output`: a format, and where it goes.
struct OutputRequest: ExpressibleByArgument {
  enum Format: String, CaseIterable {
    case text, concise, json, sarif, github, gitlab, junit, checkstyle, rdjson, markdown, html
  }

  let format: Format
  /// nil for standard output.
  let path: String?

  static let formats = Format.allCases.map(\.rawValue).joined(separator: ", ")

  init(format: Format, path: String? = nil) {
    self.format = format
    self.path = path
  }

  /// `sarif` or `sarif=findings.sarif`.
  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let format = Format(rawValue: parts[0]), parts.count == 1 || !parts[1].isEmpty else { return nil }
    self.init(format: format, path: parts.count > 1 ? parts[1] : nil)
  }
}
