internal import Expressions
internal import Kubernetes
package import SourceText
internal import Workspace
package import YAMLSyntax

/// `budget`: a PodDisruptionBudget.
package struct BudgetSubject: Subject {
  let repository: Repository
  let index: Int

  private var budget: DisruptionBudget { repository.graph.budgets[index] }

  package var node: YAMLNode? { budget.manifest.spec }
  package var anchor: Location { budget.manifest.location(budget.manifest.anchor) }
  package var logicalPath: String { budget.manifest.logicalName }
  package var identity: [Int] { [index] }

  private var limit: (field: String, node: YAMLNode)? {
    for field in ["minAvailable", "maxUnavailable"] {
      if let node = budget.manifest.spec?.present(field) { return (field, node) }
    }
    return nil
  }

  /// - Parameter pods: how many there are at least.
  func allowedDisruptions(of pods: Int64) -> Outcome {
    if let reason = repository.graph.kustomizations.reason(for: budget.manifest, field: ["spec"]) { return .unknown(because: reason) }
    return budget.allowedDisruptions(of: pods).map { .int($0) } ?? .unknown(because: "the budget's limit is not known")
  }

  package static let schema = Schema<BudgetSubject>(
    "budget",
    [
      Attribute("name", .string, "its name", place: { $0.anchor }) { $0.budget.manifest.name.map(Outcome.string) },
      Attribute(
        "limit", .string, "`minAvailable 2` or `maxUnavailable 10%`, for messages",
        place: { subject in subject.limit.map { subject.budget.manifest.location($0.node.range) } }
      ) { subject in subject.limit.map { .string("\($0.field) \($0.node.text ?? "?")") } },
      Attribute(
        "neverLetsPodsGo", .bool, "whether it lets no pod go however many there are: maxUnavailable 0, minAvailable 100%",
        place: { $0.anchor }
      ) {
        subject in
        if let reason = subject.repository.graph.kustomizations.reason(for: subject.budget.manifest, field: ["spec"]) {
          return .unknown(because: reason)
        }
        return .bool(subject.budget.neverLetsPodsGo)
      },
      Attribute("object", .map(.string, .dyn), "the whole manifest, as written") { ManifestValue.outcome($0.budget.manifest.node) },
    ])
}
