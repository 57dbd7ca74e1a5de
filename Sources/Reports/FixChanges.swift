internal import Linting
internal import SourceText

/// What fixes change, file by file, as formats tell it to programs that offer them.
struct FixChanges {
  private let report: Report
  /// Made when there is a fix: a large repository has many files.
  private var fileIDs: [String: FileID]?

  init(_ report: Report) { self.report = report }

  /// The edits with their files' own line breaks; nil for a fix that makes a new file.
  mutating func changes(of fix: Fix) -> [(file: FileID, edits: [TextEdit])]? {
    let ids = fileIDs ?? Dictionary(report.files.enumerated().map { ($1.path, FileID($0)) }, uniquingKeysWith: { first, _ in first })
    fileIDs = ids
    var changes: [(file: FileID, edits: [TextEdit])] = []
    for (path, edits) in Dictionary(grouping: fix.edits, by: \.path).sorted(by: { $0.key < $1.key }) {
      guard let file = ids[path] else { return nil }
      changes.append((file, TextEdit.withLineBreaks(of: report.file(file).bytes, edits.map(\.edit))))
    }
    return changes
  }
}
