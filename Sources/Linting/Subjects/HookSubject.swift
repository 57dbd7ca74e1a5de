internal import Expressions
internal import Kubernetes
package import SourceText
package import YAMLSyntax

/// `hook`: a container's preStop hook.
package struct HookSubject: Subject {
  let container: ContainerSubject
  let hook: PreStopHook

  package var node: YAMLNode? { hook.node }
  package var anchor: Location { container.location(hook.handler.range) }
  package var logicalPath: String { container.logicalPath + ".lifecycle.preStop" }
  package var identity: [Int] { container.identity + [hook.node.id] }

  static func seconds(of hook: PreStopHook?) -> Outcome {
    switch hook?.duration {
    case nil: .double(0)
    case .seconds(let seconds): .double(seconds)
    case .unknown(let reason): .unknown(because: reason)
    }
  }

  package static let schema = Schema<HookSubject>(
    "hook",
    [
      Attribute("seconds", .double, "how long it takes", place: { $0.anchor }) { seconds(of: $0.hook) },
      Attribute("command", .list(.string), "the words that it runs; missing for an HTTP call or `sleep`") { subject in
        subject.hook.execCommand.map { .list($0.map(Outcome.string)) }
      },
      Attribute("object", .map(.string, .dyn), "its mapping in the manifest, as written") { ManifestValue.outcome($0.hook.node) },
    ])
}
