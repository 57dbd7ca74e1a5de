import Linting
import SourceText
import Testing

@Suite struct ScorecardTests {
  @Test(
    "Days are those of the calendar",
    arguments: [("1970-01-01", 0), ("1970-03-01", 59), ("2000-02-29", 11_016), ("2026-11-21", 20_778), ("1969-12-31", -1)])
  func days(text: String, number: Int) throws {
    #expect(try #require(Day(text)).number == number)
    #expect(Day(number: number).text == text)
  }

  @Test("What is no day", arguments: ["2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "today", "2026-01-01T00:00", ""])
  func noDays(text: String) { #expect(Day(text) == nil) }

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1
          resources: {limits: {memory: 1Gi}, requests: {cpu: 1}}

    """

  private static let attestations = """
    attestation-max-age: 100
    attestations:
      - {item: disaster-recovery, document: docs/recovery.md, reviewed: 2026-11-01}
      - {item: load-test, document: docs/load.md, reviewed: 2026-01-01}
      - {item: on-call, document: "https://wiki.example.com/on-call", reviewed: 2026-11-20}
      - {item: smoke-tests, document: docs/lost.md, reviewed: 2026-11-20}

    """

  private func scorecard() throws -> Scorecard {
    let repository = Repository([SourceFile(path: "pod.yaml", text: Self.pod)])
    let findings = Linter(rules: RuleSet.builtIn().filter { Scorecard.rules.contains($0.id) }).run(on: repository).findings
    return Scorecard(
      repository, findings: findings, configuration: try Configuration(SourceFile(path: "c", text: Self.attestations)),
      today: try #require(Day("2026-11-21")), documentExists: { $0 != "docs/lost.md" })
  }

  private func status(_ id: String, _ scorecard: Scorecard) -> String {
    switch scorecard.entries.first(where: { $0.id == id })?.status {
    case .met: "met"
    case .notMet(let findings): "not met: " + findings.map(\.rule).joined(separator: ", ")
    case .noEvidence: "no evidence"
    case .attested: "attested"
    case .stale(_, let reason): "stale: \(reason)"
    case .notApplicable(let reason): "not applicable: \(reason)"
    case nil: "missing"
    }
  }

  @Test(
    "Each item has its status",
    arguments: [
      ("resources", "met"), ("probes", "not met: liveness-probe"), ("traces", "no evidence"), ("disaster-recovery", "attested"),
      ("on-call", "attested"), ("load-test", "stale: reviewed 324 days ago"), ("smoke-tests", "stale: docs/lost.md is not there"),
      ("multi-stage-image", "not applicable: there is no Dockerfile"), ("ingress-tls", "not applicable: there is no Ingress or Gateway"),
    ])
  func statuses(id: String, expected: String) throws {
    #expect(status(id, try scorecard()) == expected)
  }

  @Test func theScoreCountsWhatApplies() throws {
    let scorecard = try scorecard()
    let applicable = scorecard.entries.filter { if case .notApplicable = $0.status { false } else { true } }
    let good = applicable.filter {
      switch $0.status {
      case .met, .attested: true
      default: false
      }
    }
    #expect(scorecard.score == good.count * 100 / applicable.count)
    #expect(scorecard.entries.count == Scorecard.itemIDs.count)
  }

  @Test func rulesOfTheChecklistAreKnown() {
    // An id that no rule has would let an item pass in silence.
    #expect(Scorecard.rules.subtracting(RuleSet.builtIn().map(\.id)).isEmpty)
  }

  @Test(
    "Mistakes in attestations have a place",
    arguments: [
      (
        "attestations: [{item: load-tests, document: a, reviewed: 2026-01-01}]",
        "the checklist has no item 'load-tests'; did you mean 'load-test'?"
      ),
      ("attestations: [{item: load-test, document: a, reviewed: yesterday}]", "'reviewed' is a day like 2026-05-01"),
      ("attestations: [{item: load-test, document: a}]", "an attestation has 'item', 'document' and 'reviewed'"),
      ("attestations: [{item: load-test, documents: a}]", "unknown key 'documents'; did you mean 'document'?"),
    ])
  func mistakes(text: String, message: String) {
    #expect {
      try Configuration(SourceFile(path: "c", text: text))
    } throws: {
      ($0 as? Configuration.ParseError)?.message == message
    }
  }
}
