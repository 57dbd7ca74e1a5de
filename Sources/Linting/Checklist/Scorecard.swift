package import SourceText

/// The production checklist, item by item, with what the repository shows of each.
package struct Scorecard: Sendable {
  package enum Status: Sendable {
    /// The repository shows it.
    case met([Evidence])
    /// Findings speak against it.
    case notMet([Finding])
    case noEvidence
    /// Somebody's word for it, not older than allowed.
    case attested(Configuration.Attestation)
    /// Somebody's word that is too old, or whose document is gone; with why.
    case stale(Configuration.Attestation, String)
    case notApplicable(String)
  }

  /// A place that shows that an item is met.
  package struct Evidence: Hashable, Sendable {
    package let text: String
    package let location: Location

    package init(_ text: String, _ location: Location) {
      self.text = text
      self.location = location
    }
  }

  package struct Entry: Sendable {
    package let id: String
    package let title: String
    package let status: Status
  }

  package let entries: [Entry]

  package static var itemIDs: [String] { ChecklistItem.all.map(\.id) }

  /// The rules whose findings speak against an item.
  package static var rules: Set<String> { Set(ChecklistItem.all.flatMap(\.rules)) }

  /// - Parameters:
  ///   - findings: what the rules say of the repository.
  ///   - today: the day from which the age of attestations is counted.
  ///   - documentExists: whether the document of an attestation is there.
  package init(
    _ repository: Repository, findings: [Finding], configuration: Configuration, today: Day, documentExists: (String) -> Bool
  ) {
    // Advice speaks against nothing.
    let serious = Dictionary(grouping: findings.filter { $0.severity >= .warning }, by: \.rule)
    entries = ChecklistItem.all.map { item in
      let status: Status
      let against = item.rules.flatMap { serious[$0] ?? [] }
      let attestation = configuration.attestations.last { $0.item == item.id }
      if let reason = item.notApplicable(repository) {
        status = .notApplicable(reason)
      } else if !against.isEmpty {
        status = .notMet(against)
      } else if case let evidence = item.evidence(repository), !evidence.isEmpty {
        status = .met(evidence)
      } else if let attestation {
        status = Self.status(of: attestation, configuration, today: today, documentExists: documentExists)
      } else {
        status = .noEvidence
      }
      return Entry(id: item.id, title: item.title, status: status)
    }
  }

  private static func status(
    of attestation: Configuration.Attestation, _ configuration: Configuration, today: Day, documentExists: (String) -> Bool
  ) -> Status {
    if !attestation.document.containsText("://"), !documentExists(attestation.document) {
      return .stale(attestation, "\(attestation.document) is not there")
    }
    let age = today.number - attestation.reviewed.number
    if age > configuration.attestationMaximumAge { return .stale(attestation, "reviewed \(age) days ago") }
    return .attested(attestation)
  }

  /// How many of the items that apply are met or attested, in percent; 100 when none applies.
  package var score: Int {
    var (good, all) = (0, 0)
    for entry in entries {
      switch entry.status {
      case .notApplicable: continue
      case .met, .attested: (good, all) = (good + 1, all + 1)
      case .notMet, .noEvidence, .stale: all += 1
      }
    }
    return all == 0 ? 100 : good * 100 / all
  }
}
