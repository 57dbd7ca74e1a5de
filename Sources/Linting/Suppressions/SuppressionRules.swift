/// What is wrong with suppressions: findings like all others, so that none outlives its reason in silence.
package enum SuppressionRules {
  static let unused = "unused-suppression"
  static let invalid = "invalid-suppression"
  static let expired = "expired-suppression"

  /// What `rules` and `explain` say of them.
  package static let all = [
    rule(
      expired, "An ignore has not run out", .warning, why: "Somebody promised to mend the finding by that day, and it is still there.",
      fix: "Mend the finding, or give the ignore a new day and a reason that holds."),
    rule(
      invalid, "An ignore names rules that there are, and a reason", .error,
      why: "An ignore that is misspelt silences nothing; one without a reason cannot be judged by whoever reads it next.",
      fix: "Write `# readylint: ignore[rule-id] reason`, or the annotation `readylint/ignore.rule-id: reason`."),
    rule(
      unused, "An ignore silences something", .warning,
      why: "What it was for is mended or has moved; left there, it would silence the next mistake of the kind.", fix: "Take it out."),
  ]

  private static func rule(_ id: String, _ title: String, _ severity: Severity, why: String, fix: String) -> Rule {
    Rule(id: id, title: title, severity: severity, tags: ["suppressions"], why: why, fix: fix, sources: ["readylint"])
  }
}
