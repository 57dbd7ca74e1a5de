internal import ShellSyntax
package import YAMLSyntax

/// What runs in a container before it gets its stop signal (core/v1 types.go, Lifecycle).
package struct PreStopHook: Sendable {
  package let node: YAMLNode

  /// How long the hook takes.
  package enum Duration: Hashable, Sendable {
    case seconds(Double)
    /// A script, an HTTP call: at least `atLeast` seconds, from the sleeps that can be seen.
    case unknown(reason: String)
  }

  package var duration: Duration {
    if let sleep = node.present("sleep") {
      return sleep["seconds"]?.int.map { .seconds(Double($0)) } ?? .unknown(reason: "preStop.sleep.seconds is not a number")
    }
    if node.present("httpGet") != nil { return .unknown(reason: "the preStop hook is an HTTP call") }
    if let command = node["exec", "command"], command.isSequence {
      let words = command.elements.map { $0.text ?? "" }
      guard let seconds = SleepCommand.seconds(words) else {
        return .unknown(reason: "the preStop hook runs '\(words.joined(separator: " "))'")
      }
      return .seconds(seconds)
    }
    return .unknown(reason: "the preStop hook has no handler that is known")
  }

  /// The node of the handler: what a finding about the hook's length underlines.
  package var handler: YAMLNode {
    node["exec", "command"] ?? node["sleep", "seconds"] ?? node
  }

  package var execCommand: [String]? {
    guard let command = node["exec", "command"], command.isSequence else { return nil }
    return command.elements.map { $0.text ?? "" }
  }
}
