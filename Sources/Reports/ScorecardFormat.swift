package import Linting
internal import SourceText

/// A scorecard for the terminal, for a page, for programs and for the wall.
package struct ScorecardFormat {
  private let scorecard: Scorecard
  private let repository: Repository
  /// How many places are named for one item; the rest is counted.
  private static let shownPlaces = 3

  package init(_ scorecard: Scorecard, of repository: Repository) {
    self.scorecard = scorecard
    self.repository = repository
  }

  private struct Row {
    var id: String
    var title: String
    /// `met`, `not-met`, `no-evidence`, `attested`, `stale`, `not-applicable`.
    var status: String
    var places: [(place: String, text: String)]
    var note: String
  }

  private var rows: [Row] {
    scorecard.entries.map { entry in
      var row = Row(id: entry.id, title: entry.title, status: "", places: [], note: "")
      switch entry.status {
      case .met(let evidence):
        row.status = "met"
        row.places = evidence.map { (place($0.location), $0.text) }
      case .notMet(let findings):
        row.status = "not-met"
        row.places = findings.map { (place($0.location), "\($0.rule): \($0.message)") }
      case .noEvidence: row.status = "no-evidence"
      case .attested(let attestation):
        row.status = "attested"
        row.note = "\(attestation.document), reviewed \(attestation.reviewed.text)"
      case .stale(let attestation, let reason):
        row.status = "stale"
        row.note = "\(attestation.document): \(reason)"
      case .notApplicable(let reason):
        row.status = "not-applicable"
        row.note = reason
      }
      return row
    }
  }

  private func place(_ location: Location) -> String {
    let file = repository.file(location.file)
    return "\(file.path):\(LineIndex(file.bytes).position(at: location.range.start).line)"
  }

  private static let marks = ["met": "✓", "not-met": "✗", "no-evidence": "?", "attested": "✓", "stale": "!", "not-applicable": "–"]
  private static let words = [
    "met": "met", "not-met": "not met", "no-evidence": "no evidence", "attested": "attested", "stale": "attested, but stale",
    "not-applicable": "not applicable",
  ]

  // MARK: Text

  package func text() -> String {
    var output = ""
    for row in rows {
      output += "\(Self.marks[row.status] ?? " ") \(row.title): \(Self.words[row.status] ?? row.status)"
      output += (row.note.isEmpty ? "" : " (\(printable(row.note)))") + "\n"
      for place in row.places.prefix(Self.shownPlaces) { output += "    \(printable(place.place))  \(printable(place.text))\n" }
      if row.places.count > Self.shownPlaces { output += "    and \(row.places.count - Self.shownPlaces) more\n" }
    }
    return output + "\nScore: \(scorecard.score) %\n"
  }

  // MARK: Markdown

  /// For a job summary or a wiki. A vertical bar would end a cell.
  package func markdown() -> String {
    func cell(_ text: String) -> String {
      printable(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
    var output = "# Production checklist: \(scorecard.score) %\n\n| | item | status | evidence |\n|---|---|---|---|\n"
    for row in rows {
      let places = row.places.prefix(Self.shownPlaces).map { "`\(cell($0.place))` \(cell($0.text))" }
      let more = row.places.count > Self.shownPlaces ? ["and \(row.places.count - Self.shownPlaces) more"] : []
      let evidence = (places + more + (row.note.isEmpty ? [] : [cell(row.note)])).joined(separator: "<br>")
      output += "| \(Self.marks[row.status] ?? "") | \(cell(row.title)) | \(Self.words[row.status] ?? "") | \(evidence) |\n"
    }
    return output
  }

  // MARK: JSON

  package func json() -> String {
    let items = rows.map { row in
      let places = row.places.map { "{\"place\":\(JSONFormat.quote($0.place)),\"text\":\(JSONFormat.quote($0.text))}" }
      return "    {\"id\":\(JSONFormat.quote(row.id)),\"title\":\(JSONFormat.quote(row.title)),\"status\":\(JSONFormat.quote(row.status)),"
        + "\"note\":\(JSONFormat.quote(row.note)),\"places\":[\(places.joined(separator: ","))]}"
    }
    return "{\n  \"version\": 1,\n  \"score\": \(scorecard.score),\n  \"items\": [\n" + items.joined(separator: ",\n") + "\n  ]\n}\n"
  }

  // MARK: HTML

  /// One page that needs nothing else: no script, no font, no picture from anywhere.
  package func html() -> String {
    func escaped(_ text: String) -> String { escapedMarkup(printable(text)) }
    var body = ""
    for row in rows {
      let places = row.places.prefix(Self.shownPlaces).map { "<li><code>\(escaped($0.place))</code> \(escaped($0.text))</li>" }.joined()
      let more = row.places.count > Self.shownPlaces ? "<li>and \(row.places.count - Self.shownPlaces) more</li>" : ""
      body += """
        <tr class="\(row.status)"><td class="mark">\(Self.marks[row.status] ?? "")</td><th scope="row">\(escaped(row.title))</th>\
        <td>\(Self.words[row.status] ?? "")\(row.note.isEmpty ? "" : "<br><small>\(escaped(row.note))</small>")</td>\
        <td><ul>\(places)\(more)</ul></td></tr>

        """
    }
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Production checklist: \(scorecard.score) %</title>
      <style>
      :root { color-scheme: light dark; --good: #1a7f37; --bad: #cf222e; --open: #9a6700; --faint: #6e7781; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 2.5rem; margin: 0 0 .5rem; }
      progress { width: 100%; height: 1rem; accent-color: var(--good); }
      table { border-collapse: collapse; width: 100%; margin-top: 1.5rem; }
      th, td { text-align: left; vertical-align: top; padding: .6rem .5rem; border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
      ul { margin: 0; padding: 0; list-style: none; font-size: .85rem; overflow-wrap: anywhere; }
      .mark { font-weight: bold; width: 1.5rem; }
      .met .mark, .attested .mark { color: var(--good); }
      .not-met .mark { color: var(--bad); }
      .stale .mark, .no-evidence .mark { color: var(--open); }
      .not-applicable { color: var(--faint); }
      @media print { body { margin: 0; } }
      </style>
      </head>
      <body>
      <h1>\(scorecard.score) %</h1>
      <p>of the production checklist is met</p>
      <progress max="100" value="\(scorecard.score)">\(scorecard.score) %</progress>
      <table>
      <tbody>
      \(body)</tbody>
      </table>
      </body>
      </html>

      """
  }
}
