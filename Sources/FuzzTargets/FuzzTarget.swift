/// A reader, or what stands on several of them, with what must hold of it for any input whatever.
///
/// The fuzzer looks for inputs for which it does not; the tests hold the same against inputs that once were such.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case yaml, omission, dockerfile, shell, expression, regex, python, nginx, settings, configuration, rule, report, suppressions, fixer

  /// - Throws: what does not hold. What traps or never ends is for the caller to see.
  package func check(_ bytes: [UInt8]) throws(Violation) {
    switch self {
    case .yaml: try YAMLProperties.check(bytes)
    case .omission: try OmissionProperties.check(bytes)
    case .dockerfile: try DockerfileProperties.check(bytes)
    case .shell: try ShellProperties.check(bytes)
    case .expression: try ExpressionProperties.check(bytes)
    case .regex: try RegularExpressionProperties.check(bytes)
    case .python: try SettingsProperties.checkPython(bytes)
    case .nginx: try SettingsProperties.checkNginx(bytes)
    case .settings: try SettingsProperties.check(bytes)
    case .configuration: try RuleProperties.checkConfiguration(bytes)
    case .rule: try RuleProperties.checkRule(bytes)
    case .report: try RuleProperties.checkReport(bytes)
    case .suppressions: try RepositoryProperties.checkSuppressions(bytes)
    case .fixer: try RepositoryProperties.checkFixer(bytes)
    }
  }
}
