package import Linting

/// A baseline as its file holds it: one entry a line, in the order of the paths, so that changes are read easily.
package enum BaselineFormat {
  package static func render(_ baseline: Baseline) -> String {
    let entries = baseline.entries.map { entry in
      let fields = [
        ("fingerprint", entry.fingerprint), ("rule", entry.rule), ("path", entry.path), ("logicalPath", entry.logicalPath),
        ("message", entry.message),
      ]
      return "\n    {" + fields.map { "\(JSONFormat.quote($0)): \(JSONFormat.quote($1))" }.joined(separator: ", ") + "}"
    }
    return "{\n  \"version\": 1,\n  \"findings\": [" + entries.joined(separator: ",") + (entries.isEmpty ? "]" : "\n  ]") + "\n}\n"
  }

  /// How many entries each rule has, and in which files they are.
  package static func summary(_ baseline: Baseline) -> String {
    let byRule = Dictionary(grouping: baseline.entries, by: \.rule)
    let rows = byRule.map { ($0, $1.count, Set($1.map(\.path)).count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    let width = rows.map(\.0.count).max() ?? 0
    var output = ""
    for (rule, count, files) in rows {
      let padding = String(repeating: " ", count: width - rule.count)
      output += "\(printable(rule))\(padding)  \(count) in \(files) file\(files == 1 ? "" : "s")\n"
    }
    return output + "\(baseline.entries.count) finding\(baseline.entries.count == 1 ? "" : "s") known\n"
  }
}
